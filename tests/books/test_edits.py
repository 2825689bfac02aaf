"""After an edit, a volume has the same bytes as one that is made of the edited posts from nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from publish.cli import main

TEXT = " ".join(["Boats come in at night, and salt dries on rope while a slow tide turns."] * 12)
POST = "---\ntitle: {title}\ndate: 2026-03-{day}\n---\n{text}\n\n## Part\n\n![A pier](pier.png)\n\n{text}\n"


def volume(folder: Path) -> bytes:
    assert main(["volume", "posts", "--format", "pdf", "-o", "v.pdf", "-q"]) == 0
    return (folder / "v.pdf").read_bytes()


def pages(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as made:
        return len(made.pages)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose volume is made."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "posts").mkdir()
    for day, title in (("02", "Quay"), ("05", "Tides"), ("09", "Lamps")):
        text = POST.format(title=title, day=day, text=TEXT)
        (folder / f"posts/2026-03-{day}-{title.lower()}.md").write_text(text, "utf-8")
    for name, colour in (("pier", (40, 80, 120)), ("boat", (120, 80, 40))):
        Image.new("RGB", (60, 40), colour).save(folder / f"posts/{name}.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        volume(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it."""
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    monkeypatch.chdir(copy)
    volume(copy)  # its store knows it at its new place
    return copy


EDITS: dict[str, tuple[Callable[[str], str], int]] = {
    "a word": (lambda text: text.replace("rope", "ropes", 1), 0),
    "pages more": (lambda text: text + f"\n{TEXT}\n" * 4, 1),
    "pages less": (lambda text: text.partition("##")[0].replace(TEXT, "Short."), -1),
    "its title": (lambda text: text.replace("title: Tides", "title: Tides and Moons"), 0),
    "a new picture": (lambda text: text + "\n![A boat](boat.png)\n", 0),
    "no picture": (lambda text: text.replace("![A pier](pier.png)\n", ""), 0),
    "a link to another": (lambda text: text + "\nSee [the lamps](2026-03-09-lamps.md).\n", 0),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_volume_is_the_one_made_from_nothing(
    folder: Path, edit: tuple[Callable[[str], str], int]
) -> None:
    change, more = edit
    before = (folder / "v.pdf").read_bytes()
    post = folder / "posts/2026-03-05-tides.md"
    post.write_text(change(post.read_text("utf-8")), "utf-8")
    edited = volume(folder)
    assert edited != before
    assert (pages(edited) > pages(before), pages(edited) < pages(before)) == (more > 0, more < 0)
    shutil.rmtree(folder / ".publish")
    (folder / "v.pdf").unlink()
    assert volume(folder) == edited


WITHOUT_SERVER = """
from publish.workers import pool
from publish.cli import main

pool.forkserver.ensure_running = None
raise SystemExit(main(["volume", "posts", "--format", "pdf", "-o", "v.pdf", "-q"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process cannot know that it has one thread")
def test_an_edit_is_made_by_copies_of_the_command(folder: Path) -> None:
    """A server to start workers from would load again what the command has loaded."""
    post = folder / "posts/2026-03-05-tides.md"
    post.write_text(post.read_text("utf-8").replace("rope", "ropes"), "utf-8")
    command = [sys.executable, "-c", WITHOUT_SERVER]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
