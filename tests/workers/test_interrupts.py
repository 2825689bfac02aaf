"""Signals that end a command: none is lost."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

import pytest

from publish.workers.interrupts import AGAIN, Ended, raised


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_an_exception_that_says_which(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Ended) as told, raised():
        os.kill(os.getpid(), number)
        time.sleep(60)
    assert (told.value.number, told.value.status) == (number, 128 + number)
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("times", [1, 3])
def test_an_exception_that_is_swallowed_comes_again(times: int) -> None:
    with pytest.raises(Ended) as told, raised():
        with suppress(Ended):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        for _ in range(times - 1):
            with suppress(Ended):
                time.sleep(60)
        time.sleep(60)
    assert told.value.number == signal.SIGTERM


def test_what_cleans_up_is_left_to_end() -> None:
    cleaned = False
    with pytest.raises(Ended), raised():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
        finally:
            time.sleep(5 * AGAIN)
            cleaned = True
    assert cleaned
