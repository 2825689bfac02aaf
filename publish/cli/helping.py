"""Help: commands and options in groups, with examples; `publish help`; and the manual page, from the same texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import click

from publish.errors import UsageError
from publish.text.messages import did_you_mean

__all__ = ["COMMANDS", "EXAMPLES", "Command", "Commands"]

COMMANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Make books": ("pdf", "epub", "html", "volume", "zine", "booklet", "watch"),
        "Pictures and covers": ("images", "cover"),
        "Hand books out": ("shelf", "serve", "links", "check"),
        "Set up": ("init", "doctor", "help"),
    }
)
"""Commands by group; others come last."""
_OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Which posts": (
            "month", "start", "end", "tag", "category", "collection", "future", "drafts", "unpublished", "since",
        ),
        "How books look": ("title", "number", "style", "page", "profile", "math", "animation", "template", "language"),
        "Sheets": ("paper", "signature", "creep", "flip", "source"),
        "Which files": ("output", "formats", "archive", "split", "zim", "address"),
        "Warnings and errors": ("strict", "skip_failing", "timeout", "quiet", "verbose", "debug", "report"),
        "How it is done": ("offline", "force", "jobs", "scheduler", "per_host", "again"),
    }
)  # fmt: skip
"""Options by group; others come first."""
EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pdf": ("publish pdf posts/ --page a4 --style large",),
        "epub": ("publish epub", "publish epub posts/2026-06-01-errata.md -o errata.epub"),
        "html": ("publish html posts/ -o pages/",),
        "volume": ("publish volume --month 2026-05", "publish volume spring.toml"),
        "zine": ("publish zine --month 2026-05 --paper a4",),
        "booklet": ("publish booklet build/2026-06-01-errata.pdf --signature 32",),
        "watch": ("publish watch posts/a.md", "publish watch --month 2026-05"),
        "images": ("publish images list posts/",),
        "list": ("publish images list posts/",),
        "fetch": ("publish images fetch posts/ --per-host 4",),
        "import": ("publish images import ../colleague/vault",),
        "alt": ("publish images alt posts/",),
        "cover": ("publish cover posts/a.md --all",),
        "shelf": ("publish shelf build/ --zip", "publish shelf --verify /media/stick"),
        "serve": ("publish serve build/ --lan",),
        "links": ("publish links", "publish links build/ --address /books/"),
        "check": ("publish check build/",),
        "init": ("publish init", "publish init --links --makefile"),
        "doctor": ("publish doctor --install",),
    }
)


class Command(click.Command):
    """A command whose options are shown in groups, with an example."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        for title, rows in _grouped(self, ctx):
            with formatter.section(title):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        with formatter.section("Example" if len(EXAMPLES.get(self.name or "", ())) < 2 else "Examples"):
            for example in EXAMPLES.get(self.name or "", ()):
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def _grouped(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The options that are not hidden, by group: those of this command alone first, `--help` last."""
    groups = {name: title for title, names in _OPTIONS.items() for name in names}
    rows: dict[str, list[tuple[str, str]]] = {"Options": [], **{title: [] for title in _OPTIONS}}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record is not None:
            rows[groups.get(parameter.name or "", "Options")].append(record)
    if len(rows["Options"]) == 1 and rows["How it is done"]:  # only --help
        rows["How it is done"] += rows.pop("Options")
    yield from ((title, found) for title, found in rows.items() if found)


class Commands(click.Group):
    """A group whose commands are shown by what they are for. Those named `later` stand in a module of their name in
    `publish.cli`, which is loaded when the command is used.
    """

    command_class = Command

    def __init__(self, *args: Any, later: tuple[str, ...] = (), **words: Any) -> None:
        super().__init__(*args, **words)
        self._later = later

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted((*self.commands, *self._later))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with that name."""
        if cmd_name in self._later:
            found: click.Command = getattr(import_module(f"publish.cli.{cmd_name}"), cmd_name)
            return found
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names. Raises UsageError for a name that there is not."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise _no_command(ctx, args[0])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of the group itself. For one of a command, the message says where it stands."""
        words = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            found = next(filter(None, (self.get_command(ctx, word) for word in words)), None)
            if found and any(error.option_name in each.opts for each in found.params):
                place = f"{ctx.command_path} {found.name} {error.option_name}"
                message = f"{error.message} It stands after the command: `{place}`."
                raise click.NoSuchOption(error.option_name, message, ctx=ctx) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands."""
        known = {name for names in COMMANDS.values() for name in names}
        others = {"Commands": tuple(name for name in self.list_commands(ctx) if name not in known)}
        for title, names in (*COMMANDS.items(), *others.items()):
            there = [(name, each) for name in names if (each := self.get_command(ctx, name))]
            if there:
                with formatter.section(title):
                    formatter.write_dl([(name, each.get_short_help_str(80)) for name, each in there])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write where more help is."""
        name, _, below = ctx.command_path.partition(" ")
        words = " ".join(filter(None, (name, "help", below, "COMMAND")))
        formatter.write_paragraph()
        formatter.write_text(f"`{words}` shows the options of a command, with an example.")


def _no_command(ctx: click.Context, word: str) -> UsageError:
    """The error for a word that is no command there: which are, or which one was probably meant."""
    command, (_, *above) = ctx.command, ctx.command_path.split()
    if not isinstance(command, click.Group):
        return UsageError(
            f"`{ctx.command_path}` has no commands of its own: type `publish help {' '.join(above)}`"
        )
    known = command.list_commands(ctx)
    place = f"`{ctx.command_path}` has no command" if above else "there is no command"
    return UsageError(f"{place} {word!r}{did_you_mean(word, known) or ': use ' + ', '.join(known)}")


@click.command(cls=Command)
@click.argument("words", nargs=-1, metavar="[COMMAND]...")
@click.option(
    "--man", is_flag=True, help="Write the manual page, for `man -l -`: of all commands, or of one."
)
@click.pass_context
def show(ctx: click.Context, words: tuple[str, ...], *, man: bool) -> None:
    """Show what a command does, its options and an example."""
    place = ctx.parent
    assert place is not None
    command: click.Command = place.command
    for word in words:
        found = command.get_command(place, word) if isinstance(command, click.Group) else None
        if found is None:
            raise _no_command(place, word)
        command, place = found, click.Context(found, info_name=word, parent=place)
    click.echo(manual_page(place) if man else command.get_help(place))


def manual_page(ctx: click.Context) -> str:
    """The manual page of a command and of all below it, in troff, as man(7) describes it."""
    from publish import __version__

    root, title = ctx.command, ctx.command_path.replace(" ", "-")
    synopsis = ["COMMAND [OPTIONS] [ARGUMENTS]"] if ctx.parent is None else root.collect_usage_pieces(ctx)
    lines = [
        f'.TH {_troff(title.upper())} 1 "" "publish {__version__}"',
        ".SH NAME", f"{_troff(title)} \\- {_troff(_sentence(root))}",
        ".SH SYNOPSIS", f".B {_troff(ctx.command_path)}", _troff(" ".join(synopsis)),
        ".SH COMMANDS",
        *(line for command, place in _all(root, ctx) for line in _section(command, place)),
        ".SH EXIT STATUS",
        "0: done. 1: a book failed, or with --strict there was a warning. 2: wrong usage. 130 and 143: interrupted.",
        ".SH FILES",
        "publish.toml: settings of a project. vault/: pictures that were fetched. .publish/: what is kept between builds; it may "
        "be deleted.",
    ]  # fmt: skip
    return "\n".join(lines)


def _all(command: click.Command, ctx: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    if not isinstance(command, click.Group):
        yield command, ctx
        return
    for name in command.list_commands(ctx):
        if found := command.get_command(ctx, name):
            yield from _all(found, click.Context(found, info_name=name, parent=ctx))


def _section(command: click.Command, ctx: click.Context) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    yield f".SS {_troff(ctx.command_path)} {_troff(pieces)}"
    for part in (command.help or "").split("\n\n"):
        yield from (_troff(" ".join(part.split())), ".PP")
    for _, rows in _grouped(command, ctx):
        for names, words in rows:
            yield from (".TP", f".B {_troff(names)}", _troff(words))
    for example in EXAMPLES.get(command.name or "", ()):
        yield from (".PP", "Example:", f".B {_troff(example)}")


def _sentence(command: click.Command) -> str:
    text = (command.help or "").strip().split("\n")[0].rstrip(".")
    return text[:1].lower() + text[1:]


def _troff(text: str) -> str:
    """Text in which troff sees no commands."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
