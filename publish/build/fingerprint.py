"""Fingerprints: what decides a book's bytes, in one hash. The same fingerprint means the same book."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from publish import style as styles
from publish.build.plan import Job
from publish.model import Cover, Format, Options
from publish.style import Style

__all__ = ["book_key", "chapter_key", "cover_key", "file_digest", "leaf_key", "site_key", "volume_key"]


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


_ENGINES = {
    "pdf": ("weasyprint", "pikepdf", "fonttools", "uharfbuzz", "fontpkg-source-serif-4"),
    "epub": ("ebooklib", "weasyprint", "pypdfium2"),
    "html": (),
}
_SHARED = (
    "markdown",
    "nh3",
    "lxml",
    "pillow",
    "pygments",
    "python-liquid",
    "babel",
    "latex2mathml",
    "jinja2",
)


def book_key(job: Job, post: bytes, pages: bytes = b"") -> str:
    """The fingerprint of one job, given the post's bytes and what is known of the PDF beside it; files that the post
    names are checked apart.
    """
    turn = "" if job.format == "html" else repr(job.turn)
    shared = _shared_key(job.format, job.options)
    parts = [shared, site_key(job.config), turn, job.label, str(job.path.resolve())]
    total = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape"))
    total.update(post)
    total.update(pages)
    return total.hexdigest()


def cover_key(cover: Cover, style: Style) -> str:
    """The fingerprint of a cover's picture: what it says and shows, the style's templates, the code and the engines."""
    pictures = [
        image.name for image in (cover.hero, cover.logo) if image
    ]  # names are hashes of what they hold
    facts = asdict(replace(cover, hero=None, logo=None))
    engines = [_version(name) for name in (*_ENGINES["epub"], "pillow", "uharfbuzz")]
    parts = (
        facts,
        pictures,
        [_listing_digest(each / "covers", "*") for each in style.folders],
        engines,
        _code_digest(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


def chapter_key(job: _Named, post: bytes) -> str:
    """The fingerprint of a post's conversion, whatever is made of the chapter; files that it names are checked apart."""
    parts = [_text_key(job.options), site_key(job.config), job.label, str(job.path.resolve())]
    total = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape"))
    total.update(post)
    return total.hexdigest()


def leaf_key(chapter: str, frame: str, options: Options) -> str:
    """The fingerprint of a chapter laid out for binding, given its conversion's and what it takes from its volume."""
    parts = [chapter, frame, _shared_key("pdf", options), _fonts_key()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def volume_key(format: Format, options: Options, parts: Iterable[str]) -> str:  # noqa: A002  # the field's own word
    """The fingerprint of a volume, given those of everything in it."""
    text = "\n".join([_shared_key(format, options), *parts])
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, or the empty string when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


@cache
def _shared_key(format: Format, options: Options) -> str:  # noqa: A002  # the field's own word
    """Everything but the post: tool, engines, style, options, the date that reproducible builds set."""
    parts = {
        "code": _code_digest(),
        "engines": [_version(name) for name in (*_SHARED, *_ENGINES[format])],
        "style": styles.load(options.style).digest,
        "page": options.page if format == "pdf" else "",
        "options": [options.typography, options.profile, options.animation],
        "cover": [options.cover, file_digest(Path(options.logo)) if options.logo else ""],
        "certifier": options.certifier if format == "epub" else "",
        "epoch": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "format": format,
    }
    return json.dumps(parts, sort_keys=True)


@cache
def _text_key(options: Options) -> str:
    """Everything but the post that decides its conversion."""
    parts = {
        "code": _code_digest(),
        "engines": [_version(name) for name in _SHARED],
        "options": [options.typography, options.profile],
    }
    return json.dumps(parts, sort_keys=True)


@cache
def _fonts_key() -> str:
    """Of the machine's fonts, by place, size and time."""
    from publish import systemfonts

    return hashlib.sha256(
        repr([_stamp(path, path.name) for path in systemfonts.files()]).encode()
    ).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


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


@cache
def site_key(config: Path | None) -> str:
    """Of a site's settings, and the includes and data that its posts may show."""
    if config is None:
        return ""
    folders = (config.parent / name for name in ("_includes", "_data"))
    return "\n".join([file_digest(config), *(_listing_digest(f, "*") for f in folders if f.is_dir())])
