"""Metadata of the web pages that `publish html` makes. Other pages are no books: they may need files beside them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.language import normalise, parse_people
from publish.shelf.plaintext import described, parse_moment, plain, short_date
from publish.shelf.works import Facts

__all__ = ["read_page"]

_HEAD = 1 << 18
"""Bytes of a page in which its metadata stands: before the style sheet, which may hold a font."""


def read_page(path: Path) -> Facts | None:
    """Metadata of a page; None for one that publish did not make. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD).partition(b"<style>")[0]
    try:
        root = etree.fromstring(head, etree.HTMLParser(encoding="utf-8"))
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    said: dict[str, list[etree._Element]] = {}
    for meta in root.iter("meta"):
        said.setdefault(meta.get("name", ""), []).append(meta)
    return _facts(root, said) if _first(said, "generator") == "publish" else None


def _facts(root: etree._Element, said: dict[str, list[etree._Element]]) -> Facts:
    names = [plain(meta.get("content"), 200) for meta in said.get("author", [])[:50]]
    people, _ = parse_people([name for name in names if name])
    series = said.get("dcterms.isPartOf", [])
    tags = [normalise(meta.get("content", "")) for meta in said.get("dcterms.language", [])]
    language = normalise(root.get("lang", ""))
    subjects = (plain(meta.get("content"), 100) for meta in said.get("dcterms.subject", [])[:20])
    return Facts(
        identifier=plain(_first(said, "dcterms.identifier"), 200),
        title=plain(root.findtext(".//title"), 400),
        creators=tuple(person.name for person in people),
        sort_name=people[0].file_as if people else "",
        language=language,
        languages=tuple(dict.fromkeys(tag for tag in (language, *tags) if tag)),
        date=short_date(_first(said, "dcterms.issued")),
        modified=parse_moment(_first(said, "dcterms.modified")),
        description=described(_first(said, "description")),
        publisher=plain(_first(said, "dcterms.publisher"), 200),
        rights=plain(_first(said, "dcterms.rights"), 400),
        source=plain(
            next((link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), ""),
            1_000,
        ),
        subjects=tuple(filter(None, subjects)),
        series=plain(series[0].get("content"), 200) if series else "",
        position=plain(series[0].get("data-position"), 20) if series else "",
    )


def _first(said: dict[str, list[etree._Element]], name: str) -> str:
    return next((meta.get("content", "") for meta in said.get(name, [])), "")
