"""A post to PDF with all features, compared with WeasyPrint's own time for the same HTML, pictures, fonts and style
sheets.

    python benchmarks/pdf.py [POST] [--page NAME] [--runs N]

`engine`: both in this process with loaded engines, processor time: ours with tags, archive metadata, glyph check and
compact fonts; WeasyPrint's `write_pdf` without them. `command`: both as commands, from a cold start, wall-clock time:
`publish pdf` from Markdown, and `weasyprint` from the finished HTML. Runs take turns, and ratios are computed for
pairs.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from volume import as_installed

from publish import covers, pdf
from publish.fonts import faces
from publish.model import Book, Image, Manuscript, Options
from publish.pdf import source
from publish.press.plan import make_plan
from publish.press.work import prepare
from publish.project import style

ROOT = Path(__file__).parents[1]
LIMIT = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "post", nargs="?", default=str(ROOT / "posts" / "2026-03-14-the-last-mile-is-a-pocket.md")
    )
    parser.add_argument("--page", default="a5")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    as_installed()
    with TemporaryDirectory() as name:
        folder = Path(name)
        job = make_plan([arguments.post], name, "pdf", Options(offline=True, page=arguments.page)).jobs[0]
        manuscript = prepare(job, folder).manuscript
        if manuscript is None:
            print("the post cannot be made")
            return 2
        book = manuscript.book
        engine = _compare("engine", *_engines(book, arguments.page), time.process_time, arguments.runs)
        _compare("command", *_commands(book, arguments, folder), time.perf_counter, arguments.runs)
    return int(engine > LIMIT)


def _compare(
    what: str, ours: Callable[[], object], theirs: Callable[[], object], clock: Callable[[], float], runs: int
) -> float:
    """Run both in turn, after one turn that is not counted; print the medians, give the median ratio."""
    pairs = []
    for _ in range(runs + 1):
        pairs.append((_timed(ours, clock), _timed(theirs, clock)))
    pairs = pairs[1:]
    ratio = statistics.median(a / b for a, b in pairs)
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"{what:8} publish {first:.2f} s, WeasyPrint {second:.2f} s: {ratio:.2f} times (median of {runs} pairs)"
    )
    return ratio


def _timed(run: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    started = clock()
    run()
    return clock() - started


def _engines(book: Book, page: str) -> tuple[Callable[[], object], Callable[[], object]]:
    from weasyprint import HTML

    from publish import weasy

    styled = style.load("journal")
    html, sheets, pictures = _material(book, page)

    def theirs() -> object:
        door = weasy.Door({image.name: image for image in pictures})
        parsed = [weasy.stylesheet(sheet) for sheet in sheets]
        return HTML(string=html, url_fetcher=door, media_type="print").write_pdf(
            font_config=weasy.font_configuration(), stylesheets=parsed
        )

    return lambda: pdf.write(Manuscript(book, page), styled), theirs


def _font_faces() -> str:
    """`@font-face` rules for all our faces, for files beside the style sheet."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; src: url({face.name}) }}"
        for face in faces.FACES
    )


def _commands(
    book: Book, arguments: argparse.Namespace, folder: Path
) -> tuple[Callable[[], object], Callable[[], object]]:
    html, sheets, pictures = _material(book, arguments.page)
    for face in faces.FACES:
        (folder / face.name).write_bytes(faces.data(face))
    for image in pictures:
        (folder / image.name).write_bytes(image.data)
    (folder / "page.css").write_text("\n".join((_font_faces(), *sheets)).replace("book:", ""))
    link = '<link rel="stylesheet" href="page.css"></head>'
    (folder / "page.html").write_text(html.replace("</head>", link).replace("book:", ""))
    ours = [
        sys.executable,
        "-m",
        "publish",
        "pdf",
        str(Path(arguments.post).resolve()),
        "--offline",
        "--force",
    ]
    ours += ["--quiet", "--page", arguments.page, "-o", "ours.pdf"]
    theirs = [sys.executable, "-m", "weasyprint", "--quiet", "page.html", "theirs.pdf"]

    def run(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, cwd=folder, check=True, capture_output=True)

    return run(ours), run(theirs)


def _material(book: Book, page: str) -> tuple[str, tuple[str, ...], tuple[Image, ...]]:
    """What the PDF is set from: HTML, style sheets, pictures."""
    styled = style.load("journal")
    preset = source.preset(styled, page)
    sheets = source.sheets(styled, preset, several=False, cover=covers.css(styled, book.cover))
    hero = (book.cover.hero,) if book.cover.hero else ()
    return source.document(book, styled, preset), sheets, (*book.images, *hero)


if __name__ == "__main__":
    sys.exit(main())
