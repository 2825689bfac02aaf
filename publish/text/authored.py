"""Words that an author may have thought of as HTML: a title with `&amp;`, `<em>` or `<br>`, as most layouts print it raw."""

from __future__ import annotations

import re
from html import unescape

__all__ = ["words"]

_CODE = re.compile(r"(?<!`)(`++).+?(?<!`)\1(?!`)")
_INLINE = "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var"
_BLOCK = "blockquote|center|div|h[1-6]|li|ol|p|ul"
_LONE = re.compile(
    rf"<(?:(?:br|hr)(?:\s[^<>]*)?/?|(?:wbr|img|{_INLINE}|{_BLOCK})\s+[\w-]+\s*=[^<>]*|wbr\s*/?)>",
    re.IGNORECASE,
)
"""Tags that are nothing else, also where nothing closes them: line breaks, and those with an attribute."""
_PAIR = re.compile(
    rf"<(?:(?P<block>{_BLOCK})|(?P<line>{_INLINE}))(?:\s[^<>]*)?>"
    r"(?P<words>(?:(?!<(?:(?P=block)|(?P=line))[\s>]).)*?)</(?:(?P=block)|(?P=line))\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DEEPEST = 8
"""Tags inside tags that are looked for."""


def words(text: str) -> str:
    """What a reader of the blog sees of a text: tags of HTML's inline elements go, entities are read, each once.

    Whatever else has pointed brackets or an ampersand is text and stays: `AT&T`, `a < b`, `List<String>`, `<things>`; so
    is a tag that nothing closes, and all that stands between backticks. White space is folded.
    """
    if "<" in text or "&" in text:
        parts: list[str] = []
        end = 0
        for code in _CODE.finditer(text):
            parts += [_read(text[end : code.start()]), code[0]]
            end = code.end()
        text = "".join([*parts, _read(text[end:])])
    return " ".join(text.split())


def _read(text: str) -> str:
    for _ in range(_DEEPEST):
        shorter = _PAIR.sub(lambda found: f" {found['words']} " if found["block"] else found["words"], text)
        if shorter == text:
            break
        text = shorter
    text = _LONE.sub(lambda tag: "" if tag[0][:4].lower() == "<wbr" else " ", text)
    return _ENTITY.sub(lambda found: unescape(found[0]), text)
