"""Loading the PDF engine: fontTools' large modules load when they are called, and are then the real ones."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LARGE = "[name for name in ('fontTools.subset', 'fontTools.varLib') if name in sys.modules]"


def run(script: str, cache: Path | None = None) -> str:
    """What a new process prints: in this one, fontTools is loaded long since."""
    more = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)} if cache else {}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **more},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_engine_loads_without_them() -> None:
    assert run(f"import publish.pdf.engine, publish.pdf.volume\nprint({LARGE})") == "[]"


def test_a_font_that_harfbuzz_cannot_cut_is_cut_by_them() -> None:
    script = """
import io
from fontTools.ttLib import TTFont
from publish import weasy
from publish.fonts import faces as fonts
from weasyprint.pdf import fonts as engine
face = fonts.FACES[0]
font = TTFont(fonts.path(face))
engine.instantiateVariableFont(font, dict(face.axes), inplace=True)
options = engine.subset.Options(retain_gids=True)
cutter = engine.subset.Subsetter(options)
cutter.populate(gids=[1, 2, 3])
cutter.subset(font)
from fontTools import subset
print("fvar" in font, type(options) is subset.Options, subset.__spec__.name)
"""
    assert run(script) == "False True fontTools.subset"


def test_no_library_is_searched_for() -> None:
    """The engine asks a compiler for names that it does not know: a sixth of a short book's time."""
    script = """
import subprocess
def refuse(*words, **named):
    raise SystemExit(f"searched with {words}")
subprocess.Popen = refuse
import publish.weasy
print("found")
"""
    assert run(script) == "found"


DECLARED = """
import publish.weasy
from weasyprint.text.ffi import ffi, pango, gobject
from publish.weasy.directions import levels
print(ffi.string(ffi.new("char[]", b"zh")), levels("a \u05d0\u05d1", "ltr"), "pycparser" in sys.modules)
"""


def test_declarations_are_parsed_once_on_a_machine(tmp_path: Path) -> None:
    assert run(DECLARED, tmp_path) == "b'zh' [0, 0, 1, 1] True"
    assert run(DECLARED, tmp_path) == "b'zh' [0, 0, 1, 1] False"


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda _: b"", lambda data: data[:40] + b"?" + data[41:]]
)
def test_spoiled_declarations_are_parsed_again(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    run(DECLARED, tmp_path)
    (kept,) = (tmp_path / "publish" / "compiled" / "libraries").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(change(whole))
    assert run(DECLARED, tmp_path) == "b'zh' [0, 0, 1, 1] True"
    assert kept.read_bytes() == whole


def test_a_folder_that_others_can_write_keeps_no_code(tmp_path: Path) -> None:
    folder = tmp_path / "publish" / "compiled"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert run(DECLARED, tmp_path) == "b'zh' [0, 0, 1, 1] True"
    assert list(folder.iterdir()) == []


def test_parsing_them_needs_no_temporary_folder_and_leaves_the_output_alone(tmp_path: Path) -> None:
    script = """
import contextlib, tempfile
def refuse(*words, **named):
    raise SystemExit(f"refused {words}")
tempfile.mkdtemp = contextlib.redirect_stdout.__enter__ = refuse
"""
    assert run(script + DECLARED, tmp_path) == "b'zh' [0, 0, 1, 1] True"


def test_without_a_folder_for_them_they_are_parsed_each_time(tmp_path: Path) -> None:
    (tmp_path / "publish").write_text("a file")
    (tmp_path / f"publish-compiled-{os.getuid()}").write_text("another")
    code = "from publish.keep import cache; print(cache.compiled())"
    assert run(code, tmp_path) == "None"
