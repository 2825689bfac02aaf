"""Separates posts that may be handed out from those that are held back. Single books and volumes both start here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from publish import posts
from publish.books.choosing.find import Found
from publish.errors import PublishError
from publish.fresh.sites import site_of
from publish.frozen import frozen
from publish.model import Notice, Options, Site
from publish.posts import filenames, release
from publish.posts.release import Reason, Terms
from publish.project import site as sites

__all__ = ["Held", "Sifted", "Sound", "sift", "terms_of"]

_SAID = frozenset(("future", "draft", "unpublished", "hidden", "expired", "undated", "excluded"))
"""What is worth a warning, should somebody name the file itself: the others only keep it from being found."""


@frozen
class Sound:
    """A post that will be made."""

    found: Found
    config: Path | None
    """The `_config.yml` above it."""
    notices: tuple[Notice, ...] = ()
    """Why it would be held back if the user had not named it."""


@frozen
class Held:
    """A post that is held back."""

    found: Found
    config: Path | None
    reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        """The name in messages."""
        return str(self.found.path)


@frozen
class Sifted:
    """Everything that was found, except files that are not posts."""

    posts: tuple[Sound, ...]
    held: tuple[Held, ...]
    configs: dict[Path, Path | None]
    """The `_config.yml` that applies to each folder."""


def terms_of(options: Options, now: datetime | None = None) -> Terms:
    """Which held-back posts the options include; `now` is the current time by default."""
    return Terms(now or datetime.now(UTC), options.future, options.drafts, options.unpublished)


def sift(found: Iterable[Found], terms: Terms) -> Sifted:
    """Separate what was found. Never raises: a file that cannot be read counts as a post, and gives its error when it
    is made.
    """
    configs: dict[Path, Path | None] = {}
    real: dict[Path, Path] = {}  # an archive has many posts in few folders
    sound, held = [], []
    for each in found:
        folder = each.path.parent
        for place in (folder, each.top):
            if place is not None and place not in real:
                real[place] = place.resolve()
        if folder not in configs:
            configs[folder] = sites.find(real[folder])
        reasons = _reasons(each, real, configs[folder], terms)
        kinds = {reason.kind for reason in reasons}
        if each.top is None:
            sound.append(Sound(each, configs[folder], _warned(each, reasons)))
        elif not reasons:
            sound.append(Sound(each, configs[folder]))
        elif "machinery" not in kinds:
            held.append(Held(each, configs[folder], reasons))
    return Sifted(tuple(sound), tuple(held), configs)


def _reasons(
    found: Found, real: Mapping[Path, Path], config: Path | None, terms: Terms
) -> tuple[Reason, ...]:
    """All reasons to hold a post back; `real` has the folders with links resolved. A file that the user named counts as
    a post.
    """
    path = real[found.path.parent] / found.path.name
    try:
        site = site_of(config)
    except PublishError:  # no post below it can be made
        site = Site(root=config.parent if config else None)
    by_name = filenames.by_name(path, real[found.top] if found.top else path.parent, site, terms)
    if by_name and by_name.kind != "draft" and found.top:
        return (by_name,)
    said = posts.glance(path, site)
    collection = sites.collection_of(path, site)
    by_words = release.by_words(said, collection, site, terms) if said else ()
    if not by_words and said and said.wordless and site.root and not {"_posts", "_drafts"} & {*path.parts}:
        by_words = (Reason("wordless", "a page without text, such as an archive"),)
    return ((by_name,) if by_name else ()) + by_words


def _warned(found: Found, reasons: Iterable[Reason]) -> tuple[Notice, ...]:
    label = str(found.path)
    return tuple(
        Notice(
            "not-published",
            f"not published ({reason.words}), but made because you named it",
            label,
            reason.line,
        )
        for reason in reasons
        if reason.kind in _SAID
    )
