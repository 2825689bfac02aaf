"""A save at any moment during a build: the next build shows it, and an undone change is not shown."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pdf_samples import Made
from picture_server import Gate, Handler
from PIL import Image
from processes import PATIENCE, start

sys.path.append(str(Path(__file__).parents[1] / "watch"))
from watch_samples import Watched, until

from publish.books.choosing.spec import read
from publish.keep.once import read_anew
from publish.model import Format, Options
from publish.press.outcome import Outcome
from publish.press.plan import make_plan
from publish.press.run import run
from publish.press.volumes import Volume, run_volume

POST = "_posts/2026-03-01-pier.md"
TEXT = """---
title: The Pier
author: Mara Ellison
---

WORDS of the post. {% include box.html %} {% include_relative side.txt %} {{ site.data.crew.cook }} {{ site.motto }}

[The other]({% post_url 2026-03-02-tide %})

![A pier](pier.png)
"""
FILES = {
    POST: TEXT,
    "_posts/2026-03-02-tide.md": "---\ntitle: Tide\npermalink: /WORDS/\n---\n\nWater.\n",
    "_posts/side.txt": "WORDS beside the post.",
    "_includes/box.html": "WORDS of the include.",
    "_data/crew.yml": "cook: WORDS of the data\n",
    "_config.yml": "title: Harbour\nurl: https://example.org\nmotto: WORDS of the settings\n",
    "mine/text.css": "p { --words: WORDS }\n",
    "spring.toml": 'title = "Spring"\nposts = ["_posts/*.md"]\n',
}
SAVED = [*FILES, "_posts/pier.png"]
SAVED.remove("spring.toml")
MOMENTS = {
    "before it is read": "publish.posts.read",
    "before it is converted": "{}.convert",
    "before its pictures are gathered": "publish.images.gather.gather",
    "before its record is kept": "publish.fresh.records.keep",
}


class Here:
    """Workers that are this process, so that a test can stand between two steps of theirs."""

    is_kept = True

    def __init__(self, project: Path) -> None:
        self.project = project

    def load(self) -> None:
        """All is loaded."""

    def open(self, options: Options, most: int = 0) -> None:
        """There is nothing to start."""

    def spread(self, task: Callable[[Any, Path], Any], jobs: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        for job in jobs:
            yield job, task(job, self.project)


def save(name: str, words: str) -> None:
    """Write a file of the project: the words of its first edition, or others."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".png"):
        picture = io.BytesIO()
        Image.new("RGB", (60, 40), "teal" if words == "Old" else "tomato").save(picture, "PNG")
        Path(name).write_bytes(picture.getvalue())
    else:
        Path(name).write_text(FILES[name].replace("WORDS", words))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (*SAVED, "spring.toml"):
        save(name, "Old")
    return tmp_path


Build = Callable[[], bytes]


def build(kind: str, book: Format) -> bytes:
    """Build as a command started now would; the file that came of it."""
    read_anew()
    project = Path.cwd()
    options = Options(style="./mine", offline=True)
    workers: Any = Here(project)
    if kind == "volume":
        events = list(
            run_volume(Volume(read(Path("spring.toml")), (book,), "build", options), project, workers)
        )
        output = Path("build/spring").with_suffix(f".{book}")
    else:
        events = list(run(make_plan((POST,), "build", book, options), project, workers))
        output = Path("build/2026-03-01-pier").with_suffix(f".{book}")
    outcomes = [event for event in events if isinstance(event, Outcome)]
    assert [str(each.error) for each in outcomes if each.error] == []
    return output.read_bytes()


def from_nothing(kind: str, book: Format) -> bytes:
    """The file that is right."""
    shutil.rmtree(".publish")
    shutil.rmtree("build")
    return build(kind, book)


def at(monkeypatch: pytest.MonkeyPatch, place: str, do: Callable[[], None]) -> None:
    """Do something the first time that a function is about to run."""
    module, _, name = place.rpartition(".")
    real = getattr(sys.modules[module], name)
    done: list[bool] = []

    def first(*words: object, **named: object) -> object:
        if not done:
            done.append(True)
            do()
        return real(*words, **named)

    monkeypatch.setattr(sys.modules[module], name, first)


@pytest.mark.parametrize("kind", ["single", "volume"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("undone", [False, True], ids=["saved", "undone"])
def test_a_save_at_any_moment_is_in_the_next_build(
    monkeypatch: pytest.MonkeyPatch, kind: str, moment: str, name: str, undone: bool
) -> None:
    converting = "publish.books.convert"
    __import__(converting)
    with monkeypatch.context() as patch:
        at(patch, MOMENTS[moment].format(converting), lambda: save(name, "New"))
        build(kind, "html")
    if undone:
        save(name, "Old")
    later = build(kind, "html")
    assert later == from_nothing(kind, "html")
    assert (b"New" in later) is (not undone and not name.endswith(".png"))
    assert build(kind, "html") == later


@pytest.mark.parametrize("kind", ["single", "volume"])
@pytest.mark.parametrize("book", ["pdf", "epub"])
def test_the_same_for_other_files(monkeypatch: pytest.MonkeyPatch, kind: str, book: Format) -> None:
    converting = "publish.books.convert"
    __import__(converting)
    for place in (f"{converting}.convert", "publish.images.gather.gather"):
        save(POST, "Old")
        build(kind, book)
        save(POST, "Middle")
        with monkeypatch.context() as patch:
            at(patch, place, lambda: save(POST, "New"))
            build(kind, book)
        later = build(kind, book)
        assert b"New" in (text_of(later, book)).encode()
        assert later == from_nothing(kind, book)


HOLD = """
import importlib.abc, importlib.util, os, sys, urllib.request


class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != "publish.markup.convert":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def loaded(module):
            load(module)
            convert = module.convert

            def held(*words):
                urllib.request.urlopen(os.environ["HOLD"]).close()
                return convert(*words)

            module.convert = held

        spec.loader.exec_module = loaded
        return spec


sys.meta_path.insert(0, Hook())
"""
"""A `sitecustomize` that holds every conversion, in whatever process, until a server answers."""


@pytest.fixture(params=["converting", "fetching"])
def gate(request: pytest.FixtureRequest, server: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Commands stand still at a post's conversion, or where its picture on the web is fetched, until it is opened."""
    if request.param == "converting":
        (project / "held").mkdir()
        (project / "held/sitecustomize.py").write_text(HOLD)
        monkeypatch.setenv("PYTHONPATH", str(project / "held"))
        monkeypatch.setenv("HOLD", f"http://{server}/gated/1")
    else:
        monkeypatch.setitem(FILES, POST, f"{TEXT}\n![From the web](http://{server}/gated/a.png)\n")
        save(POST, "Old")
        Path("publish.toml").write_text("[images]\nallow_hosts = ['127.0.0.1']\n")
    return Handler.gate


def command(*words: str) -> None:
    with start(*words) as process:
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said


@pytest.mark.parametrize("words", [("volume", "spring.toml", "--format", "pdf"), ("pdf", POST)], ids=" ".join)
def test_a_save_while_a_command_stands_still(gate: Gate, words: tuple[str, ...]) -> None:
    with start(*words, "-o", "out.pdf") as process:
        assert gate.reached.wait(PATIENCE)
        old = sha256(Path(POST).read_bytes()).hexdigest()
        save(POST, "New")
        gate.opened.set()
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said
    first = Made.of(Path("out.pdf").read_bytes()).text()
    assert "Old of the post" in first
    command(*words, "-o", "out.pdf")
    later = Made.of(Path("out.pdf").read_bytes()).text()
    assert "New of the post" in later
    assert "Old of the post" not in later
    if words[0] == "volume":  # its colophon names the bytes that its text was made from
        assert old in first.replace(" ", "").replace("\n", "")
        assert sha256(Path(POST).read_bytes()).hexdigest() in later.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("words", [("spring.toml",), (POST,)], ids=["volume", "single"])
def test_a_save_while_a_watched_book_is_made(gate: Gate, project: Path, words: tuple[str, ...]) -> None:
    output = project / "build" / ("spring.html" if words[0] == "spring.toml" else "2026-03-01-pier.html")
    with Watched(project, *words, ready=0, offline=False):
        assert gate.reached.wait(PATIENCE)
        save(POST, "New")
        gate.opened.set()
        until(lambda: output.exists() and "New of the post" in output.read_text())
        assert "Old of the post" not in output.read_text()


def text_of(data: bytes, book: Format) -> str:
    if book == "pdf":
        return Made.of(data).text()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xhtml"))
