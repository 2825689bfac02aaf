"""Fingerprints: what decides a book's bytes, in one hash. The same fingerprint means the same book."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from publish.fresh import steady
from publish.fresh.versions import version
from publish.keep.files import located
from publish.keep.once import once
from publish.model import Cover, Format, Options
from publish.project import style as styles
from publish.project.style import Style

__all__ = [
    "Parts",
    "book_key",
    "book_parts",
    "chapter_key",
    "cover_key",
    "engine_versions",
    "file_digest",
    "fonts_key",
    "leaf_key",
    "output_key",
    "site_key",
    "volume_parts",
]

Parts = Mapping[str, str]
"""What decides a file, in words for its user, and the fingerprint of each."""


class _Named(Protocol):
    """What decides a conversion beside the post's bytes."""

    @property
    def path(self) -> Path:
        """The post."""

    @property
    def label(self) -> str:
        """What notices call it."""

    @property
    def config(self) -> Path | None:
        """The `_config.yml` above it."""

    @property
    def options(self) -> Options:
        """The user's."""


class _NamedBook(_Named, Protocol):
    """What decides a post's book beside its bytes."""

    @property
    def format(self) -> Format:
        """The kind of file."""

    @property
    def turn(self) -> tuple[int, int]:
        """The cover's turn."""


LARGE = 64 << 20
"""Bytes of a file that no book takes, whatever it holds: its size and time stand for it."""
_ENGINES = {
    "pdf": ("weasyprint", "pikepdf", "fonttools", "uharfbuzz", "fontpkg-source-serif-4", "ziamath"),
    "epub": ("ebooklib", "weasyprint", "pypdfium2", "ziamath"),
    "html": (),
}
_SHARED = (
    "markdown",
    "nh3",
    "lxml",
    "pillow",
    "pygments",
    "python-liquid",
    "resvg-py",
    "babel",
    "math-core",
    "jinja2",
)


def book_parts(job: _NamedBook, post: str, pages: bytes = b"") -> Parts:
    """What decides one job's file, given SHA-256 of the post's bytes and what is known of the PDF beside it; files that
    the post names are checked apart.
    """
    return {
        "the post": post,
        "the site's settings": _hash(site_key(job.config)),
        "the place of the post": _hash(f"{job.label}\n{located(job.path)}"),
        "the cover's turn": repr(job.turn),
        "the PDF beside it": hashlib.sha256(pages).hexdigest(),
        **_shared_parts(job.format, job.options),
    }


def book_key(job: _NamedBook, post: str) -> str:
    """The fingerprint of one job, given SHA-256 of the post's bytes."""
    return _hash(repr(book_parts(job, post)))


def cover_key(cover: Cover, style: Style) -> str:
    """The fingerprint of a cover's picture: what it says and shows, the style's templates, the code and the engines."""
    pictures = [
        image.name for image in (cover.hero, cover.logo) if image
    ]  # names are hashes of what they hold
    facts = asdict(replace(cover, hero=None, logo=None))
    engines = [version(name) for name in (*_ENGINES["epub"], "pillow", "uharfbuzz")]
    parts = (
        facts,
        pictures,
        [_listing_digest(each / "covers", "*") for each in style.folders],
        engines,
        _code_digest(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


def chapter_key(job: _Named, post: str) -> str:
    """The fingerprint of a post's conversion, whatever is made of the chapter, given SHA-256 of the very bytes that are
    converted; files that it names are checked apart.
    """
    return _hash(
        "\n".join([_text_key(job.options), site_key(job.config), job.label, str(located(job.path)), post])
    )


def leaf_key(chapter: str, frame: str, options: Options) -> str:
    """The fingerprint of a chapter laid out for binding, given its conversion's and what it takes from its volume."""
    return _hash(repr((chapter, frame, _shared_parts("pdf", options), fonts_key())))


def volume_parts(
    format: Format,  # noqa: A002  # the field's own word
    options: Options,
    spec: str,
    sites: Iterable[Path],
    posts: Mapping[str, str],
    pages: bytes,
) -> Parts:
    """What decides a volume, given what was asked for, the SHA-256 of every post that it may be chosen from, and what is
    known of the PDF beside it.
    """
    return {
        **posts,
        "what is asked for": _hash(spec),
        "the site's settings": _hash("\n".join(map(site_key, sites))),
        "the PDF beside it": hashlib.sha256(pages).hexdigest(),
        **_shared_parts(format, options),
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def output_key(output: Path) -> str:
    """Under which the store keeps what is known of an output."""
    return _hash(str(located(output)))[:32]


def file_digest(path: Path) -> str:
    """SHA-256 of a file, or the empty string when it cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return ""
        if status.st_size > LARGE:
            return f"{status.st_size}-{status.st_mtime_ns}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


@once
def _shared_parts(format: Format, options: Options) -> Parts:  # noqa: A002  # the field's own word
    """Everything but the post: tool, engines, style, options, the date that reproducible builds set."""
    steady.look_at_looks(options.style, options.logo)
    engines = [version(name) for name in (*_SHARED, *_ENGINES[format])]
    settings = (
        options.page if format == "pdf" else "",
        options.typography,
        options.dollars,
        options.profile,
        options.animation,
        options.assets,
        options.cover,
        file_digest(Path(options.logo)) if options.logo else "",
        options.certifier if format == "epub" else "",
        options.math if format == "epub" else "",
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )
    return {
        "this tool": _code_digest(),
        "an engine": _hash(repr(engines)),
        "the style": styles.load(options.style).digest,
        "a setting": repr(settings),
    }


@cache
def _text_key(options: Options) -> str:
    """Everything but the post that decides its conversion."""
    parts = {
        "code": _code_digest(),
        "engines": [version(name) for name in _SHARED],
        "options": [options.typography, options.dollars, options.profile, options.assets],
    }
    return json.dumps(parts, sort_keys=True)


@once
def fonts_key() -> str:
    """Of the machine's fonts, by place, size and time."""
    from publish.fonts import system

    return hashlib.sha256(repr([_stamp(path, path.name) for path in system.files()]).encode()).hexdigest()


def engine_versions() -> Mapping[str, str]:
    """The libraries that decide bytes, by name."""
    names = (*_SHARED, *(name for names in _ENGINES.values() for name in names))
    return {name: version(name) for name in sorted(set(names))}


@cache
def _code_digest() -> str:
    """Of this package's own modules, by size and time: a developer's edit counts like a new version."""
    return _listing_digest(Path(__file__).resolve().parent.parent, "*.py")


@dataclass(frozen=True, slots=True)
class _Stamp:
    name: str
    size: int
    time: int


def _stamp(path: Path, name: str) -> _Stamp:
    status = path.stat()
    return _Stamp(name, status.st_size, status.st_mtime_ns)


def _listing_digest(folder: Path, pattern: str) -> str:
    stamps = []
    for path in sorted(folder.rglob(pattern)):
        if path.is_file():
            stamps.append(_stamp(path, path.relative_to(folder).as_posix()))
    return hashlib.sha256(repr(stamps).encode("utf-8", "surrogateescape")).hexdigest()


@once
def site_key(config: Path | None) -> str:
    """Of a site's settings, its includes and layouts, and the data that its posts may show."""
    if config is None:
        return ""
    steady.look_at_site(config)
    folders = (config.parent / name for name in ("_includes", "_layouts", "_data"))
    return "\n".join([file_digest(config), *(_listing_digest(f, "*") for f in folders if f.is_dir())])
