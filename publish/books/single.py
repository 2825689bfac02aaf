"""The book of one post: a volume of one, whose post is read, and converted where the store has no chapter of it."""

from __future__ import annotations

from dataclasses import replace

from publish.books import convert, coverdata, front, heroes
from publish.books.assemble import Assembled, assembled, printed
from publish.books.compose import compose
from publish.books.convert import Opened
from publish.books.desk import Desk
from publish.books.facts import Facts, facts_of
from publish.books.jobs import BookJob
from publish.books.titles import named_plainly
from publish.images.gather import Hero
from publish.model import Book, Notice

__all__ = ["cover_of", "post_book"]


def post_book(post: Opened, job: BookJob, desk: Desk) -> Assembled:
    """The book of one post. Raises PublishError."""
    covered = job.format != "html"
    found, full = convert.chapter(post, desk, with_hero=True)
    hero = heroes.of_post(post, desk) if found.facts.image else Hero()  # else the post need not be read
    if not covered:  # only its colour is seen, and that is the same in every format
        hero = replace(hero, notices=())
    titles, said = _front(found.facts, post, job, desk)
    made = compose(titles, (full.chapter,), job.options, desk.style, hero=hero.image, covered=covered)
    notices = (*found.notices, *hero.notices, *said, *made.notices, *printed(job, (found,)))
    book = replace(made.book, images=full.images, notices=tuple(dict.fromkeys(notices)))
    return assembled(job, book, (found,), (*found.files, *hero.files))


def cover_of(post: Opened, job: BookJob, desk: Desk) -> Book:
    """The book of one post with nothing in it but the cover. Raises PublishError."""
    hero = heroes.of_post(post, desk)
    titles, said = _front(facts_of(post.post, job.path), post, job, desk)
    made = compose(titles, (), job.options, desk.style, hero=hero.image)
    return replace(made.book, notices=(*post.post.notices, *hero.notices, *said, *made.notices))


def _front(facts: Facts, post: Opened, job: BookJob, desk: Desk) -> tuple[front.Front, tuple[Notice, ...]]:
    template, notices = coverdata.template_of(facts.cover, job.label, job.options, desk.style)
    return front.of_post(facts, named_plainly(post.site, job.options), job.turn, template), notices
