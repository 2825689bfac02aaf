"""Notes: moved from the end of the chapter into the document that calls them, as asides, which readers show as
pop-ups.

EPUB 3.3 and DPUB-ARIA 1.1: `noteref`/`doc-noteref` calls `footnote`/`doc-footnote`; `doc-backlink` leads back.
"""

from __future__ import annotations

from collections import deque
from copy import deepcopy

from lxml import etree

from publish.epub.namespaces import OWN, epub, xhtml
from publish.language import label

__all__ = ["Notes", "called", "place", "take"]

Notes = dict[str, etree._Element]
"""Id of a note → its `li`, in order."""

_BLOCKS = frozenset(
    map(xhtml, ("p", "div", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "section"))
)


def take(body: etree._Element) -> Notes:
    """Take a chapter's notes out of its body."""
    notes: Notes = {}
    for section in [s for s in body.iter(xhtml("section")) if "footnotes" in s.get("class", "").split()]:
        for item in section.iter(xhtml("li")):
            if "footnote" in item.get("class", "").split() and item.get("id"):
                notes[item.get("id", "")] = item
        parent = section.getparent()
        assert parent is not None  # the body is not a section
        parent.remove(section)
    return notes


def calls(elements: list[etree._Element]) -> list[etree._Element]:
    """The links in some elements that call a note, in order."""
    return [
        link
        for element in elements
        for link in element.iter(xhtml("a"))
        if "noteref" in link.get("class", "").split() and link.get("href", "").startswith("#")
    ]


def called(elements: list[etree._Element], notes: Notes) -> list[str]:
    """Ids of the notes that some elements call, each once, in order; notes may call notes too."""
    found: dict[str, None] = {}
    waiting = deque(elements)
    while waiting:
        for link in calls([waiting.popleft()]):
            name = link.get("href", "")[1:]
            if name in notes and name not in found:
                found[name] = None
                waiting.append(notes[name])
    return list(found)


def place(elements: list[etree._Element], notes: Notes, names: list[str], language: str) -> None:
    """Put a document's notes at its end, with links in both directions."""
    if not names:
        return
    section = etree.Element(xhtml("section"), {"class": "notes", epub("type"): "footnotes"})
    asides = {name: _aside(notes[name], name) for name in names}
    section.extend(asides.values())
    section[0].set(
        "class", "first-note"
    )  # it has the rule above it: readers that hide the notes hide the rule too
    elements.append(section)
    back: dict[str, list[str]] = {name: [] for name in names}
    labels: dict[str, str] = {}
    for count, call in enumerate(calls(elements), start=1):
        name = call.get("href", "")[1:]
        if name in asides:
            call.set(epub("type"), "noteref")
            call.set("role", "doc-noteref")
            if call.get("id") is None:
                call.set("id", f"{OWN}call-{count}")
            back[name].append(call.get("id", ""))
            labels.setdefault(name, "".join(map(str, call.itertext())).strip(" []\n"))
    for name, aside in asides.items():
        _number(aside, labels.get(name, ""), back[name], label("note-back", language))


def _aside(item: etree._Element, name: str) -> etree._Element:
    """A note's list item as an aside. It is a copy, because a note can be called in two documents."""
    aside = etree.Element(xhtml("aside"), {"id": name, epub("type"): "footnote", "role": "doc-footnote"})
    copy = deepcopy(item)
    if any(child.tag in _BLOCKS for child in copy):
        aside.text = copy.text
        aside.extend(copy)
    else:
        paragraph = etree.SubElement(aside, xhtml("p"))
        paragraph.text = copy.text
        paragraph.extend(copy)
    aside.tail = "\n"
    return aside


def _number(aside: etree._Element, number: str, back: list[str], words: str) -> None:
    """Start a note with its number, which links back to the first call; each further call gets an arrow."""
    first = aside[0] if len(aside) else etree.SubElement(aside, xhtml("p"))
    if first.tag != xhtml("p"):
        first = etree.Element(xhtml("p"))
        aside.insert(0, first)
    words_of_note, first.text = first.text, None
    for index, target in enumerate(back):
        link = etree.Element(xhtml("a"), {"class": "backlink", "href": f"#{target}", "role": "doc-backlink"})
        link.set(epub("type"), "backlink")
        link.text = (number or "*") if index == 0 else "↩\ufe0e"  # as text, not as a coloured emoji
        link.set("aria-label", f"{link.text} {words}" if index == 0 else words)
        link.tail = " "
        first.insert(index, link)
    if back:
        first[len(back) - 1].tail = f" {words_of_note or ''}"
    else:
        first.text = words_of_note
