"""`publish links`: tells a Jekyll site which books there are, so that its pages can link to them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, get_args

import click

from publish.books.choosing.usual import default_posts
from publish.cli import reporting
from publish.cli.helping import Command
from publish.cli.options import release_options
from publish.errors import PublishError, UsageError
from publish.keep.files import as_typed, is_folder
from publish.keep.outputs import refuse_other_ending
from publish.model import Format, Limits, Site
from publish.posts.filenames import is_copied
from publish.project import settings
from publish.project import site as sites
from publish.text.messages import counted
from publish.text.webaddress import valid

if TYPE_CHECKING:
    from publish.press.plan import Plan
    from publish.shelf.links import Linked

__all__ = ["links"]

_ZINES = "zine"
"""The folder of `publish zine`: sheets to print are nothing to read on a screen."""


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="FILE", help="Data file to write; default: _data/books.yml of the site."
)
@click.option(
    "--address",
    metavar="ADDRESS",
    help="Address at which the site serves DIR, without baseurl (/books/) or whole (https://…); default: by DIR's place "
    "in the site.",
)
@release_options
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def links(folder: Path | None, output: str | None, address: str | None, *, quiet: bool, **flags: bool) -> int:
    """Write the data with which a Jekyll site links to its books.

    The file _data/books.yml has, for each post and volume in DIR, the files with their addresses, sizes, pages and digests. Make the books
    first. Default for DIR: the output folder of the project, build/.
    """
    from publish.keep.files import write_atomically
    from publish.shelf.links import to_yaml

    project = settings.load(Path.cwd())
    place = folder or Path(project.books)
    if not is_folder(place):
        raise UsageError("no such folder: make books first, or name their folder", path=str(place))
    config = sites.find(Path.cwd())
    site = sites.load(config) if config else Site()
    target = _target(output, site)
    served = _served(address, place, site)
    plans = _plans(project, place, flags)
    posts, volumes = _books(place, plans, site, served)
    if not posts and not volumes:
        raise UsageError("no books of this site's posts, and no volumes: make some first", path=str(place))
    write_atomically(target, to_yaml(posts, volumes))
    if not quiet:
        told = f"{counted(len(posts), 'post')}, {counted(len(volumes), 'volume')}"
        reporting.line(f"made {target}: {told}, served at {served}", to=sys.stdout)
        for plan in plans:
            for held in plan.held:
                for notice in held.notices:
                    reporting.line(str(notice))
    return 0


def _target(output: str | None, site: Site) -> Path:
    """The data file. Raises UsageError where there is no site, or for a name that is no data file's."""
    if output:
        refuse_other_ending(Path(output), "a data file", ".yml", ".yaml")
        if is_folder(Path(output)) or Path(output).suffix.lower() not in {".yml", ".yaml"}:
            raise UsageError("give a file name that ends in .yml", path=f"-o {output}")
        return Path(output)
    if site.root is None or site.maker != "jekyll":
        raise UsageError("this is no Jekyll site: give the data file's name with -o, and --address")
    folder = Path(str(site.data.get("data_dir") or "_data"))
    target = site.root / folder / "books.yml"
    return as_typed(target)


def _served(address: str | None, place: Path, site: Site) -> str:
    """The address at which the site serves the books: the one that was said, or by their place in the site."""
    if address:
        if not address.startswith("/") and not (sites.is_on_web(address) and valid(address)):
            raise UsageError("begin it with / or https://", path=f"--address {address}")
        return address
    root, folder = site.root, place.resolve()
    said = "give the address at which the site serves it: --address /books/"
    if root is None or not folder.is_relative_to(root.resolve()):
        raise UsageError(f"is not in the site: {said}", path=str(place))
    inside = PurePosixPath(folder.relative_to(root.resolve()))
    if not is_copied(inside, site):
        raise UsageError(
            "Jekyll does not copy this folder (its name, or `exclude` in _config.yml): write "
            f'output = "books" into publish.toml and make the books again, or {said}',
            path=str(place),
        )
    from publish.shelf.works import address as quoted

    return f"/{quoted(inside.as_posix())}/".replace("/./", "/")


def _plans(project: settings.Project, place: Path, flags: dict[str, bool]) -> list[Plan]:
    """Which file each post becomes, for every format."""
    from publish.press.plan import make_plan

    options = replace(project.options, **flags)  # type: ignore[arg-type]  # each is an option's name
    names = default_posts(Path())
    return [make_plan(names, f"{place}/", kind, options) for kind in get_args(Format)]


def _books(place: Path, plans: list[Plan], site: Site, served: str) -> tuple[dict[str, Linked], list[Linked]]:
    from publish.shelf import find_books, pair
    from publish.shelf.links import Linked, files_of, volumes_of

    found = find_books(place)
    items = [item for item in found.items if not item.name.startswith(f"{_ZINES}/")]
    files: dict[Path, list[Path]] = {}
    for plan in plans:
        for job in plan.jobs:
            files.setdefault(job.path, []).append(job.output)
    root = (site.root or Path.cwd()).resolve()
    linked = {}
    for path, outputs in files.items():
        there = files_of(place, outputs, items, served)
        if there:
            inside = (path.parent.resolve() / path.name).relative_to(root).as_posix()
            titles = (item.facts.title for item in items if item.path in outputs and item.facts.title)
            linked[inside] = Linked(next(titles, "") or _title(path, site), there)
    taken = {output for outputs in files.values() for output in outputs}
    taken |= {held.output for plan in plans for held in plan.held}
    return linked, volumes_of(place, pair(items), taken, served)


def _title(path: Path, site: Site) -> str:
    """The title of a post that only has an HTML edition."""
    from publish import posts

    try:
        return posts.read(path, site, Limits()).title
    except PublishError:
        return path.stem
