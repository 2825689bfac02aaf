"""How much memory a worker may take: bounded by the operating system, so that no post can take the machine's.

`RLIMIT_DATA` counts what a process alone has and can write, heap and private mappings, as Linux does since 4.7.
`RLIMIT_AS` would count fonts and libraries that are only mapped as well, which says nothing of what a book needs: half
of a worker's address space is that. Systems that do not enforce it for mappings (macOS) bound the heap at most.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from publish.errors import ContentError

__all__ = ["bounded", "taken", "too_little"]


@contextmanager
def bounded(most: int) -> Iterator[None]:
    """Let this process have at most `most` bytes meanwhile; what asks for more fails with MemoryError, or dies."""
    _, highest = resource.getrlimit(resource.RLIMIT_DATA)
    lowered = most if highest == resource.RLIM_INFINITY else min(most, highest)
    resource.setrlimit(resource.RLIMIT_DATA, (lowered, highest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (highest, highest))


def too_little(label: str, most: int = 0) -> ContentError:
    """What a MemoryError means for the post (`label`) that it came from; `most` is the limit where it is lifted again."""
    most = most or resource.getrlimit(resource.RLIMIT_DATA)[0]
    bound = "there is" if most == resource.RLIM_INFINITY else f"{most >> 20:,} MB (limit memory)"
    return ContentError(
        f"needs more memory than {bound}: split it, or raise limits.memory in publish.toml", path=label
    )


def taken() -> int:
    """The most bytes of memory that this process had at once."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
