"""`publish doctor`: what this machine lacks, also for the characters of the posts."""

from __future__ import annotations

import html
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import click

from publish import doctor as examination
from publish import posts as files
from publish.cli import reporting, versions
from publish.cli.helping import Command
from publish.doctor import Need, Report
from publish.errors import RenderError, UsageError
from publish.keep.store import Store
from publish.model import Limits
from publish.project import settings
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
    report, wants = _examined(names, limits)
    reporting.stored(Store.of_project(project.folder), int(limits.store_bytes))
    if not report.missing:
        return int(bool(wants))
    reporting.advice(examination.install_command(report.missing), report.missing)
    if not mend:
        return 1
    for needs in examination.in_turn(report.missing):
        if command := examination.install_command(needs):
            examination.install(command)
    report, _ = _examined(names, limits)
    return 1 if any(need.essential for need in report.missing) else 0


def _usual() -> tuple[str, ...]:
    """The project's posts, if it has some."""
    from publish.books.choosing.find import find_posts
    from publish.books.choosing.usual import default_posts

    names = default_posts(Path())
    with suppress(UsageError):
        return names if find_posts(names) else ()
    return ()


@dataclass(frozen=True, slots=True)
class _Want:
    """The characters of a post that no font has."""

    label: str
    line: int
    characters: str
    needs: tuple[Need, ...]
    """What would bring fonts for them; empty when we know nothing that would."""


def _examined(names: Sequence[str], limits: Limits) -> tuple[Report, Sequence[_Want]]:
    """Look at the machine and at the posts, and print what was found."""
    report = examination.examine()
    try:
        wants = _wants(names, limits)
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
    return f"post     {place}: no font has {coverage.shown(want.characters)}; it needs {names}"


def _wants(names: Sequence[str], limits: Limits) -> list[_Want]:
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
        lacking = coverage.lack(settle(text))
        emoji = lacking.named if coverage.needs_of(lacking.named, is_there) else frozenset()
        characters = "".join(sorted(lacking.lost | emoji))
        if characters:
            lines = enumerate(text.split("\n"), 1)
            line = next(number for number, words in lines if not set(characters).isdisjoint(words))
            found.append(_Want(str(post.path), line, characters, coverage.needs_of(characters, is_there)))
    return found
