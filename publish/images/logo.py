"""The publication's logo: the project's own picture, which keeps its transparency."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from publish.errors import ContentError, reason_of
from publish.images import local, svg, transcode
from publish.images.errors import ImageError
from publish.keep.once import once
from publish.model import Image, Limits

__all__ = ["logo"]

SIDE = 1_200
"""Longer side in pixels at most: half of a cover's width."""


@once
def logo(path: Path, limits: Limits) -> Image:
    """The logo in a file, as PNG with transparency if it has any. Raises ContentError when it is not a picture."""
    try:
        data = local.read(path, limits.image_bytes)
        whole = transcode.transcode(
            data, str(path), limits
        )  # check it and its size before it is opened again
        return _transparent(data, path) or whole
    except ImageError as error:
        raise ContentError(f"the logo: {reason_of(error)}", path=str(path)) from error


def _transparent(data: bytes, path: Path) -> Image | None:
    from PIL import Image as Pictures

    if svg.is_drawing(data):
        data = svg.draw(data, SIDE, SIDE * SIDE, ground=False).png
    with Pictures.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGBA")
    if picture.getchannel("A").getextrema() == (255, 255):
        return None
    picture.thumbnail((SIDE, SIDE), Pictures.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    name = f"{hashlib.sha256(out.getvalue()).hexdigest()[:20]}.png"
    return Image(name, "image/png", out.getvalue(), picture.width, picture.height, str(path))
