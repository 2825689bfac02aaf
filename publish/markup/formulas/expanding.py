"""A formula's TeX in commands that the converter knows: macros are expanded, unknown commands are rewritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from publish.markup.formulas import chemistry, colours, diagrams, lengths, looks, units
from publish.markup.formulas.macros import DEFINITIONS, Macros
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.scanner import Budget, Scanner
from publish.markup.formulas.state import State
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
_DELIMITERS = {"<": r"\langle", ">": r"\rangle"}
_CHARACTERS = {
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
        self._open: list[tuple[str, str, tuple[str, ...]]] = []
        """Open environments: name, the converter's name, and the end of the post's own ones."""
        self._cells = 0
        self.links = False
        """Whether the formula had a link, which a book does not take."""
        for tex in reading.preamble:
            with suppress(TexError):
                self.expand(tex)

    def expand(self, tex: str) -> tuple[list[str], Wrappers]:
        """Tokens with the same meaning, and their styles. Raises TexError when something cannot be read."""
        self.scanner = Scanner(tokens_of(tex), self.budget)
        self.wrappers, self._open, self.links = Wrappers(), [], False
        made: list[str] = []
        for _ in range(MAX_STEPS):
            token = self.scanner.take()
            if token is None:
                return _rows_kept(made), self.wrappers
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
        """A character. The second `&` in a row of `eqnarray` is dropped: the converter sets the relation with what
        follows.
        """
        if token == "&" and self._open and self._open[-1][0].startswith(("eqnarray", "IEEE")):
            self._cells += 1
            if self._cells % 2 == 0:
                return
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
        if name == "CD":
            return diagrams.read(self.scanner)
        own = self.macros.environments.get(name)
        if own is not None:
            return own.begin.expand(self.scanner)
        if name in _TAKES_OPTION or name.endswith(("matrix*", "cases*")):
            option = "".join(self.scanner.optional() or [])
        else:
            option = ""
        if name in _TAKES_NUMBER or name in ("empheq", "numcases", "subnumcases"):
            self.scanner.argument()
        known = name if name in KEPT_ENVIRONMENTS else _known_environment(name)
        self._open.append((name, known, ()))
        if known == "array":
            columns = lengths.columns(self.scanner.argument())
            return rf"\begin{{array}}{{{columns}}}"
        if known.endswith("matrix") and option in ("l", "r"):
            return self._aligned_matrix(name, known, option)
        if known == "subarray":
            return rf"\begin{{subarray}}{{{self.scanner.words()[:1] or 'c'}}}"
        return rf"\begin{{{known}}}" if known else None

    def _aligned_matrix(self, name: str, known: str, side: str) -> list[str]:
        left, right = looks.FENCES[known]
        self._open[-1] = (name, "array", (r"\right", *tokens_of(right)))
        return [r"\left", *tokens_of(left), rf"{RAW}\begin{{array}}{{{side * 30}}}"]

    def end(self) -> list[str] | str | None:
        """An environment ends. Raises TexError when it did not start."""
        name = "".join(self.scanner.argument()).strip()
        if name in self.macros.environments:
            return list(self.macros.environments[name].end)
        if not self._open or self._open[-1][0] != name:
            raise TexError(rf"\end{{{name[:30]}}} has no \begin")
        _, known, own = self._open.pop()
        if known == "array" and own:
            self.scanner.push(own)
            return r"\end{array}"
        if not known:
            return list(own)
        return rf"\end{{{known}}}"

    def new_row(self) -> None:
        """Start a new row: count cells from zero."""
        self._cells = 0

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


def _rows_kept(tokens: list[str]) -> list[str]:
    r"""The tokens without row ends inside a group or between `\left` and `\right`, where TeX has no rows."""
    opened: list[bool] = []
    made: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token == "{") - (token == "}")
        if depth < 0:
            raise TexError("a closing brace has no opening one")
        if token in ("{", r"\left") or token.startswith(r"\begin{"):
            opened.append(token[0] == "\\" and token != r"\left")
        elif opened and (token in ("}", r"\right") or token.startswith(r"\end{")):
            opened.pop()
        if token != r"\\" or not opened or opened[-1]:
            made.append(token)
    if depth:
        raise TexError("a brace is not closed")
    return made


def _newline(expander: Expander) -> str:
    """The end of a row; the space after it is dropped."""
    scanner = expander.scanner
    expander.new_row()
    scanner.next_is("*")
    option = scanner.optional() if scanner.starts_with("[") else None
    if option is not None and not lengths.is_length("".join(option)):
        scanner.push(["[", *option, "]"])
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
    r"\\": _newline,
    r"\cr": _newline,
    r"\newline": _newline,
    **{command: _sized(command) for command in _SIZED},
    **colours.HANDLERS,
    **looks.HANDLERS,
    r"\ce": lambda expander: chemistry.read(joined(expander.scanner.argument())),
    r"\pu": lambda expander: units.physical(expander.scanner.words()),
    **{name: units.handler(name) for name in units.NAMES},
}  # fmt: skip
"""Control sequences that need more than a table entry."""
