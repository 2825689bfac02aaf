r"""The package `physics`: brackets that grow, derivatives, states (MathJax's extension of that name).

Its commands are known everywhere, but for those that plain TeX has with another meaning (`\div`, `\Re`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas import units
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.state import State
from publish.markup.formulas.tokens import TexError

__all__ = ["CLOSING", "HANDLERS", "Handler", "between", "grown", "named"]

Handler = Callable[[State], list[str]]
CLOSING = {"(": ")", "[": "]", "|": "|", r"\{": r"\}", r"\|": r"\|"}
_DIFFERENTIAL = [r"\mathrm", "{", "d", "}"]


def grown(left: str, inside: Sequence[str], right: str, *, plain: bool = False) -> list[str]:
    """A part between brackets; `plain`: of their own size."""
    if plain:
        return ["{", *([left] if left != "." else []), *inside, *([right] if right != "." else []), "}"]
    return [r"\left", left, *inside, r"\right", right]


def _group(scanner: Scanner) -> list[str] | None:
    """The argument in braces here, if there is one."""
    return scanner.argument() if scanner.peek() == "{" else None


def between(scanner: Scanner, opening: str) -> list[str]:
    """What stands as far as the bracket that closes this one, which was read."""
    found: list[str] = []
    closing, depth, braces = CLOSING[opening], 1, 0
    while (token := scanner.take()) is not None:
        braces += (token == "{") - (token == "}")
        if not braces and token == closing:
            depth -= 1
        elif not braces and token == opening:
            depth += 1
        if not depth:
            return found
        found.append(token)
    raise TexError(f"{closing} is missing")


def _quantity(state: State) -> list[str]:
    r"""`\qty(x)` and `\qty{x}`; `\qty{5}{\metre}` is a number with its unit (`siunitx`)."""
    scanner = state.scanner
    opening = scanner.peek() or ""
    if opening in CLOSING:
        scanner.take()
        return grown(opening, between(scanner, opening), CLOSING[opening])
    first = _group(scanner)
    if first is None or scanner.peek() == "{":
        scanner.push(["{", *first, "}"] if first is not None else [])
        return units.handler(r"\qty")(state)
    return grown(r"\{", first, r"\}")


def _braced(left: str, right: str, before: Sequence[str] = ()) -> Handler:
    r"""`\abs{x}`, `\pqty{x}`, `\order(x)`: with a star the brackets do not grow."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        star = scanner.next_is("*")
        opening = scanner.peek() or ""
        if opening in ("(", "["):
            scanner.take()
            inside = between(scanner, opening)
        else:
            inside = scanner.argument()
        return [*before, *grown(left, inside, right, plain=star)]

    return read


def _two(left: str, right: str) -> Handler:
    r"""`\comm{a}{b}`."""

    def read(state: State) -> list[str]:
        star = state.scanner.next_is("*")
        first, second = state.scanner.argument(), state.scanner.argument()
        return grown(left, [*first, ",", *second], right, plain=star)

    return read


def _derivative(sign: Sequence[str]) -> Handler:
    r"""`\dv{x}`, `\dv{f}{x}`, `\dv[2]{f}{x}`, `\pdv{f}{x}{y}`; with a star in one line."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        star = scanner.next_is("*")
        order = scanner.optional() or []
        first = scanner.argument()
        second = _group(scanner)
        third = _group(scanner) if second is not None and sign[0] == r"\partial" and not order else None
        power = ["^", "{", *order, "}"] if order else []
        if third is not None and second is not None:
            power = ["^", "2"]
            below = [*sign, *second, r"\,", *sign, *third]
        else:
            below = [*sign, *(first if second is None else second), *power]
        above = [*sign, *power, *([] if second is None else first)]
        if star:
            return ["{", *above, "/", *below, "}"]
        return [r"\frac", "{", *above, "}", "{", *below, "}"]

    return read


def _differential(state: State) -> list[str]:
    r"""`\dd{x}`, `\dd[3]{x}`, `\dd(\cos x)`."""
    order = state.scanner.optional()
    power = ["^", "{", *order, "}"] if order else []
    if state.scanner.peek() == "(":
        state.scanner.take()
        return [r"\,", *_DIFFERENTIAL, *power, *grown("(", between(state.scanner, "("), ")")]
    return [r"\,", *_DIFFERENTIAL, *power]


def _evaluated(state: State) -> list[str]:
    r"""`\eval{x}_0^1`, `\eval(x|_0^1`, `\eval[x|_0^1`."""
    scanner = state.scanner
    scanner.next_is("*")
    opening = scanner.peek() or ""
    if opening in ("(", "["):
        scanner.take()
        return grown(opening, scanner.until("|"), "|")
    return grown(".", scanner.argument(), "|")


def _bold(state: State) -> list[str]:
    slanted = state.scanner.next_is("*")
    return [r"\boldsymbol" if slanted else r"\mathbf", "{", *state.scanner.argument(), "}"]


def _accented(accent: str) -> Handler:
    return lambda state: [accent, "{", *_bold(state), "}"]


def _nabla(after: Sequence[str], *, power: bool = False) -> Handler:
    def read(state: State) -> list[str]:
        opening = state.scanner.peek() or ""
        argument: list[str] = []
        if opening in ("(", "["):
            state.scanner.take()
            argument = grown(opening, between(state.scanner, opening), CLOSING[opening])
        elif opening == "{":
            argument = ["{", *state.scanner.argument(), "}"]
        return [r"\nabla" if power else r"\boldsymbol{\nabla}", *after, *argument]

    return read


def _state_of(parts: int) -> Handler:
    r"""`\expval{A}{ψ}`, `\ip{a}{b}`, `\mel{a}{B}{c}`: what stands between angles, with bars between."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        star = scanner.next_is("*") or scanner.next_is("**")
        first = scanner.argument()
        if parts == 1:
            second = _group(scanner)
            found = [first] if second is None else [second, first, second]
        else:
            others = [_group(scanner) for _ in range(parts - 1)]
            found = [first, *(each for each in others if each is not None)]
            found = found * 2 if parts == 2 and len(found) == 1 else found
        bar = ["|"] if star else [r"\middle", "|"]
        inside = [token for number, each in enumerate(found) for token in (bar if number else []) + each]
        return grown(r"\langle", inside, r"\rangle", plain=star)

    return read


def _braket(state: State) -> list[str]:
    r"""`\braket{a|b}` of the package `braket`, `\braket{a}{b}` of this one."""
    first = state.scanner.argument()
    second = _group(state.scanner)
    if second is None:
        return ["\0raw\0\\braket", "{", *first, "}"]
    return grown(r"\langle", [*first, r"\middle", "|", *second], r"\rangle")


def _outer(state: State) -> list[str]:
    star = state.scanner.next_is("*")
    first = state.scanner.argument()
    second = _group(state.scanner) or first
    left = grown("|", first, r"\rangle", plain=star)
    return [*left, *grown(r"\langle", second, "|", plain=star)]


def named(handler: Handler, *commands: str) -> dict[str, Handler]:
    """The same for several commands."""
    return {f"\\{command}": handler for command in commands}


HANDLERS: Mapping[str, Handler] = {
    **named(_quantity, "qty", "quantity"),
    **named(_braced("(", ")"), "pqty"),
    **named(_braced("[", "]"), "bqty"),
    **named(_braced(r"\{", r"\}"), "Bqty"),
    **named(_braced("|", "|"), "vqty", "abs", "absolutevalue"),
    **named(_braced(r"\|", r"\|"), "norm"),
    **named(_braced("(", ")", [r"\mathcal", "{", "O", "}"]), "order"),
    **named(_two("[", "]"), "comm", "commutator"),
    **named(_two(r"\{", r"\}"), "acomm", "anticommutator", "acommutator", "pb", "poissonbracket"),
    **named(_derivative(_DIFFERENTIAL), "dv", "derivative"),
    **named(_derivative([r"\partial"]), "pdv", "pderivative", "partialderivative"),
    **named(_derivative([r"\delta"]), "fdv", "fderivative", "functionalderivative"),
    **named(_differential, "dd", "differential"),
    **named(_evaluated, "eval", "evaluated"),
    **named(_bold, "vb", "vectorbold"),
    **named(_accented(r"\vec"), "va", "vectorarrow"),
    **named(_accented(r"\hat"), "vu", "vectorunit"),
    **named(_nabla([]), "grad", "gradient"),
    **named(_nabla([r"\cdot"]), "divergence"),
    **named(_nabla([r"\times"]), "curl"),
    **named(_nabla(["^", "2"], power=True), "laplacian"),
    **named(_state_of(1), "expval", "ev", "expectationvalue"),
    **named(_state_of(2), "ip", "innerproduct"),
    **named(_state_of(3), "mel", "matrixel", "matrixelement"),
    **named(_braket, "braket"),
    **named(_outer, "op", "outerproduct", "dyad", "ketbra"),
}
