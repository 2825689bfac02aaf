"""Diagrams drawn by programs of the machine: only when asked for, kept, bounded, and cleaned like any drawing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN
from processes import PATIENCE, is_running, wait_for, within

from publish.fresh.records import Pictures, are_fresh
from publish.images import diagrams, gather
from publish.images.sources import Sources
from publish.keep.once import read_anew
from publish.keep.store import Store
from publish.keep.vault import vault_of
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)"><script>alert(1)</script>'
    '<image href="file:///etc/passwd" width="9" height="9"/><rect width="40" height="20" fill="teal"/></svg>'
)
Install = Callable[..., Path]
TEXTS = {
    "dot": "```dot\ndigraph { a }\n```",
    "mmdc": '<div class="mermaid">\ngraph TD\n A[One<br>two]\n</div>',
    "plantuml": "```plantuml\nA -> B\n```",
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A program of this name that does what these lines of Python say, and notes that it was called."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/sbin:/sbin")
    read_anew()

    def make(name: str, lines: str) -> Path:
        calls = tmp_path / f"{name}-calls"
        text = f"#!{sys.executable}\nimport os, sys, time\nopen({str(calls)!r}, 'a').write('x')\n{lines}\n"
        (folder / name).write_text(text, "utf-8")
        (folder / name).chmod((folder / name).stat().st_mode | stat.S_IXUSR)
        read_anew()
        return calls

    return make


def draws(name: str, drawing: str = DRAWING) -> str:
    where = "open(sys.argv[sys.argv.index('--output') + 1], 'w')" if name == "mmdc" else "sys.stdout"
    return f"assert sys.stdin.read().strip()\n{where}.write({drawing!r})"


def drawn(tmp_path: Path, text: str) -> Chapter:
    """The chapter of a text with its diagrams drawn."""
    post, options = replace(PLAIN, text=text), Options(diagrams="draw")
    sources = Sources(vault_of(tmp_path), Store.of_project(tmp_path), None)
    made = diagrams.draw_diagrams(convert(post, Site(), options), post, sources)
    return gather.gather(made, post, Site(), sources).chapter if "<img" in made.body else made


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_diagram_is_drawn(tmp_path: Path, install: Install, name: str) -> None:
    install(name, draws(name))
    chapter = drawn(tmp_path, TEXTS[name])
    assert '<figure class="diagram"><img src="' in chapter.body
    assert 'width="40"' in chapter.body
    assert "<pre" not in chapter.body
    assert "figcaption" not in chapter.body
    assert chapter.notices == ()


def test_its_source_describes_it(tmp_path: Path, install: Install) -> None:
    install("mmdc", draws("mmdc"))
    assert 'alt="graph TD A[One&lt;br/&gt;two]"' in drawn(tmp_path, TEXTS["mmdc"]).body


def test_it_is_drawn_once(tmp_path: Path, install: Install) -> None:
    calls = install("dot", draws("dot"))
    first = drawn(tmp_path, f"{TEXTS['dot']}\n\n{TEXTS['dot']}")
    assert drawn(tmp_path, TEXTS["dot"]).body in first.body
    assert calls.read_text() == "x"
    drawn(tmp_path, TEXTS["dot"].replace("a", "b"))
    assert calls.read_text() == "xx"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("sys.exit(1)", "dot cannot draw it"),
        ("print('no drawing')", "dot cannot draw it"),
        ("time.sleep(60)", "dot takes longer than 2 seconds"),
        ("while True: sys.stdout.write('<svg>' * 100000)", "dot cannot draw it"),
        ("held = bytearray(1 << 33)", "dot cannot draw it"),
    ],
)
def test_what_cannot_be_drawn_is_its_source(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch, lines: str, why: str
) -> None:
    monkeypatch.setattr(diagrams, "SECONDS", 2 if "sleep" in lines else int(PATIENCE))
    install("dot", lines)
    with within(20):
        chapter = drawn(tmp_path, f"Words.\n\n{TEXTS['dot']}\n\n{TEXTS['dot'].replace('a', 'b')}")
    assert chapter.body.count("<figcaption>A diagram, as its source in Graphviz</figcaption>") == 2
    assert [notice.message for notice in chapter.notices] == [f"a diagram is shown as its source: {why}"]
    assert chapter.notices[0].line == PLAIN.first_line + 3


def test_no_program_is_one_warning(tmp_path: Path, install: Install) -> None:
    install("dot", draws("dot"))
    chapter = drawn(
        tmp_path, "\n\n".join([TEXTS["plantuml"], TEXTS["dot"], TEXTS["plantuml"].replace("A", "C")])
    )
    assert chapter.body.count("<img") == 1
    told = [notice.message for notice in chapter.notices]
    assert told == ["a diagram is shown as its source: the program plantuml is not installed"]


def test_a_program_learns_little_and_leaves_nothing_running(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "x")
    seen, left = tmp_path / "seen", tmp_path / "left"
    install(
        "dot",
        f"open({str(seen)!r}, 'w').write(repr(sorted(os.environ)) + os.getcwd())\n"
        "child = os.fork()\n"
        f"if child == 0:\n    time.sleep({4 * PATIENCE})\n    os._exit(0)\n"
        f"open({str(left)!r}, 'w').write(str(child))\n" + draws("dot"),
    )
    assert "<img" in drawn(tmp_path, TEXTS["dot"]).body
    assert "SECRET" not in seen.read_text()
    assert str(tmp_path) not in seen.read_text().partition("]")[2]
    assert wait_for(lambda: not is_running(int(left.read_text())))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's networks")
def test_a_program_reaches_no_network(tmp_path: Path, install: Install) -> None:
    seen = tmp_path / "seen"
    install(
        "dot",
        "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        f"try:\n    s.connect(('192.0.2.1', 9)); said = 'reached'\nexcept OSError: said = 'cut off'\n"
        f"open({str(seen)!r}, 'w').write(said)\n{draws('dot')}",
    )
    drawn(tmp_path, TEXTS["dot"])
    if not cut_off_here():
        pytest.skip("this machine gives no network of its own")
    assert seen.read_text() == "cut off"


def cut_off_here() -> bool:
    import ctypes
    import os

    child = os.fork()
    if child == 0:
        os._exit(1 if ctypes.CDLL(None).unshare(0x50000000) else 0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_books_draw_only_when_asked(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    calls = install("dot", draws("dot"))
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(f"---\ntitle: T\ndate: 2024-01-01\n---\nWords.\n\n{TEXTS['dot']}\n", "utf-8")
    command = [sys.executable, "-m", "publish", kind, "a.md", "-o", "out", "--offline", "--jobs", "1"]
    subprocess.run(command, check=True, capture_output=True)
    before = Path(f"out/a.{kind}").read_bytes()
    assert not calls.exists()
    Path("publish.toml").write_text('diagrams = "draw"\n', "utf-8")
    subprocess.run(command, check=True, capture_output=True)
    assert calls.exists()
    assert Path(f"out/a.{kind}").read_bytes() != before
    if kind == "html":
        assert "<script>alert" not in Path("out/a.html").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not end a child with its parent")
def test_a_book_out_of_time_leaves_no_program_running(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = tmp_path / "drawing"
    install("dot", f"open({str(drawing)!r}, 'w').write(str(os.getpid()))\ntime.sleep({4 * PATIENCE})")
    monkeypatch.chdir(tmp_path)
    Path("publish.toml").write_text('diagrams = "draw"\n', "utf-8")
    Path("a.md").write_text(f"---\ntitle: T\n---\n{TEXTS['dot']}\n", "utf-8")
    for seconds in (3, 8, 60):  # on a busy machine, the program has not begun so soon
        command = [sys.executable, "-m", "publish", "html", "a.md", "-o", "out", "--timeout", str(seconds)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert f"not finished after {seconds} s" in ended.stderr
        if drawing.exists() and drawing.read_text():
            break
    assert wait_for(lambda: not is_running(int(drawing.read_text())))


def test_one_that_was_late_is_tried_again(
    tmp_path: Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "SECONDS", 1)
    done = tmp_path / "done"
    install("dot", f"{draws('dot')}\nos.path.exists({str(done)!r}) or time.sleep({4 * PATIENCE})")
    pictures = Pictures(vault_of(tmp_path), {})
    late = drawn(tmp_path, TEXTS["dot"])
    assert "as its source" in late.body
    assert not are_fresh(late.files, pictures)
    done.touch()
    monkeypatch.setattr(diagrams, "SECONDS", int(PATIENCE))
    ready = drawn(tmp_path, TEXTS["dot"])
    assert "<img" in ready.body
    assert are_fresh(ready.files, pictures)


def test_another_release_of_a_program_draws_anew(tmp_path: Path, install: Install) -> None:
    calls = install("dot", draws("dot"))
    drawn(tmp_path, TEXTS["dot"])
    os.utime(tmp_path / "bin/dot", (1, 1))
    read_anew()
    drawn(tmp_path, TEXTS["dot"])
    assert calls.read_text() == "x"
    (tmp_path / "package.json").write_text('{"version": "2"}')
    read_anew()
    drawn(tmp_path, TEXTS["dot"])
    assert calls.read_text() == "xx"
    jar = tmp_path / "lib.jar"
    jar.write_text("1")
    install("dot", f"# {jar}\n{draws('dot')}")
    drawn(tmp_path, TEXTS["dot"])
    jar.write_text("one more")
    read_anew()
    drawn(tmp_path, TEXTS["dot"])
    assert calls.read_text() == "xxxx"
