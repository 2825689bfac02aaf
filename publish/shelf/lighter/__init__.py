"""Lighter copies of books, for when size matters: pictures left out, or made for a smaller screen. Originals stay."""

from publish.shelf.lighter.copies import PROFILES, Change, lighten

__all__ = ["PROFILES", "Change", "lighten"]
