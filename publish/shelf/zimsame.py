"""Makes a ZIM file the same in every build: libzim writes random identifiers, which are replaced by a hash of the rest.

The places are those of openZIM's file format (header: UUID at 8, checksum position at 72, MD5 at the end), and of the
search index, a database of Xapian (its version file: magic, two bytes, UUID).
"""

from __future__ import annotations

import hashlib
import mmap
import re
from pathlib import Path

__all__ = ["settle"]

_UUID_AT, _CHECKSUM_AT, _LENGTH = 8, 72, 16
_MAGIC = b"ZIM\x04"
_INDEX = re.compile(rb"\x0f\x0dXapian Glass..", re.DOTALL)


def settle(path: Path) -> None:
    """Give a finished file the identifier that its content decides. A file of another format stays as it is."""
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        end = int.from_bytes(data[_CHECKSUM_AT : _CHECKSUM_AT + 8], "little")
        if data[:4] != _MAGIC or end + _LENGTH != len(data):
            return
        places = [_UUID_AT, *(found.end() for found in _INDEX.finditer(data))]
        for place in places:
            data[place : place + _LENGTH] = bytes(_LENGTH)
        with memoryview(data) as view:
            name = bytearray(hashlib.sha256(view[:end]).digest()[:_LENGTH])
        name[6] = name[6] & 0x0F | 0x80  # version 8 and variant (RFC 9562, 5.8)
        name[8] = name[8] & 0x3F | 0x80
        for place in places:
            data[place : place + _LENGTH] = bytes(name)
        with memoryview(data) as view:
            checksum = hashlib.md5(view[:end], usedforsecurity=False).digest()
        data[end:] = checksum
