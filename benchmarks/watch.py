"""One edit while `publish watch` runs, beside the cold build: from the save until the new file is in its place.

    python benchmarks/watch.py [POSTS] [--month YYYY-MM] [--count N] [--edits N] [--jobs N]

POSTS is a folder of Markdown; without it, posts are generated. Each format is measured separately, as a book of each
post and as a volume. The cold build is the command without `watch`, with an empty store. The post that is edited is
another one each time: the smallest, the median and the largest take turns, and so do the ratios' rows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from volume import as_installed, publish, write_posts

KINDS = ("html", "pdf", "epub")
SIZES = ("smallest post", "median post", "largest post")
PATIENCE = 300.0
"""Seconds after which something is wrong."""


def main() -> int:
    arguments = _arguments()
    as_installed()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.posts:
            shutil.copytree(arguments.posts, folder / "posts")
        else:
            write_posts(folder / "posts", arguments.count)
        posts = _posts(folder, arguments.month)
        print(f"{len(posts)} posts\n\n| | cold, s | {' | '.join(SIZES)} |\n|---|---:|---:|---:|---:|")
        for kind in KINDS:
            compare(folder, posts, kind, arguments)
        choice = ["--month", arguments.month] if arguments.month else ["--number", "1"]
        for kind in KINDS:
            compare(folder, posts, kind, arguments, choice)
    return 0


def _posts(folder: Path, month: str) -> list[Path]:
    """From the smallest to the largest."""
    found = [path for path in (folder / "posts").rglob("*.md") if path.name.startswith(month)]
    return sorted(found, key=lambda path: path.stat().st_size)


def compare(
    folder: Path, posts: Sequence[Path], kind: str, arguments: argparse.Namespace, choice: Sequence[str] = ()
) -> None:
    """One row: a cold build, then edits while watching."""
    names = ["posts"] if choice else [str(path.relative_to(folder)) for path in posts]
    more = ["--offline", "-q", "--jobs", str(arguments.jobs), "-o", "out"]
    words = ["volume", *names, *choice, "--format", kind] if choice else [kind, *names]
    for place in (".publish", "out"):
        shutil.rmtree(folder / place, ignore_errors=True)
    started = time.perf_counter()
    subprocess.run(publish(*words, *more), cwd=folder, check=True, capture_output=True)
    cold = time.perf_counter() - started
    command = publish("watch", *names, *choice, "--format", kind, *more, "-v")
    command.remove("-q")
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        time.sleep(3)  # nothing to make: it listens by now
        try:
            waits: list[list[float]] = [[] for _ in SIZES]
            for number in range(arguments.edits):
                for size, post in enumerate((posts[0], posts[len(posts) // 2], posts[-1])):
                    output = (
                        next((folder / "out").glob(f"*.{kind}"))
                        if choice
                        else folder / "out" / f"{post.stem}.{kind}"
                    )
                    waits[size].append(edit(post, output, number))
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    ratios = " | ".join(
        f"{statistics.median(each) / cold:.3f} ({statistics.median(each):.2f} s)" for each in waits
    )
    print(f"| {'volume' if choice else 'books'}, {kind} | {cold:.2f} | {ratios} |", flush=True)


def edit(post: Path, output: Path, number: int) -> float:
    """Seconds from saving a post with one more sentence until its file is new."""
    text = post.read_text("utf-8")
    before = output.stat().st_ino
    started = time.perf_counter()
    post.write_text(f"{text}\nOne more sentence, number {number}.\n", "utf-8")
    while output.stat().st_ino == before:
        if time.perf_counter() - started > PATIENCE:
            raise TimeoutError(f"{output} was not made again")
        time.sleep(0.002)
    taken = time.perf_counter() - started
    time.sleep(0.5)  # what follows a build is done with
    return taken


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", nargs="?", help="folder of Markdown posts")
    parser.add_argument("--month", default="", help="only posts whose names begin so")
    parser.add_argument("--count", type=int, default=49, help="posts to make up")
    parser.add_argument("--edits", type=int, default=3, help="edits of each post")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
