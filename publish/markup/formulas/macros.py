"""Macros and environments that a post or its site's script defines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.frozen import frozen
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.tokens import TexError, joined, tokens_of

__all__ = ["DEFINITIONS", "Environment", "Macro", "Macros"]

MAX_PARAMETERS = 9
MAX_MACROS = 2_000
"""Most macros and environments of one post."""


@frozen
class Macro:
    """The definition of a control sequence."""

    body: tuple[str, ...]
    parameters: int = 0
    default: tuple[str, ...] | None = None
    """The default of the first parameter, if that is optional; None when it is not."""
    template: tuple[str, ...] = ()
    """The required text around the parameters (`\\def\\x(#1,#2)`): each parameter is `#n`; empty for plain arguments.
    """

    def expand(self, scanner: Scanner) -> list[str]:
        """The body with the arguments that follow here."""
        if self.template:
            arguments = _matched(self.template, scanner)
        else:
            arguments = []
            if self.default is not None:
                given = scanner.optional()
                arguments.append(list(self.default) if given is None else given)
            arguments += [scanner.argument() for _ in range(self.parameters - len(arguments))]
        return fill(self.body, arguments)


@frozen
class Environment:
    """The start and end code of an environment."""

    begin: Macro
    end: tuple[str, ...]


class Macros:
    """All definitions so far, in the order of the page."""

    def __init__(self, site: Mapping[str, tuple[str, int, str | None]]) -> None:
        """`site` has the definitions in the site's script: TeX, number of arguments, default of the first."""
        self.known: dict[str, Macro] = {}
        self.environments: dict[str, Environment] = {}
        for name, (body, parameters, default) in site.items():
            option = None if default is None else tuple(tokens_of(default))
            self.known[name] = Macro(tuple(tokens_of(body)), parameters, option)

    def define(self, name: str, macro: Macro) -> None:
        """Define a control sequence from here on. Raises TexError for one that must not be redefined, and for too
        many.
        """
        if name[:1] != "\\":
            raise TexError(f"{name[:20]!r} cannot be defined")
        if len(self.known) + len(self.environments) >= MAX_MACROS:
            raise TexError("too many macros")
        self.known[name] = macro


def fill(body: tuple[str, ...], arguments: list[list[str]]) -> list[str]:
    """A body with its parameters (`#1`) replaced; `##` is one `#`."""
    made: list[str] = []
    place = 0
    while place < len(body):
        token = body[place]
        following = body[place + 1] if place + 1 < len(body) else ""
        if token == "#" and following.isdecimal() and 0 < int(following) <= len(arguments):
            made += arguments[int(following) - 1]
            place += 2
        else:
            made.append(token)
            place += 2 if token == following == "#" else 1
    return made


def _matched(template: tuple[str, ...], scanner: Scanner) -> list[list[str]]:
    """Arguments between what a template asks for."""
    arguments: list[list[str]] = []
    place = 0
    while place < len(template):
        if not template[place].startswith("#"):
            if not scanner.next_is(template[place]):
                raise TexError(f"after a macro, {template[place]} is missing")
            place += 1
            continue
        stop = template[place + 1] if place + 1 < len(template) else ""
        plain = not stop or stop.startswith("#")
        arguments.append(scanner.argument() if plain else scanner.until(stop))
        place += 1 if plain else 2
    return arguments


def _new_command(scanner: Scanner, macros: Macros) -> None:
    r"""`\newcommand{\x}[2][default]{…}`, `\renewcommand`, `\providecommand`."""
    scanner.next_is("*")
    name, parameters = _name(scanner), _count(scanner)
    default = scanner.optional()
    body = tuple(scanner.argument())
    macros.define(name, Macro(body, parameters, None if default is None else tuple(default)))


def _new_environment(scanner: Scanner, macros: Macros) -> None:
    name, parameters = scanner.words(), _count(scanner)
    default = scanner.optional()
    begin, end = tuple(scanner.argument()), tuple(scanner.argument())
    if len(macros.environments) >= MAX_MACROS:
        raise TexError("too many environments")
    option = None if default is None else tuple(default)
    macros.environments[name] = Environment(Macro(begin, parameters, option), end)


def _operator(scanner: Scanner, macros: Macros) -> None:
    r"""`\DeclareMathOperator*{\x}{words}`."""
    star = ["*"] if scanner.next_is("*") else []
    name = _name(scanner)
    macros.define(name, Macro((r"\operatorname", *star, "{", *scanner.argument(), "}")))


def _paired(scanner: Scanner, macros: Macros) -> None:
    r"""`\DeclarePairedDelimiter{\x}{left}{right}`: with a star its delimiters grow."""
    name = _name(scanner)
    left, right = scanner.argument(), scanner.argument()
    macros.define(name, Macro(("\0paired", "{", *left, "}", "{", *right, "}")))


def _paired_around(*, extra: bool) -> Callable[[Scanner, Macros], None]:
    r"""`\DeclarePairedDelimiterX{\x}[2]{left}{right}{#1,#2}`; with `XPP` also what stands before and after."""

    def define(scanner: Scanner, macros: Macros) -> None:
        name, count = _name(scanner), _count(scanner)
        before = scanner.argument() if extra else []
        left, right = scanner.argument(), scanner.argument()
        after = scanner.argument() if extra else []
        parts = ([str(count)], before, left, right, after, scanner.argument())
        macros.define(name, Macro(("\0pairedx", *(token for each in parts for token in ("{", *each, "}")))))

    return define


def _def(scanner: Scanner, macros: Macros) -> None:
    r"""`\def\x#1#2{…}`, with text between the parameters or without."""
    name = scanner.take()
    while name == " ":
        name = scanner.take()
    template: list[str] = []
    parameters = 0
    while (token := scanner.take()) != "{":
        if token is None:
            raise TexError(r"\def has no body")
        if token == "#":
            parameters += 1
            template.append(f"#{scanner.take()}")
        elif token != " ":
            template.append(token)
    scanner.push(["{"])
    body = tuple(scanner.argument())
    plain = all(part.startswith("#") for part in template)
    if parameters > MAX_PARAMETERS:
        raise TexError("a macro has too many parameters")
    macros.define(name or "", Macro(body, parameters, None, () if plain else tuple(template)))


def _let(scanner: Scanner, macros: Macros) -> None:
    r"""`\let\x=\y`: what `\y` means now."""
    name = _name(scanner)
    scanner.next_is("=")
    meaning = scanner.take() or ""
    while meaning == " ":
        meaning = scanner.take() or ""
    if meaning and meaning != name:
        first = f"\0first\0{meaning}" if meaning[0] == "\\" else meaning
        macros.define(name, macros.known.get(meaning, Macro((first,))))


def _name(scanner: Scanner) -> str:
    name = joined(scanner.argument()).strip()
    return name if name.startswith("\\") else f"\\{name}"


def _count(scanner: Scanner) -> int:
    given = "".join(scanner.optional() or []).strip() or "0"
    if not given.isdecimal() or int(given[:3]) > MAX_PARAMETERS:
        raise TexError(f"a macro cannot have {given[:10]} parameters")
    return int(given)


DEFINITIONS: Mapping[str, Callable[[Scanner, Macros], None]] = {
    r"\newcommand": _new_command,
    r"\renewcommand": _new_command,
    r"\providecommand": _new_command,
    r"\DeclareRobustCommand": _new_command,
    r"\newenvironment": _new_environment,
    r"\renewenvironment": _new_environment,
    r"\DeclareMathOperator": _operator,
    r"\DeclarePairedDelimiter": _paired,
    r"\DeclarePairedDelimiters": _paired,
    r"\DeclarePairedDelimiterX": _paired_around(extra=False),
    r"\DeclarePairedDelimiterXPP": _paired_around(extra=True),
    r"\def": _def,
    r"\gdef": _def,
    r"\edef": _def,
    r"\xdef": _def,
    r"\let": _let,
}
"""Control sequences that define others (LaTeX; MathJax's `newcommand` and `mathtools`)."""
