"""`publish init`: prepares a blog for making books."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import click

from publish.books.choosing.usual import default_posts
from publish.cli import reporting
from publish.cli.helping import Command
from publish.errors import UsageError
from publish.frozen import frozen
from publish.keep.files import is_file, is_there, write_atomically
from publish.keep.vault import vault_of
from publish.posts.filenames import is_copied
from publish.project import beginning, settings, settingsfile
from publish.project import site as sites
from publish.project.site import jekyll_config

__all__ = ["init"]


@frozen
class _Asked:
    folder: Path
    makefile: bool
    links: bool

    @property
    def kept_off(self) -> str:
        """The folder for books; empty where the site links to them, for then it has to copy them."""
        linked = self.links or is_there(self.folder / beginning.INCLUDE)
        return "" if linked else settings.load(Path.cwd()).output


@click.command(cls=Command)
@click.option("--makefile", is_flag=True, help="Also write a Makefile: make books, make month, make shelf.")
@click.option(
    "--links",
    is_flag=True,
    help="For links on the blog's own pages: books go into books/, which the site serves, and _includes/read-offline.html "
    "is written.",
)
def init(*, makefile: bool, links: bool) -> int:
    """Prepare the blog in this folder for making books.

    This writes publish.toml with every setting as a comment, and adds to `exclude` in _config.yml what Jekyll must not
    copy. No other file of the blog is changed, and no file is written over.
    """
    asked = _Asked(Path(), makefile, links)
    text = beginning.begun(settings.NAME)
    if links:
        text = text.replace('# output = "build" ', 'output = "books"   ')
    _write(asked.folder / settings.NAME, text)
    if makefile:
        _write(asked.folder / "Makefile", beginning.begun("Makefile"))
    config = jekyll_config(asked.folder)
    if config is not None:
        _exclude(config, asked)
    elif links:
        raise UsageError("--links is for Jekyll sites: there is no _config.yml in this folder")
    if links:
        _write(asked.folder / beginning.INCLUDE, beginning.begun("read-offline.html"))
        _look_where_books_go(config)
        _say(
            "put {% include read-offline.html %} into the layout of posts; after each build of books, run `publish links`"
        )
    _say(f"next: `publish doctor` shows what this machine lacks, {_first_books()}")
    return 0


def _first_books() -> str:
    """The command that makes the first books, as it works in this folder."""
    try:
        default_posts(Path())
    except UsageError:
        return "`publish epub .` makes books of the Markdown files in this folder"
    return "`publish epub` makes books of all published posts"


def _look_where_books_go(config: Path | None) -> None:
    """Say what to change where settings that were there before put the books into a folder that Jekyll does not copy."""
    output = settings.load(Path.cwd()).output
    if Path(output).is_absolute() or is_copied(PurePosixPath(output), sites.load(config)):
        return
    reporting.line(
        f"{settings.NAME}: books go into {output}/, which Jekyll does not copy to the site: write "
        'output = "books" there, above the first [table], and make the books again'
    )


def _say(text: str) -> None:
    reporting.line(text, to=sys.stdout)


def _write(path: Path, text: str) -> None:
    """Write a new file; one that is there stays."""
    if is_there(path) or path.is_symlink():
        reporting.line(f"{path}: is there already, and stays as it is")
        return
    write_atomically(path, text.encode())
    _say(f"made {path}")


def _exclude(config: Path, asked: _Asked) -> None:
    """Add to `exclude` what Jekyll must not copy, or say what to add."""
    wanted = [settings.NAME, f"{vault_of(asked.folder).folder.name}/"]
    if asked.kept_off and not Path(asked.kept_off).is_absolute():
        # Archives of a shelf are written beside its folder.
        wanted += [f"{asked.kept_off}/", f"{asked.kept_off}.*", f"{asked.kept_off}-*"]
    wanted += ["Makefile"] if is_file(asked.folder / "Makefile") else []
    with settingsfile.faults_of(config, UsageError):
        text = settingsfile.bytes_of(config, UsageError).decode("utf-8")
        missing = beginning.lacking(text, wanted)
        changed = beginning.excluding(text, missing) if missing else text
    if not missing:
        _say(f"{config}: `exclude` has all that Jekyll must not copy")
    elif changed is None:
        reporting.line(
            f"{config}: add these to `exclude`, so that Jekyll does not copy them: {', '.join(missing)}"
        )
    else:
        write_atomically(config, changed.encode())
        _say(f"changed {config}: `exclude` has {', '.join(missing)} too")
