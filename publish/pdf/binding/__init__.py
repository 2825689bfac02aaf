"""Binding: chapters that were laid out separately become one file, the same as from a single layout run."""

from publish.pdf.binding.binder import Bound, Parts, bind, pages
from publish.pdf.binding.folding import NOTE, fold
from publish.pdf.binding.fonts import Keep, anew

__all__ = ["NOTE", "Bound", "Keep", "Parts", "anew", "bind", "fold", "pages"]
