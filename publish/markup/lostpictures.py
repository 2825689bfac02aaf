"""Pictures without an address that a book can use: one warning for each, with its line."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

from lxml import etree

from publish.markup.addresses import scheme_of
from publish.markup.notices import Notices
from publish.markup.tree import Element, take
from publish.text.messages import stands_in
from publish.text.patterns import late

__all__ = ["REFUSED", "tell"]

REFUSED = "data-src"
"""Attribute of an `img` with the address that was taken from it, until a warning tells of it."""
_Texts = Callable[[Element], list[str]]
_BEFORE_IT = cast(_Texts, etree.XPath("preceding::text()[normalize-space()]"))
_AFTER_IT = cast(_Texts, etree.XPath("following::text()[normalize-space()]"))
_MOST = 200
"""Most pictures whose line is looked for."""
_WRITTEN = 2_000
"""Most pictures without an address that are looked for in the source."""
_SHOWN = 40
"""Most characters of an address in a message."""
_BEFORE = 40
"""Letters of the text before a picture by which its line is found."""
_FENCE = late(r" {0,3}(`{3,}|~{3,})")
_CODE = late(r"(?<!`)(`{1,9}+)(?!`)[^\n]{0,300}?(?<!`)\1(?!`)")
_TITLE = r"""(?:["'][^"'\n]{0,300}["']\s{0,9})?"""
_LIQUID = r"\{\{[^{}\n]{0,300}\}\}"
_PICTURE = late(
    rf"!\[(?P<alt>[^\[\]\n]{{0,1000}})\](?:\(\s{{0,9}}(?:<\s{{0,9}}>|(?P<template>{_LIQUID})|)\s{{0,9}}{_TITLE}\)|(?P<named>\[[^\[\]\n]{{0,300}}\]))"
    rf"""|(?P<tag><img(?=\s|/?>)(?![^<>]{{0,2000}}?\s(?:data-[\w-]{{1,30}}|src|srcset)\s{{0,9}}=\s{{0,9}}(?!["']?\s{{0,9}}{_LIQUID}\s{{0,9}}["'\s>])(?:["']\s{{0,9}}[^"'\s]|[^"'\s>]))[^<>]{{0,2000}}>)""",
    re.IGNORECASE,
)
"""A picture of Markdown or HTML without an address, or with one that a template or a definition gives. All parts are
bounded: posts may be hostile."""
_LENDING = late(r"<(picture|source|/picture)\b", re.IGNORECASE)
"""Tags of a picture that may have the address of a source."""
_ALT = late(r"""\salt\s{0,9}=\s{0,9}(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'>]{1,300}))""", re.IGNORECASE)


@dataclass
class _Written:
    """A picture without an address in the post's source."""

    alt: str
    line: int
    sure: bool
    """Whether it has none for certain: a template, a definition or a source may give it one."""
    used: bool = field(default=False)


def tell(root: Element, notices: Notices) -> None:
    """Add a warning for each `img` whose address is empty, or was taken away because it leads to no picture."""
    written: list[_Written] | None = None
    count = 0
    for image in root.iter("img"):
        refused = take(image, REFUSED)
        if image.get("src") or image.get("srcset"):
            continue
        count += 1
        if count > _MOST:
            notices.add("image-missing", stands_in("more pictures", "they have no address"))
            return
        if refused:
            shown = refused if len(refused) <= _SHOWN else f"{refused[:_SHOWN]}…"
            reason = f"a `{scheme_of(refused)}:` address that is not a picture"
            line = _line_of_address(refused, notices) or _line_before(image, notices)
            notices.add("image-missing", stands_in(f"image {shown}", reason), line=line)
            continue
        if written is None:
            written = list(islice(_all_written(notices), _WRITTEN))
        line = _line_of_picture(image.get("alt", ""), written) or _line_before(image, notices)
        notices.add("image-missing", stands_in("a picture", "it has no address"), line=line)


def _line_of_address(address: str, notices: Notices) -> int | None:
    starts = (address[:length] for length in (_SHOWN, _SHOWN // 2, len(scheme_of(address)) + 1))
    return next(filter(None, map(notices.line_of, starts)), None)


def _line_of_picture(alt: str, written: Iterable[_Written]) -> int | None:
    """The line of the first picture of the source with this alternative text that no other picture has taken."""
    free = [each for each in written if not each.used]
    letters = _letters(alt)
    same = [each for each in free if each.alt == letters]
    found = next((each for each in same if each.sure), None) or next(iter(same), None)
    if found is None:
        return None
    found.used = True
    return found.line


def _line_before(image: Element, notices: Notices) -> int | None:
    """The line of the text that stands before a picture, or that after it: a template or a layout made the picture."""
    before = _BEFORE_IT(image)[-3:]
    after = _AFTER_IT(image)[:3]
    return notices.line_like(_signs(before)[-_BEFORE:]) or notices.line_like(_signs(after)[:_BEFORE])


def _signs(texts: Iterable[str]) -> str:
    return "".join(filter(str.isalnum, "".join(texts)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _all_written(notices: Notices) -> Iterator[_Written]:
    """The pictures without an address in the post's source, in order. Those in code are examples and do not count."""
    text = "\n".join(_without_fences(notices.post.text.split("\n")))
    text = _without_comments(_CODE.sub(_blank, text))
    lent = list(_lent(text))
    for found in _PICTURE.finditer(text):
        alt = found["alt"]
        if alt is None:
            said = _ALT.search(found["tag"])
            alt = next(filter(None, said.groups()), "") if said else ""
        line = notices.post.first_line + text.count("\n", 0, found.start())
        is_lent = (at := bisect(lent, (found.start(),))) > 0 and found.start() < lent[at - 1][1]
        sure = not (is_lent or found["template"] or found["named"] or "{{" in (found["tag"] or ""))
        yield _Written(_letters(alt), line, sure)


def _without_fences(lines: Iterable[str]) -> Iterator[str]:
    """The lines, empty where they are fenced code."""
    fence = ""
    for line in lines:
        mark = found[1] if (found := _FENCE.match(line)) else ""
        if fence:
            fence = "" if mark.startswith(fence) else fence
            yield ""
        else:
            fence = mark
            yield "" if mark else line


def _without_comments(text: str) -> str:
    """The text with line ends alone in the place of each comment."""
    parts: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += text[place:start], "\n" * text.count("\n", start, end), "   "
        place = end + 3
    return "".join(parts) + text[place:]


def _lent(text: str) -> Iterator[tuple[int, int]]:
    """Starts and ends of each `picture` with a `source`."""
    start, has_source = -1, False
    for found in _LENDING.finditer(text):
        name = found[1].lower()
        if name == "picture":
            start, has_source = found.start(), False
        elif name == "source":
            has_source = True
        elif start >= 0:
            if has_source:
                yield start, found.end()
            start = -1


def _blank(code: re.Match[str]) -> str:
    return " " * len(code[0])
