"""Pictures whose address leads nowhere: one warning each, with its line; and sources of `picture` in the place of a `src`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.cli import main

NONE = "a picture: it has no address; a stand-in takes its place"
OTHER = "image {}: a `{}:` address that is not a picture; a stand-in takes its place"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Pillow.new("RGB", (30, 20), "teal").save("a.png")
    Pillow.new("RGB", (60, 40), "navy").save("b.webp")
    return tmp_path


def said_of(text: str, capsys: pytest.CaptureFixture[str], kind: str = "html") -> list[tuple[int, str]]:
    """Line, counted in the text, and words of each warning."""
    Path("a.md").write_text(f"---\ntitle: A\n---\n{text}\n", "utf-8")
    assert main([kind, "a.md", "-o", "out", "--offline"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "warning: " in line]
    found = [re.fullmatch(r"a\.md:(\d+): warning: (.*)", line) for line in told]
    assert all(found), told
    return [(int(each[1]) - 3, each[2]) for each in found if each]


def shown() -> list[tuple[int, int]]:
    """Width and height of the page's pictures."""
    page = Path("out/a.html").read_text("utf-8")
    sizes = (re.search(r'width="(\d+)" height="(\d+)"', tag) for tag in re.findall(r"<img[^>]*>", page))
    return [(int(size[1]), int(size[2])) for size in sizes if size]


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<img alt='x' src=\"data:text/html,<b>x</b>\">", OTHER.format("data:text/html,<b>x</b>", "data")),
        ("![x](data:text/plain,hi)", OTHER.format("data:text/plain,hi", "data")),
        ("![x](javascript:alert(1))", OTHER.format("javascript:alert(1)", "javascript")),
        ('<img src="JavaScript:alert(2)">', OTHER.format("JavaScript:alert(2)", "javascript")),
        ("![x]()", NONE),
        ("![x][ref]\n\n[ref]: <>", NONE),
        ("<img\n  alt='two\nlines'>", NONE),
        ("<picture><img></picture>", NONE),
        ("{% assign n = '' %}![x]({{ n }})", NONE),
    ],
)
def test_one_fault_is_one_warning_with_its_line(
    capsys: pytest.CaptureFixture[str], kind: str, written: str, said: str
) -> None:
    assert said_of(f"Words.\n\n{written}", capsys, kind) == [(3, said)]


def test_each_of_several_has_its_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    written = (
        "![x](a.png) and ![x]()\n\n<!-- ![x]() -->\n\n<img src='javascript:1' alt='x'>\n\n`![x]()`\n\n![y](a.png)\n\n"
        "<picture><source srcset='b.webp'><img alt='x'></picture>\n\n![x]()\n\n![y]()"
    )
    script = OTHER.format("javascript:1", "javascript")
    assert said_of(written, capsys) == [(1, NONE), (5, script), (13, NONE), (15, NONE)]


@pytest.mark.parametrize("hidden", ['style="display: none"', 'width="1" height="1"'])
def test_nothing_is_said_of_a_picture_that_nobody_should_see(
    capsys: pytest.CaptureFixture[str], hidden: str
) -> None:
    assert said_of(f'Words. <img src="" {hidden}> More.', capsys) == []


def test_more_than_can_be_told_are_told_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    *_, last = said_of("![x]()\n\n" * 250, capsys)
    assert last == (399, NONE)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('<img src="tea&amp;cake.png">', "tea&cake.png"),
        (r"![x](<c d.png>)", "c d.png"),
        ("{% assign folder = 'img/' %}![x]({{ folder }}late.png)", "img/late.png"),
        ("![x][r]\n\n[r]: ref.png", "ref.png"),
    ],
)
def test_an_address_has_its_line_however_it_is_written(
    capsys: pytest.CaptureFixture[str], written: str, address: str
) -> None:
    line = 2 + 1 + (2 if "[r]" in written else 0)
    said = f"image {address}: no such file; a stand-in takes its place"
    assert said_of(f"Words.\n\n{written}", capsys) == [(line, said)]


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        ('<source srcset="b.webp"><img alt="x">', (60, 40)),
        ('<source srcset="b.webp" type="image/webp"><source srcset="a.png"><img alt="x">', (60, 40)),
        ('<source srcset="gone.avif"><source srcset="a.png"><img alt="x">', (30, 20)),
        ('<source data-srcset="b.webp"><img alt="x">', (60, 40)),
        ('<source srcset="b.webp"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="x">', (60, 40)),
        (
            '<source srcset="b.webp" media="(prefers-color-scheme: dark)"><source srcset="a.png"><img alt="x">',
            (30, 20),
        ),
        ('<source srcset="b.webp" media="(prefers-color-scheme: dark)"><img alt="x">', (60, 40)),
        ('<source srcset="b.webp"><img src="a.png" alt="x">', (30, 20)),
        ('<source src="b.webp"><img alt="x">', (60, 40)),
    ],
)
def test_a_source_is_shown_where_the_img_has_no_address(
    capsys: pytest.CaptureFixture[str], picture: str, size: tuple[int, int]
) -> None:
    assert said_of(f"Words.\n\n<picture>{picture}</picture>", capsys) == []
    assert shown() == [size]
