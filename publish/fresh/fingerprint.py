"""Fingerprints: one hash of everything that decides a book's bytes. The same fingerprint means the same book.

`records` compares it with what a finished file was made from, and checks the files that its posts name.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from publish.fresh import steady
from publish.frozen import frozen
from publish.keep.files import file_digest, files_below, real_name
from publish.keep.once import once
from publish.keep.versions import version
from publish.model import Cover, Format, Options
from publish.project import programs
from publish.project import style as styles
from publish.project.style import Style

__all__ = [
    "Parts",
    "book_key",
    "book_parts",
    "chapter_key",
    "cover_key",
    "engine_versions",
    "fonts_key",
    "leaf_key",
    "output_key",
    "site_key",
    "volume_parts",
]

Parts = Mapping[str, str]
"""The inputs that decide a file, in words for the user, and the fingerprint of each."""


class _Named(Protocol):
    """What decides a conversion besides the post's bytes."""

    @property
    def path(self) -> Path:
        """The post."""

    @property
    def label(self) -> str:
        """Its name in notices."""

    @property
    def config(self) -> Path | None:
        """The `_config.yml` of its site."""

    @property
    def options(self) -> Options:
        """The user's options."""


class _NamedBook(_Named, Protocol):
    """What decides a post's book besides the post's bytes."""

    @property
    def format(self) -> Format:
        """The kind of file."""

    @property
    def turn(self) -> tuple[int, int]:
        """The cover's turn."""


_OUR_FILES = (".py", ".toml", ".html", ".tsv")
"""Kinds of files in this package: code, themes, includes, words of languages."""
_ENGINES = {
    "pdf": ("weasyprint", "pikepdf", "fonttools", "uharfbuzz", "fontpkg-source-serif-4", "ziamath", "budoux"),
    "epub": ("ebooklib", "weasyprint", "pypdfium2", "ziamath", "uharfbuzz", "budoux"),
    "html": ("ziamath", "uharfbuzz", "budoux"),
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
    """The inputs of one job's file, from the SHA-256 of the post's bytes and what is known of the PDF beside it.
    Files that the post names are checked separately.
    """
    return {
        "the post": post,
        "the site's settings": _hash(site_key(job.config)),
        "the place of the post": _hash(f"{job.label}\n{real_name(job.path)}"),
        "the cover's turn": repr(job.turn),
        "the PDF beside it": hashlib.sha256(pages).hexdigest(),
        **_shared_parts(job.format, job.options),
    }


def book_key(job: _NamedBook, post: str) -> str:
    """The fingerprint of one job, from the SHA-256 of the post's bytes."""
    return _hash(repr(book_parts(job, post)))


def cover_key(cover: Cover, style: Style) -> str:
    """The fingerprint of a cover's picture: its content, the style's templates, the code and the engines."""
    pictures = [
        image.name for image in (cover.hero, cover.logo) if image
    ]  # picture names are hashes of their bytes
    facts = asdict(replace(cover, hero=None, logo=None))
    engines = [version(name) for name in (*_ENGINES["epub"], "pillow", "uharfbuzz")]
    parts = (
        facts,
        pictures,
        [_listing_digest(each / "covers") for each in style.folders],
        engines,
        _code_digest(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


def chapter_key(job: _Named, post: str) -> str:
    """The fingerprint of a post's conversion, the same for all formats, from the SHA-256 of the bytes that are
    converted. Files that the post names are checked separately.
    """
    return _hash(
        "\n".join([_text_key(job.options), site_key(job.config), job.label, real_name(job.path), post])
    )


def leaf_key(chapter: str, frame: str, options: Options) -> str:
    """The fingerprint of a chapter laid out for binding, from that of its conversion and what it takes from its
    volume.
    """
    return _hash(repr((chapter, frame, _shared_parts("pdf", options), fonts_key())))


def volume_parts(
    format: Format,  # noqa: A002  # the same name as the field's
    options: Options,
    spec: str,
    sites: Iterable[Path],
    posts: Mapping[str, str],
    pages: bytes,
) -> Parts:
    """The inputs of a volume, from what was asked for, the SHA-256 of every candidate post, and what is known of the
    PDF beside it.
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
    """The store's key for the record of an output."""
    return _hash(real_name(output))[:32]


@once
def _shared_parts(format: Format, options: Options) -> Parts:  # noqa: A002  # the same name as the field's
    """Everything except the post: the tool, engines, style, options, and `SOURCE_DATE_EPOCH`."""
    steady.look_at_looks(options.style, options.logo)
    engines = [version(name) for name in (*_SHARED, *_ENGINES[format])]
    settings = (
        options.page if format == "pdf" else "",
        options.typography,
        options.dollars,
        _drawers(options),
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


@once
def _text_key(options: Options) -> str:
    """Everything except the post that decides its conversion."""
    parts = {
        "code": _code_digest(),
        "engines": [version(name) for name in _SHARED],
        "options": [
            options.typography, options.dollars, options.profile, options.assets, _drawers(options),
        ],
    }  # fmt: skip
    return json.dumps(parts, sort_keys=True)


def _drawers(options: Options) -> str:
    """The programs that draw diagrams, where that is asked for."""
    return repr(programs.found()) if options.diagrams == "draw" else ""


@once
def fonts_key() -> str:
    """A hash of the machine's fonts, by path, size and time."""
    from publish.fonts import system

    return hashlib.sha256(repr([_stamp(path, path.name) for path in system.files()]).encode()).hexdigest()


def engine_versions() -> Mapping[str, str]:
    """The libraries that decide bytes, with their versions."""
    names = (*_SHARED, *(name for names in _ENGINES.values() for name in names))
    return {name: version(name) for name in sorted(set(names))}


@cache
def _code_digest() -> str:
    """A hash of this package's modules and data, by size and time: a developer's edit counts like a new version."""
    return _hash(repr(sorted(_our_files(str(Path(__file__).resolve().parent.parent), ""))))


def _our_files(folder: str, inside: str) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of each file below a folder: six hundred files, without a Path for each."""
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                if each.name != "__pycache__":
                    yield from _our_files(each.path, f"{inside}{each.name}/")
            elif each.name.endswith(_OUR_FILES) and (status := _status(each)):
                yield f"{inside}{each.name}", status.st_size, status.st_mtime_ns


def _status(each: os.DirEntry[str]) -> os.stat_result | None:
    """A file's size and time; None for what is no file, and for one that an editor replaces now."""
    try:
        return each.stat() if each.is_file() else None
    except OSError:
        return None


@frozen
class _Stamp:
    name: str
    size: int
    time: int


def _stamp(path: Path, name: str) -> _Stamp:
    status = path.stat()
    return _Stamp(name, status.st_size, status.st_mtime_ns)


def _listing_digest(folder: Path, beginning: str = "") -> str:
    """A hash of the files below a folder whose names begin so, by path, size and time."""
    stamps = [
        _stamp(folder / path, path)
        for path in files_below(folder)
        if path.rpartition("/")[2].startswith(beginning)
    ]
    return hashlib.sha256(repr(stamps).encode("utf-8", "surrogateescape")).hexdigest()


@once
def site_key(config: Path | None) -> str:
    """A hash of a site's settings, includes, layouts, and the data that posts can show."""
    if config is None:
        return ""
    steady.look_at_site(config)
    folders = (config.parent / name for name in ("_includes", "_layouts", "_data"))
    parts = [config.name, file_digest(config), *(_listing_digest(f) for f in folders if f.is_dir())]
    if not config.name.startswith("_"):  # Hugo: sections hand settings down
        root = config.parent.parent.parent if config.parent.name == "_default" else config.parent
        parts.append(_listing_digest(root / "content", "_index.m"))
    return "\n".join(parts)
