"""A month in one PDF, compared with one run of WeasyPrint over the same HTML, and with pandoc if it is installed.

    python benchmarks/volume.py [POSTS] [--count N] [--runs N] [--jobs N] [--linear]

POSTS is a folder of Markdown; without it, posts are generated. Every figure is the median of runs that take turns, so
that a slow minute of the machine affects all. CPU time is that of all processes, including those that outlive a
command; peak memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import io
import os
import pickle
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count as numbers
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

WORDS = (
    "the quay where boats come in at night and salt dries on rope while a slow tide turns under lamps that nobody "
    "lit before the harbour master closed his book and counted what the sea had left behind on the stones"
).split()
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: orphans of a command become ours, and so does what they used


@dataclass(frozen=True)
class Used:
    """What one command used."""

    wall: float
    cpu: float
    peak: float
    """Megabytes of the largest process so far."""


def main() -> int:
    arguments = _arguments()
    if arguments.one_run:
        return one_run(Path(arguments.one_run))
    as_installed()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        posts = folder / "posts"
        if arguments.posts:
            shutil.copytree(arguments.posts, posts)
        else:
            write_posts(posts, arguments.count)
        if arguments.linear:
            linear(folder, arguments.jobs)
            return 0
        month(folder, arguments.runs, arguments.jobs, peered=not arguments.alone)
    return 0


def month(folder: Path, runs: int, jobs: int, *, peered: bool) -> None:
    """The comparison, and whether both files show the same pages."""
    prepare(folder)
    volume = publish(
        "volume", "posts", "--format", "pdf", "-o", "ours.pdf", "--offline", "-q", "--jobs", str(jobs)
    )
    whole = [sys.executable, __file__, "--one-run", "whole.pickle"]
    sizes = sorted((folder / "posts").rglob("*.md"), key=lambda path: path.stat().st_size)
    edited = sizes[len(sizes) // 2]
    text = edited.read_text("utf-8")
    steps: dict[str, Callable[[int], Sequence[Sequence[str]]]] = {
        "one run of WeasyPrint": lambda _: [whole],
        "cold": lambda _: [volume],
        "one edit": lambda _: [volume],
        "nothing edited": lambda _: [volume],
    }
    steps |= peers(folder) if peered else {}
    used: dict[str, list[Used]] = {name: [] for name in steps}
    for number in range(runs):
        for name, commands in steps.items():
            if name == "cold":
                shutil.rmtree(folder / ".publish", ignore_errors=True)
                (folder / "ours.pdf").unlink(missing_ok=True)
            if name == "one edit":
                edited.write_text(f"{text}\nOne more sentence, number {number}.\n", "utf-8")
            used[name].append(measure(commands(number), folder))
            if name == "cold":
                (folder / "cold.pdf").write_bytes((folder / "ours.pdf").read_bytes())
        edited.write_text(text, "utf-8")
    report(used)
    compare(folder / "cold.pdf", folder / "same.pdf")


def peers(folder: Path) -> dict[str, Callable[[int], Sequence[Sequence[str]]]]:
    """The same posts by pandoc, with each engine that is installed."""
    pandoc = shutil.which("pandoc")
    posts = [str(path) for path in sorted((folder / "posts").rglob("*.md"))]
    found: dict[str, Callable[[int], Sequence[Sequence[str]]]] = {}
    for engine in ("weasyprint", "typst"):
        if pandoc and (
            path := shutil.which(engine, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        ):
            command = [
                pandoc,
                *posts,
                "--from",
                "gfm",
                "--toc",
                f"--pdf-engine={path}",
                "-o",
                f"{engine}.pdf",
            ]
            found[f"pandoc with {engine}"] = partial(lambda words, _: [words], command)
    return found


def report(used: dict[str, list[Used]]) -> None:
    """A table in Markdown; ratios are to the first row, pair by pair."""
    base = next(iter(used.values()))
    cold = used["cold"]
    print("| | wall, s | CPU, s | wall to one run | wall to cold |\n|---|---:|---:|---:|---:|")
    for name, runs in used.items():
        wall = statistics.median(each.wall for each in runs)
        cpu = statistics.median(each.cpu for each in runs)
        to_base = statistics.median(one.wall / other.wall for one, other in zip(runs, base, strict=True))
        to_cold = statistics.median(one.wall / other.wall for one, other in zip(runs, cold, strict=True))
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {to_base:.3f} | {to_cold:.3f} |")
    print(
        f"\nlargest process: {max(each.peak for runs in used.values() for each in runs):.0f} MB (any of these)"
    )


def compare(ours: Path, theirs: Path) -> None:
    """Sizes, and how many pages differ in a pixel."""
    import pypdfium2
    from PIL import ImageChops

    one, other = pypdfium2.PdfDocument(ours), pypdfium2.PdfDocument(theirs)
    pairs = zip(one, other, strict=False)
    differing = sum(
        ImageChops.difference(a.render(scale=1).to_pil(), b.render(scale=1).to_pil()).getbbox() is not None
        for a, b in pairs
    )
    ratio = ours.stat().st_size / theirs.stat().st_size
    print(
        f"{len(one)} and {len(other)} pages, {differing} differ in a pixel; size {ratio:.3f} of the one run's"
    )


def linear(folder: Path, jobs: int) -> None:
    """Cost of a post among 10, 100 and 1,000; and two workers beside one on 200."""
    for kind in ("epub", "pdf"):
        spent: dict[int, float] = {}
        for count in (10, 100, 1000):
            write_posts(folder / f"some-{count}", count, paragraphs=12)
            command = publish(kind, f"some-{count}", "-o", f"{kind}-{count}", "-q", "--force", "--offline")
            shutil.rmtree(folder / ".publish", ignore_errors=True)  # --force draws no cover that is kept
            all_of = measure([[*command, "--jobs", str(jobs)]], folder)
            spent[count] = all_of.cpu
            print(
                f"{kind} {count:5} posts: {1000 * all_of.cpu / count:6.1f} ms CPU a post, peak {all_of.peak:.0f} MB"
            )
        # Starting costs the same whatever is made; what a further post costs says how time grows.
        further = [1000 * (spent[10 * few] - spent[few]) / (9 * few) for few in (10, 100)]
        print(f"{kind}   a further post: {further[0]:.1f} ms CPU up to 100, {further[1]:.1f} ms up to 1,000")
        write_posts(folder / "some-200", 200, paragraphs=12)
        command = publish(kind, "some-200", "-o", kind, "-q", "--force", "--offline")
        used = []
        for number in ("1", "2"):
            shutil.rmtree(folder / ".publish")
            used.append(measure([[*command, "--jobs", number]], folder))
        one, two = used
        # On a machine that does other things, what two workers cost more than one says what they would gain.
        print(
            f"{kind}   200 posts: {one.wall / two.wall:.2f} times as fast with two workers as with one, for "
            f"{two.cpu / one.cpu:.2f} times the CPU time; load {os.getloadavg()[0]:.1f}"
        )


def as_installed() -> None:
    """Compile our modules beforehand, as pip does: a start is not to be measured with a compiler in it."""
    import publish as package

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(str(Path(package.__file__).parent), quiet=1)


def publish(*words: str) -> list[str]:
    return [sys.executable, "-m", "publish", *words]


def write_posts(folder: Path, count: int, paragraphs: int = 60) -> None:
    """Posts of about `paragraphs` paragraphs, the same on every machine."""
    chance = random.Random(count)  # noqa: S311  # made-up words, no secrets
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        parts = [f"---\ntitle: Post {number}\nauthor: Ann Lee\ndate: 2026-03-{number % 28 + 1:02}\n---\n"]
        parts += islice(prose(chance), chance.randrange(paragraphs // 2, paragraphs * 3 // 2))
        (folder / f"2026-03-{number % 28 + 1:02}-post-{number}.md").write_text("\n".join(parts), "utf-8")


def prose(chance: random.Random) -> Iterator[str]:
    """Paragraphs of Markdown without end, every twelfth a heading."""
    for place in numbers():
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(40, 160)))
        yield f"## Part {place}\n" if place % 12 == 11 else f"{words.capitalize()}, *so to say*.\n"


def measure(commands: Sequence[Sequence[str]], folder: Path) -> Used:
    """Run commands one after the other, and wait for everything that they have left."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    wall = time.perf_counter() - started
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Used(wall, cpu, after.ru_maxrss / 1024)


def prepare(folder: Path) -> None:
    """Keep what one run sets: the HTML of the whole volume, its style sheets and pictures. Converting is not timed."""
    from publish import covers
    from publish.books import convert
    from publish.books.assemble import volume_book
    from publish.books.choosing import candidates, select
    from publish.books.choosing.spec import Spec
    from publish.books.desk import Desk
    from publish.model import Options
    from publish.pdf import engine, source
    from publish.project import style as styles

    options = Options(offline=True)
    desk = Desk(folder, options)
    spec = Spec(posts=(str(folder / "posts"),))
    choice = select.plan(spec, candidates.find(spec, options), options, desk)
    conversions = tuple(convert.convert(convert.opened(job), desk)[0] for job in choice.jobs)
    job = choice.job("html", folder / "x.html", spec.label, options)
    book = volume_book(replace(job, composition=job.volume.converted(conversions)), desk).book
    style = styles.load(options.style)
    preset = source.preset(style, options.page)
    sheets = source.sheets(style, preset, several=True, cover=covers.css(style, book.cover))
    hero = (book.cover.hero,) if book.cover.hero else ()
    kept = (source.document(book, style, preset), sheets, (*book.images, *hero))
    (folder / "whole.pickle").write_bytes(pickle.dumps(kept))
    # The pages to compare with: WeasyPrint's, with what we do to Chinese lines in every PDF.
    (folder / "same.pdf").write_bytes(engine.render(kept[0], book, style, preset)[0])
    shutil.rmtree(desk.store.folder, ignore_errors=True)


def one_run(kept: Path) -> int:
    """One run of WeasyPrint, as its own manual has it, with tags for PDF/UA-1."""
    from publish import weasy

    html, sheets, images = pickle.loads(kept.read_bytes())  # noqa: S301  # written by `prepare`
    out = io.BytesIO()
    weasy.set_pages(html, sheets, images).write_pdf(out, pdf_variant="pdf/ua-1")
    kept.with_name("whole.pdf").write_bytes(out.getvalue())
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("posts", nargs="?", help="folder of Markdown posts")
    parser.add_argument("--count", type=int, default=49, help="posts to make up")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--linear", action="store_true", help="cost a post among 10, 100 and 1,000 instead")
    parser.add_argument("--alone", action="store_true", help="leave pandoc out")
    parser.add_argument("--one-run", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
