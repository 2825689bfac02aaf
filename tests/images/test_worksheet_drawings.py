"""The worksheet of descriptions knows drawings: files, those written into a post, and `data:` addresses."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from pathlib import Path

import pytest

from publish.cli import main

SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200">{0}<rect width="200" height="100" fill="#{1}"/></svg>'
SHEET = Path("vault/descriptions.csv")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("f.svg").write_text(SHAPE.format("", "123"), "utf-8")
    data = base64.b64encode(SHAPE.format("", "456").encode()).decode()
    told = SHAPE.format("<title>A red box</title>", "f00")
    Path("a.md").write_text(
        f"---\ntitle: A\nlang: en\n---\nWords.\n\n![](f.svg)\n\n{SHAPE.format('', '789')}\n\n"
        f'<img alt="" src="data:image/svg+xml;base64,{data}">\n\n{told}\n',
        "utf-8",
    )
    return tmp_path


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(SHEET.read_text("utf-8-sig"))))


def test_each_has_a_row_with_its_line_and_a_small_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["images", "alt", "a.md"]) == 0
    found = rows()
    assert [row["line"] for row in found] == ["7", "9", "11", "13"]
    assert [row["alt"] for row in found] == ["", "", "", "A red box"]
    assert found[0]["address"] == "f.svg"
    assert len({row["address"] for row in found}) == 4
    assert all(len(row["address"]) < 30 for row in found)
    assert all((SHEET.parent / row["thumbnail"]).is_file() for row in found)
    assert "4 pictures, 3 without a description" in capsys.readouterr().out
    assert main(["images", "list", "a.md"]) == 0
    assert "1 picture beside posts: 1 there" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["epub", "html"])
def test_the_editors_words_are_in_the_book(kind: str) -> None:
    assert main([kind, "a.md", "-o", "out"]) == 0
    assert main(["images", "alt", "a.md"]) == 0
    table = SHEET.read_text("utf-8-sig").splitlines()
    SHEET.write_text(
        "\n".join([table[0], *(f"{row.removesuffix(',')},Words {n}" for n, row in enumerate(table[1:]))]),
        "utf-8",
    )
    assert main([kind, "a.md", "-o", "out"]) == 0
    if kind == "html":
        page = Path("out/a.html").read_text("utf-8")
    else:
        with zipfile.ZipFile("out/a.epub") as book:
            page = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert all(page.count(f'alt="Words {number}"') == 1 for number in range(4))
    assert main(["images", "alt", "a.md"]) == 0
    assert [row["description"] for row in rows()] == [f"Words {number}" for number in range(4)]


@pytest.mark.parametrize("data", ["", "x", "abcde", "PHN2Zw==", "@@@@"])
def test_a_broken_one_costs_a_stand_in_only(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.md").write_text(
        f'---\ntitle: B\n---\nWords.\n\n<img alt="x" src="data:image/svg+xml;base64,{data}">\n', "utf-8"
    )
    assert main(["html", "b.md", "-o", "out"]) == 0
    assert "b.md:6: warning: a drawing in the text: " in capsys.readouterr().err
    assert main(["images", "alt", "b.md"]) == 0
