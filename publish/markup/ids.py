"""Makes ids of elements valid in every format, and updates links inside the chapter. The book's identifier: `books/front`."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

from publish.markup.notices import Notices
from publish.markup.tree import Element
from publish.text.patterns import late

__all__ = ["ascii_name", "settle"]

_NAME = late(r"[A-Za-z][A-Za-z0-9_.-]*")
_NO_NAME = late(r"[^A-Za-z0-9_.-]+")
_RESERVED = late(r"(?:fn|fnref|BOOK)-")
"""Prefixes of note ids, and of ids in an EPUB's own pages."""
_MAX = 80
_NOTE = {"noteref", "footnote"}


def ascii_name(text: str, prefix: str) -> str:
    """An XML name (XML 1.0, 2.3) in ASCII for any text: the text itself if it is one, else its usable part and a
    hash.
    """
    if _NAME.fullmatch(text) and len(text) <= _MAX:
        return text
    kept = _NO_NAME.sub("-", text).strip("-.")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
    if kept and len(kept) == len(text) and len(kept) <= _MAX:
        return f"{prefix}-{kept}"
    return "-".join(part for part in (prefix, kept[:40].strip("-."), digest) if part)


def settle(root: Element, notices: Notices) -> None:
    """Make all ids unique XML names in ASCII, and update links inside the chapter.

    A link to a missing id goes to the chapter's start, as `#` and `#top` do in a browser.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    links: list[Element] = []
    for element in root.iter():
        if element.tag == "a":
            _name_to_id(element)
        if element.get("href", "").startswith("#"):  # an `a`, or a reference inside a formula
            links.append(element)
        old = element.get("id")
        if old is None:
            continue
        new = _fresh(old, taken, is_note=bool(_NOTE & set((element.get("class") or "").split())))
        if not new:
            del element.attrib["id"]
            continue
        element.set("id", new)
        names.setdefault(old, new)
    for link in links:
        _follow(link, names, taken, root, notices)
    _follow_headers(root, names)


def _name_to_id(anchor: Element) -> None:
    name = anchor.attrib.pop("name", "")
    if name and anchor.get("id") is None:
        anchor.set("id", name)


def _fresh(old: str, taken: set[str], *, is_note: bool) -> str:
    """A name for an id; empty when its element needs none."""
    if not old.strip():
        return ""
    name = ascii_name(old, "i")
    if not is_note and _RESERVED.match(name):
        name = f"i-{name}"
    base, count = name, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
        if count > 20:  # thousands of equal ids: no link can mean one of them
            return ""
    taken.add(name)
    return name


def _follow(link: Element, names: dict[str, str], taken: set[str], root: Element, notices: Notices) -> None:
    wanted = unquote(link.get("href", "")[1:])
    new = names.get(wanted) or names.get(link.get("href", "")[1:])
    if new is None:
        if wanted not in {"", "top"}:
            notices.add(
                "link-broken",
                f"the link to #{wanted[:60]} has no target in this post: it leads to the start of the post",
                f"#{wanted}",
            )
        new = _beginning(root, taken)
    link.set("href", f"#{new}")


def _beginning(root: Element, taken: set[str]) -> str:
    first = root[0]
    if first.get("id") is None:
        first.set("id", _fresh("beginning", taken, is_note=False))
    return first.get("id", "")


def _follow_headers(root: Element, names: dict[str, str]) -> None:
    """Update the header ids of table cells (HTML, 4.9.11)."""
    for cell in root.iter("td", "th"):
        headers = cell.attrib.pop("headers", "")
        known = [names[name] for name in headers.split() if name in names]
        if known:
            cell.set("headers", " ".join(known))
