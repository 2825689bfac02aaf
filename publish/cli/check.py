"""`publish check`: what the validators find in finished books."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import reporting
from publish.cli.helping import Command
from publish.errors import PublishError, UsageError
from publish.project import settings
from publish.text.messages import counted

if TYPE_CHECKING:
    from publish.check import Verdict

__all__ = ["check"]


@click.command(cls=Command)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what was found as JSON."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    metavar="S",
    help="Time limit for one file, in seconds; default: 600.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
@click.option("-v", "--verbose", is_flag=True, help="Also print notes that need no repair.")
def check(
    files: tuple[str, ...], report: Path | None, timeout: float | None, *, quiet: bool, verbose: bool
) -> int:
    """Check finished EPUBs and PDFs with validators.

    The findings are in plain words. EPUBCheck and veraPDF run where they are installed; our own check always runs.

    FILES are EPUBs and PDFs, or folders of them; default: the output folder of the project, build/. The exit status is 1 when something needs repair.
    """
    from publish.check import SECONDS, examine_all, find

    verdicts: list[Verdict] = []
    failed = 0
    names = files or (settings.load(Path.cwd()).books,)
    for _, result in examine_all(find(names), timeout or SECONDS):
        if isinstance(result, UsageError):
            raise result
        if isinstance(result, PublishError):
            reporting.failure(result)
            failed += 1
            continue
        verdicts.append(result)
        _print(result, quiet=quiet, verbose=verbose)
    for tool, command in dict.fromkeys(missing for verdict in verdicts for missing in verdict.missing):
        reporting.line(f"{tool} did not run, because it is not installed. To install it: {command}")
    sound = sum(verdict.sound for verdict in verdicts)
    total = len(verdicts) + failed
    if total > 1 and not quiet:
        reporting.line(f"{counted(total, 'file')}: {sound} ok, {total - sound} to repair", to=sys.stdout)
    if report is not None:
        from publish.keep.files import write_atomically

        data = json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=2)
        write_atomically(report, data.encode("utf-8", "surrogateescape") + b"\n")
    return int(sound < total)


def _print(verdict: Verdict, *, quiet: bool, verbose: bool) -> None:
    for finding in verdict.findings:
        if verbose or finding.severity != "note":
            reporting.line(str(finding))
    if not quiet and verdict.sound:
        reporting.line(f"ok {verdict.label}: {', '.join(verdict.checkers)}", to=sys.stdout)
