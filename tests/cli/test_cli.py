"""The command line as a user sees it: files, printed lines, exit codes."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from processes import PATIENCE, members, start, wait_for, workers

from publish.cli import main

POST = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nSome *text* here.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    status = main(words)
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


@pytest.mark.parametrize(
    ("command", "start"), [("pdf", b"%PDF-1.7"), ("epub", b"PK"), ("html", b"<!DOCTYPE html>")]
)
def test_each_command_makes_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, start: bytes
) -> None:
    status, out, err = run(capsys, command)
    assert (status, err) == (0, [])
    assert out[0] == f"made build/a.{command}"
    assert out[1].startswith("1 made, 0 unchanged in ")
    assert (folder / "build" / f"a.{command}").read_bytes().startswith(start)


def test_nothing_is_made_twice_and_every_change_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = folder / "posts" / "a.md"
    post.write_text(POST + "\n![A drawing](p.png)\n")
    assert run(capsys, "epub")[1][-1].startswith("1 made")
    assert run(capsys, "epub")[1][-1].startswith("0 made, 1 unchanged, 1 warning")
    assert run(capsys, "epub", "--force")[1][-1].startswith("1 made")
    (folder / "posts" / "p.png").write_bytes(b"no picture")
    assert run(capsys, "epub")[1][-1].startswith("1 made")
    post.write_text(POST)
    assert run(capsys, "epub")[1][-1].startswith("1 made, 0 unchanged in")
    (folder / "build" / "a.epub").write_bytes(b"touched by somebody")
    assert run(capsys, "epub")[1][-1].startswith("1 made")
    (folder / "_config.yml").write_text("title: Now a Site\n")
    assert run(capsys, "epub")[1][-1].startswith("1 made")
    assert run(capsys, "epub", "--page", "a4")[1][-1].startswith("0 made, 1 unchanged")


def test_one_bad_post_costs_that_post_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "b.md").write_text("---\ntitle: B\ndate: 0000-00-00\n---\nx")
    (folder / "posts" / "c.md").write_text("---\ntitle: C\npublished: false\n---\nx")
    status, out, err = run(capsys, "html", "-v")
    assert status == 1
    assert "made build/a.html: new" in out
    assert out[-1].startswith("1 made, 0 unchanged, 1 failed")
    assert sorted(err) == [
        "1 post held back: 1 with `published: false` (--unpublished)",
        "posts/b.md:3: error: date: '0000-00-00': no such day or time: write it as YYYY-MM-DD",
        "posts/c.md: held back: `published: false`",
    ]
    assert not (folder / "build" / "b.html").exists()


def test_strict_takes_warnings_for_errors_and_keeps_the_old_edition(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "html")
    old = (folder / "build" / "a.html").read_bytes()
    (folder / "posts" / "a.md").write_text(POST + "![](gone.png)\n")
    status, _, err = run(capsys, "html", "--strict")
    assert status == 1
    assert err[0].startswith("posts/a.md:8: warning: image gone.png: no such file")
    assert err[1] == "posts/a.md: error: 1 warning; --strict does not allow warnings"
    assert (folder / "build" / "a.html").read_bytes() == old


def test_why_a_book_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from PIL import Image

    post, output = folder / "posts" / "a.md", folder / "build" / "a.html"
    Image.new("RGB", (9, 9)).save(folder / "posts" / "p.png")

    def why(*words: str) -> str:
        return run(capsys, "html", "-v", *words)[1][0]

    assert why() == "made build/a.html: new"
    assert why() == "unchanged build/a.html"
    post.write_text(POST + "\n![A square](p.png)\n")
    assert why() == "made build/a.html: the post changed"
    Image.new("RGB", (8, 9)).save(folder / "posts" / "p.png")
    assert why() == f"made build/a.html: {folder / 'posts' / 'p.png'} changed"
    (folder / "_config.yml").write_text("title: Now a Site\n")
    assert why() == "made build/a.html: the site's settings changed"
    assert why("--style", "dark") == "made build/a.html: the style changed"
    assert why("--style", "dark", "--profile", "eink") == "made build/a.html: a setting changed"
    output.unlink()
    assert why("--style", "dark", "--profile", "eink") == "made build/a.html: its file is gone"
    assert why("--style", "dark", "--profile", "eink", "--force") == "made build/a.html: --force"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pdf", "nowhere.md"], "nowhere.md: error: no such file or folder"),
        (["pdf", "--style", "none"], "no style 'none'"),
        (["pdf", "--page", "a0"], "a0"),
        (["pdf", "--jobs", "0"], "--jobs"),
        (["paper"], "there is no command 'paper'"),
    ],
)
def test_usage(folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    status, _, err = run(capsys, *words)
    assert status == 2
    assert message in "\n".join(err)


def test_the_report_is_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "b.md").write_text("x\n![](gone.png)")
    assert run(capsys, "html", "--report", "r/report.json")[0] == 0
    report = json.loads((folder / "r" / "report.json").read_text())
    books = {Path(book["post"]).name: book for book in report["books"]}
    assert books["a.md"]["status"] == "built"
    assert (books["a.md"]["reason"], books["a.md"]["pages"]) == ("new", None)
    assert books["a.md"]["bytes"] == (folder / "build" / "a.html").stat().st_size
    assert {notice["code"] for notice in books["b.md"]["notices"]} == {"title-missing", "image-missing"}


def test_quiet_prints_errors_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "a.md").write_text(POST + "![](gone.png)\n")
    assert run(capsys, "html", "-q") == (0, [], [])


def test_a_book_that_takes_too_long_is_ended(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "a.md").write_text(POST + "word *emph* " * 20_000)
    status, _, err = run(capsys, "pdf", "--timeout", "0.3")
    assert status == 1
    assert err == [
        "posts/a.md: error: not finished after 0.3 s (limit seconds): split it, or use --timeout 0.6"
    ]


def test_an_output_folder_that_cannot_be_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "build").write_text("in the way")
    status, _, err = run(capsys, "html")
    assert status == 1
    assert err[0].startswith("build/a.html: error: cannot be written: ")


@pytest.mark.parametrize("command", ["epub", "pdf", "html"])
def test_one_book_starts_one_process(folder: Path, command: str) -> None:
    (folder / "posts" / "a.md").write_text(POST + "word *emph* " * 2_000)
    most = 0
    with start(command) as started:
        while started.poll() is None:
            most = max(most, len(members(started.pid)))
    assert (started.returncode, most) == (0, 2)  # the command, and the fork that made the book


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_being_interrupted_leaves_nothing_behind(folder: Path, number: int, status: int) -> None:
    (folder / "posts" / "a.md").write_text(POST + "word *emph* " * 40_000)
    started = subprocess.Popen(
        [sys.executable, "-m", "publish", "pdf"],
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # a background job ignores it
    )
    assert wait_for(lambda: workers(started.pid))  # there is something to interrupt
    os.kill(started.pid, number)
    _, err = started.communicate(timeout=PATIENCE)
    assert started.returncode == status
    assert err.strip() in {"interrupted", "terminated"}
    assert list((folder / "build").glob("**/*")) == [] if (folder / "build").exists() else True
    assert wait_for(lambda: not members(started.pid))


def test_images_are_listed_and_described(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "a.md").write_text(POST + "![image01](https://example.org/a.png)\n![](b.png)\n")
    status, out, _ = run(capsys, "images")
    assert status == 1
    assert "missing  https://example.org/a.png  posts/a.md:8" in out
    assert out[-2] == "1 picture on the web: 0 kept, 1 missing, 0 changed"
    assert out[-1] == "1 picture beside posts: 0 there, 1 missing"
    assert run(capsys, "images", "alt")[1] == [
        "wrote vault/descriptions.csv: 2 pictures, 2 without a description (0 described in posts, 0 in the worksheet)",
        "posts/a.md:8: https://example.org/a.png has no description",
        "posts/a.md:9: posts/b.png has no description",
    ]
    sheet = folder / "vault" / "descriptions.csv"
    sheet.write_text(sheet.read_text("utf-8-sig").replace("image01,", "image01,A drawing"), "utf-8-sig")
    assert run(capsys, "images", "alt")[1][0].endswith(
        "2 pictures, 1 without a description (0 described in posts, 1 in the worksheet)"
    )
    assert run(capsys, "epub", "--offline")[0] == 0
    with zipfile.ZipFile(folder / "build" / "a.epub") as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert "A drawing" in pages


def test_a_terminal_sees_how_many_how_fast_and_how_long_still(folder: Path) -> None:
    for name in "bcd":
        (folder / "posts" / f"{name}.md").write_text(POST.replace("A Title", name))
    shown = on_a_terminal("html", cwd=folder)
    assert "4 made" in shown
    assert "books" in shown
    assert "/s" in shown
    assert "posts/a.md" in shown  # the book at work
    assert "0/1" in on_a_terminal("html", "posts/a.md", "--force", cwd=folder)  # also for one alone, at once
    assert "chapters" in on_a_terminal("volume", "--format", "html", cwd=folder)


def test_a_terminal_is_told_the_pages_and_others_a_line_now_and_then(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "bc":
        (folder / "posts" / f"{name}.md").write_text(POST.replace("A Title", name))
    monkeypatch.setattr("publish.cli.reporting.LOG_EVERY", 0.000_001)
    status, out, err = run(capsys, "pdf", "--report", "report.json")
    assert (status, err) == (0, [])
    pages = [book["pages"] for book in json.loads((folder / "report.json").read_text())["books"]]
    assert all(pages)
    assert out[-2].startswith(f"3 of 3 books, {sum(pages)} pages, ")
    assert out[-2].endswith("/s, done")
    assert run(capsys, "pdf", "--report", "report.json")[0] == 0
    books = json.loads((folder / "report.json").read_text())["books"]
    assert [(book["status"], book["pages"]) for book in books] == [
        ("unchanged", count) for count in sorted(pages)
    ]
    assert "pages" in on_a_terminal("pdf", "--force", cwd=folder)


def on_a_terminal(*words: str, cwd: Path) -> str:
    """What a command writes to a terminal of its own."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "publish", *words]
    with subprocess.Popen(command, cwd=cwd, stdin=follower, stdout=follower, stderr=follower) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 1 << 16)
            except OSError:  # the last writer hung up
                break
            if not piece:
                break
            shown += piece
        assert process.wait() == 0, shown.decode()
    os.close(leader)
    return shown.decode()


def test_the_doctor_says_how_large_the_store_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "publish.toml").write_text("[limits]\nstore_bytes = 50_000_000\n")
    (folder / ".publish" / "parts").mkdir(parents=True)
    (folder / ".publish" / "parts" / "a").write_bytes(bytes(3_000_000))
    out = run(capsys, "doctor")[1]
    assert f"store    3 MB of at most 50 MB in {(folder / '.publish').resolve()}" in out
