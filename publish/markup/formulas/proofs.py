r"""Proof trees (`\begin{prooftree}`, the package `bussproofs`): what follows stands under a line, what it follows from above."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.tokens import TexError

__all__ = ["read"]

_PREMISES = {"Unary": 1, "Binary": 2, "Trinary": 3, "Quaternary": 4, "Quinary": 5}
_STEPS = {f"\\{name}Inf{end}": count for name, count in _PREMISES.items() for end in ("", "C")} | {
    f"\\{short}{end}": count for short, count in (("UI", 1), ("BI", 2), ("TI", 3)) for end in ("", "C")
}
_AXIOMS = (r"\AxiomC", r"\Axiom", r"\AXC", r"\AX")
_LABELS = {r"\RightLabel": "right", r"\RL": "right", r"\LeftLabel": "left", r"\LL": "left"}
_LINES = {
    r"\noLine": "0pt",
    r"\singleLine": "",
    r"\solidLine": "",
    r"\dashedLine": "",
    r"\doubleLine": "1.5pt",
}
_IGNORED = (r"\DisplayProof", r"\alwaysNoLine", r"\alwaysSingleLine", r"\rootAtBottom", r"\rootAtTop", " ")
MAX_STEPS = 500


@dataclass(slots=True)
class _Tree:
    """What is read so far."""

    proved: list[list[str]] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=dict)
    line: str = ""

    def follow(self, count: int, conclusion: list[str]) -> None:
        """What follows from the last few."""
        if len(self.proved) < count:
            raise TexError("a step of the proof has too few premises")
        premises = self.proved[-count:]
        del self.proved[-count:]
        above = [
            token for number, each in enumerate(premises) for token in ([r"\quad"] if number else []) + each
        ]
        thick = ["{", self.line, "}"] if self.line else ["{", "}"]
        fraction = [
            r"\genfrac",
            "{",
            "}",
            "{",
            "}",
            *thick,
            "{",
            "0",
            "}",
            "{",
            *above,
            "}",
            "{",
            *conclusion,
            "}",
        ]
        left, right = self.labels.get("left", []), self.labels.get("right", [])
        self.proved.append(["{", *left, *fraction, *right, "}"])
        self.labels, self.line = {}, ""


def read(scanner: Scanner) -> list[str]:
    r"""TeX of a tree, as far as its `\end`. TexError for a step without premises, or what is no part of a tree."""
    tree = _Tree()
    for _ in range(MAX_STEPS):
        token = scanner.take()
        if token is None:
            break
        if token == r"\end":
            scanner.argument()
            return [
                token
                for number, each in enumerate(tree.proved)
                for token in ([r"\quad"] if number else []) + each
            ]
        _read(token, scanner, tree)
    raise TexError("the proof has no end")


def _read(token: str, scanner: Scanner, tree: _Tree) -> None:
    if token in _AXIOMS:
        tree.proved.append(_said(scanner))
    elif token in _STEPS:
        tree.follow(_STEPS[token], _said(scanner))
    elif token in _LABELS:
        tree.labels[_LABELS[token]] = [r"\,", r"\text", "{", *scanner.argument(), "}", r"\,"]
    elif token in _LINES:
        tree.line = _LINES[token]
    elif token not in _IGNORED:
        raise TexError(f"{token[:20]} is not part of a proof tree")


def _said(scanner: Scanner) -> list[str]:
    r"""What is proved: text in braces (`\AxiomC{$A$}`), or a formula between dollars with `\fCenter` (`\Axiom$A \fCenter B$`)."""
    if scanner.peek() == "$":
        scanner.take()
        return [r"\;" if token == r"\fCenter" else token for token in scanner.until("$")]
    return [r"\text", "{", *scanner.argument(), "}"]
