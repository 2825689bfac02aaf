"""Laid-out parts of volumes: chapters, and front and back matter. Each is kept under the fingerprint of its inputs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from publish.books.assemble import loaded
from publish.books.chapters import ChapterJob, Converted
from publish.books.desk import Desk
from publish.books.jobs import BookJob, Frame, Part
from publish.fresh.fingerprint import leaf_key
from publish.keep.store import Store, parse
from publish.project.style import Style

if TYPE_CHECKING:
    from publish.pdf.binding import Bound
    from publish.pdf.volume import Setting

__all__ = ["PARTS", "around", "bound", "chapter", "has_around", "key_of", "lay_out"]

PARTS = "parts"
"""Kind of the store's entries for laid-out parts of volumes."""


def key_of(job: ChapterJob, found: Converted, frame: Frame) -> str:
    """Fingerprint of a chapter's pages: from its conversion, and from what the pages take from the volume."""
    return leaf_key(found.key, repr((job.id, job.section, job.links, frame)), job.options)


def chapter(job: ChapterJob, found: Converted, frame: Frame, desk: Desk, *, fresh: bool = False) -> bytes:
    """The pages of a chapter: from the store, or made now and kept."""
    data = None if fresh else desk.store.get(PARTS, key_of(job, found, frame))
    if data is None:
        found, full = loaded(job, found, desk)
        key = key_of(job, found, frame)
        data = lay_out(Part(frame, full), desk.style)
        desk.keep(PARTS, key, data)
    return data


def lay_out(part: Part, style: Style) -> bytes:
    """The pages of one chapter: a pure step, on this machine or on another. Raises PublishError."""
    from publish.pdf import volume as volumes

    return volumes.chapter(_setting(part.frame, style), part.full.chapter, part.full.images)


def _kept(
    desk: Desk, key: str, make: Callable[[], bytes], *, kind: str = PARTS, fresh: bool = False
) -> bytes:
    data = None if fresh else desk.store.get(kind, key)
    if data is None:
        data = make()
        desk.keep(kind, key, data)
    return data


def _setting(frame: Frame, style: Style) -> Setting:
    from publish.pdf import source
    from publish.pdf import volume as volumes

    held = source.Around(frame.language, frame.publisher, frame.accent)
    return volumes.Setting(style, frame.page, held)


def _matter_key(job: BookJob, kind: str, more: object = "") -> str:
    """Fingerprint of front or back matter; `kind` is `front`, `back` or `exact`."""
    cover = job.volume.book.cover
    hero = cover.hero.name if cover.hero else ""
    chapters = job.volume.book.chapters
    if kind != "exact":  # the digests of posts are put in at binding, so an edit does not change these pages
        chapters = tuple(replace(each, digest="") for each in chapters)
    book = replace(job.volume.book, cover=replace(cover, hero=None), chapters=chapters)
    return leaf_key(kind, repr((book, hero, job.volume.frame, more)), job.options)


def around(job: BookJob, desk: Desk) -> None:
    """Lay out and keep the parts that need no page numbers: the contents with dummy numbers, and the colophon. Raises
    PublishError.
    """
    setting = _setting(job.volume.frame, desk.style)
    _specimen(job, desk, setting, fresh=job.options.force)
    _back(job, desk, setting, fresh=job.options.force)
    if not desk.store.has("volumes", _hint_key(job)):
        from publish.pdf import volume as volumes

        # The numbers in the contents do not change how many pages they have.
        pages = volumes.count(volumes.front(setting, job.volume.book, {}))
        _keep_hint(job, desk.store, pages)


def has_around(job: BookJob, store: Store) -> bool:
    """Whether front and back matter are laid out already."""
    keys = (_specimen_key(job), _matter_key(job, "back"))
    return all(store.has(PARTS, key) for key in keys) and store.has("volumes", _hint_key(job))


def _specimen_key(job: BookJob) -> str:
    return leaf_key("specimen", repr(job.volume.frame), job.options)


def _specimen(job: BookJob, desk: Desk, setting: Setting, *, fresh: bool = False) -> bytes:
    from publish.pdf import volume as volumes

    return _kept(desk, _specimen_key(job), lambda: volumes.specimen(setting), fresh=fresh)


def _back(job: BookJob, desk: Desk, setting: Setting, *, exact: bool = False, fresh: bool = False) -> bytes:
    from publish.pdf import volume as volumes

    key = _matter_key(job, "exact" if exact else "back")
    return _kept(desk, key, lambda: volumes.back(setting, job.volume.book, exact=exact), fresh=fresh)


def _hint_key(job: BookJob) -> str:
    return sha256(
        f"{job.label}\n{job.volume.frame}\n{len(job.chapters)}".encode("utf-8", "surrogateescape")
    ).hexdigest()


def _keep_hint(job: BookJob, store: Store, pages: int) -> None:
    store.put("volumes", _hint_key(job), json.dumps({"front": pages}).encode())


def _hint(job: BookJob, store: Store) -> int:
    """The number of pages that the front matter probably has, from an earlier build."""
    data = store.get("volumes", _hint_key(job))
    try:
        return int(parse(data)["front"]) if data else 3
    except (ValueError, KeyError, TypeError):
        return 3


def bound(job: BookJob, desk: Desk) -> Bound:
    """The volume as one PDF, from kept parts; lost ones are made again. Raises PublishError."""
    from publish.pdf import volume as volumes

    setting = _setting(job.volume.frame, desk.style)

    def front(begins: Mapping[str, int]) -> bytes:
        key = _matter_key(job, "front", sorted(begins.items()))
        return _kept(
            desk, key, lambda: volumes.front(setting, job.volume.book, begins), fresh=job.options.force
        )

    def keep(name: str, make: Callable[[], bytes]) -> bytes:
        return _kept(desk, leaf_key("font", name, job.options), make, kind="fonts", fresh=job.options.force)

    parts = [
        chapter(each, found, job.volume.frame, desk)
        for each, found in zip(job.chapters, job.volume.conversions, strict=True)
    ]
    hint = _hint(job, desk.store)
    bound = volumes.bind(
        setting,
        job.volume.book,
        parts,
        front=front,
        back=_back(job, desk, setting),
        exact_back=partial(_back, job, desk, setting, exact=True, fresh=job.options.force),
        specimen=_specimen(job, desk, setting),
        front_pages=hint,
        keep=keep,
    )
    if bound.front_pages != hint:
        _keep_hint(job, desk.store, bound.front_pages)
    return bound
