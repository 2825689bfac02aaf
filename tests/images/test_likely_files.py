"""Addresses that lead to no file: the message says which file was probably meant, and where the address stands."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from PIL import Image as Pillow

from publish.cli import main

Form = Literal["NFC", "NFD"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, colour: str = "teal") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGB", (30, 20), colour).save(name)


def said_of(
    text: str, capsys: pytest.CaptureFixture[str], kind: str = "html", post: str = "a.md"
) -> list[str]:
    Path(post).write_text(f"---\ntitle: A\n---\n{text}\n", "utf-8")
    assert main([kind, post, "-o", "out", "--offline"]) == 0
    return [line for line in capsys.readouterr().err.splitlines() if ": warning:" in line]


@pytest.mark.parametrize(
    ("file", "address", "meant"),
    [
        ("Photo.JPG", "photo.jpg", "Photo.JPG"),
        ("img/photo.jpg", "img/PHOTO.jpg", "img/photo.jpg"),
        ("Img/photo.png", "img/photo.png", "Img/photo.png"),
        ("img/photo.jpeg", "img/photo.jpg", "img/photo.jpeg"),
        ("img/photo.png", "img/photo.jpg", "img/photo.png"),
        ("img/my photo.png", "img/my-photo.png", "img/my%20photo.png"),
        ("img/my_photo.png", "img/my%20photo.png", "img/my_photo.png"),
        ("img/my%20photo.png", "img/my%20photo.png", "img/my%2520photo.png"),
        ("img/my+photo.png", "img/my photo.png", "img/my+photo.png"),
        ("img/naïve.png", "img/NAÏVE.png", "img/naïve.png"),
        ("img/harbour.png", "img/harbor.png", "img/harbour.png"),
        ("img/港口.PNG", "img/港口.png", "img/港口.PNG"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_file_that_was_meant_is_named(
    file: str, address: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(file)
    shown = f"image {address}: no such file (did you mean {meant}?); a stand-in takes its place"
    assert said_of(f"Words.\n\n![x](<{address}>)", capsys) == [f"a.md:6: warning: {shown}"]
    assert said_of(f"Words.\n\n![x](<{meant}>)", capsys) == []


@pytest.mark.parametrize("kind", ["pdf", "epub"])
@pytest.mark.usefixtures("folder")
def test_in_the_other_formats_too(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    put("Photo.JPG")
    (warning,) = said_of("![x](photo.jpg)", capsys, kind)
    assert "(did you mean Photo.JPG?)" in warning


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("fig-1.png", "fig-2.png"), ("notes.txt", "notes.png"), ("a.png", "else.png"), ("../out.png", "../Out.png"),
        ("../secret/a.png", "../Secret/a.png"),
    ],
)  # fmt: skip
def test_no_other_file_is_named(
    file: str, address: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "posts").mkdir()
    monkeypatch.chdir(folder / "posts")
    if file.endswith(".txt"):
        Path(file).write_text("Words")
    else:
        put(file)
    (warning,) = said_of(f"![x]({address})", capsys)
    assert "did you mean" not in warning


@pytest.mark.usefixtures("folder")
def test_from_the_sites_root(capsys: pytest.CaptureFixture[str]) -> None:
    put("assets/Photo.png")
    Path("_config.yml").write_text("title: S\nbaseurl: /blog\n")
    Path("_posts").mkdir()
    for address in ("/assets/photo.png", "/blog/assets/photo.png"):
        (warning,) = said_of(f"![x]({address})", capsys, post="_posts/2026-01-01-a.md")
        assert "(did you mean /assets/Photo.png?)" in warning


@pytest.mark.parametrize(("file", "address"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.usefixtures("folder")
def test_how_accents_are_written_makes_no_difference(
    file: Form, address: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = normalize(address, "été/café.png")
    (warning,) = said_of(f"![x]({wanted})", capsys)
    assert "did you mean" not in warning
    put(normalize(file, "été/café.png"))
    assert said_of(f"![x]({wanted})", capsys) == []
    assert "data:image/" in Path("out/a.html").read_text("utf-8")


@pytest.mark.parametrize(("file", "address"), [("NFC", "NFD"), ("NFD", "NFC")])
@pytest.mark.parametrize("name", ["café.png", "été/a.png"])
@pytest.mark.usefixtures("folder")
def test_a_file_of_the_very_name_is_taken_when_it_comes(
    name: str, file: Form, address: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    put(normalize(file, name), "teal")
    assert said_of(f"![x]({normalize(address, name)})", capsys) == []
    before = Path("out/a.html").read_bytes()
    assert main(["html", "a.md", "-o", "out", "--offline"]) == 0
    assert "0 made, 1 unchanged" in capsys.readouterr().out
    put(normalize(address, name), "maroon")
    assert main(["html", "a.md", "-o", "out", "--offline"]) == 0
    assert "1 made, 0 unchanged" in capsys.readouterr().out
    assert Path("out/a.html").read_bytes() != before


@pytest.mark.usefixtures("folder")
def test_a_picture_without_an_address_is_told_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.png")
    text = (
        '`![x]()`\n\n![x]()\n\n![x](a.png)\n\n<img src="">\n\nIn a <img> line\n\n```\n<img>\n```\n\n'
        '![x](<> "t")\n\n<img\n  alt="y"\n  src=\'\'>\n\n<img data-src="a.png">'
    )
    lines = [6, 10, 12, 18, 20]
    message = "warning: a picture: it has no address; a stand-in takes its place"
    assert said_of(text, capsys) == [f"a.md:{line}: {message}" for line in lines]
    assert Path("out/a.html").read_text("utf-8").count('"stand-in') >= len(lines)


@pytest.mark.usefixtures("folder")
def test_the_line_is_that_of_the_whole_address(capsys: pytest.CaptureFixture[str]) -> None:
    put("img/b.png")
    assert said_of("![x](img/b.png) and\n![x](b.png.png) and\n![x](b.png)", capsys)[-1].startswith("a.md:6: ")
