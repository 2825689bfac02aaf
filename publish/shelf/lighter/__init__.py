"""Smaller copies of books: without pictures, or with pictures for a smaller screen. The originals do not change."""

from publish.shelf.lighter.copies import PROFILES, Change, lighten

__all__ = ["PROFILES", "Change", "lighten"]
