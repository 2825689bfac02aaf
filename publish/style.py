"""Styles: folders of CSS, page templates and cover templates. Looks live there, never in Python.

`styles/README.md` documents what a style folder holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import StyleError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Style", "builtin_folder", "load", "names"]


def builtin_folder() -> Path:
    """The styles that come with the tool: inside an installed package, else beside it in a checkout."""
    here = Path(__file__).resolve().parent
    inside = here / "styles"
    return inside if inside.is_dir() else here.parent / "styles"


def names() -> tuple[str, ...]:
    """Names of the built-in styles."""
    return tuple(sorted(p.name for p in builtin_folder().iterdir() if (p / "text.css").is_file()))


@dataclass(frozen=True)
class Style:
    """One style folder, read when asked."""

    name: str
    folder: Path

    def path(self, name: str) -> Path:
        """A file of the style; StyleError when it is missing."""
        path = self.folder / name
        if not path.is_file():
            raise StyleError(f"the style has no file {name}", path=str(self.folder))
        return path

    def text(self, name: str) -> str:
        """A file of the style as text."""
        return self.path(name).read_text("utf-8")

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """A Jinja2 template of the style, filled in; every value is escaped unless it is Markup."""
        from jinja2 import TemplateError

        self.path(name)
        try:
            return self._environment.get_template(name).render(values)
        except TemplateError as error:
            raise StyleError(f"template {name}: {error}", path=str(self.folder)) from error

    def listing(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Names, without suffix, of the files in one folder of the style."""
        return tuple(sorted(p.name.removesuffix(suffix) for p in (self.folder / folder).glob(f"*{suffix}")))

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        return SandboxedEnvironment(
            loader=FileSystemLoader(self.folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and contents of the style's files, for fingerprints."""
        total = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            total.update(f"{path.relative_to(self.folder).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def load(name: str) -> Style:
    """The built-in style of that name, or the style in the folder of that path.

    Raises StyleError when there is none.
    """
    folder = Path(name) if "/" in name or "\\" in name else builtin_folder() / name
    if not (folder / "text.css").is_file():
        known = ", ".join(names())
        raise StyleError(f"no style {name!r}: use one of {known}, or a folder that holds text.css")
    return Style(folder.name, folder.resolve())
