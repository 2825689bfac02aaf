"""A child process that runs one task after another for a thread of a Dask worker, until the worker closes the
connection.

python -m publish.press.dask.process DESCRIPTOR
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from multiprocessing.connection import Connection

from publish.press.engines import engines

__all__ = ["main"]


def main(descriptor: int) -> None:
    """Answer each packed task with its result."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What an engine prints must not reach a terminal; results go back through the connection.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.dup2(2, 1)
    for name in engines(("pdf", "epub")):
        import_module(name)
    from publish.press.dask import tasks

    with Connection(descriptor) as line:
        while True:
            try:
                result, is_worn = tasks.do(line.recv_bytes())
                line.send(result)
                line.send(is_worn)
            except (EOFError, OSError):  # the worker has ended
                return


if __name__ == "__main__":
    main(int(sys.argv[1]))
