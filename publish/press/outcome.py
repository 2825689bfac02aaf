"""The outcome of one book, as data that can be sent between processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from publish.errors import GlyphError, PublishError, RenderError
from publish.frozen import frozen
from publish.model import Notice, Options
from publish.text.messages import counted
from publish.workers import memory

if TYPE_CHECKING:
    from publish.posts.release import Reason

__all__ = ["Outcome", "Status", "held_back", "refusal", "wrapped"]

Status = Literal["built", "unchanged", "unpublished", "failed"]


@frozen
class Outcome:
    """The outcome of one job."""

    label: str
    """The post as the user typed it."""
    output: Path
    status: Status
    notices: tuple[Notice, ...] = ()
    error: PublishError | None = None
    seconds: float = 0.0
    """Wall-clock seconds of work; 0 where nothing was done."""
    size: int = 0
    """Bytes of the file."""
    pages: int = 0
    """Number of pages of a PDF."""
    reason: str = ""
    """Why it was made, or why it is held back, in words."""
    withheld: tuple[Reason, ...] = ()
    """Why it is held back."""
    detail: str = ""
    """For `--debug`: the traceback of an error that has one."""


def held_back(
    label: str, output: Path, reasons: tuple[Reason, ...], notices: tuple[Notice, ...] = ()
) -> Outcome:
    """The outcome of a post that is not made, because it is not published."""
    words = ", ".join(reason.words for reason in reasons)
    return Outcome(label, output, "unpublished", notices, reason=words, withheld=reasons)


def refusal(options: Options, notices: Sequence[Notice], label: str) -> PublishError | None:
    """The error under `--strict` for a book with these notices; None when the book may be made."""
    if not (options.strict and notices):
        return None
    return PublishError(f"{counted(len(notices), 'warning')}; --strict does not allow warnings", path=label)


def wrapped(error: Exception, label: str, post: Path | None = None) -> PublishError:
    """Turn any error into a PublishError that names the post (`label`; `post` is its file, where it can be read)."""
    if isinstance(error, MemoryError):
        return memory.too_little(label)
    if not isinstance(error, PublishError):
        message = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return RenderError(f"internal error, please report it: {message}", path=label)
    if isinstance(error, GlyphError) and error.path == label and post is not None:
        line = _line_of(error.characters, post)
        return GlyphError(error.message, path=label, line=line, characters=error.characters)
    return error if error.path else type(error)(error.message, path=label, line=error.line)


def _line_of(characters: str, post: Path) -> int | None:
    """The first line of a file that has one of the characters, counted from 1; None when there is none."""
    try:
        lines = enumerate(post.read_text("utf-8-sig").split("\n"), 1)
    except (OSError, ValueError):
        return None
    return next((number for number, line in lines if not set(characters).isdisjoint(line)), None)
