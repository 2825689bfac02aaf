"""What we must know of a post to choose and announce it: its front matter, without its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from publish.frozen import frozen
from publish.model import Person, Post, Series

__all__ = ["Facts", "facts_of"]


@frozen
class Facts:
    """A post's front matter, as `posts.read` gives it. The fields are a Post's."""

    path: Path
    label: str
    stem: str
    title: str
    language: str
    collection: str
    digest: str
    authors: tuple[Person, ...] = ()
    others: bool = False
    date: datetime | None = None
    modified: datetime | None = None
    description: str = ""
    image: str = ""
    image_alt: str = ""
    image_caption: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    rights: str = ""
    address: str = ""
    cover: str = ""
    series: Series | None = None
    twin: str = ""
    """A name that its translations share, from `page_id` or `ref`."""

    def to_data(self) -> dict[str, Any]:
        """As JSON data, without the file's path: the same bytes may be in another place."""
        data = asdict(self)
        del data["path"], data["label"]
        data["date"] = self.date.isoformat() if self.date else None
        data["modified"] = self.modified.isoformat() if self.modified else None
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any], path: Path, label: str) -> Facts:
        """The reverse. Raises KeyError, TypeError or ValueError for data of another version."""
        values = dict(data)
        for name in ("date", "modified"):
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        for name in ("tags", "categories"):
            values[name] = tuple(values[name])
        values["authors"] = tuple(Person(**person) for person in values["authors"])
        values["series"] = Series(**values["series"]) if values["series"] else None
        return cls(path=path, label=label, **values)


def facts_of(post: Post, path: Path) -> Facts:
    """The facts of a post that was read from `path`."""
    return Facts(
        path=path,
        label=post.label,
        stem=post.stem,
        title=post.title,
        language=post.language,
        collection=post.collection,
        digest=post.digest,
        authors=post.authors,
        others=post.others,
        date=post.date,
        modified=post.modified,
        description=post.description,
        image=post.image,
        image_alt=post.image_alt,
        image_caption=post.image_caption,
        tags=post.tags,
        categories=post.categories,
        rights=post.rights,
        address=post.address,
        cover=post.cover,
        series=post.series,
        twin=str(post.meta.get("page_id") or post.meta.get("ref") or ""),
    )
