"""Drawings in SVG on their way into a book: read, cleaned, drawn as sharp pictures by a program that knows no scripts,
no files and no network.
"""

from publish.images.svg.drawing import Drawn, draw, seen_size
from publish.images.svg.reading import is_drawing

__all__ = ["Drawn", "draw", "is_drawing", "seen_size"]
