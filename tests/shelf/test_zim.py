"""`publish shelf --zim`: read back with libzim, and checked by zimcheck where these are installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from publish.cli import main

libzim = pytest.importorskip("libzim.reader", reason="no libzim: pip install libzim")

POSTS = {
    "2026-05-01-walk.md": ("A Walk", "Mara Ellison", "The whistle of the ferry."),
    "2026-05-02-pier.md": (
        "The Pier",
        "B Lee",
        "See [the walk](https://harbour.test/2026/05/01/walk.html#end).",
    ),
    "2026-05-03-shelf.md": ("離線的書架", "林晚照", "在沒有網絡的地方，一本雜誌怎樣走到讀者手上。"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "_config.yml").write_text(
        "title: Harbour\nurl: https://harbour.test\npermalink: /:year/:month/:day/:title.html\n"
    )
    for name, (title, author, text) in POSTS.items():
        (tmp_path / "posts" / name).write_text(
            f"---\ntitle: {title}\nauthor: {author}\ndate: {name[:10]}\n---\n\n{text}\n"
        )
    monkeypatch.chdir(tmp_path)
    assert main(["html", "posts", "--offline", "-q"]) == 0
    return tmp_path


def made(*words: str) -> libzim.Archive:  # type: ignore[name-defined]  # it has no types
    assert main(["shelf", "--zim", *words]) == 0
    return libzim.Archive(Path("build.zim"))


def text(archive: libzim.Archive, path: str) -> str:  # type: ignore[name-defined]
    return bytes(archive.get_entry_by_path(path).get_item().content).decode("utf-8")


def search(archive: libzim.Archive, words: str) -> list[str]:  # type: ignore[name-defined]
    from libzim.search import Query, Searcher

    found = Searcher(archive).search(Query().set_query(words))
    return list(found.getResults(0, 10))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_also_while_libzim_asks_about_an_entry(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    from libzim import writer

    provider = writer.StringProvider
    done = threading.Event()
    other = threading.Thread(target=done.wait)  # the system may give it the signal

    def interrupted(data: bytes) -> Any:
        os.kill(os.getpid(), number)
        return provider(data)

    monkeypatch.setattr(writer, "StringProvider", interrupted)
    other.start()
    try:
        assert main(["shelf", "--zim"]) == 128 + number
    finally:
        done.set()
        other.join()
    assert "error" not in capfd.readouterr().err
    assert not Path("build.zim").exists()


def test_it_holds_pages_covers_and_a_first_page(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    archive = made()
    assert capfd.readouterr().out.startswith("made build.zim: 3 books, 3 files, ")
    first = text(archive, archive.main_entry.get_item().path)
    for name, (title, author, _) in POSTS.items():
        path = name.replace(".md", ".html")
        assert archive.get_entry_by_path(path).title == title
        assert title in first
        assert author in first
    assert first.count('src="shelf/covers/') == 3
    assert "opds.xml" not in first
    assert "SHA" not in first
    cover = first.partition('src="')[2].partition('"')[0]
    assert bytes(archive.get_entry_by_path(cover).get_item().content).startswith(b"\xff\xd8")


def test_it_says_what_openzim_asks(folder: Path) -> None:
    archive = made()
    said = {
        name: archive.get_metadata(name).decode()
        for name in ("Name", "Title", "Language", "Creator", "Publisher", "Date", "Description")
    }
    assert said == {
        "Name": "harbour", "Title": "Harbour", "Language": "eng,zho", "Publisher": "Harbour", "Date": "2026-05-03",
        "Creator": "林晚照, B Lee, Mara Ellison", "Description": said["Description"],
    }  # fmt: skip
    assert said["Description"].startswith("Books: 3")
    assert archive.has_illustration(48)


@pytest.mark.parametrize(
    ("words", "paths"),
    [("whistle", ["2026-05-01-walk.html"]), ("雜誌", ["2026-05-03-shelf.html"]), ("Pier", ["2026-05-02-pier.html"]),
     ("zzz", [])],
)  # fmt: skip
def test_search_finds_the_books_that_hold_a_word(folder: Path, words: str, paths: list[str]) -> None:
    assert search(made("-q"), words) == paths


def test_links_between_posts_lead_to_their_pages(folder: Path) -> None:
    assert 'href="2026-05-01-walk.html#end"' in text(made("-q"), "2026-05-02-pier.html")


def test_books_without_a_page_are_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "build" / "2026-05-02-pier.html").unlink()
    assert main(["epub", "posts/2026-05-02-pier.md", "--offline", "-q"]) == 0
    assert main(["shelf", "--zim"]) == 0
    assert (
        capsys.readouterr().err
        == "1 book has no web page and will not be in the ZIM file: 2026-05-02-pier.epub; `publish html` makes those "
        "of posts, `publish volume --format html` those of volumes\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--zip"], "--zim makes one file, without --zip, --split and --key"), (["-o", "x.zip"], "x.zip")],
)
def test_what_makes_no_sense_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["shelf", "--zim", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_shelf_without_pages_says_which_command_makes_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(folder / "build")
    assert main(["epub", "posts/2026-05-02-pier.md", "--offline", "-q"]) == 0
    assert main(["shelf", "--zim"]) == 2
    assert "make some with `publish html`" in capsys.readouterr().err


def test_without_libzim_it_says_what_to_install(folder: Path) -> None:
    code = "import sys; sys.modules['libzim'] = None; from publish.cli import main; sys.exit(main(['shelf', '--zim']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "error: --zim needs libzim, which is not installed: pip install 'postbinder[zim]'\n"
    assert not (folder / "build.zim").exists()


@pytest.mark.skipif(shutil.which("zimcheck") is None, reason="no zimcheck: apt-get install zim-tools")
def test_zimcheck_finds_nothing(folder: Path) -> None:
    made("-q")
    done = subprocess.run(["zimcheck", "-A", "build.zim"], capture_output=True, text=True, check=False)
    assert "Overall Test Status: Pass" in done.stdout, done.stdout
    assert done.returncode == 0


def test_the_same_pages_make_the_same_file(folder: Path) -> None:
    for number in range(40):  # enough for several clusters
        words = " ".join(f"{chr(97 + number % 26)}{each * number % 977}" for each in range(3000))
        (folder / "posts" / f"2026-06-{number % 28 + 1:02}-{number}.md").write_text(
            f"---\ntitle: Number {number}\n---\n{words}\n"
        )
    assert main(["html", "posts", "--offline", "-q"]) == 0
    files = []
    for name in ("first.zim", "second.zim"):
        assert main(["shelf", "--zim", "-q", "-o", name]) == 0
        files.append(Path(name).read_bytes())
    assert files[0] == files[1]
    archive = libzim.Archive(Path("first.zim"))
    assert archive.check()
    assert archive.uuid.version == 8
    assert search(archive, "whistle") == ["2026-05-01-walk.html"]
    next((folder / "build").glob("2026-06-*.html")).unlink()
    assert main(["shelf", "--zim", "-q", "-o", "third.zim"]) == 0
    assert libzim.Archive(Path("third.zim")).uuid != archive.uuid
