"""An archive: many posts as PDF and EPUB, killed in the middle and continued, on this machine and by Dask.

    python benchmarks/archive.py [--count N] [--formats pdf,epub] [--ways near,far] [--workers N] [--keep FOLDER]

Posts are made up, with the sizes of a magazine's: median 20 KB, the largest 650 KB. Each format is made by one command,
which gets `kill -9` after a third of the books and SIGTERM after two thirds; the same command continues. Prints for each
tenth of the books how many are finished in a second, the processor time for a kB of text, and how much memory all
processes have together (each shared page counts once); then how many books were made twice, and the time of a run with
nothing to do. The largest posts come first, so on a machine that does other things too the time for a kB says whether the
rate is steady. Do not edit the code meanwhile: it would make every book again. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from cluster import Cluster, start_cluster
from volume import as_installed, prose, publish

MEDIAN = 20_000
"""Bytes of the median post."""
SPREAD = 0.65
"""Standard deviation of the sizes' logarithm: the mean is then 25 KB, as in the magazine."""
LARGEST = 650_000
TENTHS = 10
EVERY = 2.0
"""Seconds between two looks at the memory."""


def main() -> int:
    arguments = _arguments()
    as_installed()
    with ExitStack() as stack:
        folder = Path(arguments.keep or stack.enter_context(TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        write_archive(folder / "posts", arguments.count)
        for way in arguments.ways.split(","):
            with ExitStack() as running:
                cluster = start_cluster(folder, arguments.workers, running) if way == "far" else None
                shutil.rmtree(folder / ".publish", ignore_errors=True)
                for kind in arguments.formats.split(","):
                    archive(folder, kind, way, cluster)
    return 0


def write_archive(folder: Path, count: int) -> None:
    """Posts of the magazine's sizes, the same on every machine, one a day."""
    chance = random.Random(count)  # noqa: S311  # made-up words, no secrets
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        wanted = (
            LARGEST if number == count // 2 else min(LARGEST, chance.lognormvariate(math.log(MEDIAN), SPREAD))
        )
        day = date(2018, 1, 1) + timedelta(days=number)
        parts = [f"---\ntitle: Post {number}\nauthor: Ann Lee\ndate: {day}\n---\n"]
        size = 0
        for part in prose(chance):
            parts.append(part)
            size += len(part) + 1
            if size >= wanted:
                break
        (folder / f"{day}-post-{number}.md").write_text("\n".join(parts), "utf-8")
    sizes = sorted(path.stat().st_size for path in folder.iterdir())
    print(
        f"{count} posts: median {statistics.median(sizes) / 1000:.0f} kB, largest {sizes[-1] / 1000:.0f} kB, "
        f"together {sum(sizes) / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


@dataclass
class Progress:
    """What a format's runs have shown so far."""

    posts: Path
    finished: list[tuple[float, str]] = field(default_factory=list)
    """Working seconds until each book was finished, and its name."""
    looks: list[tuple[float, float, float]] = field(default_factory=list)
    """Working seconds; megabytes, and processor seconds so far, of all processes then."""
    spent: dict[int, float] = field(default_factory=dict)
    """Processor seconds of each process, those of the cluster from its start."""
    seconds: float = 0.0
    """Of the runs that have ended."""

    def table(self) -> str:
        """One line for each tenth of the books."""
        lines, before, spent = ["tenth: books/s, ms of CPU for a kB of text, MB of all processes"], 0.0, 0.0
        for tenth in range(TENTHS):
            few = self.finished[
                len(self.finished) * tenth // TENTHS : len(self.finished) * (tenth + 1) // TENTHS
            ]
            if not few:
                continue
            until = few[-1][0]
            text = sum((self.posts / f"{name}.md").stat().st_size for _, name in few) / 1000
            seen = [look for look in self.looks if before < look[0] <= until] or [(until, 0.0, spent)]
            rate = len(few) / max(until - before, 1e-9)
            cost = 1000 * (seen[-1][2] - spent) / text
            lines.append(f"{tenth + 1:5}: {rate:6.2f} {cost:7.1f} {max(look[1] for look in seen):7.0f}")
            before, spent = until, seen[-1][2]
        return "\n".join(lines)


def archive(folder: Path, kind: str, way: str, cluster: Cluster | None) -> None:
    """All posts in one format: two runs that are ended, one that finishes, and one with nothing to do."""
    output = folder / f"{way}-{kind}"
    words = [kind, "posts", "-o", output.name, "--offline"]
    words += ["--scheduler", cluster.address] if cluster else []
    progress = Progress(folder / "posts")
    count = len(list(progress.posts.iterdir()))
    twice = []
    for number, until in ((signal.SIGKILL, count // 3), (signal.SIGTERM, 2 * count // 3), (None, count)):
        before = times(output)
        run(words, folder, progress, cluster, until, number)
        after = times(output)
        twice.append(sum(after.get(path) != time for path, time in before.items()))
        half = [path.name for path in output.iterdir() if path.suffix != f".{kind}"]
        left = f", left behind: {half}" if half else ""
        print(
            f"{way} {kind}: {len(after)} books after {number.name if number else 'the end'}{left}", flush=True
        )
    print(progress.table())
    print(f"made again after the kill {twice[1]}, after SIGTERM {twice[2]}; {progress.seconds:.0f} s in all")
    idle = [timed(words, folder) for _ in range(3)]
    wall, cpu = (statistics.median(figures) for figures in zip(*idle, strict=True))
    print(f"nothing to do: {wall:.2f} s, {cpu:.2f} s of CPU; load {os.getloadavg()[0]:.1f}", flush=True)


def timed(words: Sequence[str], folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of a command that has nothing to do."""
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(publish(*words), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - started, cpu


def times(folder: Path) -> dict[Path, int]:
    """The books in a folder, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in folder.glob("*.*") if not path.name.startswith(".")}


def run(
    words: Sequence[str],
    folder: Path,
    progress: Progress,
    cluster: Cluster | None,
    until: int,
    number: signal.Signals | None,
) -> None:
    """Run the command until so many books are finished, then send it the signal."""
    started = time.monotonic()
    with subprocess.Popen(
        publish(*words), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as command:
        done = threading.Event()
        looking = threading.Thread(target=_look, args=(command.pid, cluster, progress, started, done))
        looking.start()
        sent = 0.0
        for line in command.stdout or ():
            if line.startswith("made "):
                moment = progress.seconds + time.monotonic() - started
                progress.finished.append((moment, Path(line.split()[1]).stem))
            elif "error" in line:
                print(line.rstrip())
            if number and not sent and len(progress.finished) >= until:
                command.send_signal(number)
                sent = time.monotonic()
        status = command.wait()
        ended = time.monotonic()
        done.set()
        looking.join()
    if sent:
        print(f"{number!s}: status {status}, ended after {ended - sent:.2f} s")
    progress.seconds += ended - started


def _look(
    command: int, cluster: Cluster | None, progress: Progress, started: float, done: threading.Event
) -> None:
    """Keep how much memory and processor time the command's processes took, and those of the cluster."""
    others = [cluster.scheduler.pid, *(each.pid for each in cluster.workers)] if cluster else []
    while not done.wait(EVERY):
        megabytes = sum(_megabytes(root, progress.spent) for root in (command, *others))
        moment = progress.seconds + time.monotonic() - started
        progress.looks.append((moment, megabytes, sum(progress.spent.values())))


def _megabytes(root: int, spent: dict[int, float]) -> float:
    """Memory of a process and of all below it; pages that several share are split among them. Notes their time."""
    total = 0
    with suppress(psutil.Error):
        process = psutil.Process(root)
        for each in (process, *process.children(recursive=True)):
            with suppress(OSError, psutil.Error):
                spent[each.pid] = sum(each.cpu_times()[:2])
                lines = Path(f"/proc/{each.pid}/smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=2500, help="posts to make up")
    parser.add_argument("--formats", default="pdf,epub", help="one command for each, in this order")
    parser.add_argument("--ways", default="near,far", help="near: this machine's processes; far: Dask")
    parser.add_argument("--workers", type=int, default=2, help="Dask workers")
    parser.add_argument("--keep", help="a folder for posts and books, which stays")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
