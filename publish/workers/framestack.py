"""Room for Python's frames, so that CPython does not ask the system for memory at every other call.

CPython keeps the frames of calls in chunks of 16 KB (`DATA_STACK_CHUNK_SIZE`), and gives a chunk back as soon as the call
that needed it returns. When a loop happens to run near a chunk's end, each of its calls maps and unmaps memory: a tenth of
a volume's time went there. One frame that asks for much gets a chunk of its own, whose rest serves all calls below it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["roomy"]

Words = ParamSpec("Words")
Result = TypeVar("Result")

_POINTERS = 140_000
"""What the frame asks for, 1.1 MB. A chunk is the next power of two, so that 0.9 MB are left for frames below."""


def roomy(function: Callable[Words, Result]) -> Callable[Words, Result]:
    """The same function, with room for the frames of all that it calls. Memory that no frame reaches is never touched."""

    def run(*words: Words.args, **named: Words.kwargs) -> Result:
        return function(*words, **named)

    run.__code__ = run.__code__.replace(co_stacksize=_POINTERS)
    return wraps(function)(run)
