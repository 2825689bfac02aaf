"""Decorative pictures: marked by authors as in Jekyll, or by editors in the worksheet; correct in every book."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from pdf_samples import Made
from PIL import Image as Pillow

from publish.cli import main
from publish.epub.lint import lint
from publish.errors import UsageError
from publish.project import settings

WAYS = {
    "attribute list": '![](a.png){: role="presentation"}',
    "none": '![a line](a.png){: role="none"}',
    "hidden": '![](a.png){: aria-hidden="true"}',
    "below the paragraph": '![](a.png)\n{: role="presentation"}',
    "HTML": '<img src="a.png" alt="" role="presentation">',
    "figure": '<figure><img src="a.png" alt="" role="presentation"><figcaption>Words.</figcaption></figure>',
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    Pillow.new("RGB", (300, 40), "navy").save(tmp_path / "posts" / "a.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str) -> None:
    Path("posts/p.md").write_text(
        f"---\ntitle: P\ndate: 2026-01-01\n---\nFirst words.\n\n{text}\n\nLast words.\n"
    )


def chapter() -> etree._Element:
    with zipfile.ZipFile("build/p.epub") as book:
        return etree.fromstring(book.read("EPUB/chapter-1.xhtml"))


def said(name: str) -> list[str]:
    with zipfile.ZipFile("build/p.epub") as book:
        package = etree.fromstring(book.read("EPUB/content.opf"))
    return [str(e.text) for e in package.iter("{*}meta") if e.get("property") == f"schema:{name}"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("way", WAYS)
def test_what_an_author_marks_is_no_picture_to_those_who_hear_the_book(way: str) -> None:
    write(WAYS[way])
    assert main(["epub", "-q"]) == 0
    (image,) = chapter().iter("{*}img")
    assert (image.get("alt"), image.get("role")) == ("", "presentation")
    assert said("accessMode") == ["textual"]
    assert said("accessModeSufficient") == ["textual"]
    assert "alternativeText" not in said("accessibilityFeature")
    assert lint(Path("build/p.epub").read_bytes(), "p") == ()
    assert main(["html", "-q"]) == 0
    assert 'role="presentation"' in Path("build/p.html").read_text("utf-8")


@pytest.mark.usefixtures("project")
def test_an_empty_text_alone_is_a_gap_not_a_mark() -> None:
    write('![](a.png)\n\nWords ![](a.png) and more.\n{: role="presentation"}')
    assert main(["epub", "-q"]) == 0
    assert [image.get("alt") for image in chapter().iter("{*}img")] == ["Picture without a description"] * 2
    assert said("accessMode") == ["textual", "visual"]


def test_in_a_pdf_it_is_an_artifact(
    project: Path, verapdf: Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]
) -> None:
    write("\n\n".join([*WAYS.values(), "![A navy bar](a.png)"]))
    assert main(["pdf", "-q"]) == 0
    file = project / "build" / "p.pdf"
    assert verapdf([file])[file] == {"ua1": [], "2a": []}
    book = Made.of(file.read_bytes())
    figures = [str(figure.Alt) for figure in book.of_role("Figure")]
    assert figures[1:] == ["A navy bar"]  # after the cover
    with pikepdf.open(file) as made:
        drawn = b"".join(page.Contents.read_bytes() for page in made.pages)
    assert len(re.findall(rb"/Artifact\s*<<\s*/Type\s*/Layout", drawn)) == len(WAYS)


@pytest.mark.usefixtures("project")
def test_editors_say_it_in_the_worksheet(capsys: pytest.CaptureFixture[str]) -> None:
    write("![image01](a.png)\n_▲ A line_")
    assert main(["images", "alt"]) == 0
    sheet = Path("vault/descriptions.csv")
    rows = sheet.read_text("utf-8-sig")
    assert "1 picture, 1 without a description" in capsys.readouterr().out
    sheet.write_text(rows.replace("image01,", "image01,Decorative"), "utf-8-sig")
    assert main(["epub", "-q"]) == 0
    (image,) = chapter().iter("{*}img")
    assert (image.get("alt"), image.get("role")) == ("", "presentation")
    assert said("accessMode") == ["textual"]
    # Words of theirs overrule what the post says.
    write(WAYS["attribute list"])
    assert main(["images", "alt"]) == 0
    assert "0 without a description" in capsys.readouterr().out
    sheet.write_text(sheet.read_text("utf-8-sig").replace("Decorative", "A navy bar"), "utf-8-sig")
    assert main(["epub", "-q"]) == 0
    (image,) = chapter().iter("{*}img")
    assert (image.get("alt"), image.get("role")) == ("A navy bar", None)


def test_a_folder_for_addresses_from_the_root(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "static" / "img").mkdir(parents=True)
    (project / "posts" / "a.png").rename(project / "static" / "img" / "a.png")
    write("![A navy bar](/img/a.png) ![Another](img/a.png)\n\n![Away](/../publish.toml)")
    assert main(["epub"]) == 0
    assert "set images.assets" in capsys.readouterr().err
    (project / "publish.toml").write_text('[images]\nassets = "static"\n')
    assert main(["epub"]) == 0
    assert "image /../publish.toml: outside the post's folder" in capsys.readouterr().err
    assert [image.get("alt") for image in chapter().iter("{*}img")][:2] == ["A navy bar", "Another"]
    assert main(["images", "list"]) == 1
    assert "1 there, 1 missing" in capsys.readouterr().out
    (project / "publish.toml").write_text('[images]\nassets = "nowhere"\n')
    with pytest.raises(UsageError, match=r"images\.assets: there is no folder"):
        settings.load(project)


def test_a_folder_beside_that_of_the_posts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pictures").mkdir()
    (project / "posts" / "a.png").rename(project / "pictures" / "a.png")
    write("![A navy bar](../pictures/a.png)")
    assert main(["epub"]) == 0
    assert "set images.assets in publish.toml to the folder that has both" in capsys.readouterr().err
    (project / "publish.toml").write_text('[images]\nassets = "."\n')
    assert main(["epub"]) == 0
    assert "warning" not in capsys.readouterr().err
