"""`publish serve`: serves the shelf on the local network."""

from __future__ import annotations

import io
import signal
import sys
from pathlib import Path

import click

from publish.cli import reporting
from publish.cli.helping import Command
from publish.cli.kinds import Whole
from publish.project import settings
from publish.workers import interrupts

__all__ = ["serve"]

PATIENCE = 1.5
"""Seconds after which the server ends in any case, even if a reader or the terminal still keeps it busy."""


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--lan", is_flag=True, help="Let everyone on the local network read; default: only this machine."
)
@click.option(
    "--port", type=Whole(1, 65535), metavar="N", help="Port to listen on; default: 8000, or a free one."
)
@click.option("-q", "--quiet", is_flag=True, help="Print the address only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every request.")
def serve(folder: Path | None, lan: bool, port: int | None, quiet: bool, verbose: bool) -> int:
    """Serve the shelf in DIR over HTTP, until Ctrl-C.

    Default for DIR: the output folder of the project, build/.
    """
    place = folder or Path(settings.load(Path.cwd()).books)
    with interrupts.awaited():
        from publish.serve import Shelf, lan_address

        log = reporting.line if verbose else None
        with Shelf(place, "0.0.0.0" if lan else "127.0.0.1", port, log) as server:  # noqa: S104  # asked for
            host = (lan_address() if lan else "") or "127.0.0.1"
            address = f"http://{host}:{server.server_port}/"
            server.begin()
            reporting.line(address, to=sys.stdout)
            if not quiet:
                _explain(address, lan=lan)
            ended = interrupts.wait() is signal.SIGINT  # the usual way to end the server
            status, word = (0, "stopped") if ended else (interrupts.TERMINATED, "terminated")
            with interrupts.in_time(PATIENCE, status):
                server.server_close()
                reporting.line(word)
    return status


def _explain(address: str, *, lan: bool) -> None:
    if lan:
        import segno

        code = io.StringIO()
        segno.make(address, micro=False).terminal(out=code, border=2, compact=True)
        click.echo(code.getvalue().rstrip("\n"))
        reporting.line(
            "Everyone on this network can read and copy the shelf; nobody can change it.", to=sys.stdout
        )
    else:
        reporting.line(
            "Only this machine can read it. For everyone on this network, use --lan.", to=sys.stdout
        )
    reporting.line(f"Catalogue for reading apps: {address}opds.xml. Press Ctrl-C to stop.", to=sys.stdout)
