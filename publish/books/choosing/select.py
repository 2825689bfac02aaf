"""Choosing a volume's posts: its chapters, its cover's picture, and its book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from publish import covers
from publish.books import front, heroes
from publish.books.chapters import ChapterJob
from publish.books.choosing.candidates import Candidate, Candidates
from publish.books.choosing.choose import Chosen, choose
from publish.books.choosing.reading import facts_from, read
from publish.books.choosing.spec import Spec, fault
from publish.books.choosing.twins import without_twins
from publish.books.compose import chapter_of, compose
from publish.books.convert import opened
from publish.books.desk import Desk
from publish.books.jobs import BookJob, Composition, Frame
from publish.books.neighbours import links_of
from publish.books.nothing import empty_sections, why_none
from publish.books.titles import named_plainly
from publish.errors import NoPostsError, PublishError, UsageError
from publish.fresh.sites import site_of
from publish.frozen import frozen
from publish.images.gather import Hero
from publish.keep.files import located
from publish.keep.store import Store
from publish.model import Format, Options, Site
from publish.project.optionvalues import check_styled

__all__ = ["Choice", "plan", "would_hold"]

_CONDITIONS = ("month", "from", "to", "tag", "category", "collection", "posts")
"""Settings of a volume that choose its posts."""


@frozen
class Choice:
    """The chapters of a volume, and their book."""

    jobs: tuple[ChapterJob, ...]
    composition: Composition

    def job(self, kind: Format, output: Path, label: str, options: Options) -> BookJob:
        """The job of one file."""
        return BookJob(label, output, kind, options, self.jobs, composition=self.composition)


def plan(spec: Spec, found: Candidates, options: Options, desk: Desk, *, covered: bool = True) -> Choice:
    """Choose the posts and compose the book. Raises UsageError when no post is chosen.

    `covered` tells whether a cover will be seen: only then notices tell what it leaves out.
    """
    facts, notices = read(found, desk.store, spec.selection)
    candidates = {candidate.path: candidate for candidate in found.all}
    site = site_of(found.all[0].config) if found.all else Site()
    named = {candidate.path for candidate in found.all if candidate.named}
    facts, twins = without_twins(facts, named, spec, site)
    foreword = next((each for each in facts if each.path == found.foreword), None)
    chosen = choose(spec, facts, found.listed, site, foreword)
    if not chosen:
        why = why_none(spec, facts, site)
        if would_hold(spec, found, desk.store):
            why = "all posts that meet the conditions are held back"
        error = fault(spec, why, *_CONDITIONS)
        raise NoPostsError(error.message, path=error.path, line=error.line)
    if spec.template:
        try:
            check_styled("cover", spec.template, options.style)
        except ValueError as error:
            raise fault(spec, f"template: {error}", "template") from error
    titles = front.of_volume(spec, chosen, named_plainly(site, options), foreword)
    hero = _hero(spec, chosen, candidates, titles.language, desk)
    made = compose(
        titles, tuple(map(chapter_of, chosen)), options, desk.style, hero=hero.image, covered=covered
    )
    book = made.book
    frame = Frame(book.language, book.publisher, covers.accent(book.cover, desk.style), options.page)
    several = chosen if len(chosen) > 1 else ()
    ids = {located(each.facts.path): (each.id, each.facts.address) for each in several}
    jobs = tuple(_job(each, candidates[each.facts.path], ids) for each in chosen)
    empty = empty_sections(spec, facts, chosen, found.listed, site)
    told = (*notices, *twins, *empty, *hero.notices, *made.notices)
    return Choice(jobs, Composition(book, frame, told, hero.files))


def would_hold(spec: Spec, found: Candidates, store: Store) -> tuple[Candidate, ...]:
    """Those of the held-back posts that the volume would contain, as far as they can be read."""
    facts = {}
    for candidate in found.held:
        with suppress(PublishError):
            facts[candidate.path] = facts_from(candidate, store)
    if not facts:
        return ()
    site = site_of(found.held[0].config)
    taken = {each.facts.path for each in choose(spec, tuple(facts.values()), found.listed, site)}
    return tuple(candidate for candidate in found.held if candidate.path in taken)


def _job(chosen: Chosen, candidate: Candidate, ids: Mapping[Path, tuple[str, str]]) -> ChapterJob:
    links = links_of(candidate.data or b"", candidate.path, ids, site_of(candidate.config).root)
    return replace(_plain(candidate), id=chosen.id, section=chosen.section, links=links)


def _plain(candidate: Candidate) -> ChapterJob:
    return ChapterJob(
        candidate.path, candidate.label, candidate.config, candidate.options, data=candidate.data
    )


def _hero(
    spec: Spec, chosen: Sequence[Chosen], candidates: Mapping[Path, Candidate], language: str, desk: Desk
) -> Hero:
    """The cover's picture: the one that the spec names, else that of the first chapter which has one."""
    if spec.cover:

        def wrong(why: str) -> UsageError:
            return fault(spec, f"cover: {spec.cover}: {why}", "cover")

        return heroes.of_file(spec.folder / spec.cover, spec.cover, spec.label, language, desk, wrong)
    first = next((each for each in chosen if each.facts.image), None)
    if first is None:
        return Hero()
    return heroes.of_post(opened(_plain(candidates[first.facts.path])), desk)
