"""What `publish shelf` was asked, what a shelf says of itself, and where it is written: the names of its folder and archives,
and parts that an earlier run left beside new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import PostError
from publish.fresh import records
from publish.fresh.records import Record
from publish.frozen import frozen
from publish.keep.files import is_file
from publish.keep.store import Store
from publish.language import label
from publish.model import Notice, Site
from publish.project import site as sites
from publish.text.patterns import late

if TYPE_CHECKING:
    from publish.shelf import Frame, Work

__all__ = ["Request", "archive_of", "folder_of", "frame_of", "name_of", "old_parts"]

_PART = late(r"-\d+-of-\d+\.zip")


@frozen
class Request:
    """The options of `publish shelf`."""

    folder: Path
    project: Path
    """The folder with publish.toml, else the current one."""
    output: str | None
    title: str
    language: str
    style: str
    archive: bool
    split: str | None
    zim: bool
    since: datetime | None
    profile: str | None
    key: Path | None
    strict: bool
    quiet: bool


def name_of(request: Request) -> str:
    """Name of the shelf's folder or archive."""
    parts = [request.folder.resolve().name or "shelf"]
    parts += [f"since-{request.since:%Y-%m-%d}"] if request.since else []
    parts += [request.profile] if request.profile else []
    return "-".join(parts)


def frame_of(request: Request, works: Sequence[Work], public_key: str) -> tuple[Frame, Sequence[Notice]]:
    """What the shelf says of itself."""
    from publish import shelf as shelves

    site, notices = _site(request)
    language = request.language or shelves.shelf_language(works)
    frame = shelves.Frame(
        request.title or shelves.shelf_title(works) or site.title or label("shelf-books", language),
        language,
        public_key=public_key,
        profile=request.profile or "",
        collections=sites.collection_titles(site),
    )
    return frame, notices


def _site(request: Request) -> tuple[Site, list[Notice]]:
    """The site above the books, or around posts/."""
    config = sites.find(request.folder.resolve()) or sites.find(request.project / "posts")
    try:
        return sites.load(config), []
    except PostError as error:  # a shelf needs no site
        return Site(), [Notice("site-unread", error.message, error.path or "", error.line)]


def folder_of(request: Request, name: str) -> Path:
    """The folder of a shelf that is no archive."""
    if request.output:
        return Path(request.output)
    return request.folder if name == request.folder.resolve().name else request.folder.with_name(name)


def archive_of(request: Request, name: str, ending: str = ".zip") -> Path:
    """Path of an archive: beside the folder. Inside, it would become a part of the shelf."""
    beside = request.folder.resolve().parent
    if request.output and request.output.lower().endswith(ending):
        path = Path(request.output)
        return (
            path
            if not request.split
            else path.with_name(f"{path.stem}{name.removeprefix(name_of(request))}.zip")
        )
    return (Path(request.output) if request.output else beside) / f"{name}{ending}"


def old_parts(made: Sequence[Path], store: Store) -> tuple[list[Path], tuple[Notice, ...]]:
    """Remember the parts that were just made, and find those of an earlier run, which no longer belong to them.

    Those that are as we made them are removed, and returned. Nobody knows what is in others: they stay, with a notice.
    """
    removed, notices = [], []
    for path in _beside(made):
        if records.is_ours(store, path):
            path.unlink(missing_ok=True)
            removed.append(path)
        else:
            message = "is no part of this shelf: delete it before you hand the parts on"
            notices.append(Notice("part-old", message, str(path)))
    for path in made:
        records.keep(store, path, Record({}))
    return removed, tuple(notices)


def _beside(made: Sequence[Path]) -> Iterator[Path]:
    """Files with names of parts of the same shelf."""
    stems = {(path.parent, _PART.sub("", path.name)) for path in made}
    for folder, stem in sorted(stems):
        for path in sorted(folder.iterdir()):
            is_part = path.name.startswith(stem) and _PART.fullmatch(path.name, len(stem))
            if is_part and path not in made and is_file(path):
                yield path
