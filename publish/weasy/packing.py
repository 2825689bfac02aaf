"""Packs each object of a PDF once. pydyf packs all of them twice: for the file's identifier, and to write them."""

from __future__ import annotations

from functools import wraps
from typing import Any

import pydyf

__all__ = ["mend"]


class _Packed(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """An object as the bytes that stand in the file."""

    data = b""
    compressible = False

    def __init__(self, packed: Any) -> None:
        super().__init__()
        self.number, self.generation = packed.number, packed.generation
        self.data, self.compressible = packed.data, packed.compressible


def mend() -> None:
    """Replace pydyf's function. Calling it twice does nothing more."""
    if not getattr(pydyf.PDF.write, "mended", False):
        pydyf.PDF.write = _packed_first(pydyf.PDF.write)


def _packed_first(original: Any) -> Any:
    @wraps(original)
    def write(pdf: Any, *rest: Any, **named: Any) -> None:
        pdf.objects = [each if each.free == "f" else _Packed(each) for each in pdf.objects]
        original(pdf, *rest, **named)

    write.mended = True  # type: ignore[attr-defined]
    return write
