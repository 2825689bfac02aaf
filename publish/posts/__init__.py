"""From the bytes of a Markdown file to a Post."""

from publish.posts.reading import glance, read

__all__ = ["glance", "read"]
