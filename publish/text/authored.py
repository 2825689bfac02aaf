"""Texts in which an author may have written HTML: a title with `&amp;`, `<em>` or `<br>`, because most layouts print
it raw.
"""

from __future__ import annotations

import re
from html import unescape

from publish.text.patterns import late

__all__ = ["words"]

_CODE = late(r"(?<!`)(`++).+?(?<!`)\1(?!`)")
_INLINE = "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var"
_BLOCK = "blockquote|center|div|h[1-6]|li|ol|p|ul"
_LONE = late(
    rf"<(?:(?:br|hr)(?:\s[^<>]*)?/?|(?:wbr|img|{_INLINE}|{_BLOCK})\s+[\w-]+\s*=[^<>]*|wbr\s*/?)>",
    re.IGNORECASE,
)
"""Tags without an end tag that are certainly tags: line breaks, and those with an attribute."""
_PAIR = late(
    rf"<(?:(?P<block>{_BLOCK})|(?P<line>{_INLINE}))(?:\s[^<>]*)?>"
    r"(?P<words>(?:(?!<(?:(?P=block)|(?P=line))[\s>]).)*?)</(?:(?P=block)|(?P=line))\s*>",
    re.IGNORECASE | re.DOTALL,
)
_RUBY = late(
    r"<ruby(?:\s[^<>]*)?>(?P<words>(?:(?!</?ruby[\s>]).){0,1000}?)</ruby\s*>", re.IGNORECASE | re.DOTALL
)
"""Characters with their readings above them (HTML, 4.5.10)."""
_BRACKETS = late(r"<rp(?:\s[^<>]*)?>.*?(?:</rp\s*>|(?=<))", re.IGNORECASE | re.DOTALL)
_READING = late(r"<(rtc?)(?:\s[^<>]*)?>(?P<words>[^<>]*)(?:</\1\s*>|(?=<)|$)", re.IGNORECASE)
_PART = late(r"</?(?:rb|rtc)(?:\s[^<>]*)?>", re.IGNORECASE)
_ENTITY = late(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_DEEPEST = 8
"""Most nested tags."""


def words(text: str) -> str:
    """The text as a reader of the blog sees it: tags of inline elements are removed, entities are decoded once.
    Readings of characters follow them in brackets.

    Other angle brackets and ampersands are text and stay: `AT&T`, `a < b`, `List<String>`, `<things>`. Unclosed tags
    and everything between backticks stay too. White space is folded.
    """
    if "<" in text or "&" in text:
        parts: list[str] = []
        end = 0
        for code in _CODE.finditer(text):
            parts += [_read(text[end : code.start()]), code[0]]
            end = code.end()
        text = "".join([*parts, _read(text[end:])])
    return " ".join(text.split())


def _in_brackets(ruby: re.Match[str]) -> str:
    """A ruby in one line: its readings follow in brackets."""
    text = _READING.sub(
        lambda found: f"({words})" if (words := found["words"].strip()) else "",
        _BRACKETS.sub("", ruby["words"]),
    )
    return _PART.sub("", text)


def _read(text: str) -> str:
    text = _RUBY.sub(_in_brackets, text)
    for _ in range(_DEEPEST):
        shorter = _PAIR.sub(lambda found: f" {found['words']} " if found["block"] else found["words"], text)
        if shorter == text:
            break
        text = shorter
    text = _LONE.sub(lambda tag: "" if tag[0][:4].lower() == "<wbr" else " ", text)
    return _ENTITY.sub(lambda found: unescape(found[0]), text)
