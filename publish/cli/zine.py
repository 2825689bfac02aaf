"""`publish zine`: many posts on sheets to print, fold and staple."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from publish.cli import reporting
from publish.cli.booklet import fold, sheet_options
from publish.cli.helping import Command
from publish.cli.options import build_options, merged, said_in_vain
from publish.cli.volume import bind, selecting, skipping, spec_of
from publish.keep.outputs import refuse_other_ending
from publish.project import settings
from publish.project.optionvalues import check_options

__all__ = ["zine"]

_HALVES = {"a4": "a5", "letter": "a5", "a3": "a4"}
"""Sheet → the page preset that is half of it, or nearest to half."""
_SHEETS = ("paper", "signature", "creep", "flip", "source")


@click.command(cls=Command)
@build_options("zine", idle=("math",))
@selecting
@skipping
@sheet_options
def zine(**words: Any) -> int:
    """Bind many posts into a PDF to print, fold and staple.

    Print the sheets on both sides.

    POSTS are as for `publish volume`. This command takes the options of `publish volume` and of `publish booklet`. It
    writes two files: zine.pdf has the sheets, pages.pdf the single pages.
    """
    from publish.press.volumes import Volume

    sheets = {name: words.pop(name) for name in _SHEETS}
    words["page"] = words["page"] or _HALVES[sheets["paper"]]
    project = settings.load(Path.cwd(), words)
    request = merged(project, words)
    check_options(request.options)
    for told in said_in_vain(words, ("math",)):
        reporting.line(told)
    target = Path(words["output"] or Path(project.books) / "zine")
    refuse_other_ending(target, "PDFs", ".pdf")
    pages, folded = target / "pages.pdf", target / "zine.pdf"
    if target.suffix.lower() == ".pdf":
        pages, folded = target.with_name(f"{target.stem}-pages.pdf"), target
    asked = Volume(
        spec_of(request, words),
        ("pdf",),
        str(pages),
        request.options,
        skip_failing=bool(words["skip_failing"]),
    )
    report = bind(asked, request, project.folder)
    if any(each.output == pages and each.status in {"built", "unchanged"} for each in report.outcomes):
        fold(pages, folded, quiet=request.verbosity < 0, **sheets)
    return report.exit_code(strict=request.options.strict)
