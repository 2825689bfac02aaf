"""The same posts with publish and other tools: one post, the largest, a month, the month after one edit.

    python benchmarks/peers.py [POSTS] [--runs N] [--write FILE]

POSTS is a folder of Markdown; without it, a month is generated. Every tool gets the same text: each post's title and
body, without pictures, so that nothing depends on the network. Tools are searched on PATH; for a missing one, a line
says so. Figures are medians of runs that take turns: wall time, CPU time of all processes of a command, and the
memory of the largest. The other tools keep nothing between runs: after an edit they make the whole month again.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from volume import SUBREAPER, as_installed, publish, write_posts

TASKS = ("one post", "the largest post", "a month", "the month after one edit")
LIMIT = 1800
"""Seconds that one command may take."""


@dataclass(frozen=True)
class Used:
    """What one command used."""

    wall: float
    cpu: float
    peak: float
    """Megabytes of the largest process."""


@dataclass(frozen=True)
class Posts:
    """What there is to make."""

    folder: Path
    """Where every tool works."""
    one: Path
    largest: Path
    all: tuple[Path, ...]

    def of(self, task: str) -> tuple[Path, ...]:
        """The posts of a task."""
        return {"one post": (self.one,), "the largest post": (self.largest,)}.get(task, self.all)


Command = Callable[[Posts, str, str], list[str]]
"""From posts, a task and a format to the command that does it."""


@dataclass(frozen=True)
class Tool:
    """A tool, and what it can make."""

    name: str
    needs: tuple[str, ...]
    """Programs on PATH."""
    formats: tuple[str, ...]
    command: Command


def main() -> int:
    arguments = _arguments()
    as_installed()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        _shim(folder)
        posts = prepare(Path(arguments.posts) if arguments.posts else None, folder)
        lines = [*_head(posts, arguments.runs), ""]
        for kind in ("pdf", "epub"):
            for task in TASKS:
                table = compare(posts, task, kind, arguments.runs)
                print("\n".join(table), flush=True)
                lines += [*table, ""]
    if arguments.write:
        arguments.write.write_text("\n".join(lines), "utf-8")
    return 0


def _pandoc(engine: str, posts: Posts, task: str, kind: str) -> list[str]:
    words = [
        "pandoc",
        *map(str, posts.of(task)),
        "--from",
        "gfm+yaml_metadata_block",
        "--toc",
        "--standalone",
    ]
    return [*words, *([f"--pdf-engine={engine}"] if engine else []), "-o", f"peer.{kind}"]


def _calibre(posts: Posts, task: str, kind: str) -> list[str]:
    source = posts.folder / f"{task.replace(' ', '-')}.md"
    source.write_text("\n\n".join(path.read_text("utf-8") for path in posts.of(task)), "utf-8")
    return ["ebook-convert", str(source), f"peer.{kind}", "--formatting-type", "markdown"]


def _percollate(posts: Posts, task: str, kind: str) -> list[str]:
    pages = [f"pages/{path.stem}.html" for path in posts.of(task)]
    return ["percollate", kind, "--no-sandbox", *pages, "-o", f"peer.{kind}"]


def _vivliostyle(posts: Posts, task: str, kind: str) -> list[str]:
    entries = [path.relative_to(posts.folder).as_posix() for path in posts.of(task)]
    settings = {"title": "Peers", "entry": entries, "output": f"peer.{kind}", "toc": False, "size": "A5"}
    (posts.folder / "vivliostyle.config.cjs").write_text(f"module.exports = {json.dumps(settings)}", "utf-8")
    return ["vivliostyle", "build", "-c", "vivliostyle.config.cjs", "--executable-browser", _browser()]


def _publish(posts: Posts, task: str, kind: str) -> list[str]:
    chosen = [path.relative_to(posts.folder).as_posix() for path in posts.of(task)]
    if len(chosen) == 1:
        return publish(kind, *chosen, "-o", f"ours.{kind}", "--offline", "-q")
    return publish("volume", "posts", "--format", kind, "-o", f"ours.{kind}", "--offline", "-q")


TOOLS = (
    Tool("publish", (), ("pdf", "epub"), _publish),
    Tool("pandoc with WeasyPrint", ("pandoc", "weasyprint"), ("pdf",), partial(_pandoc, "weasyprint")),
    Tool("pandoc with Typst", ("pandoc", "typst"), ("pdf",), partial(_pandoc, "typst")),
    Tool("pandoc", ("pandoc",), ("epub",), partial(_pandoc, "")),
    Tool("Calibre", ("ebook-convert",), ("pdf", "epub"), _calibre),
    Tool("percollate", ("percollate", "chromium"), ("pdf", "epub"), _percollate),
    Tool("Vivliostyle", ("vivliostyle", "chromium"), ("pdf",), _vivliostyle),
)


def compare(posts: Posts, task: str, kind: str, runs: int) -> list[str]:
    """A table of one task."""
    rows: dict[str, list[Used] | str] = {}
    tools = [tool for tool in TOOLS if kind in tool.formats]
    for number in range(runs):
        for tool in tools:
            missing = [program for program in tool.needs if not shutil.which(program)]
            if missing:
                rows[tool.name] = f"not installed: {', '.join(missing)}"
                continue
            kept = rows.setdefault(tool.name, [])
            if not isinstance(kept, list):
                continue
            used = one(tool, posts, task, kind, number)
            if isinstance(used, str):
                rows[tool.name] = used
            else:
                kept.append(used)
    return [f"### {task}, {kind.upper()}", "", *_table(rows)]


def one(tool: Tool, posts: Posts, task: str, kind: str, number: int) -> Used | str:
    """One run; in words what went wrong."""
    command = tool.command(posts, task, kind)
    made = posts.folder / f"{'ours' if tool.name == 'publish' else 'peer'}.{kind}"
    text = posts.one.read_text("utf-8")
    made.unlink(missing_ok=True)
    if tool.name == "publish":
        shutil.rmtree(posts.folder / ".publish", ignore_errors=True)
        if task == TASKS[-1]:
            measure(command, posts.folder)
    try:
        if task == TASKS[-1]:
            posts.one.write_text(f"{text}\nOne more sentence, number {number}.\n", "utf-8")
        used = measure(command, posts.folder)
    except subprocess.CalledProcessError as error:
        return f"failed with exit status {error.returncode}"
    finally:
        posts.one.write_text(text, "utf-8")
    return used if made.exists() else "made nothing"


def _table(rows: Mapping[str, Sequence[Used] | str]) -> list[str]:
    """Rows in Markdown; ratios are to ours, run by run."""
    lines = ["| | wall, s | CPU, s | CPU to publish | largest process, MB |", "|---|---:|---:|---:|---:|"]
    ours = rows["publish"]
    for name, runs in rows.items():
        if isinstance(runs, str) or isinstance(ours, str):
            lines.append(f"| {name} | {runs if isinstance(runs, str) else ''} | | | |")
            continue
        wall, cpu, peak = (
            statistics.median(values)
            for values in zip(*((each.wall, each.cpu, each.peak) for each in runs), strict=True)
        )
        ratio = statistics.median(a.cpu / b.cpu for a, b in zip(runs, ours, strict=True))
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {ratio:.2f} | {peak:.0f} |")
    return lines


def measure(command: Sequence[str], folder: Path) -> Used:
    """Run a command, and wait for everything that it leaves. CalledProcessError when it fails or takes too long."""
    started = time.perf_counter()
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": _browser(),
        "QTWEBENGINE_DISABLE_SANDBOX": "1",  # Calibre's PDF as root, as in a container
        "QT_QPA_PLATFORM": "offscreen",
    }
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    alarm = threading.Timer(LIMIT, os.killpg, (process.pid, signal.SIGKILL))
    alarm.start()
    cpu = peak = wall = 0.0
    status = 0
    while True:
        try:
            number, code, used = os.wait4(-1, 0)
        except ChildProcessError:  # all of them have ended
            break
        cpu += used.ru_utime + used.ru_stime
        peak = max(peak, used.ru_maxrss / 1024)
        if number == process.pid:
            wall, status = time.perf_counter() - started, code
            process.returncode = code
    alarm.cancel()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Used(wall, cpu, peak)


def prepare(source: Path | None, folder: Path) -> Posts:
    """The posts as every tool gets them, and the pages that percollate reads instead."""
    made = folder / "made"
    if source is None:
        write_posts(made, 49)
    (folder / "posts").mkdir()
    for path in sorted((source or made).rglob("*.md")):
        (folder / "posts" / path.name).write_text(plain(path.read_text("utf-8")), "utf-8")
    paths = tuple(sorted((folder / "posts").iterdir()))
    by_size = sorted(paths, key=lambda path: path.stat().st_size)
    subprocess.run(publish("html", "posts", "-o", "pages", "--offline", "-q"), cwd=folder, check=True)
    return Posts(folder, by_size[len(by_size) // 2], by_size[-1], paths)


def plain(text: str) -> str:
    """A post's title and body, without pictures and what else only Jekyll knows."""
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    title = re.search(r"^title *: *(.+)$", found[1] if found else "", re.MULTILINE)
    body = text[found.end() :] if found else text
    body = re.sub(r"!\[[^\]]*\]\([^)]*\)|<img[^>]*>|^\{:[^}]*\}$", "", body, flags=re.MULTILINE)
    return f"# {title[1].strip(chr(34)) if title else 'Untitled'}\n\n{body.strip()}\n"


def _browser() -> str:
    return shutil.which("chromium") or ""


def _shim(folder: Path) -> None:
    """Put programs of this Python first on PATH, and a `typst` where only the package of that name is installed."""
    places = [str(Path(sys.executable).parent)]
    if shutil.which("typst") is None and importlib.util.find_spec("typst"):
        program = folder / "bin/typst"
        program.parent.mkdir()
        program.write_text(
            f"#!{sys.executable}\nimport sys, typst\ntypst.compile(sys.argv[-2], output=sys.argv[-1])\n"
        )
        program.chmod(0o755)
        places.append(str(program.parent))
    os.environ["PATH"] = os.pathsep.join([*places, os.environ["PATH"]])


def _head(posts: Posts, runs: int) -> list[str]:
    size = sum(path.stat().st_size for path in posts.all)
    load = os.getloadavg()[0]
    return [
        "# publish beside other tools",
        "",
        f"{len(posts.all)} posts of {size // 1000:,} kB, the largest {posts.largest.stat().st_size // 1000:,} kB; "
        f"{os.cpu_count()} cores, {platform.system()}, load {load:.1f} when it began; medians of {runs}. Run again with",
        "`make bench ARGS=folder`. On a machine that does other things too, compare CPU time.",
        "",
        "Every tool gets the titles and bodies of the posts, without pictures. publish also makes a cover, tags every page",
        "for screen readers (PDF/UA-1, PDF/A-2a; EPUB Accessibility 1.1) and reads each finished PDF with a second engine;",
        "the others do not. Where they come from: pandoc with Typst support from PyPI (`pypandoc_binary`, `typst`), Calibre",
        "and Chromium from Debian, `percollate` and `@vivliostyle/cli` from npm.",
        "",
        "Versions: " + "; ".join(_versions()) + ".",
    ]


def _versions() -> list[str]:
    said = [f"Python {platform.python_version()}"]
    for program in ("pandoc", "weasyprint", "ebook-convert", "percollate", "vivliostyle"):
        if shutil.which(program):
            done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
            first = (done.stdout or done.stderr).strip().splitlines()
            said.append(f"{program} {first[0].rpartition(' ')[2].strip(')') if first else '?'}")
    return said


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", nargs="?", help="folder of Markdown posts")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="FILE", help="Markdown file for the tables")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
