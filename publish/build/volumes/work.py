"""What workers do for volumes: chapters and what stands around them, then the file. Nothing here raises."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from publish.build import pagelist
from publish.build.book import style_of
from publish.build.fingerprint import leaf_key
from publish.build.outcome import Outcome
from publish.build.records import Pictures
from publish.build.volumes import chapters
from publish.build.volumes.chapters import ChapterJob, Converted, Full
from publish.build.work import cover_picture, sources_of, wrapped
from publish.errors import PublishError
from publish.files import write_atomically
from publish.images import Sources
from publish.model import Book, Format, Image, Options
from publish.store import Store, parse
from publish.style import Style

if TYPE_CHECKING:
    from publish.pdf.binding import Bound
    from publish.pdf.volume import Setting

__all__ = [
    "LEAVES",
    "Frame",
    "Leaf",
    "Task",
    "VolumeJob",
    "frame_key",
    "has_around",
    "lay_out",
    "perform",
    "volume",
]

LEAVES = "leaves"
"""Kind of the store's entries for parts of volumes that are laid out."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of a volume's chapters take from it, and the page preset."""

    language: str
    publisher: str
    accent: str
    page: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter to be laid out, and what it takes from its volume. Crosses machines."""

    frame: Frame
    full: Full


@dataclass(frozen=True, slots=True)
class VolumeJob:
    """One file of a volume. Crosses processes."""

    path: Path
    """The volume's own file, or its first post."""
    label: str
    options: Options
    format: Format
    output: Path
    book: Book
    """The volume, its chapters without text."""
    frame: Frame
    jobs: tuple[ChapterJob, ...]
    conversions: tuple[Converted, ...] = ()
    """One a chapter, once all are converted."""


@dataclass(frozen=True, slots=True)
class Task:
    """Convert one chapter, and lay it out where a frame is given; or lay out what is around a volume's chapters."""

    chapter: ChapterJob | None = None
    frame: Frame | None = None
    volume: VolumeJob | None = None

    @property
    def path(self) -> Path:
        """A file whose size says how long the task takes."""
        return self._about.path

    @property
    def label(self) -> str:
        """What errors name."""
        return self._about.label

    @property
    def options(self) -> Options:
        """The user's."""
        return self._about.options

    @property
    def format(self) -> Format:
        """What engines the task needs."""
        return "pdf" if self.volume or self.frame else "epub"

    @property
    def _about(self) -> ChapterJob | VolumeJob:
        about = self.chapter or self.volume
        assert about is not None  # a task is about one of them
        return about


def frame_key(job: ChapterJob, frame: Frame) -> str:
    """Of what a chapter's pages take from its volume."""
    return repr((job.id, job.section, frame))


@dataclass
class _Desk:
    """What one process works with."""

    sources: Sources
    store: Store

    @classmethod
    def of(cls, project: Path, options: Options) -> _Desk:
        return cls(sources_of(project, options), Store.of_project(project))


def perform(task: Task, project: Path) -> Converted | PublishError | None:
    """Do one task; a chapter's conversion is returned. Never raises."""
    try:
        desk = _Desk.of(project, task.options)
        if task.chapter is not None:
            return _chapter(task.chapter, task.frame, desk)
        if task.volume is not None:
            _around(task.volume, desk)
    except Exception as error:  # one bad post must not take the others with it
        return wrapped(error, task.label)
    return None


def volume(job: VolumeJob, project: Path) -> Outcome:
    """Make the file of a volume whose chapters are ready."""
    started = time.perf_counter()
    notices = tuple(notice for each in job.conversions for notice in each.notices)
    failed = Outcome(job.label, job.output, "failed", notices)
    try:
        desk = _Desk.of(project, job.options)
        if job.format == "pdf":
            bound = _bound(job, desk)
            data, pages = bound.data, bound.pages
            write_atomically(job.output, data)
            pagelist.keep(desk.store, job.output, _text_of(job), job.options.page, bound.breaks)
        else:
            data, pages = _unpaged(job, desk), 0
            write_atomically(job.output, data)
    except Exception as error:  # whatever goes wrong, the command has to say it in one line
        return replace(failed, error=wrapped(error, job.label), detail=traceback.format_exc())
    seconds = time.perf_counter() - started
    return Outcome(job.label, job.output, "built", notices, None, seconds, len(data), pages)


def _chapter(job: ChapterJob, frame: Frame | None, desk: _Desk) -> Converted:
    pictures = Pictures(desk.sources.vault, desk.sources.descriptions)
    found = None if job.options.force else chapters.find(job, job.path.read_bytes(), desk.store, pictures)
    full: Full | None = None
    if found is None:
        found, full = chapters.convert(job, desk.sources, desk.store)
    if frame is not None:
        _leaf(job, found, frame, desk, full, fresh=job.options.force)
    return found


def _leaf(
    job: ChapterJob,
    found: Converted,
    frame: Frame,
    desk: _Desk,
    full: Full | None = None,
    *,
    fresh: bool = False,
) -> bytes:
    """A chapter laid out: from the store, or made and kept."""

    def make() -> bytes:
        held = full or chapters.load(job, found, desk.sources, desk.store)
        return lay_out(Leaf(frame, held), style_of(job.options.style))

    return _kept(desk.store, leaf_key(found.key, frame_key(job, frame), job.options), make, fresh=fresh)


def lay_out(leaf: Leaf, style: Style) -> bytes:
    """The pages of one chapter: a pure step, on this machine or on another. Raises PublishError."""
    from publish.pdf import volume as volumes

    return volumes.chapter(_setting(leaf.frame, style), leaf.full.chapter, leaf.full.images)


def _kept(store: Store, key: str, make: Callable[[], bytes], *, fresh: bool = False) -> bytes:
    data = None if fresh else store.get(LEAVES, key)
    if data is None:
        data = make()
        store.put(LEAVES, key, data)
    return data


def _setting(frame: Frame, style: Style) -> Setting:
    from publish.pdf import source
    from publish.pdf import volume as volumes

    held = source.Around(frame.language, frame.publisher, frame.accent)
    return volumes.Setting(style, frame.page, held)


def _matter_key(job: VolumeJob, kind: str, more: object = "") -> str:
    """Of a part that is no chapter, `front` or `back`."""
    cover = job.book.cover
    hero = cover.hero.name if cover.hero else ""
    chapters = job.book.chapters
    if kind == "front":  # where hashes of the posts are not shown, so that an edit leaves it as it is
        chapters = tuple(replace(each, digest="") for each in chapters)
    book = replace(job.book, cover=replace(cover, hero=None), chapters=chapters)
    return leaf_key(kind, repr((book, hero, job.frame, more)), job.options)


def _around(job: VolumeJob, desk: _Desk) -> None:
    setting = _setting(job.frame, style_of(job.options.style))
    _specimen(job, desk, setting, fresh=job.options.force)
    _back(job, desk, setting, fresh=job.options.force)
    if not desk.store.has("volumes", _hint_key(job)):
        from publish.pdf import volume as volumes

        # How long the contents are is the same whatever the numbers in them.
        pages = volumes.count(volumes.front(setting, job.book, {}))
        _keep_hint(job, desk.store, pages)


def has_around(job: VolumeJob, store: Store) -> bool:
    """Whether what stands around the chapters is laid out already."""
    keys = (_specimen_key(job), _matter_key(job, "back"))
    return all(store.has(LEAVES, key) for key in keys) and store.has("volumes", _hint_key(job))


def _specimen_key(job: VolumeJob) -> str:
    return leaf_key("specimen", repr(job.frame), job.options)


def _specimen(job: VolumeJob, desk: _Desk, setting: Setting, *, fresh: bool = False) -> bytes:
    from publish.pdf import volume as volumes

    return _kept(desk.store, _specimen_key(job), lambda: volumes.specimen(setting), fresh=fresh)


def _back(job: VolumeJob, desk: _Desk, setting: Setting, *, fresh: bool = False) -> bytes:
    from publish.pdf import volume as volumes

    return _kept(desk.store, _matter_key(job, "back"), lambda: volumes.back(setting, job.book), fresh=fresh)


def _hint_key(job: VolumeJob) -> str:
    return sha256(f"{job.label}\n{job.frame}\n{len(job.jobs)}".encode("utf-8", "surrogateescape")).hexdigest()


def _keep_hint(job: VolumeJob, store: Store, pages: int) -> None:
    store.put("volumes", _hint_key(job), json.dumps({"front": pages}).encode())


def _hint(job: VolumeJob, store: Store) -> int:
    """How many pages the front matter probably has."""
    data = store.get("volumes", _hint_key(job))
    try:
        return int(parse(data)["front"]) if data else 2
    except (ValueError, KeyError, TypeError):
        return 2


def _text_of(job: VolumeJob) -> str:
    """The fingerprint of what a volume says, for its page list."""
    words = repr([(each.id, found.key) for each, found in zip(job.jobs, job.conversions, strict=True)])
    return sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


def _bound(job: VolumeJob, desk: _Desk) -> Bound:
    from publish.pdf import volume as volumes

    setting = _setting(job.frame, style_of(job.options.style))

    def front(begins: Mapping[str, int]) -> bytes:
        key = _matter_key(job, "front", sorted(begins.items()))
        return _kept(
            desk.store, key, lambda: volumes.front(setting, job.book, begins), fresh=job.options.force
        )

    leaves = [
        _leaf(each, found, job.frame, desk) for each, found in zip(job.jobs, job.conversions, strict=True)
    ]
    hint = _hint(job, desk.store)
    bound = volumes.bind(
        setting,
        job.book,
        leaves,
        front=front,
        back=_back(job, desk, setting),
        specimen=_specimen(job, desk, setting),
        front_pages=hint,
    )
    if bound.front_pages != hint:
        _keep_hint(job, desk.store, bound.front_pages)
    return bound


def _unpaged(job: VolumeJob, desk: _Desk) -> bytes:
    """The volume as EPUB or as one HTML page."""
    from publish import epub, html

    style = style_of(job.options.style)
    whole = whole_book(job, _loaded(job, desk))
    if job.format == "html":
        return html.write(whole, style)
    pages = pagelist.page_list(desk.store, job.output, _text_of(job))
    return epub.write(
        whole,
        style,
        cover_picture(whole.cover, style, desk.store),
        pages=pages.breaks,
        page_source=pages.source,
        certifier=job.options.certifier,
    )


def _loaded(job: VolumeJob, desk: _Desk) -> list[Full]:
    pairs = zip(job.jobs, job.conversions, strict=True)
    return [chapters.load(each, found, desk.sources, desk.store) for each, found in pairs]


def whole_book(job: VolumeJob, fulls: Sequence[Full]) -> Book:
    """The volume with its chapters' text and pictures, each picture once."""
    images: Iterable[Image] = {image.name: image for full in fulls for image in full.images}.values()
    return replace(job.book, chapters=tuple(full.chapter for full in fulls), images=tuple(images))
