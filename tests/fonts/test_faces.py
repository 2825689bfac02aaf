"""Our own fonts: cut once per machine, and checked before use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from publish.errors import RenderError
from publish.fonts import faces
from publish.weasy.fontfolder import face_file

FACE = faces.FACES[0]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache of this user's, and a process that remembers nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    face_file.cache_clear()
    yield tmp_path / "publish" / "fonts"
    face_file.cache_clear()


def test_a_face_is_cut_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = face_file(FACE)
    assert made == faces.data(FACE)
    assert sorted(path.suffix for path in cache.iterdir()) == [".face", ".ttf"]
    monkeypatch.setattr(faces, "data", lambda _: pytest.fail("it was cut again"))
    face_file.cache_clear()
    assert face_file(FACE) == made


@pytest.mark.parametrize("suffix", [".face", ".ttf"])
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe other bytes", None])
def test_a_damaged_cache_is_mended(cache: Path, suffix: str, damage: bytes | None) -> None:
    made = face_file(FACE)
    path = next(cache.glob(f"*{suffix}"))
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    face_file.cache_clear()
    assert face_file(FACE) == made
    assert next(cache.glob("*.ttf")).read_bytes() == made


def test_another_font_file_is_cut_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = face_file(FACE)
    italic = faces.path(faces.FACES[1])
    monkeypatch.setattr(faces, "path", lambda _: italic)
    face_file.cache_clear()
    assert face_file(FACE) != made


def test_a_font_file_that_is_gone_is_named(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "path", lambda face: cache / face.file)
    with pytest.raises(RenderError, match=r"SourceSerif4.* cannot be read"):
        face_file(FACE)


USUAL = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0‘’“”–—…"


@pytest.mark.parametrize("face", faces.FACES, ids=lambda face: face.name)
def test_every_face_has_the_usual_characters(face: faces.Face) -> None:
    with TTFont(faces.path(face)) as font:
        known = font.getBestCmap()
    assert [character for character in USUAL if ord(character) not in known] == []


def test_a_usual_title_opens_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> frozenset[int]:
        raise AssertionError

    monkeypatch.setattr(faces, "_own_characters", refuse)
    assert faces.absent(USUAL) == ()
    with pytest.raises(AssertionError):
        faces.absent("é")


def test_a_second_command_asks_no_font_for_its_characters(tmp_path: Path) -> None:
    """HarfBuzz takes long to load."""
    script = """
import sys
from publish.fonts import faces
print(faces.missing("caf\u00e9 \u2211", "en"), faces.foreign("\u05d0"), "uharfbuzz" in sys.modules)
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == [f"() frozenset({{'\u05d0'}}) {loaded}" for loaded in (True, False)]
