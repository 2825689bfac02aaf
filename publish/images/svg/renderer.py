"""A process of its own that draws one drawing, under bounds of the operating system. Run as a file, it imports nothing of
ours, and so starts at once.

It reads a JSON object of arguments for `svg_to_bytes` and writes a PNG.
"""

from __future__ import annotations

import json
import sys

SECONDS = 4
"""Of processor time."""
MEMORY = 1 << 30
"""Bytes of memory."""


def _bound() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the clock of whoever has started this is the bound
        return
    for name, most in (
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_DATA", MEMORY),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
    ):
        which = getattr(resource, name)
        _, highest = resource.getrlimit(which)
        lowered = most if highest == resource.RLIM_INFINITY else min(most, highest)
        resource.setrlimit(which, (lowered, lowered))


def main() -> None:
    """Draw what stands on standard input."""
    from resvg_py import svg_to_bytes

    arguments = json.load(sys.stdin.buffer)
    _bound()
    sys.stdout.buffer.write(svg_to_bytes(**arguments))


if __name__ == "__main__":
    main()
