"""Volumes as a user makes them: chosen posts, bound, and made again only after a change."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pdf_samples import Made
from PIL import Image

from publish.cli import main

CONFIG = """title: Harbour
url: https://example.org
collections:
  columns: {output: true}
  essays: {output: true, title: Long Reads}
"""
POSTS = {
    "_essays/2026-03-02-pages.md": "---\ntitle: What a Page Is For\nauthor: Mara Ellison\ntags: [paper]\n---\n"
    "_What stands first._\n\nA note.[^1] See [the other](https://example.org/columns/2026-03-05-tides.html#low)"
    " and [far away](https://example.org/columns/2025-01-01-old.html).\n\n## Same heading\n\n![A pier](pier.png)\n\n[^1]: The note.\n",
    "_columns/2026-03-05-tides.md": "---\ntitle: Tides\nauthor: [Tomas Reyes, Mara Ellison]\ntags: [sea]\n---\n"
    "Water.[^1]\n\n## Same heading\n\n### Low\n\n![A pier](pier.png)\n\n[^1]: Another note.\n",
    "_columns/2026-03-30-shelf.md": "---\ntitle: 離線的書架\nauthor: 阿晴\n---\n離線的書架不是一個比喻。每個月最後一個星期五。\n",
    "_columns/2025-01-01-old.md": "---\ntitle: Old\n---\nOld.\n",
    "_columns/draft.md": "---\ntitle: Draft\ndate: 2026-03-09\npublished: false\n---\nx\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    posts = tmp_path / "posts"
    for name, text in {"_config.yml": CONFIG, **POSTS}.items():
        (posts / name).parent.mkdir(parents=True, exist_ok=True)
        (posts / name).write_text(text)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), (40, 80, 120)).save(picture, "PNG")
    for name in ("_essays", "_columns"):
        (posts / name / "pier.png").write_bytes(picture.getvalue())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    status = main(["volume", *words])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


def bookmarks(path: Path) -> list[tuple[str, list[str]]]:
    with pikepdf.open(path) as file, file.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def contents(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
    found = nav.find(".//{*}nav")
    assert found is not None
    return [" ".join("".join(map(str, link.itertext())).split()) for link in found.iter("{*}a")]


def chapters(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name).decode() for name in book.namelist() if "/chapter-" in name}


def test_a_month_in_sections_in_both_formats(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    epubcheck: Callable[..., Any],
    verapdf: Callable[..., Any],
) -> None:
    status, out, err = run(capsys, "--month", "2026-03", "--number", "7")
    held = "1 post held back: 1 with `published: false` (--unpublished): posts/_columns/draft.md"
    assert (status, err) == (0, [held])
    assert set(out[:-1]) == {"made build/2026-03.epub", "made build/2026-03.pdf"}
    pdf, epub = folder / "build/2026-03.pdf", folder / "build/2026-03.epub"
    assert bookmarks(pdf)[1:3] == [
        ("Columns", ["Tides", "離線的書架"]),
        ("Long Reads", ["What a Page Is For"]),
    ]
    assert contents(epub)[:3] == ["Columns", "Tides", "Same heading"]
    assert verapdf([pdf])[pdf] == {"ua1": [], "2a": []}
    assert [str(message) for message in epubcheck([epub])[epub] if message.severity != "USAGE"] == []
    text = " ".join(Made.of(pdf.read_bytes()).text().split())
    for words in ("Harbour 7", "Tomas Reyes and Mara Ellison", "5 March 2026", "2026年3月30日", "SHA-256"):
        assert words in text, words
    with zipfile.ZipFile(epub) as book:
        package = book.read("EPUB/content.opf").decode()
    assert ">Harbour</meta>" in package
    assert 'property="group-position">7</meta>' in package


def test_links_between_posts_lead_to_the_chapter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--month", "2026-03")[0] == 0
    texts = chapters(folder / "build/2026-03.epub")
    assert any('href="chapter-1.xhtml#low"' in text for text in texts.values())
    assert any('href="https://example.org/columns/2025-01-01-old.html"' in text for text in texts.values())
    with pikepdf.open(folder / "build/2026-03.pdf") as file:
        names = file.Root.Names.Dests.Names
        known = {str(names[place]) for place in range(0, len(names), 2)}
        annotations = [annotation for page in file.pages for annotation in page.get("/Annots", [])]
        inside = {
            str(annotation.Contents): str(annotation.Dest)
            for annotation in annotations
            if "/Dest" in annotation
        }
    assert inside["the other"] in known
    assert inside["the other"].endswith("-low")
    assert "far away" not in inside


def test_ids_and_notes_of_chapters_never_meet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--month", "2026-03", "--format", "pdf")[0] == 0
    made = Made.of((folder / "build/2026-03.pdf").read_bytes())
    names = [
        str(made.file.Root.Names.Dests.Names[place])
        for place in range(0, len(made.file.Root.Names.Dests.Names), 2)
    ]
    assert len(names) == len(set(names))
    assert len([name for name in names if name.endswith("-same-heading")]) == 2
    assert made.roles().count("Note") == 2
    assert made.pictures() == 1  # one picture that two chapters show


def test_the_epub_names_the_pages_of_the_pdf(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "\n\n".join(f"Paragraph {number}: " + f"word{number} " * 60 for number in range(40))
    for name in ("_essays/2026-03-02-pages.md", "_columns/2026-03-05-tides.md"):
        with (folder / "posts" / name).open("a") as post:
            post.write(f"\n\n{long}\n")
    assert run(capsys, "--month", "2026-03")[0] == 0
    pdf, epub = folder / "build/2026-03.pdf", folder / "build/2026-03.epub"
    document = pypdfium2.PdfDocument(pdf)
    numbers = {document.get_page_label(place): place for place in range(len(document))}
    with zipfile.ZipFile(epub) as book:
        nav: Any = etree.fromstring(book.read("EPUB/nav.xhtml"))
        links = nav.xpath("//*[@*[local-name()='type']='page-list']//*[local-name()='a']")
        assert "2026-03.pdf (a5)" in book.read("EPUB/content.opf").decode()
        for link in links:
            name, _, marker = link.get("href").partition("#")
            text: Any = etree.fromstring(book.read(f"EPUB/{name}"))
            following = "".join(text.xpath(f"//*[@id='{marker}']/following::text()"))
            begins = "".join(following.split())[:12]
            page = document[numbers.pop(link.text)].get_textpage().get_text_bounded()
            assert begins in "".join(page.split()), link.text
    # All but the cover, the contents and the colophon.
    assert len(links) > 8
    assert [number for number in numbers if number.isdigit()] == [str(len(links) + 1)]


def test_nothing_is_made_twice_and_the_store_may_go(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    words = ("--month", "2026-03", "--format", "pdf")
    run(capsys, *words)
    output = folder / "build/2026-03.pdf"
    first = output.read_bytes()
    assert run(capsys, *words)[1][-1].startswith("0 made, 1 unchanged")
    output.unlink()
    assert run(capsys, *words)[1][-1].startswith("1 made")
    assert output.read_bytes() == first  # bound from kept chapters
    shutil.rmtree(folder / ".publish")
    assert run(capsys, *words, "--jobs", "1")[1][-1].startswith("1 made")
    assert output.read_bytes() == first  # made from nothing, by one worker
    assert run(capsys, *words, "--force", "--jobs", "3")[1][-1].startswith("1 made")
    assert output.read_bytes() == first


def test_an_edit_costs_its_chapter_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--month", "2026-03", "--format", "pdf")
    run(capsys, *words)
    parts = set((folder / ".publish/parts").iterdir())
    cut = set((folder / ".publish/fonts").iterdir())
    post = folder / "posts/_columns/2026-03-30-shelf.md"
    post.write_text(post.read_text() + "\n多了一句。\n")
    assert run(capsys, *words)[1][-1].startswith("1 made")
    more = set((folder / ".publish/parts").iterdir()) - parts
    assert len(more) == 1  # the chapter; the colophon has its new digest without a new layout
    again = set((folder / ".publish/fonts").iterdir()) - cut
    assert 0 < len(again) < len(cut)  # those fonts alone whose characters are others now
    assert "多了一句" in Made.of((folder / "build/2026-03.pdf").read_bytes()).text()
    assert run(capsys, *words)[1][-1].startswith("0 made")
    (folder / "posts/_columns/2025-01-01-old.md").write_text("---\ntitle: Older\n---\nOld.\n")
    before = (folder / "build/2026-03.pdf").read_bytes()
    report = folder / "report.json"
    status, out, _ = run(capsys, *words, "-v", "--report", str(report))
    assert (status, out[0]) == (0, "made build/2026-03.pdf: posts/_columns/2025-01-01-old.md changed")
    assert (folder / "build/2026-03.pdf").read_bytes() == before  # a post of another month
    with pikepdf.open(folder / "build/2026-03.pdf") as made:
        assert json.loads(report.read_text())["books"][0]["pages"] == len(made.pages)


def test_posts_are_chosen_by_what_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def titles(*words: str) -> list[str]:
        assert run(capsys, *words, "--format", "epub", "-o", "v.epub", "--title", "T")[0] == 0
        return [
            title
            for title in contents(folder / "v.epub")
            if title in {"Tides", "Old", "What a Page Is For", "離線的書架"}
        ]

    assert titles("--tag", "sea") == ["Tides"]
    assert titles("--collection", "columns") == ["Old", "Tides", "離線的書架"]
    assert titles("--from", "2026-03-05") == ["Tides", "離線的書架"]
    assert titles("--to", "2026-03-05") == ["Old", "Tides", "What a Page Is For"]
    essay, tides = "posts/_essays/2026-03-02-pages.md", "posts/_columns/2026-03-05-tides.md"
    assert titles(essay, tides) == ["What a Page Is For", "Tides"]  # named one by one: in that order


def test_sections_may_have_the_same_title(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sections = (("Sea", "_columns/2026-03-05*"), ("Land", "_essays/*"), ("Sea", "_columns/2025*"))
    rows = (f'[[section]]\ntitle = "{title}"\nposts = ["posts/{posts}.md"]\n' for title, posts in sections)
    (folder / "v.toml").write_text("".join(rows))
    assert run(capsys, "v.toml", "--format", "epub")[0] == 0
    found = contents(next(folder.glob("build/*.epub")))
    assert [title for title in found if title in {"Sea", "Tides", "Land", "What a Page Is For", "Old"}] == (
        ["Sea", "Tides", "Land", "What a Page Is For", "Sea", "Old"]
    )


def test_a_file_says_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts/foreword.md").write_text("---\ntitle: To Readers\n---\nHello.\n")
    (folder / "spring.toml").write_text(
        'title = "Spring"\nnumber = "8"\nsubtitle = "What the sea leaves"\neditor = ["Ann Lee"]\n'
        'cover = "posts/_columns/pier.png"\nrights = "CC BY-SA 4.0"\nforeword = "posts/foreword.md"\nlanguage = "en"\n'
        '[[section]]\ntitle = "Sea"\nposts = ["posts/_columns/2026-03-30-shelf.md", "posts/_columns/2026-03-05-tides.md"]\n'
        '[[section]]\ntitle = "Land"\nposts = ["posts/_essays/*.md"]\n'
    )
    status, out, err = run(capsys, "spring.toml")
    assert (status, err) == (0, [])
    assert "made build/spring.pdf" in out
    assert bookmarks(folder / "build/spring.pdf") == [
        ("Contents", []),
        ("To Readers", []),
        ("Sea", ["離線的書架", "Tides"]),
        ("Land", ["What a Page Is For"]),
        ("Colophon", []),
    ]
    with pikepdf.open(folder / "build/spring.pdf") as file:
        assert str(file.docinfo["/Title"]) == "Spring"
        assert str(file.docinfo["/Author"]) == "Ann Lee"
    text = Made.of((folder / "build/spring.pdf").read_bytes()).text()
    assert "Edited by" in text
    assert "CC BY-SA 4.0" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--month", "2026-13"], "month: there is no month 2026-13"),
        (["--month", "1999-01"], "volume 1999-01: error: no post is of the month 1999-01"),
        (["--from", "spring"], "from: 'spring' is not a day"),
        (
            ["--from", "2026-03-02", "--to", "2026-03-01"],
            "to: 2026-03-01 is before the first day, 2026-03-02",
        ),
        (["--format", "docx"], "no format 'docx'"),
        (["bad.toml"], "bad.toml:1: error: unknown setting 'titel'"),
        (["gone.toml"], "gone.toml: error: "),
        (["lost.toml"], "lost.toml:1: error: nowhere.md: no such file or folder"),
        (["hollow.toml"], "hollow.toml:1: error: foreword: there is no file nowhere.md"),
        (["good.toml", "--month", "2026-03"], "chooses its own posts"),
        (["-o", "a.pdf", "--format", "pdf,epub"], "is one file, but you asked for"),
    ],
)
def test_usage(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    (folder / "bad.toml").write_text('titel = "x"\n')
    (folder / "good.toml").write_text('posts = ["posts"]\n')
    (folder / "lost.toml").write_text('posts = ["nowhere.md"]\n')
    (folder / "hollow.toml").write_text('foreword = "nowhere.md"\nposts = ["posts"]\n')
    status, _, err = run(capsys, *words)
    assert status == 2
    assert said in "\n".join(err)


def test_a_post_that_cannot_be_read_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder / "posts/_columns/template.md"
    bad.write_text("---\ntitle: T\ndate: 0000-00-00\n---\nx\n")
    words = ("--month", "2026-03", "--format", "epub")
    status, _, err = run(capsys, *words)
    assert status == 0
    assert err[0].startswith(
        "posts/_columns/template.md:3: warning: left out, because publish cannot read it: date: "
    )
    (folder / "v.toml").write_text('[[section]]\ntitle = "One"\nposts = ["posts/_columns/template.md"]\n')
    status, _, err = run(capsys, "v.toml", "--format", "epub")
    assert status == 1
    assert err[0].startswith("posts/_columns/template.md:3: error: date: ")
    assert run(capsys, *words, "--strict")[0] == 1


@pytest.mark.parametrize("name", ["2026-03-28-gulls.md", "2026-3-2-gulls.md"])
def test_a_post_of_the_month_that_cannot_be_read_leaves_no_hole_in_it(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "posts/_columns" / name).write_text("---\ntitle: Gulls\ndate: 2026-03-32\n---\nx\n")
    words = ("--format", "epub")
    status, _, err = run(capsys, "--month", "2026-03", *words)
    assert status == 1
    assert err[0].startswith(f"posts/_columns/{name}:3: error: date: '2026-03-32': no such day")
    assert not (folder / "build/2026-03.epub").exists()
    status, _, err = run(capsys, "--month", "2026-03", "--skip-failing", *words)
    assert status == 1
    assert f"posts/_columns/{name}:3: error: left out of the volume (--skip-failing): date" in "\n".join(err)
    assert (folder / "build/2026-03.epub").is_file()
    assert run(capsys, "--to", "2025-12-31", *words)[0] == 0  # it is of another year


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("--month", "2026-03"), "March 2026"),
        (("--number", "8"), "January 2025 – March 2026"),
        (("--title", "Tides"), "Tides"),
    ],
)
def test_a_number_alone_is_no_title(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], title: str
) -> None:
    (folder / "posts/_config.yml").write_text(CONFIG.replace("title: Harbour\n", ""))
    assert run(capsys, *words, "--number", "8", "--format", "epub", "-o", "v.epub")[0] == 0
    with zipfile.ZipFile(folder / "v.epub") as book:
        package = book.read("EPUB/content.opf").decode()
    assert f">{title}</dc:title>" in package


def test_the_cover_does_not_announce_the_foreword(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts/foreword.md").write_text("---\ntitle: To Readers\n---\nHello.\n")
    (folder / "v.toml").write_text(
        'title = "Spring"\nforeword = "posts/foreword.md"\nposts = ["posts/_columns", "posts/_essays"]\n'
    )
    assert run(capsys, "v.toml", "--format", "pdf")[0] == 0
    with pypdfium2.PdfDocument(folder / "build/v.pdf") as document:
        cover = document[0].get_textpage().get_text_bounded()
    assert "Tides" in cover
    assert "To Readers" not in cover


def test_a_chapter_that_cannot_be_set_is_named_and_the_old_volume_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--month", "2026-03", "--format", "pdf")
    run(capsys, *words)
    before = (folder / "build/2026-03.pdf").read_bytes()
    post = folder / "posts/_columns/2026-03-05-tides.md"
    post.write_text(post.read_text() + "\nA \U00010d40.\n")
    status, _, err = run(capsys, *words)
    assert status == 1
    line = post.read_text().count("\n")
    assert err[0].startswith(f"posts/_columns/2026-03-05-tides.md:{line}: error: no font on this machine has")
    assert (folder / "build/2026-03.pdf").read_bytes() == before


SECTIONS = """title = "Harbour"
[[section]]
title = "Listed"
posts = ["posts/_columns/2026-03-05-tides.md"]
[[section]]
title = "Tagged"
tag = "paper"
[[section]]
title = "Misspelt"
tag = "papper"
[[section]]
title = "Again"
tag = "sea"
[[section]]
title = "Held"
posts = ["posts/_columns/dr*.md"]
"""


def test_sections_choose_from_all_posts_and_empty_ones_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "spring.toml").write_text(SECTIONS)
    status, _, told = run(capsys, "spring.toml", "--format", "epub", "-v")
    assert status == 0
    assert [line for line in told if "section" in line] == [
        "spring.toml:8: warning: section 'Misspelt' is left out: no post has the tag 'papper'; tags: paper, sea",
        "spring.toml:11: warning: section 'Again' is left out: earlier sections have its posts",
        "spring.toml:14: warning: section 'Held' is left out: its posts are held back",
    ]
    book = zipfile.ZipFile(folder / "build" / "spring.epub")
    assert "What a Page Is For" in book.read("EPUB/nav.xhtml").decode()


def test_a_mistyped_picture_tells_nothing_of_earlier_books(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "spring.toml").write_text('title = "Harbour"\n')
    assert run(capsys, "spring.toml", "--format", "html", "-q")[0] == 0
    (folder / "spring.toml").write_text('title = "Harbour"\ncover = "none.jpg"\n')
    status, _, told = run(capsys, "spring.toml", "--format", "html", "-q")
    assert (status, told) == (2, ["spring.toml:2: error: cover: none.jpg: no such file"])


def test_every_post_of_the_month_that_cannot_be_read_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (7, 8, 9):
        (folder / f"posts/_columns/2026-03-0{day}-bad.md").write_text("---\ntitle: [\n---\nx\n")
    status, out, told = run(capsys, "posts", "--month", "2026-03", "--format", "html")
    assert status == 1
    assert out[-1].startswith("0 made, 0 unchanged, 3 failed")
    assert [line.partition(":")[0] for line in told if "error" in line] == [
        f"posts/_columns/2026-03-0{day}-bad.md" for day in (7, 8, 9)
    ]
