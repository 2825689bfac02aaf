"""The catalogues: valid, readable by other parsers, and no link leaves the folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser
import jsonschema
import pytest
import shelf_samples as samples
from lxml import etree
from opds_schemas import ACQUISITION, FEED, NAVIGATION, PUBLICATION, RULES

from publish.cli import main

COUNT = 117
ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = samples.magazine(tmp_path_factory.mktemp("opds") / "books", COUNT)
    assert main(["shelf", str(made), "-q"]) == 0
    return made


def target(folder: Path, document: str, href: str) -> str:
    """Path below the folder that a link in a document leads to, as a client resolves it."""
    base = "http://shelf.invalid/here/"
    address = urljoin(base + document, href)
    assert address.startswith(base), f"{document}: {href} leads out of the folder"
    name = unquote(address.removeprefix(base))
    assert (folder / name).is_file(), f"{document}: {href} leads nowhere"
    return name


def crawl(folder: Path, start: str, links: Any) -> Iterator[tuple[str, Any]]:
    """Every document that a client reaches from a start, with what `links` made of it."""
    waiting, seen = [start], {start}
    while waiting:
        name = waiting.pop()
        document, found = links(name)
        yield name, document
        for href, kind in found:
            to = target(folder, name, href)
            if (
                ("opds" in kind or "atom" in kind)
                and to not in seen
                and to.rpartition(".")[2] == start.rpartition(".")[2]
            ):
                seen.add(to)
                waiting.append(to)


def test_every_atom_feed_is_valid_and_every_link_resolves(folder: Path) -> None:
    def read(name: str) -> tuple[etree._Element, list[tuple[str, str]]]:
        tree = etree.parse(folder / name).getroot()
        return tree, [(link.get("href", ""), link.get("type", "")) for link in tree.iter(f"{ATOM}link")]

    had: set[str] = set()
    count = 0
    for name, tree in crawl(folder, "opds.xml", read):
        schema = NAVIGATION if name == "opds.xml" else ACQUISITION
        assert schema.validate(tree), (name, schema.error_log.last_error)
        assert [rule for rule in RULES if not tree.xpath(rule, namespaces={"a": ATOM[1:-1]})] == []
        for link in tree.iterfind(f".//{ATOM}entry/{ATOM}link[@rel='{OPEN_ACCESS}']"):
            path = target(folder, name, link.get("href", ""))
            assert int(link.get("length", "")) == (folder / path).stat().st_size
            had.add(path)
        count += 1
    books = {
        path.relative_to(folder).as_posix() for kind in ("epub", "pdf") for path in folder.rglob(f"*.{kind}")
    }
    assert had == books
    assert count > 10


def test_feeds_come_in_pages_that_hold_every_book_once(folder: Path) -> None:
    name, titles, sizes = "shelf/opds/all.xml", [], []
    while name:
        tree = etree.parse(folder / name).getroot()
        found = [entry.findtext(f"{ATOM}title") for entry in tree.iterfind(f"{ATOM}entry")]
        titles += found
        sizes.append(len(found))
        link = tree.find(f"{ATOM}link[@rel='next']")
        name = "" if link is None else target(folder, name, link.get("href", ""))
    assert sizes == [50, 50, 20]
    assert len(set(titles)) == COUNT + 3


def test_feedparser_reads_what_was_written(folder: Path) -> None:
    root = feedparser.parse((folder / "opds.xml").read_bytes())
    assert not root.bozo
    assert root.version == "atom10"
    assert [entry.title for entry in root.entries][:3] == ["Newest books", "All books by title", "Volumes"]
    feed = feedparser.parse((folder / "shelf/opds/section-1.xml").read_bytes())
    assert not feed.bozo
    volume = feed.entries[0]
    assert (volume.title, volume.author) == ("The Quay 67", "Mara Ellison")
    assert [(link.rel, link.type) for link in volume.links if "acquisition" in link.rel] == [
        (OPEN_ACCESS, "application/epub+zip"),
        (OPEN_ACCESS, "application/pdf"),
    ]


def test_every_json_feed_and_publication_is_valid_and_resolves(folder: Path) -> None:
    def read(name: str) -> tuple[Any, list[tuple[str, str]]]:
        value = json.loads((folder / name).read_bytes())
        return value, list(links_in(value))

    had = set()
    for name, value in crawl(folder, "opds.json", read):
        jsonschema.validate(value, PUBLICATION if "/books/" in name else FEED, jsonschema.Draft7Validator)
        for href, kind in links_in(value):
            if kind in {"application/epub+zip", "application/pdf"}:
                had.add(target(folder, name, href))
    assert len(had) == len([*folder.rglob("*.epub"), *folder.rglob("*.pdf")])


def links_in(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "href" in value:
            yield value["href"], value["type"]
        for inner in value.values():
            yield from links_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from links_in(inner)


def test_the_two_catalogues_say_the_same(folder: Path) -> None:
    for name in ("new", "all", "section-2", "language-zh-Hant"):
        feed = feedparser.parse((folder / f"shelf/opds/{name}.xml").read_bytes())
        other = json.loads((folder / f"shelf/opds/{name}.json").read_bytes())
        assert [entry.title for entry in feed.entries] == [
            one["metadata"]["title"] for one in other["publications"]
        ]
        assert [entry.id for entry in feed.entries] == [
            one["metadata"]["identifier"] for one in other["publications"]
        ]
        assert feed.feed.id == other["metadata"]["identifier"]


def test_identifiers_are_iris_whatever_a_book_says(tmp_path: Path) -> None:
    for number, given in enumerate(
        ("978-3-16-148410-0", "no iri at all", "urn:isbn:9783161484100", "x\ny: z")
    ):
        samples.epub(tmp_path / f"{number}.epub", f"Book {number}", given=given)
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    feed = etree.parse(tmp_path / "shelf/opds/all.xml")
    assert ACQUISITION.validate(feed), ACQUISITION.error_log
    found = [entry.text or "" for entry in feed.iterfind(f".//{ATOM}entry/{ATOM}id")]
    assert found[0] == found[2] == "urn:isbn:9783161484100"
    assert found[1].startswith("urn:uuid:")
    assert found[3].startswith("urn:uuid:")
