"""Copies a PDF with its pictures made for a smaller screen. Pages, text, tags and metadata do not change."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

from publish.errors import reason_of
from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.images.transcode import transcode
from publish.model import Limits
from publish.shelf.lighter.errors import UnfitError

__all__ = ["lighten_pdf"]

_PLAIN = {"/DeviceRGB": 3, "/CalRGB": 3, "/DeviceGray": 1, "/CalGray": 1}
"""Colour spaces that we treat as sRGB or grey, with the number of components per pixel."""
_UNUSUAL = ("/ImageMask", "/Mask", "/Decode", "/SMaskInData")
"""Keys of images with special functions: masks, colour keys and decode arrays."""


def lighten_pdf(path: Path, profile: Profile, target: Path) -> None:
    """Write a copy with pictures for a profile, if that makes them smaller. Raises UnfitError.

    For e-ink, the grey is plain grey if the file has an output intent, else a calibrated one, so that PDF/A files
    stay PDF/A (ISO 19005-2, 6.2.4.3).
    """
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted or _is_signed(pdf):
                raise UnfitError("is signed or locked")
            pictures = [each for each in pdf.objects if _is_picture(each)]
            masks = {each.SMask.objgen for each in pictures if "/SMask" in each}
            for picture in pictures:
                if picture.objgen not in masks:
                    _lighten(picture, profile, known="/OutputIntents" in pdf.Root)
            pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    except (pikepdf.PdfError, OSError, ValueError, RuntimeError, TypeError, AttributeError) as error:
        raise UnfitError(f"publish cannot make a smaller copy ({reason_of(error)})") from error


def _is_signed(pdf: Any) -> bool:
    form = pdf.Root.get("/AcroForm")
    return form is not None and bool(int(form.get("/SigFlags", 0)) & 1)


def _is_picture(each: Any) -> bool:
    import pikepdf

    return (
        isinstance(each, pikepdf.Stream)
        and each.get("/Subtype") == "/Image"
        and not any(name in each for name in _UNUSUAL)
        and each.get("/BitsPerComponent") == 8
        and _channels(each.get("/ColorSpace")) > 0
    )


def _channels(space: Any) -> int:
    """Components per pixel; 0 for colour spaces that we do not change."""
    import pikepdf

    if isinstance(space, pikepdf.Name):
        return _PLAIN.get(str(space), 0)
    if not isinstance(space, pikepdf.Array) or len(space) < 2:
        return 0
    kind = str(space[0])
    if kind == "/ICCBased":
        count = int(space[1].get("/N", 0))
        return count if count in {1, 3} else 0
    return _channels(space[1]) if kind == "/Indexed" else _PLAIN.get(kind, 0)


def _lighten(image: Any, profile: Profile, *, known: bool) -> None:
    """Replace a picture by a smaller one for the profile. `known` is whether plain grey is defined by the file."""
    import pikepdf
    from PIL import Image as Pillow

    raw = image.read_raw_bytes()
    try:
        whole = raw if image.get("/Filter") == "/DCTDecode" else _png(image)
        small = transcode(whole, "", Limits(), profile)
    except (ImageError, pikepdf.PdfError, NotImplementedError, ValueError, OSError, MemoryError):
        return
    with Pillow.open(io.BytesIO(small.data)) as picture:
        plain = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
        jpeg = small.media_type == "image/jpeg"
        data = small.data if jpeg else zlib.compress(plain.tobytes(), 9)
    if len(data) >= len(raw):
        return
    image.write(data, filter=pikepdf.Name.DCTDecode if jpeg else pikepdf.Name.FlateDecode)
    image.Width, image.Height = small.width, small.height
    image.ColorSpace = _grey(known=known) if plain.mode == "L" else _colours(image.ColorSpace)


def _png(image: Any) -> bytes:
    import pikepdf

    file = io.BytesIO()
    pikepdf.PdfImage(image).as_pil_image().save(file, "PNG", compress_level=1)
    return file.getvalue()


def _grey(*, known: bool) -> Any:
    """Plain grey, or a grey with the white point of daylight and nearly the curve of sRGB (ISO 32000-1, 8.6.5.2)."""
    import pikepdf

    if known:
        return pikepdf.Name.DeviceGray
    white = pikepdf.Array([0.9505, 1, 1.089])
    return pikepdf.Array([pikepdf.Name.CalGray, pikepdf.Dictionary(WhitePoint=white, Gamma=2.2)])


def _colours(space: Any) -> Any:
    """The colours of a picture; those of its palette if it has one."""
    import pikepdf

    indexed = isinstance(space, pikepdf.Array) and space[0] == "/Indexed"
    own = space[1] if indexed else space
    return own if _channels(own) == 3 else pikepdf.Name.DeviceRGB
