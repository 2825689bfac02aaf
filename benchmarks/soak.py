"""A thousand posts in one command: the memory of the command and its workers over time.

    python benchmarks/soak.py [FORMAT] [--count N] [--words N]

FORMAT is html, epub (the default) or pdf. One post in the middle is not text: only that one must fail, and the
summary must name it. If memory is constant, a command has as much at the end as after the first hundred books. Linux
only: it reads /proc.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from volume import WORDS


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("format", nargs="?", default="epub", choices=["html", "epub", "pdf"])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--words", type=int, default=600)
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_posts(folder / "posts", arguments.count, arguments.words)
        return soak(folder, arguments.format, arguments.count)


def write_posts(folder: Path, count: int, words: int) -> None:
    folder.mkdir()
    for number in range(count):
        chance = random.Random(number)  # noqa: S311  # prose, no secret
        text = "\n\n".join(
            " ".join(chance.choices(WORDS, k=60)).capitalize() + "." for _ in range(words // 60)
        )
        post = f"---\ntitle: Post {number}\nauthor: Ann Lee\n---\n{text}\n"
        data = b"\xff\xfe\xff" if number == count // 2 else post.encode()
        (folder / f"2026-03-01-post-{number:04}.md").write_bytes(data)


def soak(folder: Path, kind: str, count: int) -> int:
    """Run the command, and print what is held at the first hundred, half-way, and the end."""
    marks = {max(1, count // 10), count // 2, count - 1}
    command = [sys.executable, "-m", "publish", kind, "posts", "--offline", "-o", "build"]
    done = bad = 0
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        for line in process.stdout or ():
            made, failed = line.startswith("made "), ": error: " in line
            done, bad = done + (made or failed), bad + failed
            if (made or failed) and done in marks:
                own, others = resident(process.pid)
                held = ", ".join(f"{each:.0f}" for each in others)
                print(
                    f"{done:5} books ({bad} bad): command {own:.1f} MB; server and workers {held} MB",
                    flush=True,
                )
            elif not made and not failed:
                print(line[:300].rstrip())
    print(f"exit status {process.returncode}, {len(list((folder / 'build').iterdir()))} files")
    return int(done != count)


def resident(group: int) -> tuple[float, list[float]]:
    """Megabytes of memory of the command, and of each of its other Python processes."""
    own, others = 0.0, []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, KeyError):  # it has ended since
            if int(path.read_text().rpartition(") ")[2].split()[2]) != group:
                continue
            rows = (row.split(":", 1) for row in (path.parent / "status").read_text().splitlines())
            megabytes = int(dict(rows)["VmRSS"].split()[0]) / 1024
            if int(path.parent.name) == group:
                own = megabytes
            else:
                others.append(megabytes)
    return own, sorted(others)


if __name__ == "__main__":
    raise SystemExit(main())
