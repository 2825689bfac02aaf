"""The publication's logo, as a cover prints it."""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache

from publish.covers.colour import from_hex
from publish.model import Image

__all__ = ["printed"]


@lru_cache(maxsize=64)
def printed(logo: Image, ink: str) -> Image:
    """The logo as it is; a single-colour one on a transparent background gets the colour `ink`, so that it is
    visible.
    """
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(logo.data)) as opened:
        if "A" not in opened.getbands():
            return logo
        shape = opened.getchannel("A")
    made = Pictures.new("RGBA", shape.size, (*from_hex(ink), 255))
    made.putalpha(shape)
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    name = f"{hashlib.sha256(out.getvalue()).hexdigest()[:20]}.png"
    return Image(name, "image/png", out.getvalue(), logo.width, logo.height, logo.address)
