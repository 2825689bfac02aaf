"""Pictures opened by decoders other than Pillow, which made them: Java's decoders of PNG and JPEG."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image

from publish.check.java import machine

__all__ = ["differing", "drawn_by_java", "pictures_of"]

ROWS = 24
"""Rows of a picture that are compared, from top to bottom."""
CLOSE = 4
"""Levels of 256 that two decoders of JPEG may differ by, and do: the standard leaves rounding free."""


def pictures_of(book: Path) -> dict[str, bytes]:
    """Every picture in an EPUB, covers too."""
    endings = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg")
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(endings)}


def drawn_by_java(data: bytes) -> Any:
    """A `BufferedImage`, or None for what Java cannot draw."""
    java = machine()
    reader = java.JClass("javax.imageio.ImageIO")
    reader.setUseCache(False)
    stream = java.JClass("java.io.ByteArrayInputStream")(java.JArray(java.JByte)(data))
    try:
        return reader.read(stream)
    except java.JClass("java.io.IOException"):
        return None


def differing(data: bytes) -> str:
    """Why Java does not see what Pillow sees; empty when it does."""
    java = machine()
    theirs = drawn_by_java(data)
    if theirs is None:
        return "cannot be drawn"
    with Image.open(io.BytesIO(data)) as picture:
        ours = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
        size = (int(theirs.getWidth()), int(theirs.getHeight()))
        if size != ours.size:
            return f"{size} in place of {ours.size}"
        for y in range(0, size[1], max(1, size[1] // ROWS)):
            row = ours.crop((0, y, size[0], y + 1)).tobytes()
            if ours.mode == "L":  # as it is stored: Java would show grey brighter, by a gamma of its own
                room = java.JArray(java.JInt)(size[0])
                seen = bytes(memoryview(theirs.getRaster().getSamples(0, y, size[0], 1, 0, room)))[::4]
            else:
                blue_first = bytes(memoryview(theirs.getRGB(0, y, size[0], 1, None, 0, size[0])))
                seen = bytes(
                    blue_first[at + part] for at in range(0, len(blue_first), 4) for part in (2, 1, 0)
                )
            if max(abs(a - b) for a, b in zip(row, seen, strict=True)) > CLOSE:
                return f"another picture from row {y}"
    return ""
