"""publish.toml."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.cli import main
from publish.errors import UsageError
from publish.project import settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    project = settings.load(tmp_path)
    assert (project.folder, project.output, project.options.style) == (tmp_path, "build", "journal")


def test_settings_are_found_above_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text(
        'style = "large"\noutput = "out"\nstrict = true\njobs = 3\n[limits]\nseconds = 5\n[images]\nallow_hosts = ["a.test"]\n'
    )
    (tmp_path / "deep").mkdir()
    project = settings.load(tmp_path / "deep")
    assert project.folder == tmp_path
    options = project.options
    assert (options.style, options.strict, options.jobs, project.output) == ("large", True, 3, "out")
    assert (options.limits.seconds, options.allow_hosts) == (5, ("a.test",))


@pytest.mark.parametrize(
    "text",
    [
        "stlye = 'x'",
        "strict = 1",
        "jobs = true",
        "dollars = true",
        "dollars = 'euros'",
        "diagrams = 'always'",
        "[limits]\nsecond = 1",
        "[limits]\nseconds = -1",
        "style =",
        "[images]\nx = 1",
    ],
)
def test_what_does_not_fit_is_an_error_with_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "publish.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        settings.load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'publish.toml'}:")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs = 'two'", "jobs must be a whole number, not 'two'"),
        ("jobs = 999", "jobs must be 0 to 256, not 999"),
        ("strict = 'yes'", "strict must be true or false, not 'yes'"),
        ("style = 5", "style must be text, not 5"),
        ("images = 5", "images must be a table, not 5"),
        ("profile = 'kindle'", "profile: there is no 'kindle': use full, eink or phone"),
        ("stlye = 'x'", "unknown setting 'stlye'; did you mean 'style'?"),
        ("[images]\nalow_hosts = []", "unknown setting 'images.alow_hosts'; did you mean 'allow_hosts'?"),
        ("[limits]\nsecond = 1", "unknown limit 'second'; did you mean 'seconds'?"),
        ("[limits]\nimages = 'x'", "limits.images must be a whole number above 0, not 'x'"),
        ("[images]\nper_host = 1000", "images.per_host must be 1 to 64, not 1000"),
    ],
)
def test_an_error_says_what_the_setting_may_be(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "publish.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        settings.load(tmp_path)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("style = 'jurnal'", 2, "did you mean 'journal'?"),
        ("style = ''", 2, "no style '': use one of dark, journal, large"),
        ("page = 'a55'", 2, "did you mean 'a5'?"),
        ("page = ''", 2, "no page '' in this style"),
        ("[covers]\ntemplate = 'plate1'", 3, "did you mean 'plate'?"),
        ("dollars = 'formula'", 2, "did you mean 'formulas'?"),
        ("diagrams = 'drew'", 2, "use source or draw; did you mean 'draw'?"),
        ("scheduler = 'foo'", 2, "'foo' is no address: write it as tcp://host:8786"),
        ("output = 'a.pdf'", 2, "'a.pdf' is no folder"),
        ("language = 'en'", 2, "unknown setting 'language': use certifier, covers,"),
        ("[limits]\nfoo = 1", 3, "use converted_bytes, depth,"),
        ("[covers]\nlogo = 'gone.png'", 3, "covers.logo: there is no file"),
        ("offline = yes", 2, "not TOML: write `offline = true`, or a text in quotation marks"),
        ("strict = Off  # please", 2, "not TOML: write `strict = false`, or a text in quotation marks"),
        ("typography = True", 2, "not TOML: write `typography = true`, or a text in quotation marks"),
        ("[images]\nkeep_animation = no", 3, "write `keep_animation = false`"),
    ],
)
def test_every_wrong_value_has_its_line_and_says_what_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "publish.toml").write_text(f"# mine\n{text}\n")
    with pytest.raises(UsageError) as caught:
        settings.load(tmp_path, {})
    assert str(caught.value).startswith(f"publish.toml:{line}: error: ")
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ('page = "pocket"', {"style": "mine"}),
        ('page = "pocket"', {"page": "a4"}),
        ('[covers]\ntemplate = "bare"', {"style": "mine"}),
        ('style = "lost"', {"style": "large", "page": None}),
    ],
)
def test_what_the_command_line_replaces_is_not_checked(
    tmp_path: Path, text: str, given: dict[str, object]
) -> None:
    (tmp_path / "publish.toml").write_text(text)
    assert settings.load(tmp_path, given).folder == tmp_path
    with pytest.raises(UsageError, match=r"in this style|no style"):
        settings.load(tmp_path, dict.fromkeys(given))


@pytest.mark.parametrize(
    "text",
    ['style = "lost"', 'page = "pocket"', '[covers]\ntemplate = "bare"', '[covers]\nlogo = "lost.png"'],
)
def test_a_style_that_is_not_there_stops_only_commands_that_need_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["html", "-q"]) == 0
    (tmp_path / "publish.toml").write_text(f'output = "build"\n{text}\n')
    for words in (["doctor"], ["init"], ["images", "list"], ["links", "-o", "b.yml", "--address", "/b/"]):
        main(words)
        assert "publish.toml:" not in capsys.readouterr().err.replace("publish.toml: is there already", "")
    for words in (["html"], ["shelf"], ["cover", "posts/a.md"]):
        assert main(words) == 2
        assert re.match(r"publish\.toml:[23]: error: ", capsys.readouterr().err)


@pytest.mark.parametrize("name", ["publish.toml", "_config.yml"])
@pytest.mark.parametrize(("make", "why"), [(Path.mkdir, "it is a folder"), (os.mkfifo, "not a regular file")])
def test_settings_that_are_no_file_are_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    make: Callable[[Path], None],
    why: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("Words.\n")
    assert main(["html", "a.md", "-q"]) == 0
    make(tmp_path / name)
    assert main(["html", "a.md", "-q"]) != 0
    assert capsys.readouterr().err == f"{name}: error: cannot be read: {why}\n"
