r"""Chemistry: the content of `\ce{…}` (the `mhchem` package, 4) as TeX.

Formulas, charges, isotopes, amounts, bonds, states and arrows; anything else is set upright.
"""

from __future__ import annotations

import re

from publish.markup.formulas.tokens import tokens_of
from publish.text.patterns import late

__all__ = ["read"]

_ARROWS = {
    "<=>>": r"\xrightleftharpoons", "<<=>": r"\xrightleftharpoons", "<-->": r"\xleftrightarrow", "<->": r"\xleftrightarrow",
    "<=>": r"\xrightleftharpoons", "-->": r"\xrightarrow", "->": r"\xrightarrow", "<--": r"\xleftarrow",
    "<-": r"\xleftarrow", "→": r"\xrightarrow", "⟶": r"\xrightarrow", "⇌": r"\xrightleftharpoons", "<–>": r"\xleftrightarrow",
    "–>": r"\xrightarrow", "<–": r"\xleftarrow",
}  # fmt: skip
"""Arrows; some of them after a conversion of dashes."""
_BOTH_WAYS = r"\xrightleftharpoons"
_BONDS = {
    "-": "{-}",
    "=": "{=}",
    "#": r"{\equiv}",
    "–": "{-}",
    "~": r"{\sim}",
    "...": r"{\cdots}",
    "->": r"{\rightarrow}",
}
_ARROW = late("|".join(map(re.escape, sorted(_ARROWS, key=len, reverse=True))))
_AMOUNT = late(r"(?:\(?(\d+)/(\d+)\)?|(\d+(?:[.,]\d+)?)|([a-z])(?=\s*[A-Z(\[]))\s*(?=[A-Za-z(\[{^$\\])")
_SCRIPT = late(r"([_^])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\d*[+\-–−]|\d+|[A-Za-z•.*+\-–−]))")
_DEFECT = late(r"[•.'x*×]+")
"""Charges of defects in crystals, which stand over the place (Kröger-Vink)."""
_DIGITS = late(r"\d+")
_CHARGE = late(r"(\d*[+\-–−])(?=[\s,;)\]}]|$)")
_LETTERS = late(r"[A-Za-z]+")
_MATH = late(r"\$([^$]*)\$")
_BOND = late(r"\\bond\s*\{([^{}]*)\}")
_BRACED = late(r"\{((?:[^{}]|\{[^{}]*\})*)\}")
_COMMAND = late(r"\\[A-Za-z]+\s*|\\.")
_OPTION = late(r"\s*\[([^\[\]]*)\]")
MAX = 2_000
"""Most characters of a formula."""


def read(text: str) -> list[str]:
    r"""TeX tokens for the content of `\ce`."""
    return ["{", *tokens_of(_Reader(text[:MAX]).read()), "}"]


class _Reader:
    """Reads one formula, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.place = 0
        self.made: list[str] = []
        self.after = ""
        """The kind of the previous part: `atom` when a digit or sign would belong to it, `space`, or empty."""
        self.hung = ""
        """The script that the atom has: `_`, `^`, `before` when that stands before it, or empty."""

    def read(self) -> str:
        self._amount()
        while self.place < len(self.text):
            for rule in (
                self._space,
                self._arrow,
                self._special,
                self._script,
                self._charge,
                self._digits,
                self._letters,
            ):
                if rule():
                    break
            else:
                self._sign()
        return "".join(self.made)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.place)
        if found:
            self.place = found.end()
        return found

    def _amount(self) -> None:
        found = self._take(_AMOUNT)
        if found is None:
            return
        if found[1]:
            self.made.append(rf"\tfrac{{{found[1]}}}{{{found[2]}}}\,")
        else:
            self.made.append(rf"{found[3] or found[4]}\,")

    def _space(self) -> bool:
        if self.text[self.place] != " ":
            return False
        self.place += 1
        following = self.text[self.place : self.place + 2].strip()
        arrow = {"^": r"\uparrow ", "v": r"\downarrow "}.get(following)
        if arrow:
            self.made.append(rf"\,{arrow}")
            self.place += 1
        elif following[:1] in ("+", "-", "–", "=") and self.text[self.place + 1 : self.place + 2] == " ":
            sign = "-" if following[0] == "–" else following[0]
            self.made.append(f" {sign} ")
            self.place += 2
            self._amount()
        elif not _ARROW.match(self.text, self.place):
            self.made.append(r"\ ")
            self._amount()
        self.after = ""
        return True

    def _arrow(self) -> bool:
        found = self._take(_ARROW)
        if found is None:
            return False
        above = self._take(_OPTION)
        below = self._take(_OPTION) if above else None
        under = f"[{_above_arrow(below[1])}]" if below and below[1].strip() else ""
        command = _ARROWS[found[0]]
        if not above and command == _BOTH_WAYS:  # which does not grow in fonts
            self.made.append(r"\rightleftharpoons ")
        else:
            self.made.append(f"{command}{under}{{{_above_arrow(above[1]) if above else chr(92) + 'quad'}}}")
        self.place += len(self.text[self.place :]) - len(self.text[self.place :].lstrip())
        self.after = ""
        self._amount()
        return True

    def _special(self) -> bool:
        if found := self._take(_MATH):
            self.made.append(f"{{{found[1]}}}")
        elif found := self._take(_BOND):
            self.made.append(_BONDS.get(found[1].strip(), "{-}"))
        elif found := self._take(_BRACED):
            self.made.append(rf"\text{{{found[1]}}}")
        elif found := self._take(_COMMAND):
            self.made.append(f"{found[0].strip()} ")
        else:
            return False
        self.after, self.hung = "atom", ""
        return True

    def _script(self) -> bool:
        found = self._take(_SCRIPT)
        if found is None:
            return False
        text = found[2] if found[2] is not None else found[3]
        self._hang(found[1], _upright(text), apart=not _DEFECT.fullmatch(text))
        return True

    def _hang(self, side: str, text: str, *, apart: bool = True) -> None:
        """A script; the second one of an atom stands after the first, as its count before its charge (`apart`)."""
        atom = self.after == "atom"
        beside = not atom or (apart and self.hung in ("_", "^") and self.hung != side)
        self.made.append(f"{'{}' if beside else ''}{side}{{{text}}}")
        self.after, self.hung = "atom", side if atom else "before"

    def _charge(self) -> bool:
        found = _CHARGE.match(self.text, self.place) if self.after == "atom" else None
        if found is None:
            return False
        digits, sign = found[1][:-1], found[1][-1]
        self.place = found.end()
        # Digits after an element count its atoms, so only the sign is the charge.
        if digits:
            self._hang("_", digits)
        self._hang("^", "+" if sign == "+" else "-")
        return True

    def _digits(self) -> bool:
        found = self._take(_DIGITS)
        if found is None:
            return False
        if self.after == "atom":
            self._hang("_", found[0])
        else:
            self.made.append(found[0])
        return True

    def _letters(self) -> bool:
        found = self._take(_LETTERS)
        if found is None:
            return False
        self.made.append(rf"\mathrm{{{found[0]}}}")
        self.after, self.hung = "atom", ""
        return True

    def _sign(self) -> None:
        character = self.text[self.place]
        self.place += 1
        if character in "*.·":
            self.made.append(r"\cdot ")
            self.after = ""
            self._amount()
            return
        self.made.append(
            _BONDS.get(
                character, {"%": r"\%", "&": r"\&", "}": "", "{": "", "$": r"\$"}.get(character, character)
            )
        )
        self.after, self.hung = "atom" if character in ")]" else "", ""


def _upright(text: str) -> str:
    text = text.replace("–", "-").replace("−", "-")
    if "$" in text or "\\" in text:
        return text.replace("$", "")
    return re.sub(r"[A-Za-z]+", lambda letters: rf"\mathrm{{{letters[0]}}}", text)


def _above_arrow(text: str) -> str:
    """The text above an arrow: words, or a formula."""
    text = text.strip()
    if text.startswith("{") and text.endswith("}"):
        return rf"\text{{{text[1:-1]}}}"
    return _Reader(text).read() if not text.startswith("$") else text.strip("$")
