"""Characters in drawings that no font of the machine has: no drawing shows an empty box."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from fonts_at_hand import command, fontconfig

ROCKET, RARE = "\U0001f680", "\U00020bb6"


def drawing(words: str, more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"{more}><text x="5" y="25" font-size="16">{words}</text></svg>'


def page(folder: Path, drawn: str, *, without: str = ROCKET + RARE) -> tuple[list[bytes], list[str]]:
    """The pictures of a page with an inline drawing, and what was said."""
    (folder / "a.md").write_text(f"---\ntitle: A\nlang: de\n---\nWords.\n\n{drawn}\n", "utf-8")
    status, said = command("html", "a.md", "-o", "out", cwd=folder, env=fontconfig(folder, without))
    assert status == 0
    found = re.findall(r"data:image/png;base64,([^\"]+)", (folder / "out/a.html").read_text("utf-8"))
    return [base64.b64decode(each) for each in found], said


@pytest.mark.parametrize(("more", "name"), [("", "rakete"), (' xml:lang="en"', "rocket")])
def test_an_emoji_is_its_name_with_a_warning(tmp_path: Path, more: str, name: str) -> None:
    named, said = page(tmp_path, drawing(f"go {ROCKET} on", more))
    assert said[0] == (
        f"a.md:7: warning: a drawing in the text: no font on this machine has {ROCKET} (U+1F680): "
        "the drawing shows the name in brackets instead; to get emoji: publish doctor --install"
    )
    assert page(tmp_path, drawing(f"go [{name}] on"))[0] == named


def test_another_character_costs_a_stand_in_that_says_which_font(tmp_path: Path) -> None:
    pictures, said = page(tmp_path, drawing(f"go {RARE} on"))
    assert pictures == []
    assert said[0] == (
        f"a.md:7: warning: a drawing in the text: no font on this machine has {RARE} (U+20BB6); "
        "install one: publish doctor --install; a stand-in takes its place"
    )


def test_with_the_font_it_is_made_again(tmp_path: Path) -> None:
    lacking, _ = page(tmp_path, drawing(f"go {ROCKET} on"))
    assert page(tmp_path, drawing(f"go {ROCKET} on"), without=RARE)[0] != lacking


@pytest.mark.parametrize(
    "nothing", ["\ue123", "\u200b", "\ufeff", "\ufe0f", "\u2060", "\U000e0041", "&#xE123;"]
)
def test_what_nobody_sees_is_nothing(tmp_path: Path, nothing: str) -> None:
    plain, _ = page(tmp_path, drawing("go on"))
    pictures, said = page(tmp_path, drawing(f"go{nothing} on"))
    assert pictures == plain
    assert not [line for line in said if "no font" in line]


def test_signs_of_formulas_need_no_font_of_the_machine(tmp_path: Path) -> None:
    signs = "∭⨌𝑥⟪"
    pictures, said = page(tmp_path, drawing(signs), without=signs)
    assert len(pictures) == 1
    assert not [line for line in said if "no font" in line]
    box, _ = page(tmp_path, drawing("\u0378" * 4), without=signs)
    assert box != pictures


@pytest.mark.parametrize("named", ["by its post", "by the volume"])
def test_a_volume_whose_cover_lacks_an_emoji_says_so_and_is_made_once(tmp_path: Path, named: str) -> None:
    (tmp_path / "d.svg").write_text(
        drawing(f"go {ROCKET} on", ' viewBox="0 0 160 40"')
        .replace('"160"', '"900"')
        .replace('"40"', '"900"', 1)
    )
    hero = "image: d.svg\n" if named == "by its post" else ""
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nlang: de\n{hero}---\nWords.\n", "utf-8")
    cover = "" if hero else 'cover = "d.svg"\n'
    (tmp_path / "v.toml").write_text(f'title = "V"\n{cover}posts = ["a.md"]\n')
    book = tmp_path / "build/v.epub"
    lacking = fontconfig(tmp_path, ROCKET + RARE)
    _, said = command("volume", "v.toml", cwd=tmp_path, env=lacking)
    assert [
        line for line in said if f"no font on this machine has {ROCKET} (U+1F680): the drawing shows" in line
    ]
    first = book.stat().st_mtime_ns
    command("volume", "v.toml", cwd=tmp_path, env=lacking)
    assert book.stat().st_mtime_ns == first
    command("volume", "v.toml", cwd=tmp_path, env=fontconfig(tmp_path, RARE))
    assert book.stat().st_mtime_ns > first
