"""OPDS 1.2: the catalogue as Atom feeds (RFC 4287), for KOReader, Calibre, Thorium and most other readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from lxml import etree

from publish.shelf.feeds import FOLDER, Feed, Page, pages, root_id, updated
from publish.shelf.page import COVERS, Frame
from publish.shelf.works import MEDIA_TYPES, Facts, Work, address

__all__ = ["ROOT", "write_atom"]

ROOT = "opds.xml"
ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/terms/"
OPDS = "http://opds-spec.org/2010/catalog"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"


def write_atom(
    frame: Frame, feeds: Sequence[Feed], covers: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """All feeds of the catalogue: path relative to the shelf's folder, and bytes."""
    yield ROOT, _bytes(_root(frame, feeds))
    for feed in feeds:
        for page in pages(feed):
            yield f"{FOLDER}/{page.file('xml')}", _bytes(_page(frame, page, covers))


def _root(frame: Frame, feeds: Sequence[Feed]) -> etree._Element:
    root = _feed(frame, root_id(frame), frame.title, updated([work for feed in feeds for work in feed.works]))
    _link(root, "self", ROOT, NAVIGATION)
    _link(root, "start", ROOT, NAVIGATION)
    _link(root, "alternate", "index.html", "text/html")
    for feed in feeds:
        entry = etree.SubElement(root, f"{{{ATOM}}}entry")
        _text(entry, "title", feed.title)
        _text(entry, "id", root_id(frame, feed.name))
        _text(entry, "updated", _moment(updated(feed.works)))
        _text(entry, "content", f"{feed.title}: {len(feed.works)}").set("type", "text")
        _link(entry, feed.rel, f"{FOLDER}/{next(pages(feed)).file('xml')}", ACQUISITION)
    return root


def _page(frame: Frame, page: Page, covers: Mapping[str, bytes]) -> etree._Element:
    feed = page.feed
    root = _feed(frame, root_id(frame, feed.name), feed.title, updated(feed.works))
    _text(root, "totalResults", str(len(feed.works)), SEARCH)
    _text(root, "itemsPerPage", str(len(page.works)), SEARCH)
    _link(root, "self", page.file("xml"), ACQUISITION)
    _link(root, "start", address(ROOT, FOLDER), NAVIGATION)
    _link(root, "up", address(ROOT, FOLDER), NAVIGATION)
    for rel, number in (
        ("first", 1), ("previous", page.number - 1), ("next", page.number + 1), ("last", page.of),
    ):  # fmt: skip
        if page.of > 1 and 1 <= number <= page.of:
            _link(root, rel, page.file("xml", number), ACQUISITION)
    for work in page.works:
        root.append(_entry(work, work.key in covers))
    return root


def _entry(work: Work, covered: bool) -> etree._Element:
    facts = work.facts
    entry = etree.Element(f"{{{ATOM}}}entry")
    _text(entry, "title", facts.title)
    _text(entry, "id", work.iri)
    _text(entry, "updated", _moment(work.modified))
    _describe(entry, facts)
    if covered:
        for rel in ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"):
            _link(entry, rel, address(f"{COVERS}/{work.key}.jpg", FOLDER), "image/jpeg")
    for item in work.items:
        link = _link(entry, OPEN_ACCESS, address(item.name, FOLDER), MEDIA_TYPES[item.kind])
        link.set("length", str(item.size))
        link.set("title", item.kind.upper())
    return entry


def _describe(entry: etree._Element, facts: Facts) -> None:
    for name in facts.creators:
        _text(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", name)
    for name, text in (
        ("identifier", facts.identifier), *(("language", tag) for tag in facts.languages),
        ("issued", facts.date), ("publisher", facts.publisher),
    ):  # fmt: skip
        if text:
            _text(entry, name, text, DC)
    if facts.series:
        _text(entry, "isPartOf", f"{facts.series} {facts.position}".strip(), DC)
    for subject in facts.subjects:
        etree.SubElement(entry, f"{{{ATOM}}}category", {"term": subject, "label": subject})
    if facts.rights:
        _text(entry, "rights", facts.rights)
    if facts.description:
        _text(entry, "summary", facts.description).set("type", "text")


def _feed(frame: Frame, iri: str, title: str, moment: datetime) -> etree._Element:
    root = etree.Element(
        f"{{{ATOM}}}feed",
        {"{http://www.w3.org/XML/1998/namespace}lang": frame.language},
        nsmap={
            None: ATOM,  # type: ignore[dict-item]  # the default namespace has no prefix
            "dc": DC,
            "opds": OPDS,
            "opensearch": SEARCH,
        },
    )
    _text(root, "id", iri)
    _text(root, "title", title)
    _text(root, "updated", _moment(moment))
    _text(etree.SubElement(root, f"{{{ATOM}}}author"), "name", frame.title)
    return root


def _text(parent: etree._Element, name: str, text: str, space: str = ATOM) -> etree._Element:
    element = etree.SubElement(parent, f"{{{space}}}{name}")
    element.text = text
    return element


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": kind})


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
