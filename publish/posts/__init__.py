"""From the bytes of a Markdown file to a Post."""

from publish.posts.reading import read

__all__ = ["read"]
