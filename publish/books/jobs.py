"""Jobs as data: they are sent between processes, and parts also between machines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publish.books.chapters import ChapterJob, Converted, Full
from publish.frozen import frozen
from publish.model import Book, Format, Notice, Options

if TYPE_CHECKING:
    from publish.posts.release import Terms

__all__ = ["BookJob", "Composition", "Frame", "Part", "Task"]


@frozen
class Frame:
    """What a chapter's pages take from its volume, and the page preset."""

    language: str
    publisher: str
    accent: str
    page: str


@frozen
class Part:
    """A chapter to lay out, and what it takes from its volume. Can be sent to another machine."""

    frame: Frame
    full: Full


@frozen
class Composition:
    """A volume whose posts were read and chosen."""

    book: Book
    """The book; its chapters have no text yet."""
    frame: Frame
    notices: tuple[Notice, ...] = ()
    """Notices of choosing and composing."""
    files: tuple[tuple[str, str], ...] = ()
    """Files that its cover needs, see `records.Record`."""
    conversions: tuple[Converted, ...] = ()
    """One for each chapter, once all are converted."""

    def converted(self, conversions: tuple[Converted, ...]) -> Composition:
        """The same with all chapters converted; the book names the bytes that they were converted from."""
        pairs = zip(self.book.chapters, conversions, strict=True)
        chapters = tuple(replace(chapter, digest=found.facts.digest) for chapter, found in pairs)
        return replace(self, book=replace(self.book, chapters=chapters), conversions=conversions)


@frozen
class BookJob:
    """One file of one book to make. Can be sent to another process.

    A volume is composed before the job, because its content must be known; many workers convert its chapters first.
    For a single post, the worker of this job converts the chapter and composes the book.
    """

    label: str
    """The post or the volume as the user would type it; for errors."""
    output: Path
    """The file to write."""
    format: Format
    options: Options
    chapters: tuple[ChapterJob, ...]
    turn: tuple[int, int] = (0, 0)
    """A post's turn among cover templates and palettes."""
    notices: tuple[Notice, ...] = ()
    """Notices about this job that do not depend on what the book contains."""
    terms: Terms | None = None
    """When a post may be handed out. None when that was decided before, or when the user named the post itself."""
    composition: Composition | None = None
    """The composition of a volume."""

    @property
    def path(self) -> Path:
        """The post, or a volume's first; its size is an estimate of the job's time."""
        return self.chapters[0].path

    @property
    def config(self) -> Path | None:
        """The `_config.yml` above it."""
        return self.chapters[0].config

    @property
    def volume(self) -> Composition:
        """The composition; only for jobs of volumes."""
        assert self.composition is not None
        return self.composition

    @property
    def is_bound(self) -> bool:
        """Whether the file is bound from parts that are laid out separately."""
        return self.composition is not None and self.format == "pdf"


@frozen
class Task:
    """One step for a volume: convert a chapter, lay out a converted chapter, or lay out front and back matter."""

    chapter: ChapterJob | None = None
    converted: Converted | None = None
    frame: Frame | None = None
    """The conversion of a chapter to lay out."""
    volume: BookJob | None = None

    @property
    def path(self) -> Path:
        """A file whose size is an estimate of the task's time."""
        return self._subject.path

    @property
    def label(self) -> str:
        """Name for errors."""
        return self._subject.label

    @property
    def options(self) -> Options:
        """The user's options."""
        return self._subject.options

    @property
    def _subject(self) -> ChapterJob | BookJob:
        about = self.chapter or self.volume
        assert about is not None  # every task has one of the two
        return about
