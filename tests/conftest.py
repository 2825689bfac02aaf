"""Fixtures: the validators, and functions that make chapters.

A file here also puts this folder on the path, so that tests can import each other.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import epub_samples
import pytest
from lxml import etree
from markup_samples import PLAIN
from picture_server import Gate, Handler, Server

from publish import check
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site
from publish.press.engines import engines
from publish.workers.pool import start

Convert = Callable[..., Chapter]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--renew` writes what was made over what was expected; `--examples` looks longer for what goes wrong."""
    parser.addoption("--renew", action="store_true", help="accept what is made now as the expected result")
    parser.addoption(
        "--examples", type=int, default=0, help="examples of each property, drawn anew: more than the usual"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let commands that tests start hear Ctrl-C, also where a shell started the tests in the background."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):  # one of several processes that share many tests
        load_engines()


def load_engines() -> None:
    """Load what makes books once, here and in the server that workers are forked from. A command that a test calls in this
    process forks one or the other for each book, and each fork would load what it lacks: a second of computing for a PDF.
    """
    modules = (*engines(("pdf", "epub", "html")), "publish.shelf.pdfs")
    start(modules)
    for name in modules:
        import_module(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The room with the shortest tests comes last, so that processes which share the tests end at about the same time."""
    items.sort(key=lambda item: "markup" in item.path.parts)


@pytest.fixture(autouse=True)
def silent_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command says must not depend on how busy the machine is."""
    monkeypatch.setattr("publish.cli.reporting.LOG_EVERY", float("inf"))


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be written anew."""
    return bool(request.config.getoption("--renew"))


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    """How many examples a property is to be tried with; 0 for the usual ones."""
    return int(request.config.getoption("--examples"))


@pytest.fixture(scope="session")
def epubcheck() -> Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]:
    """`epubcheck([path, …])` → path → EPUBCheck's messages, usage notes included."""
    return check.check_epubs


@pytest.fixture(scope="session")
def verapdf() -> Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]:
    """`verapdf([path, …])` → path → flavour → the rules that it fails."""
    return check.check_pdfs


@pytest.fixture(scope="session")
def sample_epubs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """EPUBs that hold every construct: the sample books and the project's own posts; or those in the folder `EPUBS`."""
    if os.environ.get("EPUBS"):
        return sorted(Path(os.environ["EPUBS"]).resolve().rglob("*.epub"))
    folder = tmp_path_factory.mktemp("epubs")
    made = epub_samples.sample_books()
    files = [epub_samples.write(book).save(folder / f"sample-{name}.epub") for name, book in made.items()]
    posts = Path(__file__).parents[1] / "posts"
    command = [sys.executable, "-m", "publish", "epub", str(posts), "--offline", "-o", str(folder / "posts")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr
    return [*files, *sorted((folder / "posts").glob("*.epub"))]


@pytest.fixture
def server() -> Iterator[str]:
    """Host and port of a server with pictures, honest and otherwise."""
    Handler.asked, Handler.at_once, Handler.most_at_once, Handler.gate = Counter(), 0, 0, Gate()
    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def chapter() -> Convert:
    """Convert text with any fields of a Post changed; the body is checked to be well-formed."""

    def make(
        text: str, site: Site | None = None, options: Options | None = None, **fields: object
    ) -> Chapter:
        post = replace(PLAIN, text=text, **fields)  # type: ignore[arg-type]
        made = convert(post, site or Site(), options or Options())
        etree.fromstring(f'<body xmlns="http://www.w3.org/1999/xhtml">{made.body}</body>')
        return made

    return make


@pytest.fixture
def body(chapter: Convert) -> Callable[..., str]:
    """Only the converted body, without white space around it."""
    return lambda *arguments, **fields: chapter(*arguments, **fields).body.strip()
