"""Workers: one that ends does not affect the others, and a kept pool goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from publish.books.desk import sources_of
from publish.errors import PublishError, RenderError
from publish.images.sources import Sources
from publish.model import Options
from publish.workers.pool import Pool

LIMITS = Options().limits


@dataclass(frozen=True)
class Job:
    path: Path = Path("none.md")
    label: str = "none.md"
    options: Options = field(default_factory=lambda: Options(jobs=2))
    number: int = 0


def double(job: Job, project: Path) -> int:
    return 2 * job.number


def stumble(job: Job, project: Path) -> int:
    """Leave a part of a file in the store and die, for one job; be slow, for another."""
    if job.number == 3:
        part = project / ".publish" / "kind" / f".{os.getpid()}-x.publish-part"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)
    if job.number == 4:
        time.sleep(60)
    if job.number == 5:
        raise RuntimeError("a task must not")
    return job.number


def hoard(job: Job, project: Path) -> int:
    """Take a gigabyte, for one job."""
    return len(bytearray(1 << 30)) if job.number == 3 else job.number


JOBS = [Job(number=number) for number in range(8)]


def test_a_worker_that_dies_costs_its_job_alone_and_leaves_no_part(tmp_path: Path) -> None:
    jobs = [replace(each, label=f"{each.number}.md") for each in JOBS]
    slow = replace(jobs[4], options=Options(jobs=2, limits=replace(LIMITS, seconds=0.5)))
    with Pool(tmp_path) as pool:
        results = dict(pool.spread(stumble, [*jobs[:4], slow, *jobs[5:]]))
        assert dict(pool.spread(double, jobs)) == {job: 2 * job.number for job in jobs}
    for number in (0, 1, 2, 6, 7):
        assert results[jobs[number]] == number
    died, late, raised = results[jobs[3]], results[slow], results[jobs[5]]
    assert str(died) == (
        "3.md: error: its worker process died (SIGKILL; perhaps it needed more than limits.memory allows)"
    )
    assert str(late) == "4.md: error: not finished after 0.5 s (limit seconds): split it, or use --timeout 1"
    assert isinstance(raised, RenderError)
    assert "internal error, please report it: RuntimeError" in raised.message
    assert list(tmp_path.rglob("*publish-part")) == []


def test_what_takes_too_much_memory_costs_itself_alone(tmp_path: Path) -> None:
    options = Options(jobs=1, limits=replace(LIMITS, memory=500_000_000))
    jobs = [replace(each, label=f"{each.number}.md", options=options) for each in JOBS]
    with Pool(tmp_path) as pool:
        results = {job.number: result for job, result in pool.spread(hoard, jobs)}
    assert str(results.pop(3)) == (
        "3.md: error: needs more memory than 476 MB (limit memory): split it, or raise limits.memory in publish.toml"
    )
    assert all(number == result for number, result in results.items())


def test_what_is_not_waited_for_does_not_answer_later(tmp_path: Path) -> None:
    with Pool(tmp_path, kept=True) as pool:
        pool.open(Options(jobs=2))
        for _ in range(2):
            results = pool.spread(stumble, [Job(number=4), Job(number=1), Job(number=4)])
            assert next(results)[1] == 1
            results.close()
            assert dict(pool.spread(double, JOBS)) == {job: 2 * job.number for job in JOBS}


def test_an_idle_worker_that_dies_costs_nothing(tmp_path: Path) -> None:
    with Pool(tmp_path) as pool:
        pids = {pid for _, pid in pool.spread(own_number, JOBS)}
        for pid in pids:
            assert isinstance(pid, int)
            os.kill(pid, signal.SIGKILL)
        assert dict(pool.spread(double, JOBS)) == {job: 2 * job.number for job in JOBS}


def own_number(job: Job, project: Path) -> int:
    return os.getpid()


SCRIPT = """
import sys
from pathlib import Path

sys.path.append({folder!r})
Path("runs").open("a").write("run ")
if __name__ == "__main__":
    from test_pool import JOBS, double
    from publish.workers.pool import Pool

    with Pool(Path()) as pool:
        print(sum(result for _, result in pool.spread(double, JOBS)))
"""


def test_workers_do_not_run_the_commands_own_script(tmp_path: Path) -> None:
    script = tmp_path / "publish-like.py"
    script.write_text(SCRIPT.format(folder=str(Path(__file__).parent)))
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("56\n", "", 0)
    assert (tmp_path / "runs").read_text() == "run "


COPIES = """
import sys, threading
from pathlib import Path

sys.path.append({folder!r})
import test_pool
from publish.workers.pool import Pool
from publish.books.desk import sources_of

test_pool.MARK = "copied"
test_pool.DOOR = sources_of(Path(), test_pool.JOBS[0].options)
with Pool(Path(), here=True) as pool:
    print({{result for _, result in pool.spread(test_pool.mark, test_pool.JOBS)}})
end = threading.Event()
threading.Thread(target=end.wait).start()
with Pool(Path(), here=True) as pool:
    print({{result for _, result in pool.spread(test_pool.mark, test_pool.JOBS)}})
end.set()
"""
MARK = ""
DOOR: Sources | None = None


def mark(job: Job, project: Path) -> str:
    """What the module was given; a copy of the command has connections of its own."""
    return "the command's door" if sources_of(Path(), job.options) is DOOR else MARK


def test_workers_from_here_are_copies_where_no_other_thread_is(tmp_path: Path) -> None:
    script = COPIES.format(folder=str(Path(__file__).parent))
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    first = "{'copied'}" if sys.platform == "linux" else "{''}"
    assert (ran.stdout.splitlines(), ran.stderr) == ([first, "{''}"], "")


AHEAD = """
import multiprocessing
import sys
import threading
from pathlib import Path

sys.path.append({folder!r})
import test_pool
from publish.workers.pool import Pool

with Pool(Path(), ["publish.nowhere", test_pool.UNUSUAL], here=True) as pool:
    pool.load()
    print([result for _, result in pool.spread(test_pool.is_loaded, test_pool.JOBS[:1])])

end = threading.Event()
threading.Thread(target=end.wait).start()
with Pool(Path(), [test_pool.UNUSUAL], here=True) as pool:
    pool.load()
    print(multiprocessing.active_children())
    print([result for _, result in pool.spread(test_pool.is_loaded, test_pool.JOBS[:1])])
end.set()
"""
UNUSUAL = "colorsys"


def is_loaded(job: Job, project: Path) -> bool:
    """Whether the worker has a module that nothing imports."""
    return UNUSUAL in sys.modules


def test_modules_are_loaded_before_there_is_work(tmp_path: Path) -> None:
    """By a copy of the command; or by the server, for whose first worker nobody waits yet."""
    script = AHEAD.format(folder=str(Path(__file__).parent))
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout.splitlines(), ran.stderr) == (["[True]", "[]", "[True]"], "")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(11, "Resource temporarily unavailable"), "Resource temporarily unavailable"),
        (EOFError(), "EOFError"),
    ],
)
def test_a_process_that_cannot_be_started_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    def fails(_: object) -> None:
        raise error

    monkeypatch.setattr("multiprocessing.context.ForkServerProcess.start", fails)
    with pytest.raises(PublishError) as caught, Pool(tmp_path, ()) as pool:
        pool.open(Options(jobs=1))
    assert caught.value.message == f"no worker process can be started: {why}"


def test_a_temporary_folder_that_cannot_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("publish.workers.pool.TemporaryDirectory", full)
    with (
        pytest.raises(PublishError, match="no worker process can be started: No space left on device"),
        Pool(tmp_path, ()) as pool,
    ):
        pool.open(Options(jobs=1))
