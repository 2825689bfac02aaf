"""The worksheet in which editors describe pictures: a CSV table for any spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from publish.errors import UsageError
from publish.keep.files import is_file, read_regular

__all__ = ["DECORATIVE", "DESCRIPTION", "WORKSHEET", "digest_of", "read", "table"]

WORKSHEET = "descriptions.csv"
"""The worksheet's file name in the vault's folder."""
DESCRIPTION = "description:"
"""Prefix for a picture's address among the files that a book was made from: its description is an input too."""
DECORATIVE = "decorative"
"""What editors write, in upper or lower case, for a decorative picture: screen readers then skip it."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MAX_BYTES = 64 << 20
_HARMFUL = tuple("=+-@\t\r\n＝＋－＠")
"""Characters at a cell's start that make it a formula in a spreadsheet, full-width ones too."""


def read(path: Path) -> Mapping[str, str]:
    """Descriptions by address, from the worksheet that editors filled in; empty when there is none.

    The separator may be a comma, semicolon or tab, as spreadsheets of different countries write it. Raises UsageError
    when it is not a table with the columns `address` and `description`.
    """
    if not is_file(path):
        return {}
    try:
        data = read_regular(path, MAX_BYTES)
        if len(data) > MAX_BYTES:
            raise UsageError(f"larger than {MAX_BYTES >> 20} MB", path=str(path))
        encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
        text = data.decode(encoding)
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError("cannot be read: save it as CSV in UTF-8", path=str(path)) from error
    if rows and not {"address", "description"} <= rows[0].keys():
        raise UsageError("needs the columns address and description", path=str(path))
    pairs = ((_plain(row["address"]), _plain(row["description"])) for row in rows)
    return {address: words for address, words in pairs if words}


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """A worksheet as bytes; no cell is a formula to a spreadsheet."""
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\n")
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        sheet.writerow([f" {cell}" if cell.startswith(_HARMFUL) else cell for cell in cells])
    return file.getvalue().encode("utf-8-sig")


def digest_of(description: str) -> str:
    """A hash that changes with the description; empty for none."""
    return hashlib.sha256(description.encode()).hexdigest() if description else ""


def _plain(cell: str | None) -> str:
    return " ".join((cell or "").split())
