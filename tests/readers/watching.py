"""`publish watch` in Chromium: a save appears at the reader's position, an error above the previous edition.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tools import MODULES, browser, node_modules

sys.path.append(str(MODULES.parent / "watch"))
from watch_samples import Watched, post, site


def test_a_save_is_seen_at_once_and_in_its_place(tmp_path: Path) -> None:
    node_modules()
    folder = site(tmp_path)
    edited = folder / "posts" / "a.md"
    edited.write_text(post("First", "\n\n".join(f"Paragraph {number}." for number in range(60))))
    with Watched(folder) as watched:
        command = ["node", "watch.mjs", browser(), os.environ.get("SHOTS", "-"), watched.address, str(edited)]
        run = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert (seen["errors"], seen["violations"]) == ([], [])
    assert seen["kept"] == seen["place"] == 1500
    assert seen["error"].startswith("posts/a.md:3: error: front matter")
    assert seen["below"]
