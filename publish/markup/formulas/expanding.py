"""A formula's TeX in commands that the converter knows: macros are expanded, unknown commands are rewritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from publish.markup.formulas import (
    chemistry,
    colours,
    diagrams,
    fractions,
    lengths,
    letters,
    looks,
    negation,
    paired,
    physics,
    physicsmatrices,
    proofs,
    textinmath,
    units,
)
from publish.markup.formulas.arrays import HANGS
from publish.markup.formulas.macros import DEFINITIONS, Macros
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.rows import rows_kept
from publish.markup.formulas.scanner import Budget, Scanner
from publish.markup.formulas.state import State, switch, wrapped
from publish.markup.formulas.table import ENVIRONMENTS, KEPT_ENVIRONMENTS, REWRITTEN
from publish.markup.formulas.tokens import TexError, joined, tokens_of
from publish.markup.formulas.words import TEXTS, text_of, written
from publish.markup.formulas.wrappers import Wrappers

__all__ = ["Expander"]

_TAKES_OPTION = frozenset(("aligned", "gathered", "array", "alignedat", "split", "multlined", "tabular"))
_TAKES_NUMBER = frozenset(("alignedat", "alignat", "alignat*", "xalignat", "xalignat*", "xxalignat"))
_SIZED = frozenset(
    r"\left \right \middle \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr \Bigr \biggr \Biggr \bigm \Bigm \biggm "
    r"\Biggm".split()
)
_DELIMITERS = {"<": r"\langle", ">": r"\rangle", r"\lt": r"\langle", r"\gt": r"\rangle"}
_CHARACTERS = {
    "$": r"\$",
    "’": "'",
    "‘": "`",
    "′": "'",
    "\u00a0": " ",
    "−": "-",
    "\u200b": "",
    "…": r"\ldots",
    "\ufeff": "",
}
"""Characters that Markdown or editors write in place of TeX's."""
MAX_STEPS = 60_000
RAW, FIRST = "\0raw\0", "\0first\0"
_READ_WHOLE = {"CD": diagrams.read, "prooftree": proofs.read}
"""Environments that are read as far as their ends at once."""
MARKS = {
    r"\label": "label",
    r"\ref": "ref",
    r"\eqref": "eqref",
    r"\pageref": "ref",
    r"\cref": "eqref",
    r"\Cref": "eqref",
}
"""Commands about an equation's number, and prefixes of their tokens after expansion."""
_NO_NUMBER = (r"\notag", r"\nonumber")


_PAIRED = frozenset(("align", "align*", "aligned", "split", "flalign", "flalign*"))
"""Environments of pairs of columns with room between the pairs."""
_STRUT = 0.3
"""Ems that a row reaches below its line."""


@dataclass(slots=True)
class _Open:
    """An environment that is open."""

    name: str
    known: str
    """The converter's name; empty where only the content counts."""
    ends: tuple[str, ...] = ()
    """Tokens after its end."""
    inner: str = ""
    """The environment that it is, where it has another name."""
    cells: int = 0
    """Ends of cells in this row so far."""


class Expander(State):
    """Reads a post's formulas in order: later ones can use definitions of earlier ones."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.macros = Macros(reading.macros)
        self.colours: dict[str, str] = {}
        """Colour names that the post defines."""
        self.budget = Budget()
        self.wrappers = Wrappers()
        self.scanner = Scanner([], self.budget)
        self._open: list[_Open] = []
        self.links, self.unknown = False, ""
        for tex in reading.preamble:
            with suppress(TexError):
                self.expand(tex)

    def expand(self, tex: str) -> tuple[list[str], Wrappers]:
        """Tokens with the same meaning, and their styles. Raises TexError when something cannot be read."""
        self.scanner = Scanner(tokens_of(tex), self.budget)
        self.wrappers, self._open, self.links, self.unknown = Wrappers(), [], False, ""
        made: list[str] = []
        for _ in range(MAX_STEPS):
            token = self.scanner.take()
            if token is None:
                return rows_kept(fractions.settled(made)), self.wrappers
            self._step(token, made)
        raise TexError("it is too long")

    def _step(self, token: str, made: list[str]) -> None:
        if token[0] == "\0":
            self._carried(token, made)
        elif token[0] != "\\":
            self._character(token, made)
        elif token in self.macros.known:
            self.scanner.push(self.macros.known[token].expand(self.scanner))
        elif token in TEXTS:
            self.scanner.next_is("*")
            self.scanner.optional()
            self.scanner.push(text_of(self.scanner.argument(), TEXTS[token]))
        elif token in DEFINITIONS:
            DEFINITIONS[token](self.scanner, self.macros)
        elif token in _HANDLERS:
            self._handle(token, made)
        elif token in REWRITTEN:
            self.scanner.push(REWRITTEN[token].expand(self.scanner))
        else:
            made.append(token)

    def _character(self, token: str, made: list[str]) -> None:
        """A sign; the second `&` of a row of `eqnarray` is none, for the converter sets its relation with what follows."""
        if token == "&" and self._open:
            opened = self._open[-1]
            opened.cells += 1
            if opened.cells % 2 == 0 and opened.inner.startswith(("eqnarray", "IEEE")):
                return
            if opened.cells % 2 == 0 and opened.inner in _PAIRED:
                made.append(r"\qquad")
        if known := _CHARACTERS.get(token, token):
            made.append(known)

    def _carried(self, token: str, made: list[str]) -> None:
        """A token of our own."""
        if token in _HANDLERS:
            self._handle(token, made)
        elif token.startswith(RAW):
            made.append(token.removeprefix(RAW))
        elif token.startswith(FIRST):  # the meaning before the post redefined it
            plain = token.removeprefix(FIRST)
            known = self.macros.known.pop(plain, None)
            self._step(plain, made)
            if known is not None:
                self.macros.known[plain] = known
        else:
            made.append(written(token))

    def _handle(self, token: str, made: list[str]) -> None:
        handler = _HANDLERS[token]
        fresh = handler(self)
        if fresh is None:
            return
        if isinstance(fresh, str):
            made.append(fresh)
        else:
            self.scanner.push(fresh)

    def begin(self) -> list[str] | str | None:
        """An environment starts."""
        name = "".join(self.scanner.argument()).strip()
        if name in _READ_WHOLE:
            return _READ_WHOLE[name](self.scanner)
        own = self.macros.environments.get(name)
        if own is not None:
            return own.begin.expand(self.scanner)
        if name == "empheq":  # `\begin{empheq}[left=…]{align}` is an `align`
            self.scanner.optional()
            return self._begun(self.scanner.words(), name)
        return self._begun(name, name)

    def _begun(self, name: str, outer: str) -> list[str] | str | None:
        """`outer` is what its end calls it."""
        takes_option = name in _TAKES_OPTION or name.endswith(("matrix*", "cases*"))
        option = "".join(self.scanner.optional() or []) if takes_option else ""
        before = self.scanner.argument() if name in _TAKES_NUMBER or name.endswith("numcases") else []
        known = name if name in KEPT_ENVIRONMENTS else _known_environment(name)
        self._open.append(_Open(outer, known, (), name))
        if name.endswith("numcases"):
            return [*before, rf"{RAW}\begin{{cases}}"]
        if name.removesuffix("*").endswith("smallmatrix"):
            return self._small_matrix(known)
        if known.endswith("matrix") and option in ("l", "r"):
            return self._aligned_matrix(name, known, option)
        begin = rf"\begin{{{known}}}{self._columns(known)}" if known else None
        if begin and option.strip() in HANGS:
            self._open[-1].ends = ("}", "}")
            return ["{", *switch(self, "mstyle", class_=HANGS[option.strip()]), "{", f"{RAW}{begin}"]
        return begin

    def _columns(self, known: str) -> str:
        if known == "array":
            return f"{{{lengths.columns(self.scanner.argument())}}}"
        return f"{{{self.scanner.words()[:1] or 'c'}}}" if known == "subarray" else ""

    def _aligned_matrix(self, name: str, known: str, side: str) -> list[str]:
        left, right = looks.FENCES[known]
        self._open[-1] = _Open(name, "array", (r"\right", *tokens_of(right)), name)
        return [r"\left", *tokens_of(left), rf"{RAW}\begin{{array}}{{{side * 30}}}"]

    def _small_matrix(self, known: str) -> list[str]:
        left, right = looks.FENCES[known]
        opened = self._open[-1]
        opened.known, opened.ends = "matrix", ("}", r"\right", *tokens_of(right))
        begin = rf"{RAW}\begin{{matrix}}"
        return [r"\left", *tokens_of(left), "{", r"\scriptstyle", begin]

    def end(self) -> list[str] | str | None:
        """An environment ends. Raises TexError when it did not start."""
        name = "".join(self.scanner.argument()).strip()
        if name in self.macros.environments:
            return list(self.macros.environments[name].end)
        if not self._open or self._open[-1].name != name:
            raise TexError(rf"\end{{{name[:30]}}} has no \begin")
        opened = self._open.pop()
        if opened.ends:
            self.scanner.push(opened.ends)
        return rf"\end{{{opened.known}}}" if opened.known else None

    def new_row(self) -> None:
        """The cells of a row are counted anew."""
        if self._open:
            self._open[-1].cells = 0

    def sized(self, command: str) -> str:
        r"""A delimiter after `\left`, `\big` and similar commands: there `<` is an angle bracket."""
        following = self.scanner.peek()
        if following in _DELIMITERS:
            self.scanner.take()
            self.scanner.push([f"{RAW}{_DELIMITERS[following]}"])
        elif following == "{":  # \big{(}
            inner = [token for token in self.scanner.argument() if token != " "]
            self.scanner.push([joined(inner) if len(inner) == 1 else "."])
        return command


_Handler = Callable[[Expander], list[str] | str | None]


def _known_environment(name: str) -> str:
    bare = name.removesuffix("*")
    known = ENVIRONMENTS.get(name, ENVIRONMENTS.get(bare))
    if known is None:
        raise TexError(f"it uses the unknown environment {name[:30]}")
    starred = name.endswith("*") and known in ("align", "gather", "equation", "multline")
    return f"{known}*" if starred or name == "xxalignat" else known


def _newline(expander: Expander) -> list[str] | str:
    """The end of a row: room after it hangs from its last cell."""
    scanner = expander.scanner
    expander.new_row()
    scanner.next_is("*")
    option = scanner.optional() if scanner.starts_with("[") else None
    if option is not None and not lengths.is_length("".join(option)):
        scanner.push(["[", *option, "]"])
    elif option is not None and (room := lengths.ems("".join(option))) > 0:
        below = wrapped(
            expander, ["{", "}"], "mpadded", width="0", height="0", depth=f"{_STRUT + room:.3g}em"
        )
        return [*below, rf"{RAW}\\"]
    return r"\\"


def _mark(kind: str) -> _Handler:
    return lambda expander: f"\1{kind}\1{expander.scanner.words()}"


def _tag(expander: Expander) -> str:
    kind = "tag*" if expander.scanner.next_is("*") else "tag"
    return f"\1{kind}\1{expander.scanner.words()}"


def _sized(command: str) -> Callable[[Expander], str]:
    return lambda expander: expander.sized(command)


_HANDLERS: Mapping[str, _Handler] = {
    **{command: _mark(kind) for command, kind in MARKS.items()},
    **dict.fromkeys(_NO_NUMBER, lambda _: "\1notag\1"),
    r"\tag": _tag,
    r"\begin": Expander.begin,
    r"\end": Expander.end,
    r"\not": negation.read,
    r"\\": _newline,
    r"\cr": _newline,
    r"\newline": _newline,
    **{command: _sized(command) for command in _SIZED},
    **textinmath.HANDLERS,
    **colours.HANDLERS,
    **fractions.HANDLERS,
    **looks.HANDLERS,
    **letters.HANDLERS,
    r"\ce": lambda expander: chemistry.read(joined(expander.scanner.argument())),
    r"\pu": lambda expander: units.physical(expander.scanner.words()),
    **{name: units.handler(name) for name in units.NAMES},
    **paired.HANDLERS,
    **physics.HANDLERS,
    **physicsmatrices.HANDLERS,
}  # fmt: skip
"""Control sequences that need more than a table entry."""
