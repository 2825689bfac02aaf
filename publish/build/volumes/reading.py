"""What the posts' front matter says: read once and kept by the posts' bytes, so that choosing among thousands is quick."""

from __future__ import annotations

import json

from publish import posts
from publish import site as sites
from publish.build.fingerprint import chapter_key
from publish.build.sites import site_of
from publish.build.volumes.candidates import Candidate, Candidates
from publish.errors import PublishError
from publish.model import Notice
from publish.posts.reading import GLANCE
from publish.posts.release import Terms, by_words
from publish.store import Store, parse
from publish.volume.facts import Facts, facts_of

__all__ = ["facts_from", "read"]

_KIND = "facts"


def read(found: Candidates, store: Store) -> tuple[list[Facts], tuple[Notice, ...]]:
    """What the front matter of each says that may be handed out, and a notice for each that cannot be read.

    Raises PublishError for one that the spec names by itself: it was meant, so the volume would lack it.
    """
    meant = {found.foreword, *(path for row in found.listed.values() for path in row)}
    facts: list[Facts] = []
    notices: list[Notice] = []
    for candidate in found.all:
        try:
            if not _is_held_back(candidate, found.terms):
                facts.append(facts_from(candidate, store))
        except PublishError as error:
            if candidate.path in meant:
                raise
            message = f"left out, because it cannot be read: {error.message}"
            notices.append(Notice("post-unreadable", message, candidate.label, error.line))
    return facts, tuple(notices)


def _is_held_back(candidate: Candidate, terms: Terms) -> bool:
    """Whether a post says so whose front matter is too long for a glance. Raises PublishError."""
    if candidate.named or candidate.data is None or len(candidate.data) <= GLANCE:
        return False
    site = site_of(candidate.config)
    said = posts.glance(candidate.path, site, candidate.options.limits.post_bytes)
    return bool(said and by_words(said, sites.collection_of(candidate.path.resolve(), site), site, terms))


def facts_from(candidate: Candidate, store: Store) -> Facts:
    """What the front matter of one says. Raises PublishError."""
    key = chapter_key(candidate, candidate.data) if candidate.data is not None else ""
    kept = store.get(_KIND, key) if key else None
    if kept is not None:
        try:
            return Facts.from_data(parse(kept), candidate.path, candidate.label)
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # written by another version
    post = posts.read(candidate.path, site_of(candidate.config), candidate.options.limits, candidate.label)
    facts = facts_of(post, candidate.path)
    if key:
        store.put(_KIND, key, json.dumps(facts.to_data()).encode("utf-8", "surrogatepass"))
    return facts
