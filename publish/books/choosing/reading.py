"""The posts' front matter: read once and kept by the posts' bytes, so that choosing among thousands is fast."""

from __future__ import annotations

import json
from pathlib import Path

from publish import posts
from publish.books.choosing.candidates import Candidate, Candidates
from publish.books.choosing.spec import Selection
from publish.books.facts import Facts, facts_of
from publish.errors import PublishError
from publish.fresh import steady
from publish.fresh.fingerprint import chapter_key
from publish.fresh.sites import site_of
from publish.keep.store import Store, parse
from publish.model import Notice
from publish.posts import dates
from publish.posts.reading import GLANCE
from publish.posts.release import Terms, by_words
from publish.project import site as sites

__all__ = ["facts_from", "read"]

_KIND = "facts"


def read(
    found: Candidates, store: Store, wanted: Selection | None = None
) -> tuple[list[Facts], tuple[Notice, ...]]:
    """The front matter of each post that may be handed out, and a notice for each that cannot be read.

    Raises PublishError when that post belongs into the volume: the spec names the file itself, or the date in its name is
    one of the days that are `wanted`.
    """
    meant = {found.foreword, *(path for row in found.listed for path in row)}
    facts: list[Facts] = []
    notices: list[Notice] = []
    anew: list[tuple[Candidate, Facts]] = []
    for candidate in found.all:
        try:
            kept = _kept(candidate, store)
            if _is_held_back(candidate, found.terms, known=kept is not None):
                continue
            read, lasting = (kept, False) if kept else _read(candidate)
            facts.append(read)
        except PublishError as error:
            if candidate.path in meant or _is_of_days(candidate.path, wanted):
                raise
            message = f"left out, because publish cannot read it: {error.message}"
            notices.append(Notice("post-unreadable", message, candidate.label, error.line))
        else:
            anew += [(candidate, read)] if lasting else []
    _keep(anew, store)
    return facts, tuple(notices)


def _is_of_days(path: Path, wanted: Selection | None) -> bool:
    """Whether a post that cannot be read is one of these days by its file's name, and nothing else is asked."""
    if (
        wanted is None
        or not (wanted.start or wanted.end)
        or wanted.tag
        or wanted.category
        or wanted.collection
    ):
        return False
    try:
        day = dates.parse(dates.from_stem(path.stem)[0]).date()
    except ValueError:
        return False
    return (wanted.start or day) <= day <= (wanted.end or day)


def _is_held_back(candidate: Candidate, terms: Terms, *, known: bool) -> bool:
    """Whether a post is held back by its front matter, when a quick look was not enough or the file may have been
    saved since.
    """
    if candidate.named or candidate.data is None or (known and len(candidate.data) <= GLANCE):
        return False
    site = site_of(candidate.config)
    said = posts.glance(candidate.path, site, candidate.options.limits.post_bytes, candidate.data)
    return bool(said and by_words(said, sites.collection_of(candidate.path.resolve(), site), site, terms))


def facts_from(candidate: Candidate, store: Store) -> Facts:
    """The front matter of one post. Raises PublishError."""
    facts = _kept(candidate, store)
    if facts is None:
        facts, lasting = _read(candidate)
        _keep([(candidate, facts)] if lasting else [], store)
    return facts


def _kept(candidate: Candidate, store: Store) -> Facts | None:
    if candidate.data is None:
        return None
    try:
        kept = parse(store.get(_KIND, chapter_key(candidate, candidate.digest)))
        return Facts.from_data(kept, candidate.path, candidate.label) if kept is not None else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # written by another version


def _read(candidate: Candidate) -> tuple[Facts, bool]:
    """What one says, and whether that depends on its bytes alone: the site's script decides what is a formula in titles."""
    from publish.books import titles

    site, options = site_of(candidate.config), candidate.options
    post = posts.read(candidate.path, site, options.limits, candidate.label, candidate.data)
    lasting = not titles.told_by_script(post)
    return facts_of(titles.plainly(post, site, options), candidate.path), lasting


def _keep(anew: list[tuple[Candidate, Facts]], store: Store) -> None:
    """Keep what was just read, unless a site's front matter defaults changed meanwhile."""
    moved = {config for config in {each.config for each, _ in anew} if steady.site_changed(config)}
    for candidate, facts in anew:
        if candidate.data is not None and candidate.config not in moved:
            data = json.dumps(facts.to_data()).encode("utf-8", "surrogatepass")
            store.put(_KIND, chapter_key(candidate, candidate.digest), data)
