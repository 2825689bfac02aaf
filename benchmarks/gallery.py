"""The README's pictures, made from posts/: covers in every template, pages in several presets. Run by `make gallery`.

The same posts, style and releases give the same files.
"""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from publish import pdf
from publish.books.jobs import BookJob
from publish.errors import PublishError
from publish.model import Manuscript, Options
from publish.press.covers import Drawn, draw
from publish.press.plan import make_plan
from publish.press.work import prepare
from publish.project import style

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "gallery"
PAPER = "#e2dfd9"
COVERS = (
    ("the-last-mile", "bleed", 1),
    ("離線的書架", "pattern", 13),
    ("field-guide", "type", 0),
    ("the-last-mile", "frame", 3),
    ("the-last-mile", "periodical", 7),
    ("zai-meiyou", "plate", 2),
    ("field-guide", "quote", 12),
    ("errata", "type", 6),
)
"""Which post's cover is shown, in which template, in which turn of the palettes."""
PAGES = (
    ("pages", "journal", "a5", "the-last-mile", (0, 1, 2, 3), 620),
    ("chinese", "journal", "a5", "離線的書架", (0, 1), 620),
    ("tables-and-code", "journal", "a5", "field-guide", (1, 2, 3), 620),
    ("phone", "dark", "phone", "the-last-mile", (0, 1, 2), 620),
)
"""File, style, page preset, post, pages counted from 0, height in pixels."""


def job_of(name: str, options: Options) -> BookJob:
    """The post whose file name holds these words."""
    plan = make_plan([str(ROOT / "posts")], "build", "epub", options)
    return next(job for job in plan.jobs if name in job.path.name)


def drawn(name: str, template: str, colours: int, project: Path) -> Image.Image:
    """A post's cover in a template and a turn of the palettes."""
    made = draw(replace(job_of(name, Options(offline=True)), turn=(0, colours)), project, template)
    if isinstance(made, PublishError):
        raise made
    assert isinstance(made, Drawn)
    return Image.open(io.BytesIO(made.pictures[template])).convert("RGB")


def printed(
    look: str, preset: str, name: str, numbers: tuple[int, ...], height: int, project: Path
) -> list[Image.Image]:
    """Pages of a post's PDF, as many of those as it has."""
    options = Options(style=look, page=preset, offline=True)
    job = replace(job_of(name, options), format="pdf")
    manuscript = prepare(job, project).manuscript
    assert manuscript is not None
    document = pypdfium2.PdfDocument(pdf.write(Manuscript(manuscript.book, preset), style.load(look)).data)
    pages = [document[number] for number in numbers if number < len(document)]
    return [page.render(scale=height / page.get_height()).to_pil().convert("RGB") for page in pages]


def beside(pictures: list[Image.Image], columns: int, gap: int = 22) -> Image.Image:
    """Pictures of one size in rows, on a quiet ground."""
    wide, high = pictures[0].size
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (gap + (wide + gap) * columns, gap + (high + gap) * rows), PAPER)
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (gap + number % columns * (wide + gap), gap + number // columns * (high + gap)))
    return sheet


def save(picture: Image.Image, name: str) -> None:
    """A small JPEG without metadata."""
    path = TARGET / f"{name}.jpg"
    picture.save(path, "JPEG", quality=80, optimize=True, progressive=False)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e3:.0f} KB")


def main() -> int:
    """Write every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        project = Path(folder)
        covers = [drawn(*each, project) for each in COVERS]
        small = [cover.resize((300, 450), Image.Resampling.LANCZOS) for cover in covers]
        save(beside(small, 4), "covers")
        for file, look, preset, name, numbers, height in PAGES:
            pages = printed(look, preset, name, numbers, height, project)
            save(beside(pages, len(pages)), file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
