"""`python -m publish`, and the command `publish`."""

import signal
import sys

__all__ = ["run"]

_ENDS = (signal.SIGINT, signal.SIGTERM)


def run() -> int:
    """Load the command line and run it.

    Ctrl-C is held back until the command line can handle it; once everything is done, it does not change the exit
    status.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    from publish.cli import main

    try:
        return main()
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)


if __name__ == "__main__":
    sys.exit(run())
