"""The README and the tool agree: each command, option and setting is in both."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from publish.cli.main import cli
from publish.markup.themes import Formulas, Theme, themes
from publish.model import Limits
from publish.project import settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def commands(
    group: click.Group, words: tuple[str, ...] = ("publish",)
) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        path = (*words, name)
        yield " ".join(path), command
        if isinstance(command, click.Group):
            yield from commands(command, path)


COMMANDS = dict(commands(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_with_an_example(name: str) -> None:
    assert re.search(rf"^    {re.escape(name)}\b", README, re.MULTILINE), f"no example of `{name}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name: str) -> None:
    said = [
        max(parameter.opts, key=len)
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
    ]
    missing = [option for option in said if not re.search(rf"{re.escape(option)}(?![\w-])", README)]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert (COMMANDS[name].help or "").strip()
    assert (
        not COMMANDS[name].get_short_help_str(limit=65).endswith("...")
    )  # what `publish --help` has room for


def test_every_command_of_the_readme_exists() -> None:
    shown = set(re.findall(r"^    (publish(?: [a-z]+)?)\b", README, re.MULTILINE))
    assert shown <= set(COMMANDS) | {"publish"}


def test_every_make_target_of_the_readme_exists_and_is_listed() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    shown = re.findall(r"^    make ([a-z -]+?) *(?:#|$)|`make ([a-z-]+)", README, re.MULTILINE)
    assert {word for words in shown for word in " ".join(words).split()} <= targets
    listed = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split())
    assert phony == targets
    assert listed == targets


def test_the_settings_in_the_readme_are_those_there_are(tmp_path: Path) -> None:
    example = re.search(r"<!-- every setting.*?```toml\n(.*?)```", README, re.DOTALL)
    assert example is not None
    (tmp_path / settings.NAME).write_text(example[1], "utf-8")
    settings.load(tmp_path)
    shown = tomllib.loads(example[1])
    assert set(shown["limits"]) == {limit.name for limit in fields(Limits)}


def test_links_and_pictures_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target


THEMES = (ROOT / "docs" / "themes.md").read_text("utf-8")


def test_every_theme_has_its_row() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in THEMES.splitlines() if "toml` |" in line
    ]
    files = sorted(path.name for path in (ROOT / "publish" / "markup" / "themes").glob("*.toml"))
    assert sorted(row[1].strip("`") for row in rows) == files
    assert {row[0] for row in rows} == {theme.name for theme in themes()}
    assert all(len(row) == 4 and all(row) for row in rows)


def test_every_name_of_a_themes_file_is_told() -> None:
    example = re.search(r"```toml\n(.*?)```", THEMES, re.DOTALL)
    assert example is not None
    told = tomllib.loads(example[1])
    assert set(told) == {each.name for each in fields(Theme)}
    assert set(told["formulas"]) == {each.name for each in fields(Formulas)}


def test_what_a_theme_brings_is_there() -> None:
    folder = ROOT / "publish" / "markup" / "liquid" / "includes"
    missing = {
        name
        for theme in themes()
        for name in theme.includes.values()
        if not (folder / f"{name}.html").exists()
    }
    assert missing == set()
