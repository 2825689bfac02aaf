"""Whole real posts as PDF: accessible, archival, and copied as written.

Of the shared posts a sample is taken; `make test-posts` looks at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from real_posts import OWN, SHARED, Printed, chosen, lost, printed

Validate = Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]


@pytest.fixture(scope="module", params=["own", "shared"])
def posts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "own":
        return printed([str(OWN)], folder)
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here: put real posts there, or name their folder in REAL_POSTS")
    return printed(chosen(SHARED), folder)


def test_every_post_is_accessible_and_archival(posts: list[Printed], verapdf: Validate) -> None:
    assert posts
    found = verapdf([post.path for post in posts])
    assert {path.name: failed for path, failed in found.items() if any(failed.values())} == {}


def test_what_is_copied_is_what_was_written(posts: list[Printed]) -> None:
    assert {post.name: lost(post) for post in posts if lost(post)} == {}


def test_the_same_post_gives_the_same_bytes_on_any_day_in_any_place(tmp_path: Path) -> None:
    later = "import time\n_now = time.time\ntime.time = lambda: _now() + 86_400 * 500\n"
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(later)
    here = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    there = {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "2",
        "PYTHONPATH": str(tmp_path / "later"), "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    made = []
    for place in (here, there):
        folder = tmp_path / place["TZ"].replace("/", "-")
        folder.mkdir()
        command = [sys.executable, "-m", "publish", "pdf", str(OWN), "--offline", "--quiet", "-o", "."]
        run = subprocess.run(command, cwd=folder, env=os.environ | place, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr
        made.append({path.name: path.read_bytes() for path in folder.glob("*.pdf")})
    assert len(made[0]) == 6
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
