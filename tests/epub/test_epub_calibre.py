"""Calibre, where it is installed: its Check Book finds nothing, and its conversions keep text, links, code and tasks.

The conversions stand in for Kindle (AZW3) and Word (DOCX).
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

import epub_samples
import pytest
from bounded import finish, needs
from epub_samples import KINDS, KINDS_CODE, KINDS_IN_ORDER, in_order
from lxml import etree
from PIL import Image as Picture

from publish.cli import main

ATTRIBUTE = re.compile(r'(?:href|src)="([^"]+)"')
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Calibre without a display, with settings of its own."""
    needs("ebook-convert", "calibre-debug")
    folder = tmp_path_factory.mktemp("calibre")
    folder.chmod(0o700)
    return os.environ | {
        "CALIBRE_CONFIG_DIRECTORY": str(folder / "settings"),
        "CALIBRE_TEMP_DIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(folder),
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    post = folder / "2024-05-06-kinds.md"
    post.write_text(KINDS, "utf-8")
    assert main(["epub", str(post), "--offline", "-q", "-o", str(folder)]) == 0
    return folder / "2024-05-06-kinds.epub"


def converted(file: Path, ending: str, environment: dict[str, str]) -> Path:
    out = file.with_name(f"converted{ending}")
    run = finish(["ebook-convert", str(file), str(out)], environment)
    assert out.is_file(), run.stdout + run.stderr
    return out


def test_check_book_has_nothing_to_say(environment: dict[str, str], made: Path, tmp_path: Path) -> None:
    books = epub_samples.sample_books()
    files = [epub_samples.write(book).save(tmp_path / f"{name}.epub") for name, book in books.items()]
    script = Path(__file__).with_name("calibre_check.py")
    command = ["calibre-debug", "-e", str(script), "--", str(made), *map(str, files)]
    run = finish(command, environment)
    assert "MESSAGES " in run.stdout, run.stderr
    said = json.loads(run.stdout.partition("MESSAGES ")[2])
    assert len(said) == len(files) + 1
    assert {name: messages for name, messages in said.items() if messages} == {}


def test_the_text_comes_in_order(environment: dict[str, str], made: Path) -> None:
    text = converted(made, ".txt", environment).read_text("utf-8")
    assert in_order(text, KINDS_IN_ORDER)
    assert "☑ bread" in text
    assert "☐ milk" in text
    assert "Guide" not in text
    assert "Title page" not in text


def test_a_kindle_file_and_back(environment: dict[str, str], made: Path) -> None:
    """AZW3 is read by Calibre itself again: every link leads somewhere, code has its lines, the contents all entries."""
    back = converted(converted(made, ".azw3", environment), ".epub", environment)
    with zipfile.ZipFile(back) as book:
        pages = {
            name: book.read(name).decode() for name in book.namelist() if name.endswith((".html", ".xhtml"))
        }
        contents = book.read("toc.ncx").decode()
    names = re.findall(r"<text>([^<]*)</text>", contents)[1:]
    assert names == ["Kinds of things", "Code", "Tasks", "Notes", "Colophon"]
    text = " ".join(pages[name] for name in sorted(pages))
    code = etree.fromstring(re.findall(r"<pre.*?</pre>", text, re.DOTALL)[0])
    assert "".join(map(str, code.itertext())) == KINDS_CODE
    found = 0
    for name, page in pages.items():
        for target in ATTRIBUTE.findall(page):
            path, _, fragment = target.partition("#")
            if path.endswith(".html") or not path:
                found += 1
                other = pages[os.path.normpath(Path(name).parent / path)] if path else page
                assert not fragment or f'id="{fragment}"' in other, target
    assert found >= len(names) + 2 * 2  # contents; two notes and their ways back


def test_a_file_for_word(environment: dict[str, str], made: Path) -> None:
    """Notes go and return; tasks have their state. Code: Calibre adds a line break after each highlighted word."""
    with zipfile.ZipFile(converted(made, ".docx", environment)) as file:
        document = etree.fromstring(file.read("word/document.xml"))
    text = "\n".join("".join(map(str, each.itertext())) for each in document.iter(f"{WORD}p"))
    assert in_order(text, KINDS_IN_ORDER)
    assert "☑ bread" in text
    assert "☐ milk" in text
    places = {each.get(f"{WORD}name") for each in document.iter(f"{WORD}bookmarkStart")}
    wanted = [each.get(f"{WORD}anchor") for each in document.iter(f"{WORD}hyperlink")]
    assert len([each for each in wanted if each]) >= 5 + 2 * 2
    assert {each for each in wanted if each} <= places


def test_a_picture_keeps_its_shape_on_every_page(environment: dict[str, str], tmp_path: Path) -> None:
    """No picture gets a fixed height: where the page is narrower than the picture, it would be drawn too high."""
    Picture.new("RGB", (1600, 1000), "teal").save(tmp_path / "wide.png")
    Picture.new("RGB", (600, 300), "navy").save(tmp_path / "figure.png")
    post = tmp_path / "shapes.md"
    post.write_text(
        "---\ntitle: Shapes\nlang: en\n---\nWords.\n\n![A sea](wide.png)\n\n"
        '<figure style="width: 60%"><img src="figure.png" alt="A night"><figcaption>Night</figcaption></figure>\n\n'
        "| a | b |\n|---|---|\n| ![A sea](wide.png) | words |\n",
        "utf-8",
    )
    assert main(["epub", str(post), "--offline", "-q", "-o", str(tmp_path)]) == 0
    back = converted(tmp_path / "shapes.epub", ".epub", environment)
    with zipfile.ZipFile(back) as book:
        sheet = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".css"))
        page = "".join(book.read(name).decode() for name in book.namelist() if "chapter" in name)
    named = {
        name for image in re.findall(r"<img[^>]*>", page) for name in re.findall(r'class="([^"]*)"', image)
    }
    rules = [rule for name in named for rule in re.findall(rf"\.{name} {{([^}}]*)}}", sheet)]
    assert len(rules) == 3
    assert all("height: auto" in rule and "width: " in rule for rule in rules)


@pytest.mark.parametrize(
    ("config", "author", "filed"),
    [
        ("title: The Quay\n", "", "The Quay"),
        ("title: The Quay\n", "author: Ann Example\n", "Ann Example"),
        ("title: The Quay\nauthor: Bo Sample\n", "", "Bo Sample"),
    ],
)
@pytest.mark.parametrize("command", [["epub"], ["volume", "--format", "epub"]])
def test_a_library_files_no_book_of_a_site_under_unknown(
    environment: dict[str, str], tmp_path: Path, command: list[str], config: str, author: str, filed: str
) -> None:
    needs("ebook-meta")
    (tmp_path / "_config.yml").write_text(config)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2024-05-06-a.md").write_text(f"---\ntitle: A\n{author}---\nText.\n")
    assert main([*command, str(tmp_path / "_posts"), "--offline", "-q", "-o", str(tmp_path / "out")]) == 0
    (book,) = (tmp_path / "out").rglob("*.epub")
    said = finish(["ebook-meta", str(book)], environment).stdout
    first = next(line for line in said.splitlines() if line.startswith("Author(s)"))
    expected = "The Quay" if command[0] == "volume" else filed
    assert first.partition(":")[2].split("[")[0].strip() == expected
