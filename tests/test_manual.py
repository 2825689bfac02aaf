"""The manual: what it tells to type is typed here, chapter by chapter, and works."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from manual_steps import RUNNING, script, steps

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CHAPTERS = tuple(
    name
    for name in re.findall(r'"([a-z-]+\.md)"', (DOCS / "manual.toml").read_text("utf-8"))
    if name != "commands.md"  # its examples are those of the other chapters
)
NOT_HERE = {
    "make": "sets up the project",
    "pip": "fetches packages",
    "dask": "wants several machines",
    "export": "changes the shell",
    "cd": "changes the shell",
    "sha256sum": "is not ours",
    "jekyll": "is not ours",
    "podman": "is not ours",
}
"""Programs of the manual that this test does not start."""
PATIENCE = 120.0
"""Seconds that a command may take which runs until Ctrl-C, before it is killed."""
HAS_LIBZIM = importlib.util.find_spec("libzim") is not None
POST = "---\ntitle: {0}\nauthor: Ann Lee\ndate: 2026-05-{1}\ndescription: About {0}\n---\nWords about {0}.\n"


def lines() -> list[tuple[str, str]]:
    return [(chapter, line) for chapter in CHAPTERS for step, line in steps(chapter) if step == "type"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A home of its own, and a `publish` on the path."""
    home = tmp_path_factory.mktemp("home")
    (home / "bin").mkdir()
    command = home / "bin" / "publish"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m publish "$@"\n')
    command.chmod(0o755)
    return {**os.environ, "HOME": str(home), "PATH": f"{home / 'bin'}:{os.environ['PATH']}", "COLUMNS": "100"}


def lay(folder: Path, chapter: str) -> None:
    """What a reader of that chapter has already: posts, books, a colleague's vault, a key."""
    in_site = chapter in {"blog.md", "site.md"}
    posts = folder / ("_posts" if in_site else "posts")
    posts.mkdir(parents=True)
    for day, name in (("01", "a-walk"), ("12", "a-ferry")):
        (posts / f"2026-05-{day}-{name}.md").write_text(POST.format(name, day))
    if in_site:
        (folder / "_config.yml").write_text("title: Harbour\n")
    (folder / "foreword.md").write_text("---\ntitle: Foreword\n---\nWords.\n")
    (folder / "spring.toml").write_text('title = "Spring"\nposts = ["posts/*.md"]\n')
    vault = folder.parent / "colleague" / "vault"
    vault.mkdir(parents=True)
    (vault / "descriptions.csv").write_text("address,description\nhttps://example.org/a.jpg,A ferry\n")


def run(line: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def start_and_stop(line: str, folder: Path, environment: Mapping[str, str]) -> None:
    """Start a command that runs until Ctrl-C, and press that once it has said its address."""
    words = shlex.split(line.replace("publish", "", 1))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "publish", *words, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env={**environment, "BROWSER": "true"}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        said = []
        for told in process.stdout:
            said.append(told)
            if "http://" in told:
                break
        process.send_signal(signal.SIGINT)
        said.append(process.stdout.read())
        late.cancel()
    assert any("http://" in told for told in said), (line, said)
    assert process.returncode in {0, 130}, (line, said)


@pytest.mark.parametrize("chapter", [name for name in CHAPTERS if any(at == name for at, _ in lines())])
def test_what_a_chapter_tells_to_type_works(
    chapter: str, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    folder = tmp_path / "essays"
    if chapter == "first-book.md":  # it tells to make this folder
        folder = Path(environment["HOME"]) / "essays"
        folder.mkdir()
    else:
        lay(folder, chapter)
    if chapter == "hand-out.md":
        run("publish pdf -o build; publish epub -o build", folder, environment)
        key(folder)
    for step, text in steps(chapter):
        if step.startswith("save "):
            path = folder / step.removeprefix("save ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            continue
        program = text.split()[0]
        if program in NOT_HERE or "--scheduler" in text or ("--zim" in text and not HAS_LIBZIM):
            continue
        if text.startswith(RUNNING):
            start_and_stop(text, folder, environment)
            continue
        done = run(text, folder, environment)
        assert done.returncode == 0, (text, done.stdout, done.stderr)
        assert "error" not in done.stderr, (text, done.stderr)


def key(folder: Path) -> None:
    """A secret key without a password, as `minisign -G -W` makes it."""
    from minisign import KeyPair

    (folder / "minisign.key").write_bytes(bytes(KeyPair.generate().secret_key))


def test_the_first_chapter_makes_what_it_says(tmp_path: Path, environment: Mapping[str, str]) -> None:
    told = dict(step for step in steps("first-book.md") if step[0].startswith("save "))
    ((name, text),) = told.items()
    path = tmp_path / name.removeprefix("save ")
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    run("publish pdf && publish epub", tmp_path, environment)
    said = re.findall(r"`(2026[\w-]+\.(?:pdf|epub))`", (DOCS / "first-book.md").read_text("utf-8"))
    assert sorted(each.name for each in (tmp_path / "build").iterdir()) == sorted(said)


def test_the_script_that_types_a_chapter_is_a_shell_script() -> None:
    text = "\n".join(script("first-book.md"))
    assert subprocess.run(["sh", "-n"], input=text, text=True, check=False).returncode == 0
    assert "make setup\n" in text
    assert "timeout --signal=INT 30 publish watch" in text


def test_programs_that_this_test_leaves_out_are_in_the_manual() -> None:
    assert set(NOT_HERE) <= {line.split()[0] for _, line in lines()}


def test_lines_fit_a_page_of_the_manual() -> None:
    """A line of code on an A5 page has 64 characters."""
    wide = [
        (chapter, line)
        for chapter in (*CHAPTERS, "commands.md")
        for block in re.findall(r"^```\w*\n(.*?)^```", (DOCS / chapter).read_text("utf-8"), re.M | re.S)
        for line in block.splitlines()
        if len(line) > 64
    ]
    assert wide == []


def test_the_manual_is_a_volume_in_three_formats(tmp_path: Path, environment: Mapping[str, str]) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    done = run("publish volume docs/manual.toml --format epub,html --strict", tmp_path, environment)
    assert done.returncode == 0, done.stderr
    assert sorted(each.name for each in (tmp_path / "build").iterdir()) == ["manual.epub", "manual.html"]
