"""What tags are given: words, options, and what stands between two tags."""

from __future__ import annotations

import shlex

from liquid import RenderContext
from liquid.ast import BlockNode
from liquid.parser import get_parser
from liquid.stream import TokenStream
from liquid.tag import Tag
from liquid.token import TOKEN_EOF, TOKEN_EXPRESSION, TOKEN_TAG

from publish.text.patterns import late

__all__ = ["PAIR", "block_of", "line", "markdown", "options_of", "parts_of", "words_of"]

PAIR = late(r"""(?<![\w-])([\w-]+)\s*[:=]\s*("[^"]*"|'[^']*'|[^\s,"']+)""")
"""`key: value` or `key=value`."""


def words_of(stream: TokenStream) -> str:
    """A tag's text after its name; the stream goes on to it."""
    if stream.peek.kind != TOKEN_EXPRESSION:
        return ""
    return str(next(stream) and stream.current.value).strip()


def block_of(tag: Tag, stream: TokenStream) -> BlockNode:
    """What stands between a tag, whose words were read, and its end tag."""
    next(stream)
    block = get_parser(tag.env).parse_block(stream, frozenset((tag.end, TOKEN_EOF)))
    stream.expect(TOKEN_TAG, value=tag.end)
    return block


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
