"""The command on a machine with other fonts: some removed, some made for the test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["command", "fontconfig", "make_font"]

_CONFIG = """<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">{usual}</include>
  {folders}
  <selectfont>{rejected}</selectfont>
</fontconfig>
"""
_REJECTED = '<rejectfont><pattern><patelt name="charset"><charset><int>0x{0:x}</int></charset></patelt></pattern></rejectfont>'


def fontconfig(folder: Path, without: str = "", fonts: Path | None = None) -> Mapping[str, str]:
    """An environment in which no font of the machine has one of these characters, and those of a folder are added."""
    rejected = "".join(_REJECTED.format(ord(character)) for character in without)
    config = folder / "fonts.conf"
    usual = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    config.write_text(
        _CONFIG.format(usual=usual, folders=f"<dir>{fonts}</dir>" if fonts else "", rejected=rejected)
    )
    return os.environ | {"FONTCONFIG_FILE": str(config)}


def make_font(path: Path, family: str, characters: str) -> None:
    """A TrueType font whose every character is a square."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for step, corner in enumerate(((100, 0), (100, 800), (900, 800), (900, 0))):
        (pen.lineTo if step else pen.moveTo)(corner)
    pen.closePath()
    square = pen.glyph()
    names = {ord(character): f"u{ord(character):05X}" for character in characters}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, square))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


def command(*words: str, cwd: Path, env: Mapping[str, str]) -> tuple[int, list[str]]:
    """Exit status of `publish` with these words, and the lines that it says on stderr."""
    run = subprocess.run(
        [sys.executable, "-m", "publish", *words, "--offline"],
        cwd=cwd, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.returncode, run.stderr.splitlines()
