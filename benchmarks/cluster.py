"""The cost of a post on a Dask cluster, and the cluster's share of it: to plan for an archive.

    python benchmarks/cluster.py [POSTS] [--count N] [--workers N] [--formats epub,pdf]

Starts a scheduler and workers on this machine, and makes an EPUB and a PDF of every post, locally and on the cluster,
without stored results; the workers have their engines loaded. `--formats html` shows the cluster's own cost best.
POSTS is a folder of Markdown; without it, posts are generated. Prints the processor time of each part in milliseconds
per post, and the disk space used; compares the files of both ways byte by byte.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from volume import as_installed, publish, write_posts


def main() -> int:
    arguments = _arguments()
    as_installed()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if arguments.posts:
            shutil.copytree(arguments.posts, folder / "posts")
        else:
            write_posts(folder / "posts", arguments.count, paragraphs=24)
        cluster = start_cluster(folder, arguments.workers, stack)
        words = ("-o", "warm", "--offline", "-q", "--force", "--scheduler", cluster.address)
        subprocess.run(publish("html", "posts", *words), cwd=folder, check=True)
        shutil.rmtree(folder / ".publish")
        for kind in arguments.formats.split(","):
            compare(folder, kind, cluster)
        count = len(list((folder / "warm").rglob("*.html")))
        print(f"store: {_size(folder / 'near-store') / count / 1000:.0f} kB a post")
    return 0


class Cluster:
    """A scheduler and workers, and the processor time that they took."""

    def __init__(self, address: str, scheduler: psutil.Process, workers: list[psutil.Process]) -> None:
        self.address = address
        self.scheduler = scheduler
        self.workers = workers

    def seconds(self) -> dict[str, float]:
        """By part."""
        hands = [hand for worker in self.workers for hand in worker.children(recursive=True)]
        return {
            "scheduler": _seconds(self.scheduler),
            "Dask workers themselves": sum(map(_seconds, self.workers)),
            "their hands": sum(map(_seconds, hands)),
        }


def compare(folder: Path, kind: str, cluster: Cluster) -> None:
    """One format, here and there."""
    count = 0
    for way, words in (("near", []), ("far", ["--scheduler", cluster.address])):
        (folder / f"{way}-store").mkdir(exist_ok=True)
        (folder / f"{way}-store").rename(folder / ".publish")
        before = cluster.seconds()
        command = publish(kind, "posts", "-o", way, "--offline", "-q", *words)
        own, below = _run(command, folder)
        (folder / ".publish").rename(folder / f"{way}-store")
        count = len(list((folder / way).rglob(f"*.{kind}")))
        parts = {"the command": own, "its workers": below}
        parts |= {name: seconds - before[name] for name, seconds in cluster.seconds().items() if way == "far"}
        shown = ", ".join(f"{name} {1000 * seconds / count:.0f}" for name, seconds in parts.items())
        print(f"{kind} {way:4}: {1000 * sum(parts.values()) / count:.0f} ms a post: {shown}")
    files = [path.relative_to(folder / "near") for path in (folder / "near").rglob(f"*.{kind}")]
    same = sum(
        (folder / "near" / name).read_bytes() == (folder / "far" / name).read_bytes() for name in files
    )
    size = sum((folder / "near" / name).stat().st_size for name in files)
    print(f"{kind}: {same} of {count} files the same bytes; {size / count / 1000:.0f} kB a post")


def _run(command: list[str], folder: Path) -> tuple[float, float]:
    """Processor seconds of a command itself, and of the processes below it, looked at until it ends."""
    process = psutil.Popen(command, cwd=folder)
    own = 0.0
    below: dict[int, float] = {}
    while process.poll() is None:
        try:
            own = _seconds(process)
            for child in process.children(recursive=True):
                below[child.pid] = _seconds(child)
        except psutil.Error:  # it has just ended
            pass
        time.sleep(0.05)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return own, sum(below.values())


def start_cluster(folder: Path, workers: int, stack: ExitStack) -> Cluster:
    found = folder / "scheduler.json"
    scheduler = _dask("scheduler", folder, stack, "--port", "0", "--scheduler-file", str(found))
    _until(lambda: found.exists() and found.read_text("utf-8").endswith("}"))
    address = str(json.loads(found.read_text("utf-8"))["address"])
    places = [folder / f"worker-{number}" for number in range(workers)]
    for place in places:
        place.mkdir()
    started = [
        _dask("worker", place, stack, address, "--nthreads", "1", "--no-nanny", "--local-directory", ".")
        for place in places
    ]
    _until(lambda: all("Registered to" in (place / "log").read_text("utf-8") for place in places))
    return Cluster(address, scheduler, started)


def _dask(what: str, folder: Path, stack: ExitStack, *words: str) -> psutil.Process:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", "--no-dashboard"]
    log = stack.enter_context((folder / "log").open("wb"))
    process = psutil.Popen([*command, *words], cwd=folder, stdout=log, stderr=log)
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.1)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", nargs="?", help="folder of Markdown posts")
    parser.add_argument("--count", type=int, default=100, help="posts to make up")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--formats", default="epub,pdf")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
