"""Room for frames: calls below a roomy function ask the system for no memory, however deep they are."""

from __future__ import annotations

import pickle
import platform
import resource
import sys

import pytest

from publish.workers.framestack import roomy

pytestmark = pytest.mark.skipif(
    platform.python_implementation() != "CPython" or sys.platform != "linux",
    reason="CPython keeps frames in chunks; Linux counts the pages that they take",
)
CALLS = 400


def called(depth: int) -> int:
    """Call a small function many times, from so deep."""
    if depth:
        return called(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _small()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _small() -> int:
    one, two, three = 1, 2, 3
    return one + two + three


@roomy
def deepest() -> int:
    """The most pages that calls took anywhere in two chunks' length of depths."""
    called(500)  # what is touched for the first time is not counted
    return max(called(depth) for depth in range(400))


@roomy
def add(one: int, *, two: int) -> int:
    return one + two


def test_calls_below_take_no_new_memory_at_any_depth() -> None:
    assert deepest() < CALLS / 4


def test_it_stays_the_function_that_it_was() -> None:
    assert add(1, two=2) == 3
    assert pickle.loads(pickle.dumps(add)) is add
