"""What is to be made, as data: jobs cross processes, and a part crosses machines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from publish.books.chapters import ChapterJob, Converted, Full
from publish.model import Book, Format, Notice, Options

if TYPE_CHECKING:
    from publish.posts.release import Terms

__all__ = ["BookJob", "Composition", "Frame", "Part", "Task"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of a volume's chapters take from it, and the page preset."""

    language: str
    publisher: str
    accent: str
    page: str


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter to be laid out, and what it takes from its volume. Crosses machines."""

    frame: Frame
    full: Full


@dataclass(frozen=True, slots=True)
class Composition:
    """A volume whose posts were read and chosen."""

    book: Book
    """Its chapters have no text yet."""
    frame: Frame
    notices: tuple[Notice, ...] = ()
    """What choosing and composing gave notice of."""
    files: tuple[tuple[str, str], ...] = ()
    """Files that its cover asked for, see `records.Record`."""
    conversions: tuple[Converted, ...] = ()
    """One a chapter, once all are converted."""

    def converted(self, conversions: tuple[Converted, ...]) -> Composition:
        """The same with all chapters converted; the book names the very bytes that they were converted from."""
        pairs = zip(self.book.chapters, conversions, strict=True)
        chapters = tuple(replace(chapter, digest=found.facts.digest) for chapter, found in pairs)
        return replace(self, book=replace(self.book, chapters=chapters), conversions=conversions)


@dataclass(frozen=True, slots=True)
class BookJob:
    """One file to be made of one book. Crosses processes.

    A volume was composed to know what is in it, and its chapters are converted ahead by many workers. A single post's book
    is composed by the worker that does this job, which converts the chapter too.
    """

    label: str
    """What errors name: the post or the volume, as the user would type it."""
    output: Path
    """The file to write."""
    format: Format
    options: Options
    chapters: tuple[ChapterJob, ...]
    turn: tuple[int, int] = (0, 0)
    """A post's turn among cover templates and palettes."""
    notices: tuple[Notice, ...] = ()
    """What is to be said of making it today, whatever it holds."""
    terms: Terms | None = None
    """On which a post may be handed out; None where that was decided already, or it was named itself."""
    composition: Composition | None = None
    """Of a volume."""

    @property
    def path(self) -> Path:
        """The post, or a volume's first; its size says how long the job takes."""
        return self.chapters[0].path

    @property
    def config(self) -> Path | None:
        """The `_config.yml` above it."""
        return self.chapters[0].config

    @property
    def volume(self) -> Composition:
        """The composition of a job that is known to be a volume's."""
        assert self.composition is not None
        return self.composition

    @property
    def is_bound(self) -> bool:
        """Whether the file is bound from parts that are laid out by themselves."""
        return self.composition is not None and self.format == "pdf"


@dataclass(frozen=True, slots=True)
class Task:
    """Convert one chapter; lay it out when it is converted; or lay out what is around a volume's chapters."""

    chapter: ChapterJob | None = None
    converted: Converted | None = None
    frame: Frame | None = None
    """Of a chapter to be laid out."""
    volume: BookJob | None = None

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
    def _about(self) -> ChapterJob | BookJob:
        about = self.chapter or self.volume
        assert about is not None  # a task is about one of them
        return about
