"""From the bytes of a Markdown file to a Post."""

from publish.posts.decoding import bytes_of
from publish.posts.reading import glance, read

__all__ = ["bytes_of", "glance", "read"]
