"""Thumbnails: small pictures beside the worksheet, for editors who describe them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from publish.errors import PublishError
from publish.images.datauris import bytes_of
from publish.images.errors import ImageError
from publish.images.gather import Reference
from publish.images.profiles import Profile
from publish.images.transcode import transcode
from publish.keep.files import read_regular, write_atomically
from publish.keep.vault import THUMBNAILS, Vault, VaultError
from publish.model import Limits

__all__ = ["thumbnail"]

_PROFILE = Profile(side=320, pixels=320 * 320)


def thumbnail(picture: Reference, vault: Vault, limits: Limits) -> str:
    """Make the thumbnail of a picture, unless it exists. Returns its path in the vault; empty when we do not have the
    picture.
    """
    entry = vault.find(picture.used) if picture.remote else None
    digest = entry.sha256 if entry else ""
    if entry is None and not picture.file and not picture.inline:
        return ""
    with suppress(ImageError, VaultError, PublishError, OSError, ValueError):
        data = b"" if entry else _data(picture, limits)
        name = f"{THUMBNAILS}/{(digest or hashlib.sha256(data).hexdigest())[:20]}"
        there = next((n for n in (f"{name}.jpg", f"{name}.png") if (vault.folder / n).is_file()), "")
        if there:
            return there
        small = transcode(vault.read(entry) if entry else data, picture.address, limits, _PROFILE)
        name += Path(small.name).suffix
        write_atomically(vault.folder / name, small.data)
        return name
    return ""


def _data(picture: Reference, limits: Limits) -> bytes:
    """The bytes of a picture within a post, or beside it."""
    if picture.inline:
        return bytes_of(picture.inline)
    return read_regular(Path(picture.file), limits.image_bytes)
