"""Alternative texts: which of them say something, and those that editors have written."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from publish.errors import UsageError

__all__ = ["WORKSHEET", "is_description", "read_worksheet"]

WORKSHEET = "descriptions.csv"
"""Name of the worksheet in the vault's folder."""

_EMPTY_WORDS = re.compile(
    r"(?:(?:alt(?:ernative)?(?: text)?|image|img|picture|pic|photo(?:graph)?|figure|fig|screen ?shot|graphic|chart|table|"
    r"diagram|illustration|banner|cover|hero|thumb(?:nail)?|logo|icon|untitled|placeholder|dsc|圖片?|图片?|照片|圖表|图表|截圖|截图)"
    r"[\s._#-]*(?:no\.?)?[\s._-]*\d*[\s._-]*)+",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)", re.IGNORECASE)
_CODE = re.compile(r"[\d\W_]+|(?=\S*\d)[\w-]{5,}")
"""No letters at all, or one word with digits in it, such as a camera or a host makes."""


def is_description(alt: str, address: str) -> bool:
    """Whether an alternative text says what a picture shows.

    `image01`, file names, camera numbers and empty strings do not (WCAG 2.2, 1.1.1; failure F30).
    """
    words = " ".join(alt.split())
    if not words or _EMPTY_WORDS.fullmatch(words) or _FILE_NAME.fullmatch(words) or _CODE.fullmatch(words):
        return False
    name = unquote(re.split(r"[?#]", address)[0]).rsplit("/", maxsplit=1)[-1]
    stem = name.rsplit(".", maxsplit=1)[0]
    return words.casefold() not in {name.casefold(), stem.casefold()} and not words.startswith(
        ("http:", "https:")
    )


def read_worksheet(path: Path) -> Mapping[str, str]:
    """Descriptions by address from the worksheet that editors filled in; empty when there is none.

    Raises UsageError when it is no table with the columns `address` and `description`.
    """
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError("cannot be read as CSV in UTF-8", path=str(path)) from error
    if rows and not {"address", "description"} <= rows[0].keys():
        raise UsageError("needs the columns address and description", path=str(path))
    return {
        row["address"]: " ".join((row["description"] or "").split()) for row in rows if row["description"]
    }
