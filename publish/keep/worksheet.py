"""The worksheet in which editors describe pictures: a table that any spreadsheet opens, and what it says."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from publish.errors import UsageError
from publish.keep.files import read_regular

__all__ = ["DECORATIVE", "DESCRIPTION", "WORKSHEET", "digest_of", "read", "table"]

WORKSHEET = "descriptions.csv"
"""Name of the worksheet in the vault's folder."""
DESCRIPTION = "description:"
"""Marks a picture's address among what a book was made from: its description counts."""
DECORATIVE = "decorative"
"""What editors write, in any case of letters, of a picture that says nothing: it is then hidden from those who hear the book."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
MAX_BYTES = 64 << 20
_HARMFUL = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula, in full width too."""


def read(path: Path) -> Mapping[str, str]:
    """Descriptions by address from the worksheet that editors filled in; empty when there is none.

    Commas, semicolons or tabs, as spreadsheets of different countries write them. Raises UsageError when it is no table
    with the columns `address` and `description`.
    """
    if not path.is_file():
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
    """A worksheet's bytes, with no cell that a spreadsheet takes for a formula."""
    file = io.StringIO()
    sheet = csv.writer(file, lineterminator="\n")
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        sheet.writerow([f" {cell}" if cell.startswith(_HARMFUL) else cell for cell in cells])
    return file.getvalue().encode("utf-8-sig")


def digest_of(description: str) -> str:
    """A hash that changes when a description does; empty for none."""
    return hashlib.sha256(description.encode()).hexdigest() if description else ""


def _plain(cell: str | None) -> str:
    return " ".join((cell or "").split())
