"""A shelf of 300 books in Chromium, from disk: no request, no error, no axe violation, usable by keyboard.

Its catalogues as the parser of Thorium and other Readium applications understands them.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots and the print.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from tools import MODULES, browser, node_modules

sys.path.append(str(MODULES.parent / "shelf"))
import shelf_samples as samples

from publish.cli import main


def test_three_hundred_books(tmp_path: Path) -> None:
    node_modules()
    shots = os.environ.get("SHOTS", "-")
    folder = samples.magazine(tmp_path / "books", 297)
    assert main(["shelf", str(folder), "-q"]) == 0
    command = ["node", "shelf.mjs", browser(), shots, str(folder / "index.html")]
    run = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert (report["errors"], report["remote"], report["violations"]) == ([], [], [])
    assert report["books"] == report["reached"] == 300
    assert report["search"]["counts"] == {
        "a": 300,
        "letter": 99,
        "書架": 99,
        "mara 2021": 50,
        "zzz": 0,
        "": 300,
    }


def test_readiums_parser_reads_both_catalogues_alike(tmp_path: Path) -> None:
    node_modules()
    folder = samples.magazine(tmp_path / "books", 117)
    assert main(["shelf", str(folder), "-q"]) == 0
    run = subprocess.run(
        ["node", "opds.mjs", str(folder)], cwd=MODULES, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    catalogues = json.loads(run.stdout)
    shown = {}
    for start, feeds in catalogues.items():
        kind = start.rpartition(".")[2]
        named = {name for feed in feeds.values() for name in feed["links"]}
        for name in named:
            path = (folder / unquote(name)).resolve()
            assert path.is_relative_to(folder.resolve()), name
            assert path.is_file(), name
        there = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*.*")
            if path.suffix in {".epub", ".pdf"}
        }
        assert {unquote(name) for name in named if name.endswith((".epub", ".pdf"))} == there
        shown[kind] = {
            name.removesuffix(kind): (feed["title"], sorted(map(json.dumps, books)))
            for name, feed in feeds.items()
            if (
                books := [
                    {"title": each["title"], "files": sorted(each["files"])} for each in feed["publications"]
                ]
            )
        }
        assert all(each["images"] for feed in feeds.values() for each in feed["publications"])
    assert shown["xml"] == shown["json"]
    assert len({title for _, books in shown["xml"].values() for title in books}) > 100
