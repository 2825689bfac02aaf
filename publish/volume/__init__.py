"""Volumes: which posts are bound together, in what order and sections, and what the book that they make is called.

`choose` and `compose` load more than a command needs that finds nothing to do, so they are imported where they are used.
"""

from publish.volume.spec import Selection, Spec, read, selection

__all__ = ["Selection", "Spec", "read", "selection"]
