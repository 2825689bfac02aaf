"""A hundred short posts to EPUB: CPU time of one command, compared with pandoc for each of the same posts.

    python benchmarks/epub.py [--posts N] [--runs N]

Covers are drawn before, as in daily use. CPU time is that of all processes, including those that outlive the command.
Without pandoc on the path, only our own figure is printed.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from volume import as_installed

WORDS = (
    "the quay where boats come in at night and salt dries on rope while a slow tide turns under lamps".split()
)
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans of a command become ours, and so does their CPU time


def main() -> int:
    arguments = _arguments()
    as_installed()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        posts = _write_posts(folder / "posts", arguments.posts)
        ours = [sys.executable, "-m", "publish", "epub", "posts", "--quiet", "--force", "--offline"]
        _cpu(partial(_run, ours, folder))  # draws the covers; its servers end before anything is counted
        pandoc = shutil.which("pandoc")
        runs: dict[str, list[float]] = {"publish": [], "pandoc": []}
        for _ in range(arguments.runs):  # in turn, so that a slow minute of the machine is shared
            runs["publish"].append(_cpu(partial(_run, ours, folder)))
            if pandoc:
                theirs = [[pandoc, str(post), "-o", f"{post.stem}.epub"] for post in posts]
                runs["pandoc"].append(_cpu(partial(_run_all, theirs, folder)))
    for tool, seconds in runs.items():
        if seconds:
            middle = statistics.median(seconds)
            print(
                f"{tool:8} {middle:6.2f} s CPU for {len(posts)} posts, {1000 * middle / len(posts):5.1f} ms a post"
            )
    if not pandoc:
        print("pandoc is not installed: nothing to compare with (Debian: apt-get install pandoc)")
        return 0
    ratio = statistics.median(a / b for a, b in zip(runs["publish"], runs["pandoc"], strict=True))
    print(f"publish takes {ratio:.2f} of pandoc's CPU time (median of {arguments.runs} pairs)")
    return int(ratio > 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--posts", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def _write_posts(folder: Path, count: int) -> list[Path]:
    """Posts of about a thousand words, with headings, a list and a quotation; the same on every run."""
    folder.mkdir()
    dice = random.Random(1)  # noqa: S311  # words, no secret
    posts = []
    for number in range(count):
        paragraphs = [" ".join(dice.choices(WORDS, k=80)).capitalize() + "." for _ in range(12)]
        head = f"---\ntitle: Post number {number}\nauthor: Ann Lee\ndate: 2026-01-01\n---\n\n"
        rest = "## By night\n\n- rope\n- salt\n\n> It *turns*.\n\n## By day\n\n"
        post = folder / f"2026-01-01-post-{number:03}.md"
        text = head + "\n\n".join(paragraphs[:6]) + "\n\n" + rest + "\n\n".join(paragraphs[6:]) + "\n"
        post.write_text(text, "utf-8")
        posts.append(post)
    return posts


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder)


def _run_all(commands: Sequence[Sequence[str]], folder: Path) -> None:
    for command in commands:
        _run(command, folder)


def _cpu(task: Callable[[], object]) -> float:
    """User and system seconds of the processes that a task starts, and of theirs."""
    before = _children()
    task()
    while True:  # servers that workers were forked from end a moment after the command
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
