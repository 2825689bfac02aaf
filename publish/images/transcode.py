"""From any picture or drawing to a baseline sRGB JPEG or a PNG, which all reading systems show."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PIL import ExifTags, ImageChops, ImageCms, ImageFile, ImageOps, ImageSequence, UnidentifiedImageError
from PIL import Image as Pillow

from publish.frozen import frozen
from publish.images import svg
from publish.images.errors import ImageError
from publish.images.otherkinds import what_instead
from publish.images.profiles import Profile
from publish.model import Image, Limits

__all__ = ["Seen", "examine", "transcode"]

WASTEFUL = 0.75
"""A JPEG is encoded again if that makes it this much smaller without visible loss."""
LINE_ART_COLOURS = 256
"""A picture with at most this many colours can be a PNG with a palette."""
FLAT = 0.6
"""From this share of pixels equal to their neighbour, a picture counts as line art, which stays sharp as PNG."""
_GLANCE = Profile(side=1)
"""Decode all bytes of a JPEG, but draw only an eighth of its width: fast, with little memory."""
_DECLARED = "declared size"
"""Where `_open` keeps the original size of a picture that it opened smaller."""
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}

_READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "ICO")
"""Raster formats that we open; the format is detected from the bytes, never from the name."""
_MOVING = ("GIF", "PNG", "WEBP", "AVIF")
"""Those whose further pictures are frames of an animation; those of a TIFF are pages."""


def transcode(
    data: bytes, address: str, limits: Limits, profile: Profile | None = None, language: str = ""
) -> Image:
    """A picture re-encoded: upright, sRGB, within the profile's limits, without metadata.

    Transparent parts become white. `language` is the post's. Raises ImageError when the bytes are not a complete picture, or it is too large.
    """
    profile = profile or Profile()
    if svg.is_drawing(data):
        return _drawing(data, address, limits, profile, language)
    with _open(data, limits, profile) as source:
        if profile.animation and _can_move(source, limits):
            return _image(_animation(source), "image/gif", source, address)
        moved = source.format in _MOVING and bool(getattr(source, "is_animated", False))
        picture = _srgb(_upright(source))
        untouched = picture is source and max(picture.size) <= profile.side and not profile.grey
        if untouched and picture.format == "JPEG" and picture.width * picture.height <= profile.pixels:
            return _image(_kept_jpeg(_bare(picture), profile.quality), "image/jpeg", picture, address)
        natural = _shown_size(source)[0]
    picture.thumbnail(_size_within(picture.size, profile), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
    if profile.grey:
        picture = picture.convert("L")
    made = _image(*_encode(picture, profile.quality), picture, address)
    return replace(made, natural_width=0 if natural == made.width else natural, moved=moved)


def _drawing(data: bytes, address: str, limits: Limits, profile: Profile, language: str) -> Image:
    """A drawing as a picture that is sharp on paper; its size is the one on the web."""
    drawn = svg.draw(data, profile.side, profile.pixels, language=language)
    with _open(drawn.png, limits, profile) as source:
        picture = _srgb(source)
    if profile.grey:
        picture = picture.convert("L")
    made = _image(*_encode(picture, profile.quality), picture, address)
    return replace(
        made, natural_width=max(1, round(drawn.size[0])), description=drawn.words, unprinted=drawn.unprinted
    )


@frozen
class Seen:
    """What a picture's bytes contain."""

    kind: str
    """`JPEG`, `PNG`, …"""
    size: tuple[int, int]
    """Width and height in pixels, as shown."""


def examine(data: bytes, limits: Limits) -> Seen:
    """Open a picture completely and describe it. Raises ImageError when it is not a picture."""
    if svg.is_drawing(data):
        return Seen("SVG", svg.seen_size(data))
    with _open(data, limits, _GLANCE) as picture:
        return Seen(picture.format or "", _shown_size(picture))


def _shown_size(picture: Pillow.Image) -> tuple[int, int]:
    """Width and height of a picture that was just opened, after the rotation in its EXIF."""
    width, height = picture.info[_DECLARED]
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in {5, 6, 7, 8}
    return (height, width) if turned else (width, height)


def _image(data: bytes, media_type: str, picture: Pillow.Image, address: str) -> Image:
    name = f"{hashlib.sha256(data).hexdigest()[:20]}.{_ENDINGS[media_type]}"
    return Image(name, media_type, data, picture.width, picture.height, address)


@contextmanager
def _open(data: bytes, limits: Limits, profile: Profile) -> Iterator[Pillow.Image]:
    truncated, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pillow.open(io.BytesIO(data), formats=_READ)
            if picture.width * picture.height > limits.image_pixels:
                size = f"{picture.width} × {picture.height}"
                raise ImageError(f"{size} pixels are more than {limits.image_pixels:,} (limit image_pixels)")
            picture.info[_DECLARED] = picture.size
            if max(picture.size) > 2 * profile.side:
                picture.draft("RGB", (profile.side, profile.side))
            picture.load()
            yield picture
    except UnidentifiedImageError as error:
        raise ImageError(what_instead(data)) from error
    except MemoryError as error:
        raise ImageError("a picture that is broken, or too large for the available memory") from error
    except (OSError, SyntaxError, ValueError, EOFError, Pillow.DecompressionBombError) as error:
        raise ImageError("a broken picture") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated


def _upright(picture: Pillow.Image) -> Pillow.Image:
    """Rotated as its EXIF says; the same object when there is no rotation."""
    if picture.getexif().get(ExifTags.Base.Orientation, 1) == 1:
        return picture
    return ImageOps.exif_transpose(picture) or picture


def _srgb(picture: Pillow.Image) -> Pillow.Image:
    """Eight bits per channel, sRGB or grey, with the profile applied and transparent parts white."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = _eight_bits(picture)
    if picture.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if profile and not _is_srgb(profile) and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _apply_profile(picture, profile)
    if picture.mode == "RGBA":
        paper = Pillow.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper.convert("RGB")
    if picture.mode == "1":
        picture = picture.convert("L")
    return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """Grey with more bits as grey with eight. Values without a fixed white (32 bits) are scaled to fit."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    wide = picture.convert("F")
    ends = wide.getextrema()
    low, high = (float(end) if isinstance(end, int | float) else 0.0 for end in ends)
    low = min(low, 0.0)
    white = next((white for white in (1.0, 255.0, 65_535.0) if high <= white), high)
    factor = 255 / (white - low)
    return wide.point(lambda value: value * factor - low * factor).convert("L")


def _is_srgb(profile: bytes) -> bool:
    try:
        return "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return False


def _apply_profile(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha is not None else picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        # A grey picture may have a profile for colours, and one with alpha became colours.
        if picture.mode != "CMYK":
            colours = colours.convert("L" if source.profile.xcolor_space.strip() == "GRAY" else "RGB")
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(colours, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: use the numbers as they are
    result = converted if converted is not None else colours
    if alpha is not None:
        result.putalpha(alpha)
    return result


def _size_within(size: tuple[int, int], profile: Profile) -> tuple[int, int]:
    """The largest size with that aspect ratio; a side that reaches its limit does so exactly."""
    scale = min(1.0, profile.side / max(size), (profile.pixels / (size[0] * size[1])) ** 0.5)
    width, height = (max(1, round(side * scale)) for side in size)
    if width * height > profile.pixels:
        return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))
    return width, height


def _encode(picture: Pillow.Image, quality: int) -> tuple[bytes, str]:
    """PNG for line art; JPEG for the rest, and for line art when it is much smaller."""
    picture = _bare(picture)
    photograph = _saved(picture, "JPEG", quality=quality, optimize=True, progressive=False)
    few = picture.mode == "RGB" and picture.getcolors(LINE_ART_COLOURS) is not None
    if few or _flatness(picture) >= FLAT:
        drawing = _saved(_indexed(picture) if few else picture, "PNG", optimize=True)
        if len(drawing) <= 2 * len(photograph):
            return drawing, "image/png"
    return photograph, "image/jpeg"


def _kept_jpeg(picture: Pillow.Image, quality: int) -> bytes:
    """A JPEG encoded again with its own tables, without further loss or growth.

    One with more quality than eyes can see, as from cameras, is encoded with our quality. Line art is not: its coloured edges
    would blur.
    """
    kept = _saved(picture, "JPEG", quality="keep", optimize=True, progressive=False)
    anew = _saved(picture, "JPEG", quality=quality, optimize=True, progressive=False)
    most = 2 if _flatness(picture) >= FLAT else 1 / WASTEFUL
    return anew if len(kept) > most * len(anew) else kept


def _flatness(picture: Pillow.Image) -> float:
    """Share of pixels that equal their left neighbour, in greys."""
    grey = picture.convert("L")
    if grey.width < 2:
        return 0.0
    right = grey.crop((1, 0, grey.width, grey.height))
    left = grey.crop((0, 0, grey.width - 1, grey.height))
    return ImageChops.difference(left, right).histogram()[0] / (right.width * right.height)


def _indexed(picture: Pillow.Image) -> Pillow.Image:
    return picture.convert("P", palette=Pillow.Palette.ADAPTIVE, colors=LINE_ART_COLOURS)


def _can_move(picture: Pillow.Image, limits: Limits) -> bool:
    """Whether a picture is animated, with frames that fit into memory."""
    frames = getattr(picture, "n_frames", 1)
    return frames > 1 and frames * picture.width * picture.height <= limits.image_pixels


def _animation(picture: Pillow.Image) -> bytes:
    """The frames and their times, without comments or other data."""
    frames = [_bare(frame.convert("RGB")) for frame in ImageSequence.all_frames(picture)]
    times = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(picture)]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0)


def _bare(picture: Pillow.Image) -> Pillow.Image:
    """The picture without its file's metadata."""
    picture.info = {}
    return picture


def _saved(picture: Pillow.Image, kind: str, **settings: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **settings)
    return file.getvalue()
