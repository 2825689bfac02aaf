"""Reading apps of the system open a book on a virtual display: Calibre's viewer, Foliate, Okular, FBReader.

`make readers` runs it; an app that is not installed is skipped by its name. `SHOTS=folder` keeps screenshots. Calibre
and Foliate have a port for inspection; Okular's text comes by the clipboard; FBReader gives only pictures.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bounded import finish, needs
from epub_samples import KINDS, KINDS_CODE, KINDS_IN_ORDER, in_order
from screen import Screen, free_port
from tools import MODULES, node_modules

from publish.cli import main

CONTENTS = ["Kinds of things", "Code", "Tasks", "Notes", "Colophon"]
DEVTOOLS = "[com/github/johnfactotum/Foliate/view]\nenable-devtools=true\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("made")
    (folder / "2024-05-06-kinds.md").write_text(KINDS, "utf-8")
    assert main(["epub", str(folder), "--offline", "-q", "-o", str(folder)]) == 0
    return str(folder / "2024-05-06-kinds.epub")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    needs("Xvfb", "dbus-daemon", "xdotool", "import", "xclip")
    with Screen(tmp_path) as running:
        yield running


def inspected(screen: Screen, app: str, port: int) -> dict[str, Any]:
    """What apps.mjs meets in an app."""
    node_modules()
    run = finish(["node", "apps.mjs", app, str(port)], screen.environment, folder=MODULES)
    screen.shot(app)
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def check(met: dict[str, Any]) -> None:
    """Every document in order, contents that lead, notes that go and return, code with its lines, tasks with their state."""
    documents = met["documents"]
    assert len(documents) == 5
    assert in_order("".join(each["text"] for each in documents), KINDS_IN_ORDER)
    assert [code for each in documents for code in each["code"]] == [KINDS_CODE]
    assert [task.split() for each in documents for task in each["tasks"]] == [["☑", "bread"], ["☐", "milk"]]
    assert [label for each in documents for label in each["links"]] == CONTENTS
    assert [entry["label"] for entry in met["entries"] if entry["leads"]] == CONTENTS
    assert sum(each["notes"] for each in documents) == sum(each["back"] for each in documents) == 2


def test_calibres_viewer(screen: Screen, book: str) -> None:
    needs("ebook-viewer")
    port = free_port()
    screen.start("ebook-viewer", book, QTWEBENGINE_REMOTE_DEBUGGING=str(port))
    screen.window("calibre")
    check(inspected(screen, "calibre", port))


def test_foliate(screen: Screen, book: str) -> None:
    needs("foliate")
    port = free_port()
    screen.settings("glib-2.0/settings/keyfile", DEVTOOLS)
    screen.start("foliate", book, WEBKIT_INSPECTOR_HTTP_SERVER=f"127.0.0.1:{port}")
    screen.window("foliate")
    check(inspected(screen, "foliate", port))


def test_okular(screen: Screen, book: str) -> None:
    needs("okular")
    screen.start("okular", book)
    screen.window("okular")
    copied: list[str] = []

    def copy() -> bool:
        screen.keys("ctrl+4", "ctrl+a", "ctrl+c")  # the tool for text, all, copy
        copied[:] = [screen.copied()]
        return "Colophon" in copied[0]

    screen.wait(copy, "the text in the clipboard")
    screen.shot("okular")
    text = copied[0].replace("\u2029", "\n")
    assert in_order(text, KINDS_IN_ORDER)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    written = [" ".join(line.split()) for line in KINDS_CODE.splitlines() if line]
    start = lines.index(written[0])
    assert [line for line in lines[start:] if line][: len(written)] == written
    assert {"☑ bread", "☐ milk"} <= set(lines)


def test_fbreader(screen: Screen, book: str) -> None:
    needs("fbreader")
    running = screen.start("fbreader", book)
    screen.window("fbreader")
    time.sleep(2)
    pages = []
    for number in range(1, 6):
        pages.append(screen.shot(f"fbreader-{number}"))
        screen.keys("Next")
    assert running.poll() is None
    assert len(set(pages)) == len(pages)
