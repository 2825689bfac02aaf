"""The publication's logo: a picture of the project's own that may keep its transparent ground."""

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
"""Pixels of the longer side at most: half a cover's width needs no more."""


@once
def logo(path: Path, limits: Limits) -> Image:
    """The logo in that file, PNG with its transparency where it has any. ContentError when it is no picture."""
    try:
        data = local.read(path, limits.image_bytes)
        whole = transcode.transcode(data, str(path), limits)  # checked and bounded before it is opened again
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
