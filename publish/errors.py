"""Errors, as a tree. Only the command line prints them and chooses exit codes from them.

    PublishError              a book could not be made (exit status 1)
    ├── PostError             the post cannot be read: encoding, front matter, date
    ├── ContentError          the post was read, but asks for more than a limit allows
    ├── StyleError            a style is missing or broken
    ├── RenderError           an engine failed on a sound post, or a font is missing
    │   └── GlyphError        no font has a character of the post
    ├── OutputError           the file cannot be written
    └── UsageError            the command makes no sense (exit status 2)

Exceptions of other libraries are turned into these where the library is called, always with `raise … from`.
"""

from __future__ import annotations

__all__ = [
    "ContentError",
    "GlyphError",
    "NoPostsError",
    "OutputError",
    "PostError",
    "PublishError",
    "RenderError",
    "StyleError",
    "UsageError",
    "reason_of",
]


class PublishError(Exception):
    """A failure with a place; as text it is one line, `place:line: error: message`."""

    exit_code = 1

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        """The file as the user would type it, or None when no file is to blame."""
        self.line = line
        """Line in that file, counted from 1, or None."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: error: {self.message}" if place else f"error: {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes send errors back, and default pickling loses keyword arguments.
        return _rebuild, (type(self), self.message, self.path, self.line)


def reason_of(error: BaseException) -> str:
    """What went wrong in words, without the system's number and path that an OSError begins and ends with."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    words = " ".join(words.split()) or type(error).__name__
    return "no such file" if words == "No such file or directory" else words


def _rebuild(kind: type[PublishError], message: str, path: str | None, line: int | None) -> PublishError:
    return kind(message, path=path, line=line)


class PostError(PublishError):
    """The post cannot be read."""


class ContentError(PublishError):
    """The post asks for more than a limit allows, or has content that no book can show."""


class StyleError(PublishError):
    """A style folder, template or style sheet is missing or broken. If this is found before anything is made, it
    counts as wrong usage.
    """

    exit_code = 2


class RenderError(PublishError):
    """An engine failed, or a font lacks a character of the text."""


class GlyphError(RenderError):
    """No font has some characters of the text."""

    def __init__(
        self, message: str, *, path: str | None = None, line: int | None = None, characters: str = ""
    ) -> None:
        super().__init__(message, path=path, line=line)
        self.characters = characters

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_glyph, (self.message, self.path, self.line, self.characters)


def _rebuild_glyph(message: str, path: str | None, line: int | None, characters: str) -> GlyphError:
    return GlyphError(message, path=path, line=line, characters=characters)


class OutputError(PublishError):
    """The finished file cannot be written to its place."""


class UsageError(PublishError):
    """The command line or a settings file asks for something that makes no sense."""

    exit_code = 2


class NoPostsError(UsageError):
    """No post meets what is asked of the posts of a volume."""
