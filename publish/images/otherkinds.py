"""What a file is that publish cannot open as a picture, by its first bytes."""

from __future__ import annotations

__all__ = ["what_instead"]

_CLOSED = "publish cannot open"
_STILL = "use a still picture or an animated GIF"

_STARTS = (
    (b"%PDF", "a PDF document", "save it as PNG"),
    (b"%!PS", "an EPS drawing", "save it as SVG or PNG"),
    (b"\xc5\xd0\xd3\xc6", "an EPS drawing", "save it as SVG or PNG"),
    (b"8BPS", "a Photoshop file", "save it as PNG or JPEG"),
    (b"gimp xcf", "a GIMP file", "save it as PNG or JPEG"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile", "save it as SVG or PNG"),
    (b"\xff\x0a", "a JPEG XL picture", "save it as JPEG"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture", "save it as JPEG"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 picture", "save it as JPEG"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", "save it as JPEG"),
    (b"\x1a\x45\xdf\xa3", "a film", _STILL),
    (b"OggS", "a film or a sound", _STILL),
)
"""Start of the file, its name, and what to do."""
_BRANDS = (
    ((b"avif", b"avis"), f"an AVIF picture that is broken, or of a variant that {_CLOSED}", "save it as JPEG"),
    ((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "a HEIC photograph", "save it as JPEG"),
    ((b"crx ",), "a camera's raw photograph", "save it as JPEG"),
    ((b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ", b"dash"), "a film", _STILL),
)  # fmt: skip
"""Brands in the file type box of ISO media (ISO 14496-12, 4.3), which HEIF and films have."""
_RAW = (b"CR\x02\0", 8)


def what_instead(data: bytes) -> str:
    """What bytes are that are no picture we open, and what to do, as far as we can tell."""
    if not data:
        return "an empty file"
    head = data[:1024].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "a web page, not a picture"
    found = next(((name, advice) for start, name, advice in _STARTS if data.startswith(start)), None)
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[place : place + 4] for place in range(16, 48, 4))}
        found = next(((name, advice) for names, name, advice in _BRANDS if brands.intersection(names)), None)
    if data[_RAW[1] : _RAW[1] + 4] == _RAW[0]:
        found = "a camera's raw photograph", "save it as JPEG"
    if found is None:
        return "not a picture that publish can open"
    name, advice = found
    return f"{name if _CLOSED in name else f'{name}, which {_CLOSED}'}: {advice}"
