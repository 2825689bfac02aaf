"""Whether a post may be handed out. Posts that Jekyll would not publish are held back: a hand-out cannot be recalled.

`filenames.by_name` decides from the file's name and folders, before anything is read. A post's own settings are a `Release`: `of`
collects them from the front matter, and `by_words` decides. Nothing else does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal

from publish.frozen import frozen
from publish.model import Maker, Site
from publish.posts import dates
from publish.project.plainyaml import Scalar
from publish.text.patterns import late

__all__ = ["Kind", "Reason", "Release", "Terms", "by_words", "drafts_too", "is_wordless", "of", "summary"]

Kind = Literal[
    "draft", "unpublished", "expired", "future", "undated", "excluded", "folder", "pageless", "special", "readme",
    "section", "part", "hidden", "machinery", "wordless",
]  # fmt: skip


@frozen
class Terms:
    """Which held-back posts the user wants, and the current time."""

    now: datetime
    """Posts with a later date are held back; it has a time zone."""
    future: bool = False
    drafts: bool = False
    unpublished: bool = False


@frozen
class Release:
    """A post's own settings about its publication."""

    moments: tuple[datetime, ...] = ()
    """When it is published: its date and what else says so, of which the last counts. Without a zone where none is given."""
    expires: datetime | None = None
    """When Hugo takes it away again; None for posts that are not Hugo's, for Jekyll and Zola know no such day."""
    published: bool = True
    draft: bool = False
    hidden: str = ""
    """What says that Hugo or Zola makes no page of it, such as `render = false`; or empty."""
    wordless: bool = False
    """Whether the file has no text, and its front matter nothing that a theme shows in its place."""
    lines: tuple[tuple[str, int], ...] = ()
    """`date`, `published`, `draft` and `expirydate`: line in the file, counted from 1."""


@frozen
class Reason:
    """Why a post is held back."""

    kind: Kind
    words: str
    line: int | None = None
    """Line of the front matter with the reason, counted from 1; None when the reason is not in the front matter."""


_NO = {"", "false", "no", "off", "n", "0", "null", "~"}
_APPEARS = ("date", "publishdate", "pubdate", "published")
"""Keys for a publication date: Jekyll's, and Hugo's, which may be in upper or lower case."""


def of(
    values: Mapping[str, object], lines: Mapping[str, int], stem: str, dialect: Maker = "jekyll"
) -> Release:
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
        expires=_moment(said.get("expirydate")) if dialect == "hugo" else None,
        published=_text(values.get("published", "true")).lower() not in {"", "false", "no", "off"},
        hidden=_hidden({key: values[name] for key, name in lower.items()}),
        draft=bool(said.get("draft")) and _text(said["draft"]).lower() not in _NO,
        lines=places,
    )


_SHOWN = frozenset(
    "image images img cover header photos gallery video link paperurl venue citation questions objectives keypoints "
    "sections feature_row before-content after-content".split()
)
"""Front matter that themes show in a page."""
_COMMENT = late(r"<!--.*?-->|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)


def is_wordless(text: str, values: Mapping[str, object]) -> bool:
    """Whether a file has no text, and front matter nothing that a theme shows: an archive or an index, which the site's
    layout fills.
    """
    return len(text) < 10_000 and not _COMMENT.sub("", text).strip() and _SHOWN.isdisjoint(values)


def _hidden(values: Mapping[str, object]) -> str:
    """The setting by which Hugo (`headless`, `build.render`) or Zola (`render`) makes no page."""
    if _text(values.get("headless")).lower() in {"true", "yes", "on"}:
        return "headless: true"
    build = values.get("build") or values.get("_build")
    for name, held in (("build: render", build.get("render") if isinstance(build, Mapping) else None),
                       ("render", values.get("render"))):  # fmt: skip
        if (said := _text(held).lower()) in {"never", "link", "false"}:
            return f"{name}: {said}"
    return ""


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
    if release.draft and not drafts_too(site, terms):
        found.append(Reason("draft", "`draft: true`", lines.get("draft")))
    if not release.published and not (terms.unpublished or is_true(site.data, "unpublished")):
        found.append(Reason("unpublished", "`published: false`", lines.get("published")))
    if release.hidden and site.maker != "jekyll" and not terms.unpublished:
        found.append(Reason("hidden", f"`{release.hidden}`"))
    zone = _text(site.data.get("timezone"))
    if _is_over(release, site, zone, terms):
        found.append(Reason("expired", "its `expiryDate` is past", lines.get("expirydate")))
    open_ended = is_true(site.data, "future") or is_true(site.collections.get(collection, {}), "future")
    last = max(release.moments, key=lambda each: _instant(each, zone), default=None)
    if last is not None and _instant(last, zone) > terms.now and not (terms.future or open_ended):
        day = last.date()
        found.append(Reason("future", f"dated {day}, in the future", lines.get("date")))
    return tuple(found)


def _is_over(release: Release, site: Site, zone: str, terms: Terms) -> bool:
    """Whether Hugo would no longer show a post."""
    if release.expires is None or terms.unpublished or is_true(site.data, "show_expired"):
        return False
    return _instant(release.expires, zone) <= terms.now


def drafts_too(site: Site, terms: Terms) -> bool:
    """Whether drafts are published, as the site or the user says."""
    return terms.drafts or is_true(site.data, "show_drafts")


def is_true(settings: Mapping[str, object], name: str) -> bool:
    """Whether a setting is on."""
    return _text(settings.get(name)).lower() in {"true", "yes", "on"}


def _instant(moment: datetime, timezone: str) -> datetime:
    """A time in UTC. Without a zone it is in the site's zone, else the machine's (Jekyll's `timezone`)."""
    try:
        if moment.tzinfo is None and timezone:
            from zoneinfo import ZoneInfo

            moment = moment.replace(tzinfo=ZoneInfo(timezone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError, KeyError):  # no such time zone, or outside of the calendar
        return moment.replace(tzinfo=UTC)


_BY_NAME: Mapping[Kind, tuple[str, str, str]] = {
    "undated": ("undated in _posts", "undated in _posts", "name it YYYY-MM-DD-title.md"),
    "excluded": ("excluded in _config.yml", "excluded in _config.yml", "give the file's name"),
    "folder": ("in a folder that Jekyll skips", "in folders that Jekyll skips", "give the folder's name"),
    "pageless": ("in a collection without pages", "in collections without pages", "give the folder's name"),
    "special": ("with a name that Jekyll skips", "with names that Jekyll skips", "give the file's name"),
    "part": ("part of another page", "parts of other pages", "give the file's name"),
    "section": ("page of a section", "pages of sections", "give the file's name"),
    "wordless": ("page without text", "pages without text", "give the file's name"),
    "readme": ("README or similar", "READMEs or similar", "give the file's name"),
}
_FLAGS: Mapping[Kind, str] = {
    "draft": "--drafts",
    "unpublished": "--unpublished",
    "hidden": "--unpublished",
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
        "that the site does not render" if "hidden" in kinds else "",
        "past `expiryDate`" if "expired" in kinds else "",
        "in the future" if "future" in kinds else "",
    )
    return (
        f"{count} {' '.join(filter(None, words))} ({' '.join(dict.fromkeys(_FLAGS[kind] for kind in kinds))})"
    )
