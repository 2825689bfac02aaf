"""What tags of plugins are given: words, options, and Markdown in them."""

from __future__ import annotations

import re
import shlex

from liquid import RenderContext
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION

__all__ = ["PAIR", "line", "markdown", "options_of", "parts_of", "words_of"]

PAIR = re.compile(r"""(?<![\w-])([\w-]+)\s*[:=]\s*("[^"]*"|'[^']*'|[^\s,"']+)""")
"""`key: value` or `key=value`."""


def words_of(stream: TokenStream) -> str:
    """A tag's text after its name; the stream goes on to it."""
    if stream.peek.kind != TOKEN_EXPRESSION:
        return ""
    return str(next(stream) and stream.current.value).strip()


def parts_of(words: str) -> list[str]:
    """The arguments of a tag; quotation marks group several words."""
    try:
        return shlex.split(words)
    except ValueError:
        return words.split()


def options_of(words: str) -> dict[str, str]:
    return {key: value.strip("\"'") for key, value in PAIR.findall(words)}


def markdown(text: str, context: RenderContext) -> str:
    return str(context.env.filters["markdownify"](text)).strip()


def line(html: str) -> str:
    """HTML without the paragraph around it, if there is only one."""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner and html.startswith("<p>") else html
