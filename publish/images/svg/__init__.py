"""SVG drawings: read, cleaned, and drawn as sharp pictures by a program without scripts, files or network."""

from publish.images.svg.drawing import Drawn, draw, seen_size, words
from publish.images.svg.reading import is_drawing

__all__ = ["Drawn", "draw", "is_drawing", "seen_size", "words"]
