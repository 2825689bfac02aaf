"""`publish doctor`: what this machine lacks, also for the characters of the posts."""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import click

from publish import doctor as examination
from publish import posts as files
from publish.cli import reporting, versions
from publish.cli.helping import Command
from publish.doctor import Need, Report
from publish.errors import PostError, RenderError, UsageError
from publish.frozen import frozen
from publish.keep.store import Store
from publish.model import Limits, Site
from publish.project import settings
from publish.project import site as sites
from publish.text.characters import settle

__all__ = ["doctor"]


@click.command(cls=Command)
@click.argument("posts", nargs=-1, metavar="[POSTS]...")
@click.option(
    "--install", "mend", is_flag=True, help="Install what is missing with the system's package manager."
)
def doctor(posts: tuple[str, ...], mend: bool) -> int:
    """Show what this machine lacks, and how to install it.

    POSTS are Markdown files, folders or globs whose characters need fonts; default: those of this folder.
    """
    project = settings.load(Path.cwd())
    limits = project.options.limits
    names = posts or _usual()
    report, wants = _examined(names, limits, project.options.assets)
    reporting.stored(Store.of_project(project.folder), int(limits.store_bytes))
    if not report.missing:
        return int(bool(wants))
    reporting.advice(examination.install_command(report.missing), report.missing)
    if not mend:
        return 1
    for needs in examination.in_turn(report.missing):
        if command := examination.install_command(needs):
            examination.install(command)
    report, _ = _examined(names, limits, project.options.assets)
    return 1 if any(need.essential for need in report.missing) else 0


def _usual() -> tuple[str, ...]:
    """The project's posts, if it has some."""
    from publish.books.choosing.find import find_posts
    from publish.books.choosing.usual import default_posts

    with suppress(UsageError):
        names = default_posts(Path())
        return names if find_posts(names) else ()
    return ()


@frozen
class _Want:
    """The characters of a post that no font has."""

    label: str
    line: int
    characters: str
    needs: tuple[Need, ...]
    """What would bring fonts for them; empty when we know nothing that would."""
    drawing: str = ""
    """The drawing in which they stand; empty for the post's own text."""


def _examined(names: Sequence[str], limits: Limits, assets: str) -> tuple[Report, Sequence[_Want]]:
    """Look at the machine and at the posts, and print what was found."""
    report = examination.examine()
    try:
        wants = _wants(names, limits, assets)
    except RenderError:
        wants = []  # without fontconfig nothing is known of fonts, and the report says that it is missing
    more = dict.fromkeys(need for want in wants for need in want.needs)
    report = replace(report, missing=tuple(dict.fromkeys((*report.missing, *more))))
    reporting.line(f"ok       {versions.ours()}", to=sys.stdout)
    reporting.examined(report)
    for want in wants:
        reporting.line(_said(want), to=sys.stdout)
    return report, wants


def _said(want: _Want) -> str:
    from publish.fonts import coverage

    names = ", ".join(need.name for need in want.needs) or "another font, which publish does not know"
    place = f"{want.label}:{want.line}"
    inside = f" in {want.drawing}" if want.drawing else ""
    return f"post     {place}: no font has {coverage.shown(want.characters)}{inside}; it needs {names}"


def _wants(names: Sequence[str], limits: Limits, assets: str) -> list[_Want]:
    """The posts with characters that no font has. Raises UsageError for names of nothing, RenderError without
    fontconfig.
    """
    from publish.books.choosing.find import find_posts
    from publish.fonts import coverage, system

    system.look_again()
    is_there = cache(lambda need: need.is_there())  # asking starts a process
    found = []
    for post in find_posts(names) if names else []:
        text = html.unescape((files.bytes_of(post.path, limits) or b"").decode("utf-8-sig", "replace"))
        for drawing, line, words in _texts(text, post.path, limits, assets):
            lacking = coverage.lack(settle(words))
            emoji = lacking.named if coverage.needs_of(lacking.named, is_there) else frozenset()
            characters = "".join(sorted(lacking.lost | emoji))
            if characters:
                place = line or _line_with(characters, words)
                needs = coverage.needs_of(characters, is_there)
                found.append(_Want(str(post.path), place, characters, needs, drawing))
    return found


def _line_with(characters: str, text: str) -> int:
    lines = enumerate(text.split("\n"), 1)
    return next(number for number, words in lines if not set(characters).isdisjoint(words))


def _texts(text: str, path: Path, limits: Limits, assets: str) -> Iterator[tuple[str, int, str]]:
    """A post's text, and those of its drawings: the drawing's address, its line, and the words. The post itself has neither."""
    yield "", 0, text
    if "svg" not in text.lower():
        return
    from publish.images import drawntexts, local  # few posts have drawings

    try:
        site = sites.load(sites.find(path.resolve().parent))
    except PostError:
        site = Site()  # a build tells what is wrong with the settings
    roots = local.roots_in(path.resolve().parent, site, assets)
    for address, place, words in drawntexts.texts(text, roots, limits.image_bytes):
        yield address, 1 + text.count("\n", 0, place), words
