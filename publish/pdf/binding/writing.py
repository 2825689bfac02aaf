"""Writes a PDF from objects that are text already (ISO 32000-1, 7.5)."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import md5
from string import ascii_letters, digits
from struct import Struct

from publish.pdf.binding.part import Data

__all__ = ["Writer", "name", "reference", "string"]

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_MOST = 100
"""Objects in one stream: a reader has to unpack all of a stream for one of them."""
_ENTRY = Struct(">BIH")
"""A cross-reference entry: its kind, a place in the file or a stream's number, and a place in this stream."""
_PLAIN = (ascii_letters + digits + "+-_.").encode()
_MARK = "\ufeff"
"""What UTF-16 begins with."""


class Writer:
    """A file that grows object by object. Plain objects are packed into streams; other streams are written as they are."""

    def __init__(self) -> None:
        self._pieces: list[Data] = [_HEADER]
        self._length = len(_HEADER)
        self._entries: dict[int, bytes] = {0: _ENTRY.pack(0, 0, 65535)}
        self._plain: list[tuple[int, str]] = []
        self._late: list[tuple[int, str]] = []
        self._numbers = 0

    def reserve(self, count: int = 1) -> int:
        """The first of so many new numbers for objects."""
        first = self._numbers + 1
        self._numbers += count
        return first

    def put(self, number: int, text: str, *, late: bool = False) -> None:
        """Add a plain object. Those that no reader needs at first are `late`: others are then read without them."""
        (self._late if late else self._plain).append((number, text))

    def add(self, text: str) -> str:
        """Add a plain object with a new number. Returns the reference to it."""
        number = self.reserve()
        self.put(number, text)
        return reference(number)

    def put_stream(self, number: int, dictionary: str, data: Data) -> None:
        """Add a stream with a dictionary that lacks its length."""
        self._entries[number] = _ENTRY.pack(1, self._length, 0)
        begin = f"{number} 0 obj\n{dictionary.removesuffix('>>')}/Length {len(data)} >>\nstream\n"
        for piece in (begin.encode("latin-1"), data, b"\nendstream\nendobj\n"):
            self._pieces.append(piece)
            self._length += len(piece)

    def add_stream(self, data: bytes, entries: str = "", *, packed: bool = False) -> str:
        """Add a stream with a new number; `packed` says that its data is compressed already. Returns the reference."""
        number = self.reserve()
        self._put_packed(number, data if packed else zlib.compress(data), entries)
        return reference(number)

    def _put_packed(self, number: int, data: bytes, entries: str) -> None:
        self.put_stream(number, f"<< {entries} /Filter /FlateDecode >>", data)

    def finished(self, root: str, info: str) -> bytes:
        """The whole file; `root` and `info` are references."""
        for held in (self._plain, self._late):
            for start in range(0, len(held), _MOST):
                self._put_together(held[start : start + _MOST])
        number, start = self.reserve(), self._length
        self._entries[number] = _ENTRY.pack(1, start, 0)
        missing = _ENTRY.pack(0, 0, 0)
        rows = b"".join(self._entries.get(each, missing) for each in range(number + 1))
        digest = md5(usedforsecurity=False)
        for piece in self._pieces:
            digest.update(piece)
        entries = (
            f"/Type /XRef /Size {number + 1} /W [ 1 4 2 ] /Root {root} /Info {info} "
            f"/ID [ <{digest.hexdigest()}> <{digest.hexdigest()}> ] /DecodeParms << /Columns {_ENTRY.size} /Predictor 12 >>"
        )
        self._put_packed(number, zlib.compress(_differences(rows, _ENTRY.size)), entries)
        self._pieces.append(f"startxref\n{start}\n%%EOF\n".encode())
        return b"".join(self._pieces)

    def _put_together(self, held: Sequence[tuple[int, str]]) -> None:
        """One stream of plain objects (ISO 32000-1, 7.5.7)."""
        stream = self.reserve()
        places, place = [], 0
        for index, (number, text) in enumerate(held):
            places.append(f"{number} {place}")
            place += len(text) + 1
            self._entries[number] = _ENTRY.pack(2, stream, index)
        head = " ".join(places) + "\n"
        data = (head + "\n".join(text for _, text in held)).encode("latin-1")
        entries = f"/Type /ObjStm /N {len(held)} /First {len(head)}"
        self._put_packed(stream, zlib.compress(data), entries)


def _differences(rows: bytes, width: int) -> bytes:
    """Each row as its difference from the one above, which compresses well: predictor 12 (ISO 32000-1, 7.4.4.4)."""
    differences = bytes((a - b) & 255 for a, b in zip(rows, bytes(width) + rows, strict=False))
    return b"".join(b"\2" + differences[start : start + width] for start in range(0, len(rows), width))


def reference(number: int) -> str:
    """A reference to an object."""
    return f"{number} 0 R"


def string(text: str) -> str:
    """A text string."""
    return f"<{(_MARK + text).encode('utf-16-be').hex()}>"


def name(text: str) -> str:
    """A name; all but plain characters are written by their numbers (ISO 32000-1, 7.3.5)."""
    return f"/{''.join(chr(byte) if byte in _PLAIN else f'#{byte:02x}' for byte in text.encode())}"
