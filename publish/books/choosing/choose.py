"""Which posts a volume contains, in what order and in which sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from publish.books.choosing.spec import Selection, Spec
from publish.books.facts import Facts
from publish.frozen import frozen
from publish.keep.files import located
from publish.markup.ids import ascii_name
from publish.model import Site

__all__ = ["Chosen", "choose"]

_EARLY = datetime(1, 1, 1, tzinfo=UTC)


@frozen
class Chosen:
    """A post that becomes a chapter."""

    facts: Facts
    section: str
    id: str
    """Unique in the volume. No id is the beginning of another one before a hyphen, so ids with these prefixes never
    clash.
    """


def choose(
    spec: Spec,
    facts: Sequence[Facts],
    listed: Sequence[Sequence[Path]],
    site: Site,
    foreword: Facts | None = None,
) -> tuple[Chosen, ...]:
    """The chapters of a volume.

    `facts` are the available posts, `listed` the files that each section names. If the spec has no
    sections, posts of several collections get a section for each collection, in the site's order.
    """
    meeting = [each for each in facts if meets(each, spec.selection)]
    if spec.sections:
        rows = list(_by_sections(spec, meeting, listed))
    else:
        rows = list(_by_collections(spec, meeting, site))
    if foreword is not None:
        rows = [("", foreword), *((section, each) for section, each in rows if each.path != foreword.path)]
    names = _names([each.stem for _, each in rows])
    return tuple(Chosen(each, section, name) for (section, each), name in zip(rows, names, strict=True))


def meets(facts: Facts, selection: Selection) -> bool:
    """Whether a post meets all conditions. A post without a date meets no condition about days."""
    day = facts.date.date() if facts.date else None
    if (selection.start or selection.end) and day is None:
        return False
    return (
        (selection.start is None or (day is not None and day >= selection.start))
        and (selection.end is None or (day is not None and day <= selection.end))
        and (not selection.collection or facts.collection == selection.collection)
        and _holds(facts.tags, selection.tag)
        and _holds(facts.categories, selection.category)
    )


def _holds(words: Iterable[str], wanted: str) -> bool:
    return not wanted or wanted.casefold() in {word.casefold() for word in words}


def _by_sections(
    spec: Spec, facts: Sequence[Facts], listed: Sequence[Sequence[Path]]
) -> Iterable[tuple[str, Facts]]:
    """Each post once, in the first section that takes it; listed posts in the list's order."""
    taken: set[Path] = set()
    known = {located(each.path): each for each in facts}
    for section, row in zip(spec.sections, listed, strict=True):
        if section.posts:
            found = [known[place] for place in map(located, row) if place in known]
            found = [each for each in found if meets(each, section.selection)]
        else:
            found = _in_order(each for each in facts if meets(each, section.selection))
        for each in found:
            if each.path not in taken:
                taken.add(each.path)
                yield section.title, each


def _by_collections(spec: Spec, facts: Sequence[Facts], site: Site) -> Iterable[tuple[str, Facts]]:
    if spec.ordered:
        return [("", each) for each in facts]
    order = [*site.collections, "posts"]
    collections = sorted(
        {each.collection for each in facts},
        key=lambda name: order.index(name) if name in order else len(order),
    )
    if len(collections) < 2:
        return [("", each) for each in _in_order(facts)]
    return [
        (_title(collection, site), each)
        for collection in collections
        for each in _in_order(each for each in facts if each.collection == collection)
    ]


def _title(collection: str, site: Site) -> str:
    """A collection's name for readers: its `title` in `_config.yml`, else its key."""
    said = site.collections.get(collection, {}).get("title")
    return str(said) if said else collection.replace("_", " ").capitalize()


def _in_order(facts: Iterable[Facts]) -> list[Facts]:
    return sorted(facts, key=lambda each: (each.date or _EARLY, each.stem))


def _names(stems: Sequence[str]) -> list[str]:
    """Unique ids in ASCII. All have the same kind of ending (`.1`, `.2` …) when two would be equal."""
    found: list[str] = []
    taken: set[str] = set()
    for stem in stems:
        name = base = ascii_name(stem, "c")
        number = 1
        while any(
            name == other or name.startswith(f"{other}-") or other.startswith(f"{name}-") for other in taken
        ):
            number += 1
            name = f"{base}.{number}"
        taken.add(name)
        found.append(name)
    return found
