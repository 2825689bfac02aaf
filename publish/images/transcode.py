"""From any raster picture to a baseline sRGB JPEG or a PNG that every reading system draws."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image as Pillow
from PIL import ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from publish.images.errors import ImageError
from publish.model import Image, Limits

__all__ = ["transcode"]

MAX_SIDE = 2_400
"""Pixels."""
MAX_PIXELS = 4_000_000
"""Pixels: Apple Books' limit."""
JPEG_QUALITY = 86
LINE_ART_COLOURS = 256
"""A picture of no more colours than this may be line art, which PNG keeps sharp."""

_READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
"""Raster formats that are opened at all; the type is found in the bytes, never in the name."""


def transcode(data: bytes, address: str, limits: Limits) -> Image:
    """The picture in these bytes, re-encoded: upright, sRGB, at most 2,400 pixels a side, with no metadata left.

    Transparency is laid on white. Raises ImageError for bytes that are no whole picture, or too large a one.
    """
    with _open(data, limits) as source:
        picture = _srgb(_upright(source))
    picture.thumbnail(_size_within(picture.size), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    encoded, media_type = _encode(picture)
    ending = "png" if media_type == "image/png" else "jpg"
    name = f"{hashlib.sha256(encoded).hexdigest()[:20]}.{ending}"
    return Image(name, media_type, encoded, picture.width, picture.height, address)


@contextmanager
def _open(data: bytes, limits: Limits) -> Iterator[Pillow.Image]:
    truncated, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pillow.open(io.BytesIO(data), formats=_READ)
            if picture.width * picture.height > limits.image_pixels:
                size = f"{picture.width} × {picture.height}"
                raise ImageError(f"{size} pixels are more than {limits.image_pixels:,} (limit image_pixels)")
            picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
            picture.load()
            yield picture
    except UnidentifiedImageError as error:
        raise ImageError("not a picture that can be opened" if data else "an empty file") from error
    except (OSError, SyntaxError, ValueError, MemoryError, EOFError, Pillow.DecompressionBombError) as error:
        raise ImageError("a broken picture") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated


def _upright(picture: Pillow.Image) -> Pillow.Image:
    return ImageOps.exif_transpose(picture) or picture


def _srgb(picture: Pillow.Image) -> Pillow.Image:
    """Eight bits of sRGB (or grey), profile applied, transparency on white."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.point(lambda value: value / 256).convert("L") if picture.mode != "L" else picture
    if picture.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _apply_profile(picture, profile)
    if picture.mode == "RGBA":
        paper = Pillow.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper.convert("RGB")
    if picture.mode == "1":
        picture = picture.convert("L")
    return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")


def _apply_profile(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha is not None else picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: the numbers as they are come closest
    result = converted if converted is not None else colours
    if alpha is not None:
        result.putalpha(alpha)
    return result


def _size_within(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    scale = min(1.0, MAX_SIDE / max(size), (MAX_PIXELS / (width * height)) ** 0.5)
    return max(1, int(width * scale)), max(1, int(height * scale))


def _encode(picture: Pillow.Image) -> tuple[bytes, str]:
    """JPEG for photographs, PNG for line art where that is the smaller; without metadata either way."""
    picture.info.clear()
    photograph = _saved(picture, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=False)
    if picture.getcolors(LINE_ART_COLOURS) is not None:
        drawing = _saved(_indexed(picture), "PNG", optimize=True)
        if len(drawing) <= len(photograph):
            return drawing, "image/png"
    return photograph, "image/jpeg"


def _indexed(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode == "L":
        return picture
    return picture.convert("P", palette=Pillow.Palette.ADAPTIVE, colors=LINE_ART_COLOURS)


def _saved(picture: Pillow.Image, kind: str, **settings: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **settings)
    return file.getvalue()
