"""Where pictures lie whose addresses are only names."""

from __future__ import annotations

__all__ = ["placed"]


def placed(address: str, folder: str) -> str:
    """The address of a picture with its post's folder before it, where the theme would put it there."""
    if not folder or not address or ":" in address or address.startswith(("//", "#")):
        return address
    return folder + address.removeprefix("./").lstrip("/")
