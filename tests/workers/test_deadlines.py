"""A call without a deadline of its own gets one."""

from __future__ import annotations

import threading

import pytest

from publish.workers.deadlines import within


def test_the_result_comes_back() -> None:
    assert within(60, lambda: 7) == 7


@pytest.mark.parametrize("kind", [LookupError, SystemExit, KeyboardInterrupt])
def test_an_error_comes_back(kind: type[BaseException]) -> None:
    def fails() -> None:
        raise kind("nowhere")

    with pytest.raises(kind, match="nowhere"):
        within(60, fails)


def test_what_never_answers_is_given_up() -> None:
    hold = threading.Event()
    try:
        with pytest.raises(TimeoutError, match=r"no answer in 0\.1 s"):
            within(0.1, hold.wait)
    finally:
        hold.set()
