"""Writes docs/commands.md, the chapter on commands, from the command line's own descriptions. Run by `make manual`.

Each command has an example: its first one in the other chapters.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from publish.cli.main import cli

__all__ = ["PAGE", "commands", "examples", "page"]

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER / "commands.md"
_HEAD = """---
title: Every command
description: All commands with all their options
---

This chapter is made from what the commands say of themselves. `publish COMMAND --help` prints the same in the terminal.
"""
_BUILDERS = ("publish pdf", "publish epub", "publish html", "publish volume", "publish zine", "publish watch")
_SHARED = 4
"""An option that so many of the commands that build have, in the same words, is described once for all."""


@dataclass(frozen=True, slots=True)
class Example:
    """A command line of the manual."""

    line: str
    chapter: str
    """Name of the chapter's file."""
    title: str
    """The chapter's title."""


def commands(
    group: click.Group = cli, words: tuple[str, ...] = ("publish",)
) -> Iterator[tuple[str, click.Command]]:
    """All commands with their whole names, by name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        path = (*words, name)
        if not command.hidden:
            yield " ".join(path), command
        if isinstance(command, click.Group):
            yield from commands(command, path)


def examples() -> Mapping[str, Example]:
    """The first example of each command in the chapters, in the order of the volume."""
    found: dict[str, Example] = {}
    names = sorted((name for name, _ in commands()), key=len, reverse=True)
    for chapter in re.findall(r'"([a-z-]+\.md)"', (FOLDER / "manual.toml").read_text("utf-8")):
        if chapter == PAGE.name:
            continue
        text = (FOLDER / chapter).read_text("utf-8")
        title = re.search(r"^title: (.*)$", text, re.MULTILINE)
        for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                name = next((name for name in names if f"{line} ".startswith(f"{name} ")), "")
                if name:
                    found.setdefault(name, Example(line, chapter, title[1] if title else chapter))
    return found


def page() -> str:
    """The chapter as Markdown."""
    known = dict(commands())
    shared = _shared(known)
    shown = examples()
    parts = [_HEAD]
    for name, command in known.items():
        own = [each for each in _options(command) if name not in _BUILDERS or each not in shared]
        parts.append(_section(name, command, shown.get(name), own, builds=name in _BUILDERS))
    parts.append(
        "## Options of all commands that make books\n\n"
        f"{_listed(_BUILDERS)} take these; a command leaves out what does nothing there.\n\n" + _table(shared)
    )
    return "\n".join(parts)


def _section(
    name: str, command: click.Command, example: Example | None, own: list[tuple[str, str]], *, builds: bool
) -> str:
    usage = " ".join([name, *command.collect_usage_pieces(click.Context(command, info_name=name))])
    parts = [f"## {name}\n", _prose(inspect.cleandoc(command.help or "")) + "\n", f"Usage: `{usage}`\n"]
    if example is not None:
        parts.append(
            f"For example, from [{example.title}]({example.chapter}):\n\n```sh\n{example.line}\n```\n"
        )
    if own:
        parts.append(_table(own))
    if builds:
        parts.append(
            "It also takes the options of all commands that make books, at the end of this chapter.\n"
        )
    return "\n".join(parts)


def _options(command: click.Command) -> list[tuple[str, str]]:
    """What options are written as, and what they do; without `--help`."""
    context = click.Context(command)
    return [
        (record[0], record[1])
        for each in command.get_params(context)
        if isinstance(each, click.Option) and "--help" not in each.opts
        if (record := each.get_help_record(context)) is not None
    ]


def _shared(known: Mapping[str, click.Command]) -> list[tuple[str, str]]:
    counts = Counter(each for name in _BUILDERS for each in _options(known[name]))
    return [each for each, count in counts.items() if count >= _SHARED]


def _table(options: list[tuple[str, str]]) -> str:
    rows = [f"| {_code(option)} | {_prose(about)} |" for option, about in options]
    return "\n".join(["| option | meaning |", "|---|---|", *rows]) + "\n"


def _code(text: str) -> str:
    """`-o, --output PATH` and `--flip [short|long]` as code: each way to write it, then each word to choose from."""
    written, _, words = text.partition(" [")
    ways = ", ".join(f"`{way}`" for way in written.split(", "))
    return f"{ways}: {', '.join(f'`{word}`' for word in words.rstrip(']').split('|'))}" if words else ways


def _prose(text: str) -> str:
    """A description as Markdown: what stands in the text as it is typed becomes code."""
    text = re.sub(r"\s*\[[\d.]+<=x(?:<=[\d.]+)?\]", "", text).replace("|", "\\|")
    parts = re.split(r"(`[^`]*`)", text)
    typed = re.compile(
        r"(?<![\w/`-])(--[a-z][a-z-]*|[A-Z]{2,}\.toml|publish\.toml|(?:\w+/)+[\w-]*(?:\.\w+)?|\w+\.(?:yml|html|pdf|csv|json|png|jpg))(?![\w`])"
    )
    return "".join(part if part.startswith("`") else typed.sub(r"`\1`", part) for part in parts)


def _listed(names: tuple[str, ...]) -> str:
    words = [f"`{name}`" for name in names]
    return f"{', '.join(words[:-1])} and {words[-1]}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
