"""`publish images`: lists the posts' pictures, fetches those on the web, and describes them."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish.cli import hints, reporting
from publish.cli.gathering import Gathering
from publish.cli.helping import Commands
from publish.cli.kinds import Whole
from publish.cli.named import find
from publish.cli.options import release_options
from publish.errors import UsageError
from publish.keep.files import is_file, is_folder, is_there
from publish.keep.worksheet import WORKSHEET
from publish.project import settings
from publish.project.optionvalues import MAX_PER_HOST
from publish.text.messages import counted, did_you_mean

if TYPE_CHECKING:
    from publish.images.gather import Reference
    from publish.keep.vault import Vault
    from publish.press.pictures import Fetch

__all__ = ["images"]

_SOUND = {"kept", "there"}
"""States in which a picture lacks nothing."""


class _ListsByDefault(Commands):
    """Reads `publish images posts/` as `publish images list posts/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            _refuse_mistyped(args[:1], self.commands)
            args = ["list", *args]
        return super().parse_args(ctx, args)


def _refuse_mistyped(words: Sequence[str], commands: Iterable[str]) -> None:
    """Raise UsageError for a word that is no file, folder or glob, but nearly a command."""
    for word in words:
        near = did_you_mean(word, commands)
        if near and re.fullmatch(r"[a-z]+", word) and not is_there(Path(word)):
            raise UsageError(f"there is no command {word!r}{near}")


@click.group(cls=_ListsByDefault)
def images() -> None:
    """List, fetch and describe the pictures of posts.

    The vault is the folder vault/ beside publish.toml. You can commit it, or give it to somebody who has no network.
    """


def _posts(command: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that gives a command POSTS and the options that include posts which are held back."""
    return click.argument("posts", nargs=-1, metavar="[POSTS]...")(release_options(command))


@images.command(name="list")
@_posts
@click.option("-v", "--verbose", is_flag=True, help="Print all pictures, not only those with a problem.")
def list_(posts: tuple[str, ...], verbose: bool, **flags: bool) -> int:
    """List pictures: kept, there, missing or changed."""
    from publish.keep.vault import vault_of

    found = find(posts, flags, verbose=verbose)
    vault = vault_of(found.project.folder)
    states: dict[Reference, str] = {}
    known: dict[str, str] = {}
    inside = {picture.address for _, picture in found.pictures if picture.inline}
    for label, picture in found.pictures:
        if picture.inline:  # it is in the post itself
            continue
        if picture.used not in known:
            known[picture.used] = states[picture] = _state(vault, picture)
        if verbose or known[picture.used] not in _SOUND:
            place = f"{label}:{picture.line}" if picture.line else label
            reporting.line(f"{known[picture.used]:8} {picture.used}  {place}", to=sys.stdout)
    _tell_common_ends(vault, found.addresses())
    web, beside = (Counter(s for p, s in states.items() if p.remote is remote) for remote in (True, False))
    for counts, where in ((web, "on the web"), (beside, "beside posts")):
        if counts.total() or counts is web:
            names = ("kept", "missing", "changed") if counts is web else ("there", "missing")
            parts = ", ".join(f"{counts[state]} {state}" for state in names)
            reporting.line(f"{counted(counts.total(), 'picture')} {where}: {parts}", to=sys.stdout)
    if inside:
        reporting.line(f"{counted(len(inside), 'picture')} within posts themselves", to=sys.stdout)
    if web.total() > web["kept"]:
        reporting.line(
            f"get them with {hints.command('images', 'fetch', *found.words)}, or from another vault: "
            "`publish images import --help` says how"
        )
    return int(found.failed or bool({*web, *beside} - _SOUND))


def _state(vault: Vault, picture: Reference) -> str:
    """The state of a picture: on the web `kept`, `missing` or `changed` in the vault; of a file `there` or `missing`."""
    if not picture.remote:
        return "there" if is_file(Path(picture.file)) else "missing"
    entry = vault.find(picture.used)
    return "missing" if entry is None else vault.state(entry)


def _is_kept(vault: Vault, address: str) -> bool:
    entry = vault.find(address)
    return entry is not None and vault.state(entry) == "kept"


def _tell_common_ends(vault: Vault, addresses: Sequence[str]) -> None:
    """Warn where many addresses were redirected to one picture: hosts do so when a picture is gone."""
    entries = [entry for address in addresses if (entry := vault.find(address))]
    ends = Counter(entry.source for entry in entries if entry.source != entry.address)
    for source, count in ends.items():
        if count > 2:
            reporting.line(
                f"warning: {count} addresses all redirect to {source}: is this the host's picture for `not found`?"
            )


@images.command()
@_posts
@click.option("--again", is_flag=True, help="Fetch all pictures again, to find changed ones.")
@click.option(
    "--per-host",
    type=Whole(1, MAX_PER_HOST),
    metavar="N",
    help="Connections to one host at the same time; default: 16, or what publish.toml sets.",
)
@click.option("--strict", is_flag=True, help="Fail when a picture cannot be fetched.")
def fetch(posts: tuple[str, ...], again: bool, per_host: int | None, strict: bool, **flags: bool) -> int:
    """Fetch all pictures that the vault lacks, many at a time.

    You can stop it: what was fetched is kept, and the same command continues. The exit status is 1 when none of them could
    be fetched.
    """
    from publish.keep.vault import vault_of
    from publish.press.pictures import fetch_all

    found = find(posts, flags)
    vault = vault_of(found.project.folder)
    wanted = [each for each in found.addresses() if again or not _is_kept(vault, each)]
    if not wanted:
        reporting.line("nothing to fetch: the vault has every picture", to=sys.stdout)
        return int(found.failed)
    options = found.project.options
    if per_host:
        options = replace(options, per_host=per_host)
    failures = _follow(fetch_all(wanted, found.project.folder, options), wanted, vault, "fetched")
    return int(found.failed or failures == len(wanted) or (strict and failures > 0))


@images.command(name="import")
@click.argument("folder", type=click.Path(path_type=Path))
def import_(folder: Path) -> int:
    """Copy pictures and descriptions from another vault.

    FOLDER is that vault, or the project that contains it.
    """
    from publish.cli.describe import import_descriptions
    from publish.keep.vault import Vault, vault_of
    from publish.press.pictures import adopt

    project = settings.load(Path.cwd())
    ours = vault_of(project.folder)
    vaults = (Vault(folder), vault_of(folder))
    theirs = next((vault for vault in vaults if vault.entries() or is_file(vault.folder / WORKSHEET)), None)
    if theirs is None:
        raise UsageError(_no_vault(folder), path=str(folder))
    entries = theirs.entries()
    if not entries:
        import_descriptions(theirs, ours)
        return 0
    wanted = [entry for entry in entries if not _is_kept(ours, entry.address)]
    results = adopt(wanted, theirs, ours, project.options.limits)
    failures = _follow(results, [entry.address for entry in wanted], ours, "imported")
    reporting.line(f"{len(entries) - len(wanted)} were already here", to=sys.stdout)
    import_descriptions(theirs, ours)
    return int(failures > 0)


def _no_vault(folder: Path) -> str:
    """Why nothing can be imported from a folder."""
    if not is_there(folder):
        return "no such folder"
    if not is_folder(folder):
        return "is no folder: name the vault, or the project that it lies in"
    return f"no vault: it has neither pictures in a manifest.jsonl nor a {WORKSHEET}"


def _follow(results: Generator[Fetch, None, None], wanted: Sequence[str], vault: Vault, verb: str) -> int:
    """Show progress while pictures come into a vault; returns how many could not be fetched."""
    started, done, size, failures = time.monotonic(), 0, 0, 0
    unfetched = Gathering()
    total, before = len(wanted), [vault.find(address) for address in wanted]
    try:
        with reporting.progress(total, "pictures", log_every=reporting.LOG_EVERY) as step, closing(results):
            for result in results:
                step()
                done += not result.error
                size += result.bytes
                if result.error:
                    failures += 1
                    text = f"{result.address}: warning: {result.error}"
                    unfetched.add(result.address, result.error, text)
    except BaseException:
        # The vault also knows pictures that arrived while the work was being stopped.
        kept = sum(vault.find(address) != entry for address, entry in zip(wanted, before, strict=True))
        reporting.line(f"{kept} of {total} {verb} and kept: run the same command again to continue")
        raise
    finally:
        for text in unfetched.told():
            reporting.line(text)
    missing = f", {failures} could not be fetched" if failures else ""
    seconds = time.monotonic() - started
    reporting.line(f"{done} {verb} ({size / 1e6:.1f} MB) in {seconds:.1f} s{missing}", to=sys.stdout)
    return failures


@images.command()
@_posts
def alt(posts: tuple[str, ...], **flags: bool) -> int:
    """Write or update the worksheet for picture descriptions.

    It is vault/descriptions.csv. Books use what editors write in the column `description` as alternative text. The posts do
    not change.
    """
    from publish.cli.describe import write_worksheet

    found = find(posts, flags)
    write_worksheet(found)
    return int(found.failed)
