"""Our own fonts: cut once per machine, and checked before use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from publish.errors import RenderError
from publish.fonts import faces
from publish.weasy.fontfolder import OwnFonts, face_file

FACE = faces.FACES[0]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache of this user's, and a process that remembers nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    face_file.cache_clear()
    yield tmp_path / "publish" / "fonts"
    face_file.cache_clear()


def test_a_face_is_cut_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = face_file(FACE).read_bytes()
    assert made == faces.data(FACE)
    assert sorted(path.suffix for path in cache.iterdir()) == [".face", ".ttf"]
    monkeypatch.setattr(faces, "data", lambda _: pytest.fail("it was cut again"))
    face_file.cache_clear()
    assert face_file(FACE).read_bytes() == made


@pytest.mark.parametrize("suffix", [".face", ".ttf"])
@pytest.mark.parametrize("damage", [b"", b"\xff\xfe other bytes", None])
def test_a_damaged_cache_is_mended(cache: Path, suffix: str, damage: bytes | None) -> None:
    made = face_file(FACE).read_bytes()
    path = next(cache.glob(f"*{suffix}"))
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    face_file.cache_clear()
    assert face_file(FACE).read_bytes() == made
    assert next(cache.glob("*.ttf")).read_bytes() == made


@pytest.mark.parametrize("damage", ["other bytes", "gone", "all gone", "a folder"])
def test_the_folder_that_fontconfig_looks_through_is_mended(cache: Path, damage: str) -> None:
    own = faces.FACES[:2]
    OwnFonts(own)
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    made = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    assert [name for name, _ in made] == ["00.ttf", "01.ttf"]
    (folder / "01.ttf").unlink()
    if damage == "other bytes":
        (folder / "01.ttf").write_bytes(b"no font")
    elif damage == "a folder":
        (folder / "01.ttf").mkdir()
    elif damage == "all gone":
        shutil.rmtree(folder)
    OwnFonts(own)
    assert [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())] == made
    assert [path for path in cache.iterdir() if path.is_dir()] == [folder]  # and nothing half-made


def test_a_folder_that_another_process_has_just_made_stays(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It draws with these files already: for a moment without them, it would take the system's fonts."""
    own, link = faces.FACES[:2], os.link
    made: list[int] = []

    def later(file: Path, path: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        OwnFonts(own)  # what the other process does
        made.extend(each.stat().st_ino for each in cache.iterdir() if (each / "01.ttf").is_file())
        link(file, path)

    monkeypatch.setattr(os, "link", later)
    OwnFonts(own)
    assert [each.stat().st_ino for each in cache.iterdir() if each.is_dir()] == made


FAMILIES = """
import sys
from publish import weasy
from weasyprint.text.ffi import ffi, fontconfig
known = fontconfig.FcConfigGetFonts(weasy.font_configuration()._config, 1)
for number in range(known.nfont):
    name = ffi.new("FcChar8 **")
    fontconfig.FcPatternGetString(known.fonts[number], b"family", 0, name)
    print(ffi.string(name[0]).decode())
"""


@pytest.mark.parametrize("folder", ["kept", "down/../kept", "c\x01d", os.fsdecode(b"c\xff")])
def test_fontconfig_knows_each_face_by_our_name_also_from_its_cache(tmp_path: Path, folder: str) -> None:
    """The second command finds in fontconfig's cache what the first has put there."""
    (tmp_path / "down").mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><cachedir>{tmp_path}/kept</cachedir></fontconfig>"
    )
    env = {**os.environ, "XDG_CACHE_HOME": f"{tmp_path}/{folder}", "FONTCONFIG_FILE": str(settings)}
    for _ in range(2):
        command = [sys.executable, "-c", FAMILIES]
        said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
        assert said.splitlines() == [face.family for face in faces.FACES]
    assert list((tmp_path / "kept").glob("*.cache-*"))


@pytest.mark.parametrize(
    "rejected",
    ["<glob>*</glob>", "<pattern><patelt name='fontformat'><string>TrueType</string></patelt></pattern>"],
)
def test_fonts_that_the_machines_settings_reject_are_not_ours(tmp_path: Path, rejected: str) -> None:
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><cachedir>{tmp_path}/kept</cachedir>"
        f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont></fontconfig>"
    )
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "FONTCONFIG_FILE": str(settings)}
    command = [sys.executable, "-c", FAMILIES]
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == [face.family for face in faces.FACES]


def test_another_font_file_is_cut_anew(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = face_file(FACE).read_bytes()
    italic = faces.path(faces.FACES[1])
    monkeypatch.setattr(faces, "path", lambda _: italic)
    face_file.cache_clear()
    assert face_file(FACE).read_bytes() != made


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
