"""Loading the PDF engine: fontTools' large modules load when they are called, and are then the real ones."""

from __future__ import annotations

import subprocess
import sys

LARGE = "[name for name in ('fontTools.subset', 'fontTools.varLib') if name in sys.modules]"


def run(script: str) -> str:
    """What a new process prints: in this one, fontTools is loaded long since."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}"], capture_output=True, text=True, check=False
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
