"""`-o` with the ending of another kind of file: said at once, and no folder of that name is made."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from publish.cli import main

POST = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nSome *text* here.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    (tmp_path / "build").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "output", "said"),
    [
        (["pdf", "posts/a.md"], "e.epub", "makes PDFs; give a folder, or a name that ends in .pdf"),
        (["epub", "posts/a.md"], "e.pdf", "makes EPUBs; give a folder, or a name that ends in .epub"),
        (["epub", "posts"], "new/e.azw3", "makes EPUBs; give a folder, or a name that ends in .epub"),
        (["html", "posts/a.md"], "e.htm", "makes HTML pages; give a folder, or a name that ends in .html"),
        (["html", "posts/a.md"], "e.TXT", "makes HTML pages; give a folder, or a name that ends in .html"),
        (["volume"], "e.mobi", "makes PDFs and EPUBs; give a folder, or a name that ends in .pdf or .epub"),
        (["volume", "--format", "html"], "e.docx", "makes HTML pages; give a folder"),
        (["zine"], "e.epub", "makes PDFs; give a folder, or a name that ends in .pdf"),
        (["booklet", "x.pdf"], "e.png", "makes PDFs; give a folder, or a name that ends in .pdf"),
        (["cover", "posts/a.md"], "x.gif", "makes pictures; give a folder, or a name that ends in .jpg"),
        (["cover", "--all"], "x.pdf", "makes pictures; give a folder, or a name that ends in .jpg"),
        (["shelf", "build", "--zip"], "x.tar", "makes archives; give a folder, or a name that ends in .zip"),
        (["shelf", "build"], "x.zip", "give --zip for an archive, or name a folder"),
        (["shelf", "build"], "x.html", "makes a folder; give a folder"),
    ],
)
def test_it_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], output: str, said: str
) -> None:
    assert main([*words, "-o", output]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"-o {output}: error: ")
    assert said in err
    assert not Path(output).exists()
    assert not Path(output).parent.is_dir() or "/" not in output


def test_it_is_refused_from_python_too(folder: Path) -> None:
    with pytest.raises(publish.UsageError, match="makes PDFs"):
        publish.build("posts/a.md", "pdf", "e.epub")
    with pytest.raises(publish.UsageError, match="makes EPUBs"):
        publish.bind("posts", ["epub"], "e.docx")


@pytest.mark.parametrize("name", ["site.html", "v1.2", "2026.08", "notes.d"])
def test_a_folder_may_have_a_dot(folder: Path, name: str) -> None:
    if name == "site.html":  # one that is there
        Path(name).mkdir()
    assert main(["epub", "posts/a.md", "-o", name]) == 0
    assert Path(name, "a.epub").is_file()


@pytest.mark.parametrize("name", ["site.html", "books.epub", "out", "deep/site.pdf"])
@pytest.mark.parametrize("where", [".", "posts"])
def test_the_projects_folder_for_books_is_the_same_from_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str, name: str
) -> None:
    (folder / "publish.toml").write_text(f'output = "{name}"\n')
    (folder / name).mkdir(parents=True)
    monkeypatch.chdir(folder / where)
    post = str((folder / "posts" / "a.md").relative_to(Path.cwd()))
    assert main(["html", post]) == 0
    assert main(["epub", post, "-q"]) == 0
    assert main(["volume", post, "--title", "V", "--format", "html", "-q"]) == 0
    assert main(["cover", post]) == 0
    assert main(["shelf", "-q"]) == 0
    assert f"made {'../' if where == 'posts' else ''}{name}/a.html\n" in capsys.readouterr().out
    made = {"a-cover.jpg", "a.epub", "a.html", "V.html", "index.html"}
    assert made <= {each.name for each in (folder / name).iterdir()}
    assert {each.name for each in (folder / "posts").iterdir()} == {"a.md"}


@pytest.mark.parametrize("where", [".", "posts"])
def test_a_file_name_for_many_books_is_refused_from_everywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    (folder / "publish.toml").write_text('output = "site.html"\n')
    monkeypatch.chdir(folder / where)
    assert main(["html", str(folder / "posts" / "a.md")]) == 2
    place = "publish.toml" if where == "." else "../publish.toml"
    assert capsys.readouterr().err.startswith(f"{place}:1: error: output: 'site.html' is no folder: name one")
