"""A memory limit for workers, enforced by the operating system, so that no post can use up the machine's memory.

`RLIMIT_DATA` counts private writable memory: the heap, and since Linux 4.7 also private mappings. `RLIMIT_AS` would
also count fonts and libraries that are only mapped, which are half of a worker's address space and say nothing about
a book. Systems that do not count mappings (macOS) limit the heap at most.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from publish.errors import ContentError

__all__ = ["bounded", "is_worn", "taken", "too_little"]

_WORN = 0.5
"""A process that has used more than this share of its memory is replaced, before the next book has too little."""


@contextmanager
def bounded(most: int) -> Iterator[None]:
    """Limit this process to `most` bytes during the block; allocations above that raise MemoryError or end the
    process.
    """
    _, highest = resource.getrlimit(resource.RLIMIT_DATA)
    lowered = most if highest == resource.RLIM_INFINITY else min(most, highest)
    resource.setrlimit(resource.RLIMIT_DATA, (lowered, highest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (highest, highest))


def too_little(label: str, most: int = 0) -> ContentError:
    """The error for a MemoryError in a post (`label`); `most` is the limit, if it is already lifted."""
    most = most or resource.getrlimit(resource.RLIMIT_DATA)[0]
    bound = "there is" if most == resource.RLIM_INFINITY else f"{most >> 20:,} MB (limit memory)"
    return ContentError(
        f"needs more memory than {bound}: split it, or raise limits.memory in publish.toml", path=label
    )


def taken() -> int:
    """The peak memory of this process in bytes.

    Linux's `ru_maxrss` holds that of the process that started this one too, so a child of a large one looks worn.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def is_worn(most: int) -> bool:
    """Whether this process, which may use `most` bytes, must get no more books."""
    return taken() > most * _WORN
