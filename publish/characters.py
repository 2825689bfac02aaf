"""What may stand in a book's text at all."""

from __future__ import annotations

import re

__all__ = ["FORBIDDEN"]

_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]"
)
"""Characters that XML 1.0 forbids or discourages (2.2), lone surrogates and non-characters among them.

NEL (U+0085) is not: it is a line end.
"""
