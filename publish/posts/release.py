"""Whether a post may be handed out. Posts that Jekyll would not publish are held back: a hand-out cannot be recalled.

Only this module decides. `by_name` decides from the file name, before anything is read. A post's own settings are a
`Release`: `of` collects them from the front matter, and `by_words` decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Literal
from zoneinfo import ZoneInfo

from publish.model import Site
from publish.posts import dates
from publish.project.plainyaml import Scalar

__all__ = ["Kind", "Reason", "Release", "Terms", "by_name", "by_words", "is_copied", "of", "summary"]

Kind = Literal[
    "draft", "unpublished", "expired", "future", "undated", "excluded", "folder", "special", "readme", "section",
    "machinery",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """Which held-back posts the user wants, and the current time."""

    now: datetime
    """Posts with a later date are held back; it has a time zone."""
    future: bool = False
    drafts: bool = False
    unpublished: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """A post's own settings about its publication."""

    moments: tuple[datetime, ...] = ()
    """When it is published: its date and what else says so, of which the last counts. Without a zone where none is given."""
    expires: datetime | None = None
    """When Hugo takes it away again."""
    published: bool = True
    draft: bool = False
    lines: tuple[tuple[str, int], ...] = ()
    """`date`, `published`, `draft` and `expirydate`: line in the file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a post is held back."""

    kind: Kind
    words: str
    line: int | None = None
    """Line of the front matter with the reason, counted from 1; None when the reason is not in the front matter."""


_NO = {"", "false", "no", "off", "n", "0", "null", "~"}
_APPEARS = ("date", "publishdate", "pubdate", "published")
"""Keys for a publication date: Jekyll's, and Hugo's, which may be in upper or lower case."""


def of(values: Mapping[str, object], lines: Mapping[str, int], stem: str) -> Release:
    """Settings in front matter (over the site's defaults) and in the file's name. Never raises: wrong dates are
    reported when the post is read.
    """
    lower = {key.lower(): key for key in values}
    said = {name: values[lower[name]] for name in (*_APPEARS, "draft", "expirydate") if name in lower}
    found = [moment for name in _APPEARS if (moment := _moment(said.get(name))) is not None]
    if not _text(said.get("date")) and (named := _moment(dates.from_stem(stem)[0])) is not None:
        found.insert(0, named)
    keys = ("date", "published", "draft", "expirydate")
    places = tuple((key, lines[lower[key]]) for key in keys if lower.get(key) in lines)
    return Release(
        moments=tuple(found),
        expires=_moment(said.get("expirydate")),
        published=_text(values.get("published")).lower() not in {"false", "no", "off"},
        draft=bool(said.get("draft")) and _text(said["draft"]).lower() not in _NO,
        lines=places,
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = dates.parse_as_written(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None and isinstance(value, Scalar) and value.plain and dates.EXACT.fullmatch(value):
        return moment.replace(tzinfo=UTC)
    return moment


def by_words(release: Release, collection: str, site: Site, terms: Terms) -> tuple[Reason, ...]:
    """All reasons in the post's own settings; none when it may be handed out."""
    lines = dict(release.lines)
    found = []
    if release.draft and not _drafts_too(site, terms):
        found.append(Reason("draft", "`draft: true`", lines.get("draft")))
    if not release.published and not (terms.unpublished or _is_true(site.data, "unpublished")):
        found.append(Reason("unpublished", "`published: false`", lines.get("published")))
    zone = _text(site.data.get("timezone"))
    if _is_over(release, site, zone, terms):
        found.append(Reason("expired", "its `expiryDate` is past", lines.get("expirydate")))
    open_ended = _is_true(site.data, "future") or _is_true(site.collections.get(collection, {}), "future")
    last = max(release.moments, key=lambda each: _instant(each, zone), default=None)
    if last is not None and _instant(last, zone) > terms.now and not (terms.future or open_ended):
        day = last.date()
        found.append(Reason("future", f"dated {day}, in the future", lines.get("date")))
    return tuple(found)


def _is_over(release: Release, site: Site, zone: str, terms: Terms) -> bool:
    """Whether Hugo would no longer show a post. Jekyll and Zola know no such day."""
    if release.expires is None or terms.unpublished or _is_true(site.data, "show_expired"):
        return False
    hugo = site.root is None or site.maker == "hugo"
    return hugo and _instant(release.expires, zone) <= terms.now


def _drafts_too(site: Site, terms: Terms) -> bool:
    return terms.drafts or _is_true(site.data, "show_drafts")


def _is_true(settings: Mapping[str, object], name: str) -> bool:
    return _text(settings.get(name)).lower() in {"true", "yes", "on"}


def _patterns(site: Site, name: str) -> list[str]:
    value = site.data.get(name)
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str)]


def _instant(moment: datetime, timezone: str) -> datetime:
    """A time in UTC. Without a zone it is in the site's zone, else the machine's (Jekyll's `timezone`)."""
    try:
        if moment.tzinfo is None and timezone:
            moment = moment.replace(tzinfo=ZoneInfo(timezone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError, KeyError):  # no such time zone, or outside of the calendar
        return moment.replace(tzinfo=UTC)


_DATED = re.compile(r"\d{2,4}-\d{1,2}-\d{1,2}-.*", re.DOTALL)
_SPECIAL = ("_", "#", "~")
_READMES = re.compile(
    r"(?:(?i:readme|licen[cs]e|copying|contributing|code_of_conduct|issue_template|pull_request_template)"
    r"|CHANGELOG|SECURITY|AUTHORS|CONTRIBUTORS|MAINTAINERS|SUPPORT|NOTICE)(?:[._-][A-Za-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
)
"""Files about their folder, in any language."""
_MACHINERY = frozenset(("_includes", "_layouts", "_data", "_sass", "_plugins", "_site", "node_modules"))
_EXCLUDED = ("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/")
"""Files that Jekyll always excludes."""


def by_name(path: Path, top: Path, site: Site, terms: Terms) -> Reason | None:
    """Why a file that the user did not name is held back for its name or its folders; None when it is not.

    `path` and `top`, the folder that was searched, are absolute and have links resolved. The rules are those of
    Jekyll's entry filter and readers (4.4), and the list of names in the optional-front-matter plugin.
    """
    other = _of_other_sites(path, top, site) if site.maker != "jekyll" else None
    return other or _by_jekylls_rules(path, top, site, terms)


def _by_jekylls_rules(path: Path, top: Path, site: Site, terms: Terms) -> Reason | None:
    root = site.root.resolve() if site.root else None
    inside = _below(path, root or top)
    below = _below(path, root if root and top in root.parents else top).parts[:-1]
    if _MACHINERY.intersection(below) or (root and _matches(_EXCLUDED, inside)):
        return Reason("machinery", "is not a post")
    parents = inside.parts[:-1] if root else path.parts[:-1]
    if "_drafts" in parents:
        return None if _drafts_too(site, terms) else Reason("draft", "in `_drafts`")
    if not any(_matches(_patterns(site, "include"), place) for place in (inside, PurePosixPath(inside.name))):
        if _matches(_patterns(site, "exclude"), inside):
            return Reason("excluded", "excluded in _config.yml")
        if skipped := _skipped(below if _says_which(site) else _after_posts(path), site):
            return Reason("folder", f"in `{skipped}`, which Jekyll skips")
        if path.name.startswith(_SPECIAL) or path.name.endswith("~"):
            return Reason("special", "its name starts with a character that Jekyll skips")
        if _READMES.fullmatch(path.stem):
            return Reason("readme", "a README or similar file")
    if "_posts" in parents and not _DATED.fullmatch(path.stem):
        return Reason("undated", "in `_posts` with no date in its name")
    return None


def is_copied(folder: PurePosixPath, site: Site) -> bool:
    """Whether Jekyll copies the files in a folder of the site (relative to its root) to the finished site."""
    inside = folder / "file"
    if _matches(_EXCLUDED, inside) or _matches(_patterns(site, "exclude"), inside):
        return False
    included = _patterns(site, "include")
    return all(
        not name.startswith((*_SPECIAL, ".")) and not name.endswith("~") and name not in _MACHINERY
        for name in folder.parts
        if name not in included
    )


def _of_other_sites(path: Path, top: Path, site: Site) -> Reason | None:
    """The same for a site of Hugo or Zola: its pages lie in one folder, and an `_index` says something of a section."""
    if path.stem.split(".")[0] == "_index":
        return Reason("section", "is not a post, but the page of a section")
    content = site.root.resolve() / str(site.data.get("content") or "content") if site.root else None
    if content and content.is_dir() and content.is_relative_to(top) and not path.is_relative_to(content):
        return Reason("machinery", "is not a post")
    return None


def _says_which(site: Site) -> bool:
    """Whether a site is clear about which folders it publishes: it has collections, or posts where Jekyll expects
    them.
    """
    return bool(site.root and (site.collections or (site.root / "_posts").is_dir()))


def _after_posts(path: Path) -> tuple[str, ...]:
    """The folders between `_posts` and a file."""
    parts = path.parts[:-1]
    return parts[parts.index("_posts") + 1 :] if "_posts" in parts else ()


def _skipped(folders: Iterable[str], site: Site) -> str:
    """The first of these folders that Jekyll skips."""
    known = {"_posts", *(f"_{name}" for name in site.collections), *site.collections_dir.split("/")}
    skipped = (name for name in folders if name.startswith(_SPECIAL) or name.endswith("~"))
    return next((name for name in skipped if name not in known), "")


def _below(path: Path, folder: Path) -> PurePosixPath:
    """The file's path relative to a folder; only its name if a link leads out of the folder."""
    return PurePosixPath(path.relative_to(folder) if path.is_relative_to(folder) else path.name)


def _matches(patterns: Iterable[str], inside: PurePosixPath) -> bool:
    """Whether one of Jekyll's patterns matches a file or one of its folders: as a glob, or as the start of its path."""
    places = [inside.as_posix(), *(f"{folder.as_posix()}/" for folder in inside.parents if folder.name)]
    for pattern in patterns:
        wanted = pattern.removeprefix("./").lstrip("/")
        if wanted and any(
            place.startswith(wanted) or fnmatchcase(place, wanted) or fnmatchcase(place, f"{wanted}/")
            for place in places
        ):
            return True
    return False


_BY_NAME: Mapping[Kind, tuple[str, str, str]] = {
    "undated": ("undated in _posts", "undated in _posts", "name it YYYY-MM-DD-title.md"),
    "excluded": ("excluded in _config.yml", "excluded in _config.yml", "give the file's name"),
    "folder": ("in a folder that Jekyll skips", "in folders that Jekyll skips", "give the folder's name"),
    "special": ("with a name that Jekyll skips", "with names that Jekyll skips", "give the file's name"),
    "section": ("page of a section", "pages of sections", "give the file's name"),
    "readme": ("README or similar", "READMEs or similar", "give the file's name"),
}
_FLAGS: Mapping[Kind, str] = {
    "draft": "--drafts",
    "unpublished": "--unpublished",
    "expired": "--unpublished",
    "future": "--future",
}


def summary(held: Iterable[tuple[Reason, ...]]) -> str:
    """How many are held back for which reason, and what to type to include them: `2 in the future (--future), 1 draft
    (--drafts)`.
    """
    counts = Counter(tuple(dict.fromkeys(reason.kind for reason in reasons)) for reasons in held)
    return ", ".join(_counted(kinds, count) for kinds, count in counts.most_common())


def _counted(kinds: tuple[Kind, ...], count: int) -> str:
    by_name = next((_BY_NAME[kind] for kind in kinds if kind in _BY_NAME), None)
    if by_name is not None:
        one, many, hint = by_name
        return f"{count} {one if count == 1 else many} ({hint})"
    draft = ("draft" if count == 1 else "drafts") if "draft" in kinds else ""
    words = (
        draft,
        "with `published: false`" if "unpublished" in kinds else "",
        "past `expiryDate`" if "expired" in kinds else "",
        "in the future" if "future" in kinds else "",
    )
    return f"{count} {' '.join(filter(None, words))} ({' '.join(_FLAGS[kind] for kind in kinds)})"
