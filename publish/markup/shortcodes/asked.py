"""A shortcode in a post, and the Markdown and HTML that replace it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from publish.frozen import frozen
from publish.markup.markdown import to_html
from publish.markup.shortcodes.scanning import Code
from publish.model import Post, Site

__all__ = ["Asked", "Write", "Written", "in_line", "inline"]


class _Pages(Protocol):
    def address_of(self, name: str, otherwise: str) -> str:
        """The address of a page of the site."""


@frozen
class Asked:
    """One shortcode. The shortcodes inside it are already replaced by their results."""

    code: Code
    inner: str | None
    """The text between its start and its end; None when it has no end."""
    post: Post
    site: Site
    pages: _Pages
    holder: Code | None = None
    """The shortcode around it."""
    count: int = 0
    """How many shortcodes of the same name are before it, inside the same shortcode or text."""

    def option(self, *names: str, word: int | None = None) -> str:
        """The first of these named arguments that is given; else the unnamed argument with that index; else empty."""
        for name in names:
            if value := self.code.options.get(name, "").strip():
                return value
        words = self.code.words
        return words[word].strip() if word is not None and word < len(words) else ""


@frozen
class Written:
    """Markdown and HTML for a shortcode."""

    before: str
    inner: str | None = None
    """Between `before` and `after`: code, or Markdown, which gets blank lines around it."""
    after: str = ""
    block: bool = True
    """Whether it is a block, on lines of its own."""
    code: bool = False


Write = Callable[[Asked], Written]


def inline(text: str) -> Written:
    """Inline text."""
    return Written(text, block=False)


def in_line(text: str, asked: Asked) -> str:
    """Words of an argument as HTML, without the paragraph around them where it is one."""
    html = to_html(text, asked.post, asked.site).strip() if text else ""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if html.startswith("<p>") and "<p>" not in inner else html
