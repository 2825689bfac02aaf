"""Why a picture cannot be shown."""

from __future__ import annotations

__all__ = ["FontError", "ImageError"]


class ImageError(Exception):
    """A picture that cannot be fetched or read, or must not be used. The message tells the author why.

    This error stays inside the images package: it becomes a stand-in and a notice.
    """


class FontError(ImageError):
    """A drawing with characters that no font of this machine has: with other fonts it can be shown."""
