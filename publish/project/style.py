"""Styles: folders of CSS, page templates and cover templates. All design is there, none in Python.

`styles/README.md` documents style folders. A style need not have all files: missing ones come from `journal`, so a
folder with a few rules is a style.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import StyleError
from publish.frozen import frozen
from publish.keep.files import files_below, is_file, is_folder, is_there, names_in
from publish.keep.once import once
from publish.language import direction, is_eastern, is_right_to_left, language_of, shortened
from publish.text.characters import dashes_at_line_ends
from publish.text.messages import did_you_mean

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["Style", "builtin_folder", "load", "names"]

_BASE = "journal"
_MARKS = (
    "theme.css",
    "text.css",
    "print.css",
    "screen.css",
    "book.html",
    "page.html",
    "pages",
    "covers",
    "epub",
)
"""A folder is a style when it contains one of these."""


def builtin_folder() -> Path:
    """The built-in styles: inside an installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parents[1]
    inside = here / "styles"
    return inside if is_folder(inside) else here.parent / "styles"


def names() -> tuple[str, ...]:
    """Names of the built-in styles."""
    return tuple(sorted(folder.name for folder in builtin_folder().iterdir() if _is_style(folder)))


def _is_folder(path: Path) -> bool:
    try:
        return is_folder(path)
    except OSError:  # the name is too long for the system
        return False


def _is_style(folder: Path) -> bool:
    return any(is_there(folder / mark) for mark in _MARKS)


@frozen
class Style:
    """One style folder, with `journal` for missing files."""

    name: str
    folder: Path

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which files are searched, in order."""
        return tuple(dict.fromkeys((self.folder, (builtin_folder() / _BASE).resolve())))

    def has(self, name: str) -> bool:
        """Whether the style has this file."""
        return any(is_file(folder / name) for folder in self.folders)

    def path(self, name: str) -> Path:
        """The path of a file of the style. Raises StyleError when it is missing."""
        for folder in self.folders:
            if is_file(folder / name):
                return folder / name
        raise StyleError(f"the style has no file {name}", path=str(self.folder))

    def text(self, name: str) -> str:
        """A file of the style as text."""
        return self.path(name).read_text("utf-8")

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """Fill in a Jinja2 template of the style; every value is escaped unless it is Markup."""
        from jinja2 import TemplateError

        self.path(name)
        try:
            return self._environment.get_template(name).render(values)
        except TemplateError as error:
            raise StyleError(f"template {name}: {error}", path=str(self.folder)) from error

    def listing(self, folder: str, suffix: str) -> tuple[str, ...]:
        """File names, without suffix, in one folder of the style."""
        found = {name for each in self.folders for name in names_in(each / folder, suffix)}
        return tuple(sorted(name.removesuffix(suffix) for name in found))

    @cached_property
    def _environment(self) -> Environment:
        from publish.project import templates

        environment = templates.environment(self.folders, builtin_folder().resolve())
        environment.globals |= {"lang_of": _lang_of, "as_markup": _as_markup, "phrased": _phrased}
        return environment

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the names and contents of the style's files, for fingerprints."""
        total = hashlib.sha256()
        for folder in self.folders:
            for name in files_below(folder):
                total.update(f"{name}\0".encode())
                total.update(hashlib.sha256((folder / name).read_bytes()).digest())
        return total.hexdigest()


def _lang_of(text: str, known: str, around: str, *, xml: bool = False) -> Markup:
    """The `lang` attribute for a text in another language than the text around it (WCAG 2.2, 3.1.2).

    `known` is the declared language of the text; with `xml` there is also `xml:lang`.
    """
    from markupsafe import Markup

    language = language_of(text, known)
    if language == around:
        return Markup()
    plain = Markup(' lang="{}"').format(language)
    if around and direction(language) != direction(around):
        plain += Markup(' dir="{}"').format(direction(language))
    return plain + Markup(' xml:lang="{}"').format(language) if xml else plain


def _as_markup(text: str, known: str, *, line: bool = False) -> Markup:
    """A title or name as markup: inside Chinese, English words with an apostrophe get their own language; from right to
    left, no line begins with a dash.

    `line` says that it is one line of a text that is completely in the language `known`.
    """
    from markupsafe import Markup

    if is_right_to_left(language_of(text, known)):
        text = dashes_at_line_ends(text)
    made, at = Markup(), 0
    for start, end in shortened(text) if is_eastern(known if line else language_of(text, known)) else ():
        made += Markup.escape(text[at:start]) + Markup('<span lang="en">{}</span>').format(text[start:end])
        at = end
    return made + Markup.escape(text[at:])


def _phrased(text: str, known: str) -> Markup:
    """A title as markup: as `as_markup`, and in Chinese and Japanese with a span around each phrase, for screens that
    keep it on one line.
    """
    from markupsafe import Markup

    language = language_of(text, known)
    if not is_eastern(language):
        return _as_markup(text, known)
    from publish.language.phrases import phrases  # knows words: other titles do without

    made, parts = Markup(), phrases(text, language)
    if len(parts) == 1:
        return _as_markup(text, known)
    for part in parts:
        whole = len(part) > 1 and not any(each.isascii() for each in part)
        made += (
            Markup('<span class="phrase">{}</span>').format(part)
            if whole
            else _as_markup(part, language, line=True)
        )
    return made


@once
def load(name: str) -> Style:
    """The built-in style of that name, or the style in that folder. Loaded once per build, so that its templates are
    compiled and its files hashed only once.

    Raises StyleError when there is none.
    """
    folder = builtin_folder() / name
    if not name or "/" in name or "\\" in name or not _is_folder(folder):
        folder = Path(name)
    if not name or not _is_folder(folder):
        if "/" in name and not is_there(folder):
            raise StyleError(f"no style {name[:100]!r}: there is no such folder")
        near = did_you_mean(name.lower(), names())
        raise StyleError(
            f"no style {name[:100]!r}: use one of {', '.join(names())}, or a folder of your own{near}"
        )
    if not _is_style(folder):
        raise StyleError(f"the folder {name} is not a style: it has none of {', '.join(_MARKS)}")
    return Style(folder.name, folder.resolve())
