"""Help: options in groups, each command only its own, with an example that works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator

import click
import pytest

from publish.cli import main
from publish.cli.helping import COMMANDS, EXAMPLES
from publish.cli.main import cli


def leaves(group: click.Group, *words: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, *words, name)
        else:
            yield (*words, name)


ALL = sorted(set(leaves(cli)) - {("help",)})


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_of_a_command(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "help", *words)
    assert shown.rstrip() == said(capsys, *words, "--help").rstrip()
    assert f"Usage: publish {' '.join(words)}" in shown
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    for each in options:
        assert (
            len(re.findall(rf"^  (?:-\w, )?{re.escape(max(each.opts, key=len))}\b", shown, re.MULTILINE)) == 1
        )
    assert "\n  [" not in shown.partition("Options:")[2]  # no argument among the options
    examples = EXAMPLES[words[-1]]
    for example in examples:
        assert f"  {example}" in shown
        typed = shlex.split(example)
        assert typed[: len(words) + 1] == ["publish", *words]
        command.make_context(words[-1], typed[len(words) + 1 :])


def test_every_command_has_its_group() -> None:
    assert {name for names in COMMANDS.values() for name in names} == set(
        cli.list_commands(click.Context(cli))
    )


def test_help_alone_is_that_of_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "help") == said(capsys, "--help")
    assert "`publish help images COMMAND` shows" in said(capsys, "help", "images")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("help", "epbu"), "there is no command 'epbu'; did you mean 'epub'?"),
        (("epbu",), "there is no command 'epbu'; did you mean 'epub'?"),
        (("shlef", "--zip"), "there is no command 'shlef'; did you mean 'shelf'?"),
        (("xyzzy",), "there is no command 'xyzzy': use booklet, check,"),
        (
            ("help", "images", "xyzzy"),
            "`publish images` has no command 'xyzzy': use alt, fetch, import, list",
        ),
        (("help", "images", "fetc"), "`publish images` has no command 'fetc'; did you mean 'fetch'?"),
        (("help", "shelf", "serve"), "`publish shelf` has no commands of its own: type `publish help shelf`"),
        (("help", "--man", "epbu"), "there is no command 'epbu'; did you mean 'epub'?"),
    ],
)
def test_what_is_no_command(words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_names_itself_once(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "help", *words).count("--help") == 1


@pytest.mark.parametrize("words", [("pdf",), ("images",), ("images", "fetch")], ids=" ".join)
def test_the_manual_page_of_one_command(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    plain = said(capsys, "help", "--man", *words).replace("\\-", "-").replace("\\&", "")
    assert plain.startswith(f".TH PUBLISH-{'-'.join(words).upper()} 1 ")
    sections = re.findall(r"^\.SS publish ([a-z ]+?) \[", plain, re.MULTILINE)
    assert sections == [" ".join(each) for each in ALL if each[: len(words)] == words]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("epub", "--jobs", "0"), "'0' is not a whole number from 1 to 256"),
        (("epub", "--jobs", "two"), "'two' is not a whole number from 1 to 256"),
        (("epub", "--timeout", "nan"), "'nan' is not a number of 0.1 or more"),
        (("serve", "--port", "99999"), "'99999' is not a whole number from 1 to 65535"),
        (("booklet", "a.pdf", "--creep", "9"), "'9' is not a number from 0 to 2"),
    ],
)
def test_a_wrong_number_says_what_is_wanted(
    words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert message in capsys.readouterr().err


def test_the_version_names_the_engines(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "--version")
    assert re.match(r"publish \d+\.\d+\.\d+\S* \(postbinder\), Python 3\.\d+\.\d+", shown)
    for name in ("Pango", "WeasyPrint", "pydyf", "EbookLib"):
        assert re.search(rf"\b{name} \d+\.\d+", shown)


def test_the_manual_page_has_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "help", "--man")
    assert page.startswith(".TH PUBLISH 1 ")
    plain = page.replace("\\-", "-").replace("\\&", "")
    for words in ALL:
        assert f".SS publish {' '.join(words)} " in plain
    assert ".B --skip-failing" in plain


@pytest.mark.skipif(shutil.which("man") is None, reason="no man here")
def test_man_reads_the_manual_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "help", "--man")
    command = ["man", "--warnings", "-l", "-"]
    run = subprocess.run(command, input=page, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert "--skip-failing" in run.stdout.replace("‐", "-")
