"""`python -m publish`, and the command `publish`."""

import gc
import signal
import sys

__all__ = ["run"]

_ENDS = (signal.SIGINT, signal.SIGTERM)
_NEW_OBJECTS = 100_000
"""How many make Python look for garbage; usually it is far fewer. While modules are loaded there is none, and looking takes a tenth of
the time of a short command.
"""
_WITHOUT = ("win32",)
"""Systems that lack what we build on: signals that can be held back, limits on memory, Pango beside Python."""
_SORRY = (
    "error: publish does not run on Windows itself, but in its Linux: type `wsl --install`, and install publish there "
    "(https://learn.microsoft.com/windows/wsl)\n"
)


def run() -> int:
    """Load the command line and run it.

    Ctrl-C is held back until the command line can handle it; once everything is done, it does not change the exit
    status.
    """
    if sys.platform in _WITHOUT:
        sys.stderr.write(_SORRY)
        return 2
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    gc.set_threshold(_NEW_OBJECTS)
    from publish.keep import expressions

    expressions.use_kept()
    from publish.cli import main

    try:
        return main()
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
        expressions.keep_new()


if __name__ == "__main__":
    sys.exit(run())
