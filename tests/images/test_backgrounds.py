"""Background pictures in styles: content of empty elements is shown, what stands behind text is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image as Pillow

from publish.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Pillow.new("RGB", (300, 200), "teal").save("a.png")
    Pillow.new("RGB", (60, 40), "navy").save("b.png")
    return tmp_path


def made(text: str, capsys: pytest.CaptureFixture[str], kind: str = "html") -> tuple[list[str], list[str]]:
    """Tags of the pictures in the page, and the warnings."""
    Path("a.md").write_text(f"---\ntitle: A\n---\n{text}\n", "utf-8")
    assert main([kind, "a.md", "-o", "out", "--offline"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "warning: " in line]
    page = Path("out/a.html").read_text("utf-8") if kind == "html" else ""
    return re.findall(r"<img[^>]*>", page), told


def sizes(tags: list[str]) -> list[tuple[int, int]]:
    found = (re.search(r'width="(\d+)" height="(\d+)"', tag) for tag in tags)
    return [(int(each[1]), int(each[2])) for each in found if each]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<div class="hero" style="background-image: url(a.png); height: 90px"></div>', [(300, 200)]),
        ("<div style=\"background: #fff url('a.png') no-repeat center/cover\"></div>", [(300, 200)]),
        ('<div style="background-image: url(&quot;a.png&quot;)">\n\n</div>', [(300, 200)]),
        ('<div style="BACKGROUND-IMAGE: URL( a.png )">&nbsp;</div>', [(300, 200)]),
        ('<section style="background-image:url(a.png)"><div class="overlay"></div></section>', [(300, 200)]),
        ('<div style="background-image: linear-gradient(red, blue), url(b.png)"></div>', [(60, 40)]),
        ("<div style=\"background-image: image-set('b.png' 1x, 'c.png' 2x)\"></div>", [(60, 40)]),
        ('<div style="--hero: url(b.png)"></div>', [(60, 40)]),
        ('<div class="lozad" data-background-image="b.png"></div>', [(60, 40)]),
        ('<div class="lazy" data-bg="url(b.png)"></div>', [(60, 40)]),
        ('Words <span style="background-image: url(b.png)"></span> words.', [(60, 40)]),
        ('<a href="https://example.org/" style="background-image: url(b.png)"></a>', [(60, 40)]),
        ('<div style="background-image: url(a.png); width: 150px; height: 50px"></div>', [(150, 100)]),
        (
            '<div class="gallery"><div style="background-image: url(a.png)"></div>'
            '<div style="background-image: url(b.png)"></div></div>',
            [(300, 200), (60, 40)],
        ),
        ('<table><tr><td>x</td><td background="b.png"></td></tr></table>', [(60, 40)]),
        ('<img src="b.png" alt="x" style="background-image: url(a.png)">', [(60, 40)]),
        ('<img alt="x" data-bg="b.png">', [(60, 40)]),
        ('<hr style="background: url(a.png)">', []),
        ("<div style=\"background-image: url('https://example.org/x.png')\"></div>", []),
        ('<div style="background-image: url(a.png); display: none"></div>', []),
        ('<div style="background-image: linear-gradient(red, blue)"></div>', []),
    ],
)
def test_the_background_of_an_empty_element_is_a_picture(
    capsys: pytest.CaptureFixture[str], written: str, shown: list[tuple[int, int]]
) -> None:
    tags, told = made(f"Words.\n\n{written}", capsys)
    if "https:" in written and "<a" not in written:
        (warning,) = told
        assert warning.startswith("a.md:6: warning: image https://example.org/x.png: not in the vault")
    else:
        assert (sizes(tags), told) == (shown, [])


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
@pytest.mark.parametrize(
    "written",
    [
        '<section style="background-image: url(a.png)"><h2>Words</h2></section>',
        "Words <span style=\"background: url('a.png') repeat-x bottom\">under</span> a line.",
        '<div style="background-image: url(a.png); background-repeat: repeat-x; height: 9px"></div>',
        '<i style="background-image: url(a.png); background-position: -20px 0"></i>',
        "A paragraph.\n{: style='background-image: url(a.png)'}",
        '<table background="a.png"><tr><td>x</td></tr></table>',
        '<table><tr style="background: url(a.png)"><td></td></tr></table>',
    ],
)
def test_another_background_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], kind: str, written: str
) -> None:
    tags, told = made(f"Words.\n\n{written}", capsys, kind)
    line = 7 if "{:" in written else 6
    said = "image a.png: a background picture behind text, or a pattern, is left out; to show it, write `![what it shows](a.png)`"
    assert told == [f"a.md:{line}: warning: {said}"]
    assert tags == []


def test_each_use_of_a_background_has_its_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    behind = '<div style="background-image: url(a.png)">Words</div>'
    alone = '<div style="background-image: url(a.png)"></div>'
    tags, told = made(f"![x](a.png)\n\n{alone}\n\n{behind}\n\n{behind}", capsys)
    assert sizes(tags) == [(300, 200), (300, 200)]
    assert [line.partition(": ")[0] for line in told] == ["a.md:8", "a.md:10"]


def test_a_label_is_the_alternative_text(capsys: pytest.CaptureFixture[str]) -> None:
    text = '<div role="img" aria-label="A quiet harbour" style="background-image: url(a.png)"></div>'
    (tag,), _ = made(text, capsys)
    assert 'alt="A quiet harbour"' in tag


def test_no_other_style_comes_into_a_book(capsys: pytest.CaptureFixture[str]) -> None:
    made('A <span style="position: fixed; color: red" aria-label="z">word</span>.', capsys)
    page = Path("out/a.html").read_text("utf-8")
    assert "<p>A <span>word</span>.</p>" in page


def test_a_background_cannot_hold_a_script_or_read_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("posts").mkdir()
    Path("posts/a.md").write_text(
        "---\ntitle: A\n---\n<div style=\"background-image: url('javascript:alert(1)')\"></div>\n\n"
        '<div style="background-image: url(../a.png)"></div>\n\n<div style="background: url(/etc/passwd)"></div>\n'
    )
    assert main(["html", "posts/a.md", "-o", "out", "--offline"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "warning: " in line]
    assert len(told) == 3
    assert all("; a stand-in takes its place" in line for line in told)
    assert "javascript" not in Path("out/a.html").read_text("utf-8")
