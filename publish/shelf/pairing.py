"""Groups files into works, and works into groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from unicodedata import normalize

from publish.language import detect
from publish.shelf.works import Facts, Group, Item, Work
from publish.text.patterns import late

__all__ = ["by_author", "by_title", "group", "newest_first", "pair", "shelf_language", "shelf_title"]

_DATED = late(r"([12]\d{3}-\d{2}-\d{2})-")
_NUMBER = late(r"\d+")
_PLAIN_FOLDERS = {"", "epub", "epubs", "pdf", "pdfs", "html", "book", "books", "build"}
_ORDER = {"epub": 0, "pdf": 1, "html": 2}
"""Folder names that mean a file format, not a subject."""

_SERIES, _COLLECTION, _POSTS, _OTHERS, _SHEETS = range(5)
"""Ranks of groups."""


def _fold(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())


def pair(items: Iterable[Item]) -> tuple[Work, ...]:
    """Put the formats of one book together: files with the same identifier and title, then files with the same stem."""
    books, sheets = _without_sheets(tuple(items))
    bundles: list[list[Item]] = _bundle(
        [[item] for item in books],
        lambda bundle: (
            (bundle[0].facts.identifier, _fold(bundle[0].facts.title)) if bundle[0].facts.identifier else None
        ),
        lambda some, other: True,
    )
    for key in (_place_and_stem, _stem):
        bundles = _bundle(bundles, key, _are_formats_of_one)
    return newest_first(_work(bundle) for bundle in (*bundles, *sheets))


def _without_sheets(items: Sequence[Item]) -> tuple[list[Item], list[list[Item]]]:
    """The books, and the sheets to fold, each with the single pages that `publish zine` leaves beside them."""
    sheets = [[item] for item in items if item.facts.sheets_of]
    books: list[Item] = []
    for item in items:
        own = next((some for some in sheets if _are_pages_of(item, some[0])), None)
        if own is not None:
            own.append(item)
        elif not item.facts.sheets_of:
            books.append(item)
    return books, sheets


def _are_pages_of(item: Item, sheets: Item) -> bool:
    own = "pages" if sheets.stem == "zine" else f"{sheets.stem}-pages"
    return (item.kind, item.folder, item.stem, item.facts.identifier) == (
        "pdf", sheets.folder, own, sheets.facts.sheets_of,
    )  # fmt: skip


def _place_and_stem(bundle: Sequence[Item]) -> Hashable:
    return (bundle[0].folder, _fold(bundle[0].stem))


def _stem(bundle: Sequence[Item]) -> Hashable:
    return _fold(bundle[0].stem)


def _bundle(
    bundles: Iterable[list[Item]],
    key: Callable[[Sequence[Item]], Hashable],
    fit: Callable[[Sequence[Item], Sequence[Item]], bool],
) -> list[list[Item]]:
    """Join bundles that have the same key (None is no key) and fit together."""
    joined: list[list[Item]] = []
    seen: dict[Hashable, list[Item]] = {}
    for bundle in bundles:
        name = key(bundle)
        other = seen.get(name) if name is not None else None
        if other is not None and fit(other, bundle):
            other.extend(bundle)
        else:
            joined.append(bundle)
            if name is not None:
                seen.setdefault(name, bundle)
    return joined


def _are_formats_of_one(some: Sequence[Item], other: Sequence[Item]) -> bool:
    """Whether two bundles with the same stem are one book: no format twice, and no contradiction between their
    titles.
    """
    if {item.kind for item in some} & {item.kind for item in other}:
        return False
    titles = {_fold(item.facts.title) for item in (*some, *other) if item.facts.title}
    return len(titles) < 2 or not all(
        any(item.facts.identifier for item in bundle) for bundle in (some, other)
    )


def _work(bundle: Sequence[Item]) -> Work:
    items = tuple(sorted(bundle, key=lambda item: (not item.facts.sheets_of, _ORDER[item.kind], item.name)))
    first: dict[str, object] = {}
    for field in fields(Facts):
        values = [getattr(item.facts, field.name) for item in items]
        first[field.name] = next((value for value in values if value), values[0])
    facts = Facts(**first)  # type: ignore[arg-type]  # each value comes from the field with that name
    dated = _DATED.match(items[0].stem)
    title = facts.title or (items[0].stem[dated.end() :] if dated else items[0].stem).replace("_", " ")
    language = facts.language or detect(f"{title} {facts.description}")
    return Work(
        items,
        replace(
            facts,
            title=title,
            language=language,
            languages=tuple(dict.fromkeys((language, *facts.languages))),
            date=facts.date or (dated[1] if dated else ""),
        ),
    )


def newest_first(works: Iterable[Work]) -> tuple[Work, ...]:
    """Works by date, the newest first; works of one day by title."""
    return tuple(sorted(by_title(works), key=lambda work: work.facts.date, reverse=True))


def by_title(works: Iterable[Work]) -> tuple[Work, ...]:
    """Works in the order of their titles."""
    return tuple(sorted(works, key=lambda work: (_fold(work.facts.title), work.items[0].name)))


def by_author(works: Iterable[Work]) -> tuple[Work, ...]:
    """Works sorted by their first author's sort key."""
    return tuple(sorted(by_title(works), key=lambda work: _fold(work.facts.sort_name)))


def since(works: Iterable[Work], day: datetime) -> tuple[Work, ...]:
    """Works published or changed since a day."""
    return tuple(work for work in works if work.facts.date >= day.date().isoformat() or work.modified >= day)


def group(works: Iterable[Work], titles: Mapping[str, str]) -> tuple[Group, ...]:
    """First each series, then the collections by name, then single posts of the same publishers, then the rest, then
    sheets to fold.

    `titles` are the site's titles of its collections, by folder name.
    """
    houses = {
        each for work in works if work.facts.series for each in (work.facts.publisher, work.facts.series)
    }
    parts: dict[tuple[int, str], list[Work]] = defaultdict(list)
    for work in works:
        parts[_group_of(work, titles, houses - {""})].append(work)
    return tuple(
        Group(
            name,
            _volumes(found) if rank == _SERIES else newest_first(found),
            is_series=rank == _SERIES,
            is_posts=rank == _POSTS,
            is_sheets=rank == _SHEETS,
        )
        for (rank, name), found in sorted(parts.items(), key=lambda part: (part[0][0], _fold(part[0][1])))
    )


def _group_of(work: Work, titles: Mapping[str, str], houses: Collection[str]) -> tuple[int, str]:
    """The rank of a work's group, and its name. `houses` are publishers of series, and what these are called."""
    if work.facts.sheets_of:
        return _SHEETS, ""
    if work.facts.series:
        return _SERIES, work.facts.series
    folder = work.items[0].folder.split("/")[0]
    name = titles.get(folder.strip("_"), "") or folder.strip("_ ").replace("_", " ")
    if folder.casefold() not in _PLAIN_FOLDERS and name:
        return _COLLECTION, name
    return _POSTS if work.facts.publisher in houses else _OTHERS, ""


def _volumes(works: Iterable[Work]) -> tuple[Work, ...]:
    """The highest number first, then works without a number, the newest first."""

    def number(work: Work) -> tuple[int, ...]:
        return tuple(int(part) for part in _NUMBER.findall(work.facts.position)[:4])

    return tuple(sorted(newest_first(works), key=number, reverse=True))


def shelf_language(works: Sequence[Work], default: str = "en") -> str:
    """The language of most books."""
    counts = Counter(work.facts.language for work in works)
    return counts.most_common(1)[0][0] if counts else default


def shelf_title(works: Sequence[Work]) -> str:
    """The publisher of most books, or empty when there is none."""
    counts = Counter(work.facts.publisher for work in works if work.facts.publisher)
    if not counts:
        return ""
    name, count = counts.most_common(1)[0]
    return name if count * 2 > len(works) else ""
