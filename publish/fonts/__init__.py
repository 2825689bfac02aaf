"""Fonts: our own, the machine's, and which characters they have."""

from __future__ import annotations

__all__ = ["FONTS"]

FONTS = "fonts:"
"""Stands for all fonts of the machine, in place of a file's path, among what a book was made from."""
