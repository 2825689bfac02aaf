"""`@name` as a link to who that is, where the site's plugin makes one (jekyll-mentions)."""

from __future__ import annotations

import re

from publish.markup.tree import Element, is_within, make, names
from publish.model import Post, Site
from publish.text.patterns import late

__all__ = ["link"]

_MENTION = late(r"(?<![\w./@`-])@([A-Za-z0-9](?:-?[A-Za-z0-9]){0,38})(?![\w/-]|\.\w)", re.ASCII)
_NOT_IN = names("pre code tt a style script svg math")
_ROOT = "https://github.com"


def link(root: Element, post: Post, site: Site) -> None:
    """Put a link in the place of each mention, outside code and links. `jekyll-mentions: false` switches it off."""
    plugins = [str(name) for key in ("plugins", "gems") for name in _list(site.data.get(key))]
    said = post.meta.get("jekyll-mentions", site.data.get("jekyll-mentions"))
    if "jekyll-mentions" not in plugins or str(said).lower() == "false":
        return
    top = said.get("base_url") if isinstance(said, dict) else said
    top = top.rstrip("/") if isinstance(top, str) and top.startswith(("https://", "http://")) else _ROOT
    for element in [each for each in root.iter() if not is_within(each, _NOT_IN)]:
        _in_words(element, top)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _in_words(element: Element, top: str) -> None:
    """The words of an element itself, and those after each of its children."""
    children = list(element)
    for number, child in enumerate(reversed(children)):
        if child.tail and "@" in child.tail:
            child.tail, links = _split(child.tail, top)
            at = len(children) - number
            element[at:at] = links
    if element.text and "@" in element.text:
        element.text, links = _split(element.text, top)
        element[0:0] = links


def _split(text: str, top: str) -> tuple[str, list[Element]]:
    """The words before the first mention, and links, each with the words after it."""
    found = list(_MENTION.finditer(text))
    links: list[Element] = []
    ends = [each.start() for each in found[1:]] + [len(text)]
    for each, end in zip(found, ends, strict=True) if found else ():
        made = make("a", each[0], href=f"{top}/{each[1]}")
        made.tail = text[each.end() : end]
        links.append(made)
    return (text[: found[0].start()] if found else text), links
