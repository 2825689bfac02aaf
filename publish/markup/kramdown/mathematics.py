"""Mathematics between double dollars. A single dollar is money."""

from __future__ import annotations

import re

from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.patterns import WHITE
from publish.text.patterns import late

__all__ = ["BLOCK_MATH"]

_START = late(r" {0,3}(\\)?\$\$")
_REST = late(r"[ \t\r\f\v]*\n")
_ESCAPE = late(r" {0,3}\\")


def _block_math(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    end = source.find("$$", found.end())
    if end < 0 or not blocks.after_boundary:
        return False
    after = end + 2
    rest = _REST.match(source.text, after)
    if found[1]:
        if rest:  # an escaped block: without its backslash it is a paragraph
            source.scan(_ESCAPE)
        return False
    start, source.pos = source.pos, rest.end() if rest else after
    if not blocks.before_boundary:
        source.pos = start
        return False
    blocks.add("math", source.text[found.end() : end].strip(WHITE), category="block")
    return True


BLOCK_MATH = Rule(_START, _block_math)
