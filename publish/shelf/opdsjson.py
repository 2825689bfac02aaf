"""OPDS 2.0: the catalogue as JSON feeds, built on Readium's web publication manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publish.shelf.atom import OPEN_ACCESS
from publish.shelf.feeds import FOLDER, Feed, Page, pages, root_id, updated
from publish.shelf.page import COVERS, Frame
from publish.shelf.thumbnails import size_of
from publish.shelf.works import MEDIA_TYPES, Work, address

__all__ = ["ROOT", "write_json"]

ROOT = "opds.json"
FEED = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
BOOKS = f"{FOLDER}/books"
ON_ROOT = 10
"""Number of the newest books that the root shows."""


def write_json(
    frame: Frame, feeds: Sequence[Feed], covers: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """All feeds and publications: path relative to the shelf's folder, and bytes."""
    yield ROOT, _bytes(_root(frame, feeds, covers))
    for feed in feeds:
        for page in pages(feed):
            yield f"{FOLDER}/{page.file('json')}", _bytes(_page(frame, page, covers))
    for work in {work.key: work for feed in feeds for work in feed.works}.values():
        yield f"{BOOKS}/{work.key}.json", _bytes(_publication(work, covers, BOOKS))


def _root(frame: Frame, feeds: Sequence[Feed], covers: Mapping[str, bytes]) -> dict[str, Any]:
    new = feeds[0]
    first = f"{FOLDER}/{next(pages(new)).file('json')}"
    return {
        "metadata": {
            "identifier": root_id(frame),
            "title": frame.title,
            "modified": _moment(updated(new.works)),
        },
        "links": [
            {"rel": ["self", "start"], "href": ROOT, "type": FEED},
            {"rel": "alternate", "href": "index.html", "type": "text/html"},
            {"rel": "alternate", "href": "opds.xml", "type": "application/atom+xml;profile=opds-catalog"},
        ],
        "navigation": [
            {
                "rel": feed.rel,
                "href": f"{FOLDER}/{next(pages(feed)).file('json')}",
                "type": FEED,
                "title": feed.title,
                "properties": {"numberOfItems": len(feed.works)},
            }
            for feed in feeds
        ],
        "groups": [
            {
                "metadata": {"title": new.title, "numberOfItems": len(new.works)},
                "links": [{"rel": "self", "href": first, "type": FEED}],
                "publications": [_publication(work, covers, "") for work in new.works[:ON_ROOT]],
            }
        ],
    }


def _page(frame: Frame, page: Page, covers: Mapping[str, bytes]) -> dict[str, Any]:
    feed = page.feed
    links: list[dict[str, Any]] = [
        {"rel": "self", "href": page.file("json"), "type": FEED},
        {"rel": ["start", "up"], "href": address(ROOT, FOLDER), "type": FEED},
    ]
    for rel, number in (
        ("first", 1), ("previous", page.number - 1), ("next", page.number + 1), ("last", page.of),
    ):  # fmt: skip
        if page.of > 1 and 1 <= number <= page.of:
            links.append({"rel": rel, "href": page.file("json", number), "type": FEED})
    return {
        "metadata": {
            "identifier": root_id(frame, feed.name),
            "title": feed.title,
            "modified": _moment(updated(feed.works)),
            "numberOfItems": len(feed.works),
            "itemsPerPage": len(page.works),
            "currentPage": page.number,
        },
        "links": links,
        "publications": [_publication(work, covers, FOLDER) for work in page.works],
    }


def _publication(work: Work, covers: Mapping[str, bytes], start: str) -> dict[str, Any]:
    """One publication, with addresses relative to the folder `start`."""
    files = [
        {"rel": OPEN_ACCESS, "href": address(item.name, start), "type": MEDIA_TYPES[item.kind]}
        for item in work.items
    ]
    own = {"rel": "self", "href": address(f"{BOOKS}/{work.key}.json", start), "type": PUBLICATION}
    made: dict[str, Any] = {"metadata": _metadata(work), "links": [own, *files]}
    if work.key in covers:
        width, height = size_of(covers[work.key])
        place = address(f"{COVERS}/{work.key}.jpg", start)
        made["images"] = [{"href": place, "type": "image/jpeg", "width": width, "height": height}]
    return made


def _metadata(work: Work) -> dict[str, Any]:
    facts = work.facts
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/Book",
        "identifier": work.iri,
        "title": facts.title,
        "language": facts.language if len(facts.languages) < 2 else list(facts.languages),
        "modified": _moment(work.modified),
    }
    if facts.creators:
        metadata["author"] = list(facts.creators)
    for name, value in (
        ("published", facts.date if len(facts.date) == 10 else ""),
        ("publisher", facts.publisher),
        ("description", facts.description),
        ("subject", list(facts.subjects)),
        ("numberOfPages", facts.pages),
    ):
        if value:
            metadata[name] = value
    if facts.series:
        series: dict[str, Any] = {"name": facts.series}
        if facts.position.replace(".", "", 1).isdecimal():
            series["position"] = float(facts.position) if "." in facts.position else int(facts.position)
        metadata["belongsTo"] = {"series": series}
    return metadata


def _moment(moment: Any) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
