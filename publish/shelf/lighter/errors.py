"""Why a book gets no smaller copy."""

from __future__ import annotations

__all__ = ["UnfitError"]


class UnfitError(Exception):
    """A book must stay as it is; the message says why, in plain words."""
