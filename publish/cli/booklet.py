"""`publish booklet`: puts a PDF's pages on sheets for folding."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from publish.cli import reporting
from publish.cli.helping import Command
from publish.cli.kinds import Number
from publish.errors import PublishError, UsageError
from publish.keep.outputs import refuse_other_ending
from publish.text.messages import counted

__all__ = ["booklet", "fold", "sheet_options"]

THICK = 80
"""From this number of pages on, a staple does not go through and the fold does not stay closed."""


def _foldable(context: click.Context, parameter: click.Parameter, value: int) -> int:
    """Check that a signature can be folded, before anything is made."""
    from publish.booklet import sheets

    try:
        sheets(4, value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return value


def _drawable(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Check that an address fits into a QR code."""
    if value:
        import segno

        try:
            segno.make(value, micro=False, error="m")
        except ValueError as error:
            raise click.BadParameter("too long for a QR code") from error
    return value


_SHEETS = [
    click.option(
        "--paper",
        type=click.Choice(["a4", "letter", "a3"], case_sensitive=False),
        default="a4",
        help="Paper to print on; a page is half a sheet.",
    ),
    click.option(
        "--signature",
        type=int,
        default=0,
        metavar="N",
        callback=_foldable,
        help="Pages folded together, for sewing; 0: all pages, for stapling.",
    ),
    click.option(
        "--creep",
        type=Number(0, 2),
        default=0.1,
        metavar="MM",
        help="Thickness of a sheet; 0.1 for paper of 80 g.",
    ),
    click.option(
        "--flip",
        type=click.Choice(["short", "long"], case_sensitive=False),
        default="short",
        help="Edge on which the printer flips sheets.",
    ),
    click.option(
        "--source",
        metavar="URL",
        default="",
        callback=_drawable,
        help="Address for the QR code on the last page; default: the PDF's own.",
    ),
]


def sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that gives a command the options about printing and folding sheets."""
    for option in reversed(_SHEETS):
        command = option(command)
    return command


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Folder, or name of one file; default: beside FILE.",
)
@sheet_options
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def booklet(files: tuple[Path, ...], output: Path | None, quiet: bool, **words: Any) -> int:
    """Arrange a PDF's pages for printing, folding and stapling.

    Two pages stand on each side of a sheet; print on both sides.
    """
    if output is not None:
        refuse_other_ending(output, "PDFs", ".pdf")
    single = output is not None and output.suffix.lower() == ".pdf"
    if single and len(files) > 1:
        raise UsageError(f"{output} is one file, but there are {len(files)} PDFs: give a folder")
    targets = [
        output if single and output else (output or path.parent) / f"{path.stem}-booklet.pdf"
        for path in files
    ]
    for path, target in zip(files, targets, strict=True):
        if target.resolve() == path.resolve():
            raise UsageError("this file would be overwritten: give another --output", path=str(path))
    failed = False
    for path, target in zip(files, targets, strict=True):
        try:
            fold(path, target, quiet=quiet, **words)
        except UsageError:
            raise
        except PublishError as error:
            reporting.failure(error)
            failed = True
    return int(failed)


def fold(path: Path, target: Path, *, quiet: bool, flip: str, **words: Any) -> None:
    """Make the sheets of one PDF with the options of `sheet_options`. Raises PublishError."""
    from publish.booklet import impose
    from publish.keep.files import write_atomically

    data = impose(path, flip_long=flip == "long", **words)
    write_atomically(target, data)
    if not quiet:
        _report(target, data, words["signature"], flip)


def _report(target: Path, data: bytes, signature: int, flip: str) -> None:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as made:
        count = len(made.pages) // 2
    reporting.line(
        f"made {target}: {counted(count, 'sheet')}; print on both sides, flip on the {flip} edge",
        to=sys.stdout,
    )
    if not signature and count * 4 > THICK:
        reporting.line(
            f"{target}: warning: {counted(count, 'sheet')} are too thick to staple: use --signature 32 and sew them"
        )
