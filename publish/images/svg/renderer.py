"""A separate process that draws one drawing, with limits of the operating system. Run as a file, it imports none of
our modules, so it starts fast.

It reads a JSON object with the arguments of `svg_to_bytes` and writes a PNG.
"""

from __future__ import annotations

import json
import sys

SECONDS = 4
"""Seconds of processor time."""
MEMORY = 1 << 30
"""Bytes of memory."""


def bound(seconds: int) -> None:
    """Limit this process: its processor time in seconds, its memory, and files."""
    try:
        import resource
    except ImportError:  # Windows has no limits: there, only the wall-clock limit of the caller applies
        return
    for name, most in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_DATA", MEMORY),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
    ):
        which = getattr(resource, name)
        _, highest = resource.getrlimit(which)
        lowered = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(which, (lowered, lowered))


def main() -> None:
    """Draw the drawing from standard input."""
    from resvg_py import svg_to_bytes

    arguments = json.load(sys.stdin.buffer)
    bound(SECONDS)
    sys.stdout.buffer.write(svg_to_bytes(**arguments))


if __name__ == "__main__":
    main()
