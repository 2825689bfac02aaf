"""`publish images`: what the posts' pictures are, getting those on the web, and describing them."""

from __future__ import annotations

import csv
import io
import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish import settings
from publish.cli import reporting
from publish.errors import PublishError
from publish.model import Options

if TYPE_CHECKING:
    from publish.images import Reference

__all__ = ["images"]


class _ListsByDefault(click.Group):
    """Takes `publish images posts/` for `publish images list posts/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_ListsByDefault)
def images() -> None:
    """List the pictures of posts, fetch those on the web into the vault, and describe them."""


_POSTS = click.argument("posts", nargs=-1, metavar="[POSTS]...")


@dataclass
class _Found:
    """What the posts name."""

    project: settings.Project
    pictures: list[tuple[str, Reference]] = field(default_factory=list)
    """Label of the post, and a picture that it names."""
    failed: bool = False

    def addresses(self) -> list[str]:
        return list(dict.fromkeys(picture.address for _, picture in self.pictures if picture.remote))


def _find(posts: Sequence[str]) -> _Found:
    from publish.build.pictures import find_references
    from publish.build.plan import make_plan

    found = _Found(settings.load(Path.cwd()))
    plan = make_plan(posts or ("posts",), found.project.output, "epub", found.project.options)
    listings = {}
    with closing(find_references(plan, found.project.folder)) as results:
        for job, listing in results:
            if isinstance(listing, PublishError):
                reporting.failure(listing)
                found.failed = True
            else:
                listings[job.label] = listing
    found.pictures = [(label, picture) for label in sorted(listings) for picture in listings[label]]
    return found


@images.command(name="list")
@_POSTS
@click.option(
    "-v", "--verbose", is_flag=True, help="Print every picture, not only those that lack something."
)
def list_(posts: tuple[str, ...], verbose: bool) -> int:
    """Say which pictures are in the vault, missing from it, or changed in it."""
    from publish.vault import vault_of

    found = _find(posts)
    vault = vault_of(found.project.folder)
    counts = {"kept": 0, "missing": 0, "changed": 0}
    states: dict[str, str] = {}
    for label, picture in found.pictures:
        if not picture.remote:
            continue
        if picture.address not in states:
            entry = vault.find(picture.address)
            state = "missing" if entry is None else "kept" if vault.is_sound(entry) else "changed"
            states[picture.address] = state
            counts[state] += 1
        if verbose or states[picture.address] != "kept":
            place = f"{label}:{picture.line}" if picture.line else label
            reporting.line(f"{states[picture.address]:8} {picture.address}  {place}", to=sys.stdout)
    local = sum(not picture.remote for _, picture in found.pictures)
    parts = [f"{count} {state}" for state, count in counts.items()]
    reporting.line(
        f"{len(states)} pictures on the web: {', '.join(parts)}; {local} beside posts", to=sys.stdout
    )
    return int(found.failed or counts["missing"] + counts["changed"] > 0)


@images.command()
@_POSTS
@click.option("--strict", is_flag=True, help="Fail when a picture cannot be had.")
def fetch(posts: tuple[str, ...], strict: bool) -> int:
    """Fetch every picture that the vault lacks, many at a time. What was fetched is kept even when you stop it."""
    from publish.vault import vault_of

    found = _find(posts)
    vault = vault_of(found.project.folder)
    wanted = []
    for address in found.addresses():
        entry = vault.find(address)
        if entry is None or not vault.is_sound(entry):
            wanted.append(address)
    return _fetch(wanted, found.project.folder, found.project.options, strict) or int(found.failed)


def _fetch(wanted: Sequence[str], folder: Path, options: Options, strict: bool) -> int:
    from publish.build.pictures import fetch_missing

    started, done, size, failures = time.monotonic(), 0, 0, 0
    with (
        reporting.progress(len(wanted), "pictures") as step,
        closing(fetch_missing(wanted, folder, options)) as results,
    ):
        for result in results:
            step()
            done += not result.error
            size += result.bytes
            if result.error:
                failures += 1
                reporting.line(f"{result.address}: warning: {result.error}")
    seconds = time.monotonic() - started
    missing = f", {failures} could not be had" if failures else ""
    text = f"{done} fetched ({size / 1e6:.1f} MB) in {seconds:.1f} s{missing}"
    reporting.line(text, to=sys.stdout)
    return int(strict and failures > 0)


@images.command()
@_POSTS
def alt(posts: tuple[str, ...]) -> int:
    """Write, or bring up to date, the worksheet in which editors describe pictures: vault/descriptions.csv.

    What they fill in under `description` becomes the alternative text in every book; the posts stay as they are.
    """
    from publish.files import write_atomically
    from publish.images.alternatives import WORKSHEET, is_description, read_worksheet
    from publish.vault import vault_of

    found = _find(posts)
    vault = vault_of(found.project.folder)
    path = vault.folder / WORKSHEET
    written = dict(read_worksheet(path))
    table = io.StringIO()
    sheet = csv.writer(table, lineterminator="\n")
    sheet.writerow(["post", "line", "picture", "caption", "address", "alt", "description"])
    open_rows = 0
    for label, picture in found.pictures:
        entry = vault.find(picture.address)
        file = os.path.relpath(vault.path(entry), vault.folder) if entry else ""
        description = written.pop(picture.address, "")
        open_rows += not description and not is_description(picture.alt, picture.address)
        row: list[Any] = [
            label,
            picture.line or "",
            file,
            picture.caption,
            picture.address,
            picture.alt,
            description,
        ]
        sheet.writerow(_harmless(row))
    for address, description in written.items():  # of posts that were not named this time
        sheet.writerow(_harmless(["", "", "", "", address, "", description]))
    write_atomically(path, table.getvalue().encode("utf-8-sig"))
    shown = os.path.relpath(path)
    reporting.line(f"wrote {shown}: {open_rows} pictures have no description yet", to=sys.stdout)
    return int(found.failed)


def _harmless(row: Sequence[Any]) -> list[str]:
    """Cells that no spreadsheet takes for a formula."""
    return [f" {cell}" if str(cell).startswith(("=", "+", "-", "@")) else str(cell) for cell in row]
