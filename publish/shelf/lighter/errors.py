"""Why a book gets no lighter copy."""

from __future__ import annotations

__all__ = ["UnfitError"]


class UnfitError(Exception):
    """A book has to stay as it is; the message says why, in plain words."""
