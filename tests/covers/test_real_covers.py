"""Covers of all available real posts: no overflow, every letter is legible, no two neighbours look alike."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from cover_samples import JOURNAL, hero, look

from publish import covers, posts
from publish.books.jobs import BookJob
from publish.covers.palette import TONES, palette
from publish.errors import PublishError
from publish.fresh.sites import site_of
from publish.model import Cover, Options
from publish.press.plan import make_plan
from publish.project import site

ROOT = Path(__file__).parents[2]
KINDS = ("landscape", "portrait", "panorama", "noise", "bright", "dark", "tiny", None)


def folders() -> list[Path]:
    """The project's own posts, and real ones in `shared/posts` beside the checkout or beside its parent."""
    beside = (place / "shared" / "posts" for place in (ROOT.parent, ROOT.parent.parent))
    shared = next((place for place in beside if place.is_dir()), None)
    return [ROOT / "posts", *(sorted(path for path in shared.iterdir() if path.is_dir()) if shared else [])]


def jobs(folder: Path) -> list[BookJob]:
    return list(make_plan([str(folder)], "build", "epub", Options()).jobs)


def composed(job: BookJob, number: int, kind: str | None) -> Cover | None:
    """The cover of a post, with a picture made by script where its own is on the web; None for one that cannot be read."""
    where = site_of(job.config)
    try:
        post = posts.read(job.path, where)
    except PublishError:
        return None
    return covers.compose(
        title=post.title,
        language=post.language,
        authors=tuple(person.name for person in post.authors),
        others=post.others,
        description=post.description,
        date=post.date,
        site=where.title,
        number=str(number) if number % 2 else "",
        hero=hero(kind) if kind else None,
        shows=post.image_alt,
        seed=post.stem,
        turn=job.turn,
        style=JOURNAL,
    )


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_real_title_fits_and_can_be_read(folder: Path) -> None:
    for number, job in enumerate(jobs(folder)):
        made = composed(job, number, KINDS[number % len(KINDS)])
        if made is None:
            continue
        seen = look(made)
        assert (job.label, seen.pages, seen.outside(), seen.colliding()) == (job.label, 1, [], [])
        assert (job.label, made.template, seen.faint()) == (job.label, made.template, [])
        assert made.title in made.alt


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_real_neighbours_do_not_look_alike(folder: Path) -> None:
    """In the order of the output, folder by folder, and in the order of dates; with one hero for all, and with none."""
    for kind in ("portrait", None):
        made = {job: composed(job, 0, kind) for job in jobs(folder)}
        books = [job for job, cover in made.items() if cover is not None]
        by_date = sorted(books, key=lambda job: (job.path.stem, job.path.as_posix()))
        by_folder = [pair for pair in pairwise(books) if pair[0].path.parent == pair[1].path.parent]
        for one, other in [*by_folder, *(pairwise(by_date) if site.find(folder.resolve()) else ())]:
            first, second = made[one], made[other]
            assert first is not None
            assert second is not None
            assert first.template != second.template, (one.label, other.label)
            assert first.turn[1] % TONES != second.turn[1] % TONES
            assert palette(first, JOURNAL).ground != palette(second, JOURNAL).ground


def test_there_were_real_posts_to_look_at() -> None:
    if len(folders()) == 1:
        pytest.skip(
            "no folder shared/posts beside the checkout or its parent: only the project's own posts were looked at"
        )
    assert sum(len(jobs(folder)) for folder in folders()) > 100
