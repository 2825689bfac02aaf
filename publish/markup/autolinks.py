"""Addresses in the text as links, where Hugo makes them (GitHub Flavored Markdown, 6.9)."""

from __future__ import annotations

import re

from publish.markup.tree import Element, is_within, make, names
from publish.model import Post, Site
from publish.text.patterns import late

__all__ = ["link"]

_ADDRESS = late(r"(?<![\w/@.:-])(?:https?://|www\.)[^\s<>\"“”]{3,2000}", re.IGNORECASE)
_HOST = late(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_][\w-]+|https?://", re.IGNORECASE)
_AFTER = "?!.,:;*_~'’\"”"
"""Signs that belong to the sentence when they stand last."""
_NOT_IN = names("a pre code tt kbd samp style script svg math button")


def link(root: Element, post: Post, site: Site) -> None:
    """Make links of addresses in a post of Hugo's, outside code and links; `linkify = false` switches it off."""
    if post.dialect != "hugo" or site.data.get("linkify") is False:
        return
    for element in [each for each in root.iter() if not is_within(each, _NOT_IN)]:
        children = list(element)
        for number, child in enumerate(reversed(children)):
            if _has_address(child.tail):
                child.tail, links = _split(child.tail)
                at = len(children) - number
                element[at:at] = links
        if _has_address(element.text):
            element.text, links = _split(element.text)
            element[0:0] = links


def _has_address(text: str | None) -> bool:
    return text is not None and ("://" in text or "www." in text.lower())


def _split(text: str | None) -> tuple[str, list[Element]]:
    """The words before the first address, and links, each with the words after it."""
    text = text or ""
    links: list[Element] = []
    before, place = text, 0
    for found in _ADDRESS.finditer(text):
        shown = _without_end(found[0])
        if not _HOST.match(shown):
            continue
        words = text[place : found.start()]
        place = found.start() + len(shown)
        if links:
            links[-1].tail = words
        else:
            before = words
        links.append(make("a", shown, href=shown if "://" in shown else f"http://{shown}"))
    if links:
        links[-1].tail = text[place:]
    return before, links


def _without_end(address: str) -> str:
    """An address without what is of the sentence around it: signs, and brackets that open before it."""
    while address:
        shorter = address.rstrip(_AFTER)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            break
        address = shorter
    return address
