"""Kept chapters: a post is converted once for all books and formats, until its bytes or its pictures change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.books.facts import Facts
from publish.books.neighbours import Links, join
from publish.fresh.fingerprint import chapter_key
from publish.fresh.records import Pictures, are_fresh
from publish.frozen import frozen
from publish.keep.store import Store, parse
from publish.model import Chapter, Heading, Image, Notice, Options, Person

__all__ = ["ChapterJob", "Converted", "Full", "find", "keep", "load", "placed"]

_KNOWN, _TEXTS = "conversions", "chapters"


@frozen
class ChapterJob:
    """A post to convert to a chapter. Can be sent to another process."""

    path: Path
    label: str
    config: Path | None
    options: Options
    id: str = ""
    """The chapter's id in its volume; empty: the id that it has in a book of its own."""
    section: str = ""
    links: Links = ()
    """Links to other posts of its volume by their files."""
    data: bytes | None = field(default=None, repr=False)
    """The post's bytes, once they were read: a book never mixes two editions of a post. None before that, and when
    they cannot be read.
    """


@frozen
class Converted:
    """What we know of a conversion without loading it."""

    key: str
    """Fingerprint of the chapter and its pictures."""
    files: tuple[tuple[str, str], ...]
    """The files and pictures that the post names, see `records.Record`."""
    notices: tuple[Notice, ...]
    facts: Facts
    """The post's front matter."""
    emoji: str = ""
    """Its characters that may be emoji."""


@frozen
class Full:
    """A chapter with its pictures."""

    chapter: Chapter
    images: tuple[Image, ...]


def find(job: ChapterJob, store: Store, pictures: Pictures) -> Converted | None:
    """The kept conversion of a post's bytes; None when the post must be converted."""
    if job.data is None:
        return None
    data = store.get(_KNOWN, chapter_key(job, sha256(job.data).hexdigest()))
    found = _converted(data, job) if data else None
    if found is None or not are_fresh(found.files, pictures):
        return None
    return found


def keep(key: str, found: Converted, full: Full, store: Store) -> None:
    """Keep a conversion under the fingerprint `key`."""
    store.put(_TEXTS, found.key, _packed(full))
    data = {**asdict(found), "facts": found.facts.to_data()}
    store.put(_KNOWN, key, json.dumps(data).encode("utf-8", "surrogateescape"))


def load(job: ChapterJob, converted: Converted, store: Store) -> Full | None:
    """A converted chapter; None when the store has lost it."""
    data = store.get(_TEXTS, converted.key)
    full = _unpacked(data) if data else None
    return None if full is None else placed(full, job)


def placed(full: Full, job: ChapterJob) -> Full:
    """The chapter with the id that its book gives it."""
    chapter = replace(full.chapter, id=job.id or full.chapter.id, label=job.label, section=job.section)
    if job.links:
        chapter = replace(chapter, body=join(chapter.body, chapter.address, job.links))
    return replace(full, chapter=chapter)


def _converted(data: bytes, job: ChapterJob) -> Converted | None:
    try:
        raw = parse(data)
        notices = tuple(Notice(**notice) for notice in raw["notices"])
        files = tuple((str(path), str(digest)) for path, digest in raw["files"])
        facts = Facts.from_data(raw["facts"], job.path, job.label)
        return Converted(str(raw["key"]), files, notices, facts, str(raw["emoji"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # written by another version, or by somebody else


def _packed(full: Full) -> bytes:
    """One line of JSON, then the pictures' bytes in a row."""
    heads = [_image_head(image) for image in full.images]
    data = {"chapter": _chapter_data(full.chapter), "images": heads}
    return (
        json.dumps(data, ensure_ascii=True).encode() + b"\n" + b"".join(image.data for image in full.images)
    )


def _image_head(image: Image) -> dict[str, Any]:
    return {
        "name": image.name,
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
        "address": image.address,
        "natural_width": image.natural_width,
        "size": len(image.data),
    }


def _chapter_data(chapter: Chapter) -> dict[str, Any]:
    data = asdict(chapter)
    data["date"] = chapter.date.isoformat() if chapter.date else None
    return data


def _unpacked(data: bytes) -> Full | None:
    try:
        head, _, rest = data.partition(b"\n")
        raw = parse(head)
        return Full(_chapter(raw["chapter"]), tuple(_images(raw["images"], rest)))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _chapter(raw: Mapping[str, Any]) -> Chapter:
    values = dict(raw)
    values["authors"] = tuple(Person(**person) for person in values["authors"])
    values["headings"] = tuple(Heading(**heading) for heading in values["headings"])
    values["date"] = datetime.fromisoformat(values["date"]) if values["date"] else None
    values["notices"] = values["files"] = ()
    return Chapter(**values)


def _images(heads: Sequence[Mapping[str, Any]], data: bytes) -> list[Image]:
    found, place = [], 0
    for head in heads:
        size = int(head["size"])
        values = {name: value for name, value in head.items() if name != "size"}
        found.append(Image(**values, data=data[place : place + size]))
        place += size
    return found
