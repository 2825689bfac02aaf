"""The README, the manual and the tool agree: each command, option and setting is in both."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import click
import pytest

from publish.books.choosing import spec
from publish.errors import UsageError
from publish.model import Limits, Options
from publish.project import settings
from publish.project.themes import Formulas, Theme, themes

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CHAPTERS = {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}
TOLD = "\n".join((README, *CHAPTERS.values()))


def reference() -> ModuleType:
    """The script that writes the chapter on commands."""
    found = importlib.util.spec_from_file_location("commands", DOCS / "commands.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["commands"] = module  # dataclasses look their module up
    found.loader.exec_module(module)
    return module


REFERENCE = reference()
COMMANDS: dict[str, click.Command] = dict(REFERENCE.commands())


def test_the_chapter_on_commands_says_what_the_commands_say() -> None:
    assert CHAPTERS["commands.md"] == REFERENCE.page(), "make it anew: python docs/commands.py"


@pytest.mark.parametrize(
    "name", [name for name, each in COMMANDS.items() if not isinstance(each, click.Group)]
)
def test_every_command_is_in_the_manual_with_an_example(name: str) -> None:
    assert name in REFERENCE.examples(), f"no chapter has an example of `{name}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_manual(name: str) -> None:
    said = [
        max(parameter.opts, key=len)
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    missing = [
        option for option in said if not re.search(rf"{re.escape(option)}(?![\w-])", CHAPTERS["commands.md"])
    ]
    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert (COMMANDS[name].help or "").strip()
    assert (
        not COMMANDS[name].get_short_help_str(limit=65).endswith("...")
    )  # what `publish --help` has room for


def test_every_option_that_the_manual_names_exists() -> None:
    """In the chapters about publish: each option in code is one that some command has."""
    there = {option for each in COMMANDS.values() for one in each.params for option in one.opts}
    others = {"--help", "--version", "--renew", "--nthreads", "--linear", "--toc", "--mathml"}
    named = {
        option
        for text in (README, *CHAPTERS.values())
        for code in re.findall(r"`([^`\n]+)`|^(?:    )?(publish .*)$", text, re.MULTILINE)
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(code))
    }
    assert named <= there | others


def test_every_command_of_the_readme_exists() -> None:
    shown = set(re.findall(r"^    (publish(?: [a-z]+)?)\b", README, re.MULTILINE))
    assert shown <= set(COMMANDS) | {"publish"}
    assert len(shown) == 5


def test_every_make_target_that_is_told_exists_and_is_listed() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    shown = re.findall(r"^(?:    )?make ([a-z -]+?) *(?:#|$)|`make ([a-z-]+)", TOLD, re.MULTILINE)
    assert {word for words in shown for word in " ".join(words).split()} <= targets
    listed = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split())
    assert phony == targets
    assert listed == targets


def test_the_settings_in_the_manual_are_those_there_are(tmp_path: Path) -> None:
    example = re.search(r"<!-- every setting.*?```toml\n(.*?)```", CHAPTERS["settings.md"], re.DOTALL)
    assert example is not None
    (tmp_path / settings.NAME).write_text(example[1].replace("# math", "math"), "utf-8")
    project = settings.load(tmp_path)
    assert project.options.math == "pictures"
    assert {
        field.name for field in fields(Options) if getattr(project.options, field.name) != field.default
    } == {"math"}, "each but that one is shown with its default"
    shown = tomllib.loads(example[1].replace("# math", "math"))
    names = {
        f"{name}.{each}" if isinstance(value, dict) else name
        for name, value in shown.items()
        for each in (value if isinstance(value, dict) else [name])
    }
    assert names == rows(CHAPTERS["settings.md"].partition("## A volume’s file")[0])
    assert {name for name in names if name.startswith("limits.")} == {
        f"limits.{limit.name}" for limit in fields(Limits)
    }
    said = {"animation": "images.keep_animation", "cover": "covers.template", "logo": "covers.logo"}
    said |= {name: f"images.{name}" for name in ("allow_hosts", "per_host", "assets")}
    only_options = {"force", "future", "drafts", "unpublished", "limits"}
    assert {said.get(field.name, field.name) for field in fields(Options)} - only_options <= names


def test_the_settings_of_a_volume_are_those_there_are(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("zzzzzzzz = 1\n", "utf-8")
    with pytest.raises(UsageError) as told:
        spec.read(tmp_path / "x.toml")
    known = str(told.value).partition(": use ")[2].replace(" and ", ", ").replace(" or ", ", ")
    assert rows(CHAPTERS["settings.md"].partition("## A volume’s file")[2]) == set(known.split(", "))


def rows(text: str) -> set[str]:
    """The names in the first cells of tables."""
    return {
        name
        for line in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", line)
    }


@pytest.mark.parametrize("name", ["README.md", *(f"docs/{name}" for name in CHAPTERS)])
def test_links_and_pictures_lead_somewhere(name: str) -> None:
    path = ROOT / name
    words = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", words):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_every_chapter_is_in_the_volume_and_in_the_readme() -> None:
    volume = (DOCS / "manual.toml").read_text("utf-8")
    assert set(re.findall(r"[a-z-]+\.md", volume)) == set(CHAPTERS)
    assert set(re.findall(r"docs/([a-z-]+\.md)", README)) == set(CHAPTERS) - {"about.md"}


THEMES = CHAPTERS["themes.md"]


def test_every_theme_has_its_section() -> None:
    told = re.findall(r"^### (.+)\n\nFile: `(.+)`\n\n- Read: .+\n- Not read: .+\n", THEMES, re.MULTILINE)
    files = sorted(path.name for path in (ROOT / "publish" / "project" / "themes").glob("*.toml"))
    assert sorted(file for _, file in told) == files
    assert {name for name, _ in told} == {theme.name for theme in themes()}


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
