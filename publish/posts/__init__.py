"""From the bytes of a Markdown file to a Post."""

from publish.posts.reading import bytes_of, glance, read

__all__ = ["bytes_of", "glance", "read"]
