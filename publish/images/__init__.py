"""Pictures on their way into a book: found, checked, made fit for every reader, or honestly replaced."""

from publish.images.gather import Gathered, gather

__all__ = ["Gathered", "gather"]
