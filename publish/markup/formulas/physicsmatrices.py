r"""Matrices of the package `physics`: `\mqty(a & b \\ c & d)`, `\imat{3}`, `\pmat{x}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.markup.formulas.physics import CLOSING, Handler, between, grown, named
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.state import State
from publish.markup.formulas.tokens import TexError, tokens_of

__all__ = ["HANDLERS"]

_FENCES = {"p": ("(", ")"), "b": ("[", "]"), "B": (r"\{", r"\}"), "v": ("|", "|"), "": (".", ".")}
_PAULI = {"0": ("1 0", "0 1"), "1": ("0 1", "1 0"), "2": ("0 -i", "i 0"), "3": ("1 0", "0 -1")}
MAX_SIZE = 20
"""Rows of a matrix that is told by its size."""


def _matrix(kind: str, *, small: bool = False) -> Handler:
    r"""`\mqty(a & b \\ c & d)`, `\pmqty{…}`, `\smqty[…]`."""

    def read(state: State) -> list[str]:
        scanner = state.scanner
        scanner.next_is("*")
        left, right = _FENCES[kind]
        opening = scanner.peek() or ""
        if opening in CLOSING and not kind:
            scanner.take()
            inside, left, right = between(scanner, opening), opening, CLOSING[opening]
        else:
            inside = scanner.argument()
        name = [*("smallmatrix" if small else "matrix")]
        rows = [r"\begin", "{", *name, "}", *inside, r"\end", "{", *name, "}"]
        return rows if left == "." else grown(left, rows, right)

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


HANDLERS: Mapping[str, Handler] = {
    **named(_matrix(""), "mqty", "matrixquantity"),
    **named(_matrix("p"), "pmqty"),
    **named(_matrix("b"), "bmqty"),
    **named(_matrix("B"), "Bmqty"),
    **named(_matrix("v"), "vmqty", "mdet", "matrixdeterminant"),
    **named(_matrix("", small=True), "smqty", "smallmatrixquantity"),
    **named(_matrix("p", small=True), "spmqty"),
    **named(_matrix("b", small=True), "sbmqty"),
    **named(_matrix("v", small=True), "svmqty", "smdet"),
    **named(_unit_matrix, "imat", "identitymatrix"),
    **named(_zero_matrix, "zmat", "zeromatrix"),
    **named(_pauli, "pmat", "paulimatrix"),
    **named(_same_matrix, "xmat", "xmatrix"),
    **named(_diagonal, "dmat", "diagonalmatrix"),
    **named(lambda state: _diagonal(state, rising=True), "admat", "antidiagonalmatrix"),
}
