"""The picture on a book's cover: that of a post, or the one that a volume names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from publish.books import fontnotices
from publish.books.convert import Opened
from publish.books.desk import Desk
from publish.errors import PublishError, reason_of
from publish.fonts import FONTS
from publish.images import gather
from publish.images.desk import unprinted
from publish.images.errors import ImageError
from publish.images.gather import Hero
from publish.keep.files import located, read_regular

__all__ = ["of_file", "of_post"]


def of_post(post: Opened, desk: Desk) -> Hero:
    """The picture in a post's front matter. Problems become notices."""
    hero = gather.hero_of(post.post, post.site, desk.sources)
    return replace(hero, files=fontnotices.with_fonts(hero.files))


def of_file(
    path: Path, name: str, label: str, language: str, desk: Desk, fault: Callable[[str], PublishError]
) -> Hero:
    """A picture that a volume names as `name`; `label` is the volume in messages.

    Raises what `fault` makes of the reason when the picture cannot be used.
    """
    path = located(path)
    try:
        data = read_regular(path, desk.options.limits.image_bytes)
        digest = sha256(data).hexdigest()
        picture = desk.sources.convert(digest, lambda: data, name, language)
    except (OSError, ImageError) as error:
        raise fault(reason_of(error)) from error
    files = {str(path): digest} | ({FONTS: ""} if picture.unprinted else {})
    notices = (unprinted(picture, label),) if picture.unprinted else ()
    return Hero(picture, notices, fontnotices.with_fonts(tuple(files.items())))
