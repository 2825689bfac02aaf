r"""The package `physics`: brackets that grow, derivatives, states, matrices (MathJax's extension of that name).

Its commands are known everywhere, but for those that plain TeX has with another meaning (`\div`, `\Re`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas import units
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.state import State
from publish.markup.formulas.tokens import TexError, tokens_of

__all__ = ["HANDLERS"]

_Handler = Callable[[State], list[str]]
_CLOSING = {"(": ")", "[": "]", "|": "|", r"\{": r"\}", r"\|": r"\|"}
_FENCES = {"p": ("(", ")"), "b": ("[", "]"), "B": (r"\{", r"\}"), "v": ("|", "|"), "": (".", ".")}
_DIFFERENTIAL = [r"\mathrm", "{", "d", "}"]
_PAULI = {"0": ("1 0", "0 1"), "1": ("0 1", "1 0"), "2": ("0 -i", "i 0"), "3": ("1 0", "0 -1")}
MAX_SIZE = 20
"""Rows of a matrix that is told by its size."""


def _grown(left: str, inside: Sequence[str], right: str, *, plain: bool = False) -> list[str]:
    if plain:
        return ["{", *([left] if left != "." else []), *inside, *([right] if right != "." else []), "}"]
    return [r"\left", left, *inside, r"\right", right]


def _group(scanner: Scanner) -> list[str] | None:
    """The argument in braces here, if there is one."""
    return scanner.argument() if scanner.peek() == "{" else None


def _between(scanner: Scanner, opening: str) -> list[str]:
    """What stands as far as the bracket that closes this one, which was read."""
    found: list[str] = []
    closing, depth, braces = _CLOSING[opening], 1, 0
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
    if opening in _CLOSING:
        scanner.take()
        return _grown(opening, _between(scanner, opening), _CLOSING[opening])
    first = _group(scanner)
    if first is None or scanner.peek() == "{":
        scanner.push(["{", *first, "}"] if first is not None else [])
        return units.handler(r"\qty")(state)
    return _grown(r"\{", first, r"\}")


def _braced(left: str, right: str, before: Sequence[str] = ()) -> _Handler:
    r"""`\abs{x}`, `\pqty{x}`, `\order(x)`: with a star the brackets do not grow."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        star = scanner.next_is("*")
        opening = scanner.peek() or ""
        if opening in ("(", "["):
            scanner.take()
            inside = _between(scanner, opening)
        else:
            inside = scanner.argument()
        return [*before, *_grown(left, inside, right, plain=star)]

    return read


def _two(left: str, right: str) -> _Handler:
    r"""`\comm{a}{b}`."""

    def read(state: State) -> list[str]:
        star = state.scanner.next_is("*")
        first, second = state.scanner.argument(), state.scanner.argument()
        return _grown(left, [*first, ",", *second], right, plain=star)

    return read


def _derivative(sign: Sequence[str]) -> _Handler:
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
        return [r"\,", *_DIFFERENTIAL, *power, *_grown("(", _between(state.scanner, "("), ")")]
    return [r"\,", *_DIFFERENTIAL, *power]


def _evaluated(state: State) -> list[str]:
    r"""`\eval{x}_0^1`, `\eval(x|_0^1`, `\eval[x|_0^1`."""
    scanner = state.scanner
    scanner.next_is("*")
    opening = scanner.peek() or ""
    if opening in ("(", "["):
        scanner.take()
        return _grown(opening, scanner.until("|"), "|")
    return _grown(".", scanner.argument(), "|")


def _bold(state: State) -> list[str]:
    slanted = state.scanner.next_is("*")
    return [r"\boldsymbol" if slanted else r"\mathbf", "{", *state.scanner.argument(), "}"]


def _accented(accent: str) -> _Handler:
    return lambda state: [accent, "{", *_bold(state), "}"]


def _nabla(after: Sequence[str], *, power: bool = False) -> _Handler:
    def read(state: State) -> list[str]:
        opening = state.scanner.peek() or ""
        argument: list[str] = []
        if opening in ("(", "["):
            state.scanner.take()
            argument = _grown(opening, _between(state.scanner, opening), _CLOSING[opening])
        elif opening == "{":
            argument = ["{", *state.scanner.argument(), "}"]
        return [r"\nabla" if power else r"\boldsymbol{\nabla}", *after, *argument]

    return read


def _state_of(parts: int) -> _Handler:
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
        return _grown(r"\langle", inside, r"\rangle", plain=star)

    return read


def _braket(state: State) -> list[str]:
    r"""`\braket{a|b}` of the package `braket`, `\braket{a}{b}` of this one."""
    first = state.scanner.argument()
    second = _group(state.scanner)
    if second is None:
        return ["\0raw\0\\braket", "{", *first, "}"]
    return _grown(r"\langle", [*first, r"\middle", "|", *second], r"\rangle")


def _outer(state: State) -> list[str]:
    star = state.scanner.next_is("*")
    first = state.scanner.argument()
    second = _group(state.scanner) or first
    left = _grown("|", first, r"\rangle", plain=star)
    return [*left, *_grown(r"\langle", second, "|", plain=star)]


def _matrix(kind: str, *, small: bool = False) -> _Handler:
    r"""`\mqty(a & b \\ c & d)`, `\pmqty{…}`, `\smqty[…]`."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        scanner.next_is("*")
        left, right = _FENCES[kind]
        opening = scanner.peek() or ""
        if opening in _CLOSING and not kind:
            scanner.take()
            inside, left, right = _between(scanner, opening), opening, _CLOSING[opening]
        else:
            inside = scanner.argument()
        name = [*("smallmatrix" if small else "matrix")]
        rows = [r"\begin", "{", *name, "}", *inside, r"\end", "{", *name, "}"]
        return rows if left == "." else _grown(left, rows, right)

    return read


def _size(scanner: Scanner) -> int:
    words = scanner.words()
    if not words.isdecimal() or not 0 < int(words[:4]) <= MAX_SIZE:
        raise TexError(f"a matrix cannot have {words[:10]} rows")
    return int(words)


def _rows(cells: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    made: list[str] = []
    for place, row in enumerate(cells):
        made += [r"\\"] if place else []
        for number, cell in enumerate(row):
            made += [*(["&"] if number else []), *cell]
    return made


def _unit_matrix(state: State) -> list[str]:
    size = range(_size(state.scanner))
    return _rows([[["1" if row == column else "0"] for column in size] for row in size])


def _zero_matrix(state: State) -> list[str]:
    rows, columns = _size(state.scanner), _size(state.scanner)
    return _rows([[["0"]] * columns] * rows)


def _pauli(state: State) -> list[str]:
    r"""`\pmat{1}` or `\pmat{x}`: the matrix of that number."""
    name = state.scanner.words()
    rows = _PAULI.get({"x": "1", "y": "2", "z": "3"}.get(name, name))
    if rows is None:
        raise TexError(f"no Pauli matrix is called {name[:10]}")
    return _rows([[tokens_of(cell) for cell in row.split()] for row in rows])


def _same_matrix(state: State) -> list[str]:
    r"""`\xmat{a}{2}{3}`; with a star each has its place as an index."""
    star = state.scanner.next_is("*")
    cell = state.scanner.argument()
    rows, columns = range(1, _size(state.scanner) + 1), range(1, _size(state.scanner) + 1)
    return _rows(
        [
            [[*cell, *(["_", "{", *f"{row}{column}", "}"] if star else [])] for column in columns]
            for row in rows
        ]
    )


def _diagonal(state: State, *, rising: bool = False) -> list[str]:
    r"""`\dmat{a,b}`, `\admat{a,b}`."""
    filling = state.scanner.optional() or []
    cells: list[list[str]] = [[]]
    depth = 0
    for token in state.scanner.argument():
        depth += (token == "{") - (token == "}")
        if token == "," and not depth:
            cells.append([])
        else:
            cells[-1].append(token)
    count = len(cells)
    if count > MAX_SIZE:
        raise TexError(f"a matrix cannot have {count} rows")
    at = [count - 1 - row if rising else row for row in range(count)]
    return _rows(
        [[cells[row] if column == at[row] else filling for column in range(count)] for row in range(count)]
    )


def _named(handler: _Handler, *commands: str) -> dict[str, _Handler]:
    return {f"\\{command}": handler for command in commands}


HANDLERS: Mapping[str, _Handler] = {
    **_named(_quantity, "qty", "quantity"),
    **_named(_braced("(", ")"), "pqty"),
    **_named(_braced("[", "]"), "bqty"),
    **_named(_braced(r"\{", r"\}"), "Bqty"),
    **_named(_braced("|", "|"), "vqty", "abs", "absolutevalue"),
    **_named(_braced(r"\|", r"\|"), "norm"),
    **_named(_braced("(", ")", [r"\mathcal", "{", "O", "}"]), "order"),
    **_named(_two("[", "]"), "comm", "commutator"),
    **_named(_two(r"\{", r"\}"), "acomm", "anticommutator", "acommutator", "pb", "poissonbracket"),
    **_named(_derivative(_DIFFERENTIAL), "dv", "derivative"),
    **_named(_derivative([r"\partial"]), "pdv", "pderivative", "partialderivative"),
    **_named(_derivative([r"\delta"]), "fdv", "fderivative", "functionalderivative"),
    **_named(_differential, "dd", "differential"),
    **_named(_evaluated, "eval", "evaluated"),
    **_named(_bold, "vb", "vectorbold"),
    **_named(_accented(r"\vec"), "va", "vectorarrow"),
    **_named(_accented(r"\hat"), "vu", "vectorunit"),
    **_named(_nabla([]), "grad", "gradient"),
    **_named(_nabla([r"\cdot"]), "divergence"),
    **_named(_nabla([r"\times"]), "curl"),
    **_named(_nabla(["^", "2"], power=True), "laplacian"),
    **_named(_state_of(1), "expval", "ev", "expectationvalue"),
    **_named(_state_of(2), "ip", "innerproduct"),
    **_named(_state_of(3), "mel", "matrixel", "matrixelement"),
    **_named(_braket, "braket"),
    **_named(_outer, "op", "outerproduct", "dyad", "ketbra"),
    **_named(_matrix(""), "mqty", "matrixquantity"),
    **_named(_matrix("p"), "pmqty"),
    **_named(_matrix("b"), "bmqty"),
    **_named(_matrix("B"), "Bmqty"),
    **_named(_matrix("v"), "vmqty", "mdet", "matrixdeterminant"),
    **_named(_matrix("", small=True), "smqty", "smallmatrixquantity"),
    **_named(_matrix("p", small=True), "spmqty"),
    **_named(_matrix("b", small=True), "sbmqty"),
    **_named(_matrix("v", small=True), "svmqty", "smdet"),
    **_named(_unit_matrix, "imat", "identitymatrix"),
    **_named(_zero_matrix, "zmat", "zeromatrix"),
    **_named(_pauli, "pmat", "paulimatrix"),
    **_named(_same_matrix, "xmat", "xmatrix"),
    **_named(_diagonal, "dmat", "diagonalmatrix"),
    **_named(lambda state: _diagonal(state, rising=True), "admat", "antidiagonalmatrix"),
}
