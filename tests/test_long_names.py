"""Names that no file can have: whatever asks for such a file gets the answer that it is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main

LONG = "a" * 300
"""Systems allow names of 255 bytes."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with one post, whose pictures and links have such names."""
    (tmp_path / "no-folder").mkdir()
    (tmp_path / "a.md").write_text(
        f"---\ntitle: A\n---\n![One](no_folder/{LONG}/x.png)\n\n![Two]({LONG}.png)\n\n"
        f'<img alt="Three" src="{LONG}.jpg" srcset="{LONG}.png 300w">\n\n[Four]({LONG}.md)\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", ["epub", "html"])
def test_pictures_and_links_of_such_names_are_missing(
    folder: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([form, "a.md", "--offline"]) == 0
    said = capsys.readouterr().err
    assert "a.md:4: warning: image no_folder/aaa" in said
    assert "a.md:6: warning: image aaa" in said
    assert "no file can have a name that long; a stand-in takes its place" in said
    assert "a.md:8: warning: image aaa" in said
    assert "internal error" not in said


def test_images_of_such_names_are_listed_as_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["images", "list", "a.md"])
    assert f"missing  {LONG}.png" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("epub", f"{LONG}.md"), 2, "no such file"),
        (("epub", "a.md", "-o", f"{LONG}.epub"), 1, "cannot be written: File name too long"),
        (("epub", "a.md", "-o", LONG), 1, "cannot be written: File name too long"),
        (("epub", "a.md", "--style", f"./{LONG}"), 2, "no style"),
        (("volume", f"{LONG}.toml"), 2, "cannot be read: File name too long"),
        (("shelf", LONG), 2, "no such folder"),
        (("check", LONG), 2, "no such file"),
        (("zine", f"{LONG}.pdf"), 2, "no such file"),
        (("images", "list", LONG), 2, "no such file"),
        (("serve", LONG), 2, "there is no shelf here"),
        (("watch", LONG), 2, "no such file"),
        (("links", LONG), 2, "no such folder"),
    ],
)  # fmt: skip
def test_commands_say_what_is_not_there(
    folder: Path, words: tuple[str, ...], status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == status
    said = capsys.readouterr().err
    assert says in said
    assert "internal error" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("setting", ["cover", "foreword"])
def test_volumes_name_the_line(folder: Path, setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "v.toml").write_text(f'title = "V"\n{setting} = "{LONG}.md"\nposts = ["a.md"]\n')
    assert main(["volume", "v.toml", "--offline"]) == 2
    assert f"v.toml:2: error: {setting}: " in capsys.readouterr().err
