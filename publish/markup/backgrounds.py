"""Pictures that a style sheet would draw, as `style="background-image: url(…)"`: shown where they are the content, else a
warning.

Heroes and galleries of themes are empty elements with a background. A background behind text is lost in browsers'
reading modes, and in books.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from publish.markup.notices import Notices
from publish.markup.pictures import LAZY, LAZY_SETS
from publish.markup.tree import PHRASING, VOID, Element, drop, make, names, take, text_of
from publish.text.patterns import late

__all__ = ["ATTRIBUTES", "settle"]

ATTRIBUTES = names("aria-label background data-background data-background-image data-bg style")
"""What the sanitiser leaves on every element for this module."""
_LAZY = ("data-bg", "data-background-image", "data-background")
"""Attributes with a background's address, for scripts that load pictures late."""
_OTHERS = names("col colgroup div embed figure iframe img li object ol p td th ul x-frame")
"""Elements whose `style` other rules read."""
_PAPER = names("body table tbody td tfoot th thead tr")
"""Elements with a `background` attribute (HTML 3.2)."""
_PICTURES = VOID | {"audio", "iframe", "object", "picture", "video", "x-frame"}
"""Elements before whose own content a background is only seen until it is loaded."""
_FRAMES = names("colgroup dl ol table tbody tfoot thead tr ul")
"""Elements that hold only others of their kind."""
_CONTENT = names("audio embed hr img input math object svg table video x-frame")
"""Elements that are content without any text."""
_HOLDERS = names("dd dt figure li p td th") | PHRASING
"""Elements that keep their name when a picture comes into them."""
_KEPT = ("width", "max-width", "float", "display", "visibility")
"""Properties of the element that hold for its picture; it is never cropped to a height."""
_LOADED = late(r"url\(|image-set\(", re.IGNORECASE)
_WRAPPED = late(r"""\s*url\(\s*["']?(.*?)["']?\s*\)\s*""", re.IGNORECASE | re.DOTALL)
_PART = late(r"-?\d*[1-9]\d*(?:\.\d+)?px")
"""A shift in pixels: the element shows a part of a sheet of many icons."""
_WRITTEN = late(
    r"""(?:(?:url|image-set)\(|\s(?:background|data-b[a-z-]{1,20})=)\s*(?:&quot;|&#39;|["'])?\s*""",
    re.IGNORECASE,
)
"""What stands before a background's address in a post."""
_SHOWN = 60
"""Most characters of an address in a message."""
_MOST = 200
"""Most warnings of one post: the line of each is looked for."""
_LONGEST = 100_000
"""Most characters of a style that is read."""
_INVISIBLE = "\u200b\u2060\ufeff"


def settle(root: Element, notices: Notices) -> None:
    """Put an `img` into each element without content that has a background picture; warn of the others."""
    found: list[tuple[str, bool]] = []
    for element in reversed(list(root.iter())):
        if not element.attrib:
            continue
        declared = list(_declared(element.get("style", "")))
        address = _address(element, declared)
        words = take(element, "aria-label")
        if element.tag not in _OTHERS:
            take(element, "style")
        if not address or element is root or element.tag in _PICTURES:
            _lend(element, address)
            continue
        is_shown = element.tag not in _FRAMES and _is_empty(element) and not _is_pattern(declared)
        found.append((address, is_shown))
        if is_shown:
            _show(element, address, words, declared)
    counts: Counter[str] = Counter()
    told = 0
    starts = [each.end() for each in _WRITTEN.finditer(notices.post.text)] if found else []
    for address, is_shown in reversed(found):
        if not is_shown and told < _MOST:
            _tell(address, counts[address], starts, notices)
            told += 1
        counts[address] += 1


def _lend(element: Element, address: str) -> None:
    """Give a picture without an address of its own its background's: scripts load some pictures so."""
    own = ("src", "srcset", *LAZY, *LAZY_SETS)
    if element.tag == "img" and address and not any(map(element.get, own)):
        element.set("src", address)


def _declared(style: str) -> Iterator[tuple[str, list[object]]]:
    """The declarations of a style that has a picture: property and tokens."""
    if not _LOADED.search(style[:_LONGEST]):
        return
    import tinycss2  # few posts have such a style

    for each in tinycss2.parse_blocks_contents(style[:_LONGEST], True, True):
        if each.type == "declaration":
            yield each.lower_name, each.value


def _address(element: Element, declared: Sequence[tuple[str, list[object]]]) -> str:
    """The address of an element's background picture, the topmost of several; or empty."""
    lazy = [take(element, name).strip() for name in _LAZY]
    paper = take(element, "background").strip()
    found = (
        address
        for name, tokens in reversed(declared)
        if name in {"background", "background-image"} or name.startswith("--")
        for address in _addresses(tokens)
    )
    given = next(filter(None, lazy), "")
    wrapped = _WRAPPED.fullmatch(given)
    return (wrapped[1] if wrapped else given) or next(found, "") or (paper if element.tag in _PAPER else "")


def _addresses(tokens: Iterable[object]) -> Iterator[str]:
    """The addresses in a value, also those inside `image-set()` (CSS Images 4, 2.4)."""
    for token in tokens:
        kind, name = getattr(token, "type", ""), getattr(token, "lower_name", "")
        if kind == "url":
            yield token.value.strip()  # type: ignore[attr-defined]  # a token of tinycss2
        elif kind == "function" and (name == "url" or name.endswith("image-set")):
            inner = token.arguments  # type: ignore[attr-defined]
            yield from (each.value.strip() for each in inner if each.type == "string")
            yield from _addresses(inner)


def _is_empty(element: Element) -> bool:
    return not text_of(element).strip().strip(_INVISIBLE) and not any(
        each.tag in _CONTENT for each in element.iterdescendants()
    )


def _is_pattern(declared: Sequence[tuple[str, list[object]]]) -> bool:
    """Whether a background is a pattern of repeated pictures, or a part of a sheet of icons."""
    import tinycss2

    for name, tokens in declared:
        value = tinycss2.serialize(tokens).lower()
        if name == "background-repeat" and "no-repeat" not in value and "repeat" in value:
            return True
        if name == "background-position" and _PART.search(value):
            return True
    return False


def _show(element: Element, address: str, words: str, declared: Sequence[tuple[str, list[object]]]) -> None:
    import tinycss2

    style = "; ".join(
        f"{name}: {tinycss2.serialize(tokens).strip()}" for name, tokens in declared if name in _KEPT
    )
    for child in list(element):
        if not child.get("id"):
            drop(child)
    image = make("img", src=address, alt=" ".join((words or take(element, "title")).split()))
    if style:
        image.set("style", style)
    take(element, "style")
    element.text = None
    element.insert(0, image)
    is_inside = any(each.tag in {"p", *PHRASING} for each in element.iterancestors())
    if element.tag not in _HOLDERS and len(element) == 1 and not is_inside:
        element.tag = "p"


def _tell(address: str, before: int, starts: Sequence[int], notices: Notices) -> None:
    """Warn of a background; `before` of the same address stand before it. `starts` has the places of all in the source."""
    shown = address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"
    message = (
        f"image {shown}: a background picture behind text, or a pattern, is left out;"
        f" to show it, write `![what it shows]({shown})`"
    )
    places = [each for each in starts if notices.post.text.startswith(address, each)]
    if len(places) > before:
        line = notices.post.first_line + notices.post.text.count("\n", 0, places[before])
    else:
        line = next(
            filter(None, map(notices.line_of, (address, unquote(address), address.rpartition("/")[2]))), 0
        )
    notices.add("background-removed", message, line=line or None)
