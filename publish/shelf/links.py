"""What a blog's own pages link to: for each post and volume its files, as data for the site's templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from publish.frozen import frozen
from publish.keep.files import is_file
from publish.shelf.scanning import digest
from publish.shelf.works import Item, Work, address, human_size
from publish.text.messages import DISTRIBUTION

__all__ = ["Linked", "files_of", "to_yaml", "volumes_of"]

_TYPES = {".epub": "application/epub+zip", ".pdf": "application/pdf", ".html": "text/html"}
"""Media types of the files that pages link to (IANA), in the order of the links."""
_HEAD = f"""# The books of this site, for its templates. `publish links` ({DISTRIBUTION}) writes this file anew each time.
# Addresses are those without `baseurl`: use the filter relative_url.
"""


@frozen
class Linked:
    """One book, in all its formats."""

    title: str
    files: tuple[Mapping[str, Any], ...]
    more: Mapping[str, Any] = field(default_factory=dict)


def files_of(
    folder: Path, paths: Iterable[Path], items: Sequence[Item], served: str
) -> tuple[Mapping[str, Any], ...]:
    """What a template must know of some files below a folder, in the order EPUB, PDF, HTML; those that are not there are
    left out.

    `items` were read from the folder already; `served` is the address at which the site serves the folder.
    """
    known = {item.path: item for item in items}
    order = list(_TYPES)
    there = (path for path in paths if path.suffix.lower() in _TYPES and is_file(path))
    return tuple(
        _file(folder, path, known.get(path), served)
        for path in sorted(there, key=lambda path: (order.index(path.suffix.lower()), path))
    )


def _file(folder: Path, path: Path, item: Item | None, served: str) -> Mapping[str, Any]:
    ending = path.suffix.lower()
    size, sha256 = (item.size, item.sha256) if item else digest(path)
    pages = item.facts.pages if item else 0
    name = path.relative_to(folder).as_posix()
    return {
        "format": ending[1:].upper(),
        "address": f"{served.rstrip('/')}/{address(name)}",
        "type": _TYPES[ending],
        "size": human_size(size),
        "bytes": size,
        **({"pages": pages} if pages else {}),
        "sha256": sha256,
    }


def volumes_of(folder: Path, works: Iterable[Work], taken: set[Path], served: str) -> list[Linked]:
    """The books in a folder that are of no single post, the newest first."""
    found = []
    for work in works:
        paths = [item.path for item in work.items if item.path not in taken]
        if not paths:
            continue
        pages = [path.with_suffix(".html") for path in paths]
        paths += [path for path in dict.fromkeys(pages) if path not in taken and path not in paths]
        said = {"date": _day(work.facts.date), "language": work.facts.language}
        more = {name: value for name, value in said.items() if value}
        found.append(Linked(work.facts.title, files_of(folder, paths, work.items, served), more))
    return found


def _day(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def to_yaml(posts: Mapping[str, Linked], volumes: Iterable[Linked]) -> bytes:
    """The data file. `posts` are by their path in the site, which Jekyll's templates know as `page.path`."""
    data = {
        "posts": {path: _data(posts[path]) for path in sorted(posts)},
        "volumes": [_data(volume) for volume in volumes],
    }
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    return f"{_HEAD}{text}".encode()


def _data(book: Linked) -> dict[str, Any]:
    return {"title": book.title, **book.more, "files": [dict(file) for file in book.files]}
