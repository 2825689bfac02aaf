"""The pictures in posts, found once for each `publish images` command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from publish.books.choosing.usual import default_posts
from publish.cli import reporting
from publish.cli.options import release_flags
from publish.errors import PublishError
from publish.project import settings

if TYPE_CHECKING:
    from publish.images.gather import Reference

__all__ = ["Found", "find"]


@dataclass
class Found:
    """The pictures in some posts."""

    words: tuple[str, ...]
    """Arguments with which another command looks at the same posts."""
    project: settings.Project
    pictures: list[tuple[str, Reference]] = field(default_factory=list)
    """Label of a post, and one of its pictures."""
    failed: bool = False

    def addresses(self) -> list[str]:
        """Addresses of pictures on the web, each once."""
        return list(dict.fromkeys(picture.used for _, picture in self.pictures if picture.remote))


def find(posts: Sequence[str], flags: Mapping[str, bool], *, verbose: bool | None = None) -> Found:
    """Find the pictures in posts. Prints a line for posts that cannot be read or are held back."""
    from publish.press.pictures import find_references
    from publish.press.plan import make_plan

    project = settings.load(Path.cwd())
    options = replace(project.options, **flags)  # type: ignore[arg-type]  # each is an option's name
    posts = tuple(posts) or default_posts(Path())
    found = Found((*posts, *release_flags(options)), project)
    plan = make_plan(posts, project.books, "epub", options)
    reporting.planned(plan, verbose=verbose)
    listings = {}
    with (
        reporting.progress(len(plan.jobs), "posts read") as step,
        closing(find_references(plan, found.project.folder)) as results,
    ):
        for job, listing in results:
            step()
            if isinstance(listing, PublishError):
                reporting.failure(listing)
                found.failed = True
            else:
                listings[job.label] = listing
    found.pictures = [(label, picture) for label in sorted(listings) for picture in listings[label]]
    return found
