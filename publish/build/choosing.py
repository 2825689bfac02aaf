"""A volume whose posts are chosen, on its way to jobs: its book, its cover's picture, its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from publish import covers, posts
from publish.build import covering
from publish.build.book import modified_of
from publish.build.sites import site_of
from publish.build.styles import style_of
from publish.build.volumes.candidates import Candidate, Candidates
from publish.build.volumes.chapters import ChapterJob
from publish.build.volumes.jobs import Frame, VolumeJob
from publish.build.volumes.reading import facts_from, read
from publish.build.work import sources_of
from publish.errors import PublishError, UsageError
from publish.files import located, read_regular
from publish.images import PROFILES
from publish.model import Book, Chapter, Format, Image, Notice, Options, Site
from publish.store import Store
from publish.volume import Spec
from publish.volume.choose import Chosen, choose
from publish.volume.compose import compose

__all__ = ["Plan", "plan", "would_hold"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do."""

    jobs: tuple[ChapterJob, ...]
    book: Book
    frame: Frame
    notices: tuple[Notice, ...]
    files: tuple[tuple[str, str], ...]
    """Files that the cover asked for, see `records.Record`."""

    def volume(self, kind: Format, output: Path, spec: Spec, options: Options) -> VolumeJob:
        """The job of one file."""
        first = self.jobs[0].path
        return VolumeJob(first, spec.label, options, kind, output, self.book, self.frame, self.jobs)


def plan(
    spec: Spec, found: Candidates, options: Options, project: Path, store: Store, *, cover: bool = True
) -> Plan:
    """Choose the posts and compose the book. Raises UsageError when none is chosen.

    `cover` says whether a cover will be seen: notices tell what it leaves out.
    """
    facts, notices = read(found, store)
    configs = {candidate.path: candidate for candidate in found.all}
    site = site_of(found.all[0].config) if found.all else Site()
    foreword = next((each for each in facts if each.path == found.foreword), None)
    chosen = choose(spec, facts, found.listed, site, foreword)
    if not chosen:
        why = "all that meet what is asked are held back" if would_hold(spec, found, store) else _NONE
        raise UsageError(f"no post is chosen: {why}", path=spec.label)
    hero, files, more = _hero(spec, chosen, configs, options, project)
    style = style_of(options.style)
    book = compose(
        spec,
        chosen,
        site,
        modified=modified_of([date for each in chosen for date in (each.facts.date, each.facts.modified)]),
        style=style,
        hero=hero,
        caption=""
        if spec.cover
        else next((each.facts.image_caption for each in chosen if each.facts.image), ""),
        logo=covering.logo_of(options),
        template=options.cover,
        grey=PROFILES[options.profile].grey,
    )
    printed, unprinted = covering.printable(book.cover, spec.label)
    if cover:
        more = (*more, *unprinted)
    book = replace(book, cover=printed)
    frame = Frame(book.language, book.publisher, covers.accent(book.cover, style), options.page)
    jobs = tuple(_job(each, configs[each.facts.path]) for each in chosen)
    return Plan(jobs, book, frame, (*notices, *more), files)


_NONE = "none of those given meets what is asked"


def would_hold(spec: Spec, found: Candidates, store: Store) -> tuple[Candidate, ...]:
    """Those of the posts held back that the volume would have, as far as they can be read."""
    facts = {}
    for candidate in found.held:
        with suppress(PublishError):
            facts[candidate.path] = facts_from(candidate, store)
    if not facts:
        return ()
    site = site_of(found.held[0].config)
    taken = {each.facts.path for each in choose(spec, tuple(facts.values()), found.listed, site)}
    return tuple(candidate for candidate in found.held if candidate.path in taken)


def _job(chosen: Chosen, candidate: Candidate) -> ChapterJob:
    return ChapterJob(
        path=candidate.path,
        label=candidate.label,
        config=candidate.config,
        options=candidate.options,
        format="pdf",
        id=chosen.id,
        section=chosen.section,
        data=candidate.data,
    )


def _hero(
    spec: Spec, chosen: Sequence[Chosen], candidates: dict[Path, Candidate], options: Options, project: Path
) -> tuple[Image | None, tuple[tuple[str, str], ...], tuple[Notice, ...]]:
    """The cover's picture: the one that the spec names, else that of the first chapter which has one."""
    from publish import images
    from publish.images.errors import ImageError

    sources = sources_of(project, options)
    if spec.cover:
        path = located(spec.folder / spec.cover)
        try:
            data = read_regular(path, options.limits.image_bytes)
            digest = sha256(data).hexdigest()
            return sources.convert(digest, lambda: data, spec.cover), ((str(path), digest),), ()
        except (OSError, ImageError) as error:
            raise UsageError(f"cover: {spec.cover}: {error}", path=spec.label) from error
    first = next((each for each in chosen if each.facts.image), None)
    if first is None:
        return None, (), ()
    candidate = candidates[first.facts.path]
    site = site_of(candidate.config)
    post = posts.read(candidate.path, site, options.limits, candidate.label, candidate.data)
    empty = Chapter(
        id="cover", stem=post.stem, label=post.label, title=post.title, language=post.language, body=""
    )
    gathered = images.gather(empty, post, site, sources)
    return gathered.hero, gathered.files, gathered.notices
