"""A shelf of 300 books in Chromium, from disk: no request, no error, no axe violation, every book by keyboard.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots and the print.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

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
