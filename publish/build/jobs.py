"""What is to be made of a volume, as data: jobs cross processes, and a leaf crosses machines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from publish.build.volumes.chapters import ChapterJob, Converted, Full
from publish.model import Book, Format, Options

__all__ = ["Frame", "Leaf", "Task", "VolumeJob"]


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

    def converted(self, conversions: tuple[Converted, ...]) -> VolumeJob:
        """The same with all chapters converted; the book names the very bytes that they were converted from."""
        pairs = zip(self.book.chapters, conversions, strict=True)
        chapters = tuple(replace(chapter, digest=found.digest) for chapter, found in pairs)
        return replace(self, book=replace(self.book, chapters=chapters), conversions=conversions)


@dataclass(frozen=True, slots=True)
class Task:
    """Convert one chapter; lay it out when it is converted; or lay out what is around a volume's chapters."""

    chapter: ChapterJob | None = None
    converted: Converted | None = None
    frame: Frame | None = None
    """Of a chapter to be laid out."""
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
