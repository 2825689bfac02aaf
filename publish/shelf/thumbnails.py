"""Thumbnails of covers, small enough for a page with three hundred."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["HEIGHT", "QUALITY", "WIDTH", "icon", "save", "size_of", "thumbnail"]

WIDTH, HEIGHT = 280, 420
"""Largest size in pixels: sharp at 140 × 210 CSS pixels on a screen with double resolution."""
QUALITY = 72
"""JPEG quality: a cover has 10 to 20 KB."""
MAX_PIXELS = 60_000_000


def thumbnail(data: bytes) -> bytes:
    """A picture as a small JPEG. Raises ValueError when it is not a picture."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError("the picture is too large for a cover")
            picture.draft("RGB", (WIDTH * 2, HEIGHT * 2))  # a JPEG is decoded at a fraction of its size
            return save(picture)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"not a picture: {error}") from error


def save(picture: Image) -> bytes:
    """A picture as a small JPEG on white; the same picture gives the same bytes."""
    from PIL import Image

    if picture.mode not in {"RGB", "L"}:
        flat = Image.new("RGB", picture.size, "white")
        layer = picture.convert("RGBA")
        flat.paste(layer, mask=layer)
        picture = flat
    picture = picture.convert("RGB")
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=QUALITY, optimize=True, progressive=False)
    return output.getvalue()


def icon(cover: bytes, side: int = 48) -> bytes:
    """The top of a thumbnail as a square PNG."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(cover)) as picture:
        square = ImageOps.fit(
            picture.convert("RGB"), (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.0)
        )
    output = io.BytesIO()
    square.save(output, "PNG", optimize=True)
    return output.getvalue()


def size_of(cover: bytes) -> tuple[int, int]:
    """Width and height in pixels of a thumbnail."""
    from PIL import Image

    with Image.open(io.BytesIO(cover)) as picture:
        return picture.size
