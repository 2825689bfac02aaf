"""A call without a deadline of its own gets one; that of a job counts only the time in which it could compute."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from processes import busy

from publish.model import Options
from publish.workers.deadlines import within
from publish.workers.pool import Pool


def test_the_result_comes_back() -> None:
    assert within(60, lambda: 7) == 7
    assert within(60, lambda: 7, threading.Event()) == 7


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


@dataclass(frozen=True)
class Job:
    options: Options
    path: Path = Path("none.md")
    label: str = "none.md"


def toil(job: Job, project: Path) -> str:
    """Compute for a third of a second, on the first of this machine's processors."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    return "done"


@pytest.mark.skipif(
    not Path("/proc/self/schedstat").exists(), reason="only Linux tells how long a process waited"
)
def test_time_in_which_others_compute_does_not_count(tmp_path: Path) -> None:
    job = Job(Options(jobs=1, limits=replace(Options().limits, seconds=1.0)))
    with busy(6) as others, Pool(tmp_path) as pool:
        for other in others:
            os.sched_setaffinity(other, {min(os.sched_getaffinity(0))})
        assert [result for _, result in pool.spread(toil, [job])] == ["done"]
