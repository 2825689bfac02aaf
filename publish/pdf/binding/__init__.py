"""Binding: chapters that were laid out alone become one file, as if one run had set them all."""

from publish.pdf.binding.binder import NOTE, Bound, Parts, bind, pages
from publish.pdf.binding.fonts import Keep, anew

__all__ = ["NOTE", "Bound", "Keep", "Parts", "anew", "bind", "pages"]
