"""The seam to the Markdown renderer: Markdown in, HTML out, its failures as ours."""

from __future__ import annotations

from publish.errors import ContentError
from publish.model import Limits, Post

__all__ = ["to_html"]


def to_html(text: str, post: Post, limits: Limits) -> str:
    """HTML of a post's Markdown. Raises ContentError when it nests too deeply."""
    try:
        from publish.markup.kramdown import render  # type: ignore[import-not-found]
    except ImportError:
        import markdown

        return markdown.markdown(
            text, extensions=["extra", "smarty", "sane_lists", "toc"], output_format="html"
        )
    try:
        return str(render(text))
    except RecursionError as error:
        raise ContentError("blocks nest too deeply: flatten the lists or quotes", path=post.label) from error
