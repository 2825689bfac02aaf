"""`index.html`: the shelf as one page that works without a network and without scripts."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from markupsafe import Markup

from publish import __version__
from publish.frozen import frozen
from publish.language import direction, format_date, join_names, label, name_language
from publish.project.style import Style
from publish.shelf.thumbnails import size_of
from publish.shelf.works import MEDIA_TYPES, Facts, Group, Item, Work, address, human_size

__all__ = ["COVERS", "Frame", "section_name", "write_page"]

COVERS = "shelf/covers"
_NAMES = 10
"""Names that a byline has room for; searching finds all."""
_WORDS = (
    "any-language", "author", "books", "checksum", "covers", "files", "find", "find-hint", "found", "how", "language",
    "list", "newest", "none", "oldest", "sections", "skip", "sort", "title", "view",
)  # fmt: skip


@frozen
class Frame:
    """A shelf's title, and the texts around its books."""

    title: str
    language: str
    """BCP 47 tag of the page's own texts."""
    part: tuple[int, int] = (1, 1)
    """Number of this part and of all parts, when the shelf is split."""
    public_key: str = ""
    """The minisign key that signed the checksums, in base64, or empty."""
    profile: str = ""
    """The profile of smaller copies, or empty for the full books."""
    is_zim: bool = False
    """Whether this is the first page of a ZIM file, which has neither catalogues nor checksums."""
    collections: Mapping[str, str] = field(default_factory=dict)
    """The site's titles of its collections, by name."""


def section_name(group: Group, frame: Frame, *, several: bool = True) -> str:
    """What a group of books is called on the page and in the catalogue, where `several` groups stand.

    A series that has the shelf's own name is its volumes; books by the publisher of a series beside it are single posts.
    """
    if group.name and not (group.is_series and group.name == frame.title):
        return group.name
    if group.is_sheets:
        return label("shelf-sheets", frame.language)
    kind = "volumes" if group.is_series else "singles" if group.is_posts else "others"
    return label(f"shelf-{kind if several else 'books'}", frame.language)


def write_page(frame: Frame, groups: Sequence[Group], covers: Mapping[str, bytes], style: Style) -> bytes:
    """The page as UTF-8. `covers` are thumbnails by the key of their work. Raises StyleError."""
    works = [work for group in groups for work in group.works]
    script = style.text("shelf/shelf.js")
    several = len(groups) > 1
    language = frame.language
    size = human_size(sum(work.size for work in works))
    if direction(language) == "rtl":
        size = f"\N{LEFT-TO-RIGHT ISOLATE}{size}\N{POP DIRECTIONAL ISOLATE}"  # else its unit stands before its number
    values: Mapping[str, object] = {
        "frame": frame,
        "direction": direction(language),
        "words": {name.replace("-", "_"): label(f"shelf-{name}", language) for name in _WORDS},
        "count": label("shelf-count", language).format(books=len(works), size=size),
        "profile": label(f"shelf-profile-{frame.profile}", language) if frame.profile else "",
        "part": label("shelf-part", language).format(part=frame.part[0], parts=frame.part[1])
        if frame.part[1] > 1
        else "",
        "groups": [
            {
                "id": f"section-{number}",
                "name": section_name(group, frame, several=several),
                "books": [_book(work, language, covers) for work in group.works],
            }
            for number, group in enumerate(groups, start=1)
        ],
        "languages": _languages(works, language),
        "notes": _notes(frame, has_pages=any(item.kind == "html" for work in works for item in work.items)),
        "made": label("made-with", language).format(version=__version__),
        "sheet": Markup(style.text("shelf/shelf.css")),  # noqa: S704  # the style's own
        "script": Markup(script),  # noqa: S704  # the style's own
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return style.render("shelf/index.html", values).encode("utf-8", "backslashreplace")


def _book(work: Work, language: str, covers: Mapping[str, bytes]) -> Mapping[str, object]:
    facts = work.facts
    day = date_in_words(facts.date, language)
    tongues = [name_language(tag, language) for tag in facts.languages]
    return {
        "key": work.key,
        "title": facts.title,
        "language": facts.language,
        "languages": " ".join(facts.languages),
        "tongue": ", ".join(tongues),
        "byline": _byline(facts),
        "date": facts.date,
        "day": day,
        "number": label("shelf-volume", language).format(number=facts.position)
        if facts.series and facts.position
        else "",
        "pages": label("shelf-pages", language).format(pages=facts.pages) if facts.pages > 1 else "",
        "description": facts.description,
        "cover": _cover(work.key, covers),
        "files": [_file(item, work) for item in work.items],
        "by_author": fold(facts.sort_name),
        "by_title": fold(facts.title),
        "find": fold(
            " ".join(
                (facts.title, *facts.creators, facts.date, day, *facts.languages, *tongues,
                 *(name_language(tag, "en") for tag in facts.languages), facts.series, facts.position, facts.publisher,
                 *facts.subjects, facts.description)
            )
        ),
    }  # fmt: skip


def _byline(facts: Facts) -> str:
    """The names; of many, the first ones."""
    names = facts.creators
    return f"{', '.join(names[:_NAMES])} …" if len(names) > _NAMES else join_names(names, facts.language)


def _cover(key: str, covers: Mapping[str, bytes]) -> Mapping[str, object]:
    if key not in covers:
        return {}
    width, height = size_of(covers[key])
    return {"address": address(f"{COVERS}/{key}.jpg"), "width": width, "height": height}


def _file(item: Item, work: Work) -> Mapping[str, object]:
    alike = sum(other.kind == item.kind for other in work.items) > 1
    return {
        "address": address(item.name),
        "type": MEDIA_TYPES[item.kind],
        "kind": item.kind.upper(),
        "size": human_size(item.size),
        "name": item.name,
        "told": item.name if alike else "",
        "sha256": item.sha256,
    }


def _languages(works: Sequence[Work], language: str) -> list[tuple[str, str]]:
    """Tags and names of the shelf's languages, the most frequent first; none when there is only one."""
    counts = Counter(tag for work in works for tag in work.facts.languages)
    tags = [tag for tag, _ in counts.most_common()]
    return [(tag, name_language(tag, language)) for tag in tags] if len(tags) > 1 else []


def _notes(frame: Frame, *, has_pages: bool) -> list[Markup]:
    if frame.is_zim:
        return []
    code = Markup("<code>{}</code>").format
    link = Markup('<a href="{0}">{0}</a>').format
    notes = [
        Markup.escape(label("shelf-how", frame.language)),
        *([Markup.escape(label("shelf-pages-how", frame.language))] if has_pages else []),
        Markup.escape(label("shelf-catalogue", frame.language)).format(
            first=link("opds.xml"), second=link("opds.json")
        ),
        Markup.escape(label("shelf-check", frame.language)).format(
            command=code("sha256sum -c SHA256SUMS"), list=link("SHA256SUMS")
        ),
    ]
    if frame.public_key:
        notes.append(
            Markup.escape(label("shelf-signed", frame.language)).format(
                signature=link("SHA256SUMS.minisig"), key=code(frame.public_key)
            )
        )
    return notes


def date_in_words(text: str, language: str) -> str:
    """A date in the page's language; a year, or a year and a month, stays as it is."""
    return format_date(date.fromisoformat(text), language) if len(text) == 10 else text


def fold(text: str) -> str:
    """Text for searching: lower case, without accents, and Chinese full-width forms as normal ones."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())
