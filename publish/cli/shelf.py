"""`publish shelf`: makes a folder of books ready to hand out, and checks a copy."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from publish.cli import reporting, signatures
from publish.cli.helping import Command
from publish.cli.shelving import Request, archive_of, folder_of, frame_of, name_of, old_parts
from publish.errors import UsageError
from publish.keep.files import as_typed, is_folder
from publish.keep.outputs import refuse_other_ending
from publish.keep.store import Store
from publish.language import fault_of_tag
from publish.model import Notice
from publish.press.leftovers import without_post
from publish.project import settings
from publish.text.characters import one_line
from publish.text.messages import counted
from publish.workers import scratch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from publish.shelf import Found, Frame, Handout, Work

__all__ = ["shelf"]


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A day, where one is given."""
    if value is None:
        return None
    try:
        return datetime.strptime(value.strip(), "%Y-%m-%d")  # midnight, whose zone is added later
    except ValueError as error:
        raise UsageError(f"--since: {value[:40]!r} is not a day: write it as YYYY-MM-DD") from error


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Folder or archive to write; default: DIR itself; for an archive, beside it.",
)
@click.option(
    "--title", metavar="TEXT", help="Title of the shelf; default: the publisher of most books, or the site."
)
@click.option(
    "--language", metavar="TAG", help="Language of the shelf's own texts; default: that of most books."
)
@click.option("--style", metavar="NAME", help="A style in styles/, or a folder of your own.")
@click.option("--since", metavar="DATE", callback=_day, help="Only books that are new since that day.")
@click.option(
    "--profile",
    type=click.Choice(["light", "eink", "phone"], case_sensitive=False),
    help="Smaller copies: light without pictures, eink with grey ones, phone with small ones. DIR keeps the full books.",
)
@click.option("--zip", "archive", is_flag=True, help="Make one ZIP archive.")
@click.option(
    "--split", metavar="SIZE", help="Make ZIP archives of at most this size (20MB), each usable alone."
)
@click.option("--zim", is_flag=True, help="Make one ZIM file of the web pages, for Kiwix; needs libzim.")
@click.option(
    "--key", metavar="FILE", type=click.Path(path_type=Path), help="Sign with this minisign secret key."
)
@click.option("--verify", "check", is_flag=True, help="Check whether DIR is a complete copy of a shelf.")
@click.option(
    "--public-key", metavar="KEY", help="With --verify: the minisign public key to trust, or its file."
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("--debug", is_flag=True, help="Print tracebacks.")
def shelf(
    folder: Path | None, check: bool, public_key: str | None, debug: bool, **words: object
) -> int:  # main reads --debug
    """Make the books in DIR a shelf that opens without a network.

    This writes a page (index.html), OPDS catalogues and checksums.

    Default for DIR: the output folder of the project, build/.
    """
    project = settings.load(Path.cwd(), words)
    place = folder or Path(project.books)
    if check:
        return signatures.verify(place, public_key)
    if public_key:
        raise UsageError("--public-key needs --verify")
    given = {
        **words,
        "title": one_line(str(words["title"] or "")),
        "language": words["language"] or "",
        "style": words["style"] or project.options.style,
    }
    return _make(Request(place, project.folder, **given))  # type: ignore[arg-type]  # click gave each value the type of its field


def _make(request: Request) -> int:
    if request.language and (fault := fault_of_tag(request.language)):
        raise UsageError(fault, path=f"--language {request.language[:40]}")
    if request.zim and (request.archive or request.split or request.key):
        raise UsageError("--zim makes one file, without --zip, --split and --key")
    if request.output and request.zim:
        refuse_other_ending(Path(request.output), "ZIM files", ".zim")
    elif request.output and (request.archive or request.split):
        refuse_other_ending(Path(request.output), "archives", ".zip")
    elif request.output and request.output.lower().endswith(".zip") and not is_folder(Path(request.output)):
        raise UsageError("give --zip for an archive, or name a folder", path=f"-o {request.output}")
    elif request.output:
        refuse_other_ending(Path(request.output), "a folder")
    if not request.profile:
        return _hand_out(request, Path())
    if request.output and Path(request.output).resolve() == request.folder.resolve():
        raise UsageError(
            "smaller copies need a folder of their own: give another --output", path=request.output
        )
    with TemporaryDirectory(dir=scratch.folder()) as copies:
        return _hand_out(request, Path(copies))


def _hand_out(request: Request, copies: Path) -> int:
    """Make the shelf. Smaller copies are in `copies` until they are in it."""
    from publish import shelf as shelves
    from publish.project import style as styles

    style = styles.load(request.style)
    key = signatures.key_in(request.key)
    limit = shelves.parse_size(request.split) if request.split else 0
    found, works = _books(request)
    store = Store.of_project(request.project)
    gone = (without_post(item.path, store) for item in found.items)
    notices = [*found.notices, *filter(None, gone)]
    if request.zim:
        works = _only_pages(request, works)
    covers, more = shelves.covers_of(works, style)
    notices += more
    if request.profile:
        works, kept = _lighter(request, works, copies)
        notices += kept
    frame, unread = frame_of(request, works, signatures.public_of(key))
    notices += unread

    make = partial(shelves.make_handout, style=style, covers=covers, key=key)
    name = name_of(request)
    if limit:
        notices += _write_parts(request, works, limit, frame, make)
    elif request.zim:
        target = archive_of(request, name, ".zim")
        shelves.write_zim(works, frame, style, covers, target)
        _report(request, target, works)
    elif request.archive:
        target = archive_of(request, name)
        shelves.zip_to(make(works, frame), target, name)
        _report(request, target, works)
    else:
        target = folder_of(request, name)
        others = shelves.other_files(target, found) if target == request.folder else None
        shelves.place(make(works, frame, others=others), target)
        _report(request, target / "index.html", works)
    if request.strict or not request.quiet:  # then they are errors
        _tell(notices)
    if not request.quiet:
        _tell_pages(found.pages)
    return int(
        (request.strict and bool(notices)) or any(notice.code == "part-too-small" for notice in notices)
    )


def _write_parts(
    request: Request, works: Sequence[Work], limit: int, frame: Frame, make: Callable[..., Handout]
) -> Sequence[Notice]:
    """Write archives of at most `limit` bytes. Returns notices of books that are too large for one."""
    from publish import shelf as shelves

    name = name_of(request)
    widest = replace(frame, part=(99, 99))
    chosen, notices = shelves.parts(works, limit, lambda some: make(some, widest), name)
    made = []
    for number, some in enumerate(chosen, start=1):
        target = archive_of(request, f"{name}-{number}-of-{len(chosen)}")
        shelves.zip_to(make(some, replace(frame, part=(number, len(chosen)))), target, name)
        _report(request, target, some)
        made.append(target)
    return [*notices, *_without_old_parts(request, made)]


def _without_old_parts(request: Request, made: Sequence[Path]) -> Sequence[Notice]:
    """Remove parts that an earlier run made and that are no part any more; notices of those that must stay."""
    removed, notices = old_parts(made, Store.of_project(request.project))
    if not request.quiet:
        for path in removed:
            reporting.line(f"removed {as_typed(path)}: a part of an earlier shelf", to=sys.stdout)
    return notices


def _books(request: Request) -> tuple[Found, tuple[Work, ...]]:
    """The books in the folder, and those that were asked for. Raises UsageError when there are none."""
    from publish import shelf as shelves

    found = shelves.find_books(request.folder)
    works = shelves.pair(found.items)
    if request.since:
        works = shelves.since(works, request.since.replace(tzinfo=UTC))
    if not works:
        _tell(found.notices)
        newer = f" since {request.since:%Y-%m-%d}" if request.since else ""
        raise UsageError(
            f"no books{newer} to hand out: make some first with `publish epub`", path=str(request.folder)
        )
    return found, works


def _only_pages(request: Request, works: Sequence[Work]) -> tuple[Work, ...]:
    """The books that have a web page; says how many have none. Raises UsageError when none has one."""
    from publish import shelf as shelves

    paged = shelves.with_pages(works)
    if not paged:
        raise UsageError(
            "no web pages for a ZIM file: make some with `publish html`", path=str(request.folder)
        )
    kept = {work.key for work in paged}
    left = [work for work in works if work.key not in kept and not work.facts.sheets_of]
    if left and not request.quiet:
        verb = "has" if len(left) == 1 else "have"
        reporting.line(
            f"{counted(len(left), 'book')} {verb} no web page and will not be in the ZIM file: "
            f"{_some([work.items[0].name for work in left])}; `publish html` makes those of posts, "
            "`publish volume --format html` those of volumes"
        )
    return paged


def _lighter(
    request: Request, works: Sequence[Work], copies: Path
) -> tuple[tuple[Work, ...], Sequence[Notice]]:
    """Make smaller copies of the works, and print what they save, before anything is handed out."""
    from publish.cli.sizes import table
    from publish.shelf.lighter import PROFILES, lighten

    total = sum(len(work.items) for work in works)
    with reporting.progress(total, "copies", quiet=request.quiet) as step:
        lighter, changes, notices = lighten(works, PROFILES[request.profile or ""], copies, step)
    if not request.quiet:
        for row in table(changes):
            reporting.line(row, to=sys.stdout)
    return tuple(lighter), notices


def _report(request: Request, target: Path, works: Sequence[Work]) -> None:
    from publish.shelf import human_size

    if not request.quiet:
        files = [item for work in works for item in work.items]
        size = human_size(sum(item.size for item in files))
        shown = as_typed(target)
        reporting.line(
            f"made {shown}: {counted(len(works), 'book')}, {counted(len(files), 'file')}, {size}",
            to=sys.stdout,
        )


def _tell(notices: Sequence[Notice]) -> None:
    for notice in notices:
        reporting.line(str(notice))


def _tell_pages(names: Sequence[str]) -> None:
    """Say which pages lie in the folder and are in no hand-out."""
    if names:
        verb = "is" if len(names) == 1 else "are"
        reporting.line(f"{counted(len(names), 'HTML page')} {verb} not handed out: {_some(names)}")


def _some(names: Sequence[str]) -> str:
    """The first names of a list."""
    return f"{', '.join(names[:3])}{', …' if len(names) > 3 else ''}"
