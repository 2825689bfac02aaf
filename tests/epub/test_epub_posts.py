"""Whole builds of real posts: no findings by EPUBCheck and our own check, and two builds are the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import epub_samples
import pytest

from publish import check, epub

ROOT = Path(__file__).parents[2]
POSTS = ROOT / "posts"
CORPUS = next((found for place in ROOT.parents if (found := place / "shared" / "posts").is_dir()), None)
"""Posts of other sites, where a checkout has them beside it."""

LATER = """
import datetime, time
now = time.time
time.time = lambda: now() + 86_400 * {days}
class Later(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return cls.fromtimestamp(time.time(), zone)
    utcnow = today = now
datetime.datetime = Later
"""
"""A clock that is so many days fast, in every process of a build: Python runs this when it starts."""

Check = Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]


def build(posts: Path, into: Path, project: Path, **environment: str) -> list[Path]:
    command = [sys.executable, "-m", "publish", "epub", str(posts), "--offline", "-q", "-o", str(into)]
    subprocess.run(
        command, cwd=project, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return sorted(into.rglob("*.epub"))


def faults(files: list[Path], epubcheck: Check) -> dict[str, list[str]]:
    """What EPUBCheck and we say of some files; those without a word are left out."""
    found = {
        path.name: [*epub_samples.faults(messages), *map(str, epub.lint(path.read_bytes(), path.name))]
        for path, messages in epubcheck(files).items()
    }
    return {name: lines for name, lines in found.items() if lines}


def test_the_projects_own_posts(tmp_path: Path, epubcheck: Check) -> None:
    files = build(POSTS, tmp_path / "out", tmp_path)
    assert len(files) == len(list(POSTS.glob("*.md")))
    assert faults(files, epubcheck) == {}


@pytest.mark.skipif(CORPUS is None, reason="no folder shared/posts beside this checkout or above it")
def test_posts_of_other_sites(tmp_path: Path, epubcheck: Check) -> None:
    assert CORPUS is not None
    files = build(CORPUS, tmp_path / "out", tmp_path)
    # Two templates of the magazine have the date 0000-00-00, which no book can have.
    assert len(files) == len(list(CORPUS.rglob("*.md"))) - len(list(CORPUS.rglob("0000-00-00-*.md")))
    assert faults(files, epubcheck) == {}


def test_the_same_bytes_on_any_day_and_machine(tmp_path: Path) -> None:
    made = []
    for zone, locale, seed in (("Pacific/Kiritimati", "C", "1"), ("America/Lima", "C.UTF-8", "2")):
        project = tmp_path / seed
        project.mkdir()
        # A library of Debian's would set another day; 24 hours lie between these two zones and their dates.
        environment = {
            "TZ": zone,
            "LC_ALL": locale,
            "LANG": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": "1",
        }
        files = build(POSTS, project / "out", project, **environment)
        made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert made[0] == made[1]
    assert len(made[0]) == len(list(POSTS.glob("*.md")))
