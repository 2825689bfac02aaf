"""`python -m publish`, and the command `publish`."""

import signal
import sys

__all__ = ["run"]


def run() -> int:
    """Load the command line and run it. Ctrl-C waits until there is somebody to answer it in a line."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    from publish.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())
