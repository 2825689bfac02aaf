"""Pictures whose bytes stand in their address, `data:image/…` (RFC 2397)."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote_to_bytes

from publish.images.errors import ImageError

__all__ = ["bytes_of", "is_picture"]

_PICTURE = "data:image/"


def is_picture(address: str) -> bool:
    """Whether an address is such a picture."""
    return address[: len(_PICTURE)].lower() == _PICTURE


def bytes_of(address: str) -> bytes:
    """The bytes of a `data:` address. Raises ImageError when there are none."""
    head, comma, payload = address.partition(",")
    if not comma:
        raise ImageError("a `data:` address without data")
    raw = unquote_to_bytes(payload)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw, validate=False)
    except binascii.Error as error:
        raise ImageError("a `data:` address whose data is not base64") from error
