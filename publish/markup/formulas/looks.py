"""Commands for looks and structure that need more than a rewriting rule: sizes, boxes, shifts, operators, old TeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from publish.markup.formulas.lengths import ems
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.state import State, switch, wrapped
from publish.markup.formulas.tokens import TexError, joined
from publish.markup.formulas.words import said
from publish.text.patterns import late

__all__ = ["FENCES", "HANDLERS", "dimension"]

FENCES = {
    "matrix": (".", "."), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": (r"\{", r"\}"),
    "vmatrix": ("|", "|"), "Vmatrix": (r"\|", r"\|"),
}  # fmt: skip
_SIZES = {
    r"\tiny": "0.5em", r"\Tiny": "0.6em", r"\scriptsize": "0.7em", r"\footnotesize": "0.8em", r"\small": "0.85em",
    r"\normalsize": "1em", r"\large": "1.2em", r"\Large": "1.44em", r"\LARGE": "1.73em", r"\huge": "2.07em",
    r"\Huge": "2.49em",
}  # fmt: skip
"""Font sizes, as in MathJax."""
_NOTATIONS = frozenset(
    "box roundedbox circle left right top bottom updiagonalstrike downdiagonalstrike verticalstrike horizontalstrike "
    "longdiv actuarial madruwb updiagonalarrow".split()
)
_KNOWN_EXTENSION = late(r"[A-Za-z0-9/_\[\], -]{0,60}")


def _size(size: str) -> Callable[[State], list[str]]:
    return lambda state: switch(state, "mstyle", mathsize=size)


def _padded(**attributes: str) -> Callable[[State], list[str]]:
    def read(state: State) -> list[str]:
        option = "".join(state.scanner.optional() or [])
        values = dict(attributes)
        if option == "t":
            values.pop("depth", "")
        elif option == "b":
            values.pop("height", "")
        return wrapped(state, state.scanner.argument(), "mpadded", **values)

    return read


def dimension(scanner: Scanner) -> str:
    """A length as TeX reads one, in braces or bare."""
    scanner.next_is("*")
    if scanner.peek() == "{":
        return scanner.words()
    text = ""
    while (
        (token := scanner.peek()) is not None
        and len(text) < 12
        and (token in "-.+" or token.isdecimal() or token.isalpha())
    ):
        text += token
        scanner.take()
        if re.fullmatch(r"[-+]?[\d.]+[a-z]{2}", text):
            break
    return text


def _shift(sign: int) -> Callable[[State], list[str]]:
    r"""`\raise 3pt{x}`, `\lower`, `\raisebox{3pt}{x}`."""

    def read(state: State) -> list[str]:
        length = dimension(state.scanner)
        return wrapped(state, state.scanner.argument(), "mpadded", voffset=f"{sign * ems(length):.3g}em")

    return read


def _space(state: State) -> list[str]:
    r"""`\hspace{1em}`, `\hskip 1em plus 2em`, `\kern`, `\mskip`, `\rule`'s width."""
    return [f"\0raw\0\\hspace{{{ems(dimension(state.scanner)):.3g}em}}"]


_AXIS = 0.258
"""Ems between the baseline and the line of a fraction."""


def _rule(state: State) -> list[str]:
    r"""`\rule[raise]{width}{height}`: the line of a fraction of nothing, which every reader draws in the text's colour."""
    scanner = state.scanner
    raised = ems("".join(scanner.optional() or []))
    width, height = ems(scanner.words()), max(ems(scanner.words()), 0.0)
    return _line(state, width, raised, height)


def _deep_rule(state: State) -> list[str]:
    r"""MathJax's `\Rule{width}{height}{depth}`."""
    width, height, depth = (ems(state.scanner.words()) for _ in range(3))
    return _line(state, width, -depth, max(height + depth, 0.0))


def _line(state: State, width: float, raised: float, height: float) -> list[str]:
    """A filled rectangle, in ems."""
    size = {
        "width": f"{width:.3g}em",
        "height": f"{max(raised + height, 0.0):.3g}em",
        "depth": f"{-min(raised, 0.0) or 0.0:.3g}em",
    }
    if width <= 0 or not height:
        return wrapped(state, ["\0raw\0\\phantom{x}"], "mpadded", **size)
    line = rf"\genfrac{{}}{{}}{{{height:.3g}em}}{{}}{{\hspace{{{width:.3g}em}}}}{{}}"
    return wrapped(
        state, [f"\0raw\0{line}"], "mpadded", **size, voffset=f"{raised + height / 2 - _AXIS:.3g}em"
    )


def _enclose(state: State) -> list[str]:
    asked = state.scanner.words().replace(",", " ").split()
    state.scanner.optional()
    kinds = [kind for kind in asked if kind in _NOTATIONS][:4]
    content = state.scanner.argument()
    if "radical" in asked:
        content = [r"\sqrt", "{", *content, "}"]
    if not kinds and "radical" in asked:
        return content
    return wrapped(state, content, "menclose", notation=" ".join(kinds or ["box"]))


def _notation(kind: str) -> Callable[[State], list[str]]:
    def read(state: State) -> list[str]:
        state.scanner.optional()
        return wrapped(state, state.scanner.argument(), "menclose", notation=kind)

    return read


def _framed_text(state: State) -> list[str]:
    state.scanner.optional()
    return [r"\boxed", "{", r"\text", "{", *state.scanner.argument(), "}", "}"]


def _link(state: State) -> list[str]:
    state.scanner.argument()
    state.links = True
    return ["{", *state.scanner.argument(), "}"]


def _address(state: State) -> list[str]:
    """An address is shown, and leads nowhere."""
    return [said(joined(state.scanner.argument()).strip(), r"\texttt")]


def _require(state: State) -> None:
    name = joined(state.scanner.argument())
    if not _KNOWN_EXTENSION.fullmatch(name) or ".." in name:
        raise TexError(rf"\require{{{name[:30]}}} does not name an extension")


def _unicode(state: State) -> list[str]:
    state.scanner.optional()
    text = state.scanner.words().lower()
    digits, base = (text[1:], 16) if text.startswith("x") else (text, 10)
    try:
        character = chr(int(digits[:8], base))
    except ValueError:
        raise TexError(rf"\unicode{{{text[:12]}}} is not a character") from None
    if not character.isprintable():
        raise TexError(rf"\unicode{{{text[:12]}}} is not a character")
    return [said(character)] if not character.isalpha() else [character]


_UPRIGHT = frozenset((r"\rm", r"\mathrm", r"\text", r"\sf", r"\bf"))


def _operator(state: State) -> list[str] | str:
    r"""`\mathop{x}`, with limits above and below if `\limits` follows."""
    content = state.scanner.argument()
    if not state.scanner.next_is(r"\limits"):
        beside = state.scanner.next_is(r"\nolimits")
        bare = [token for token in content if token not in (" ", *_UPRIGHT, "{", "}")]
        if bare and set(content) & _UPRIGHT and all(len(token) == 1 and token.isalpha() for token in bare):
            return [r"\operatorname*", "{", *bare, "}"]
        whole = ["\0raw\0\\mathop", "{", *content, "}"]
        return whole if beside else _limits(state, whole)
    return _limits(state, content)


def _limits(state: State, base: list[str]) -> list[str]:
    scanner = state.scanner
    made = ["{", *base, "}"]
    for _ in range(2):
        if scanner.next_is("_"):
            made = [r"\underset", "{", *scanner.argument(), "}", "{", *made, "}"]
        elif scanner.next_is("^"):
            made = [r"\overset", "{", *scanner.argument(), "}", "{", *made, "}"]
    return made


def _direct_limit(arrow: str) -> Callable[[State], list[str]]:
    r"""`\varinjlim`: "lim" over an arrow, with a thin space before a letter as after each operator."""

    def read(state: State) -> list[str]:
        made = _limits(state, [arrow, "{", r"\mathrm", "{", "l", "i", "m", "}", "}"])
        following = state.scanner.peek() or ""
        return [*made, r"\,"] if following.isalnum() or following == "{" else made

    return read


def _operator_name(state: State) -> list[str] | str:
    r"""`\operatorname{…}`: words, or anything, as one operator."""
    star = "*" if state.scanner.next_is("*") else ""
    content = state.scanner.argument()
    plain = [token for token in content if token not in (r"\rm", r"\mathrm", r"\text", r"\mathop", "{", "}")]
    if all(len(token) == 1 or token in (r"\,", r"\ ", r"\-", r"\;") for token in plain):
        words = "".join(" " if token == " " else token for token in plain)
        return rf"\operatorname{star}{{{words}}}"
    if not star:
        return ["\0raw\0\\mathop", "{", r"\mathrm", "{", *content, "}", "}"]
    return _limits(state, [r"\mathrm", "{", *content, "}"])


def _buildrel(state: State) -> list[str]:
    over = state.scanner.until(r"\over")
    return [r"\stackrel", "{", *over, "}", "{", *state.scanner.argument(), "}"]


def _root(state: State) -> list[str]:
    index = state.scanner.until(r"\of")
    return [r"\sqrt", "[", "{", *index, "}", "]", "{", *state.scanner.argument(), "}"]


def _verbatim(state: State) -> list[str]:
    scanner = state.scanner
    mark, found = scanner.take() or "", []
    while (token := scanner.take()) != mark:
        if token is None:
            raise TexError(f"{mark} is missing")
        found.append(token)
    return [said("".join(found), r"\texttt")]


def _toggle(state: State) -> list[str]:
    r"""`\toggle{a}{b}…\endtoggle`: what is shown first."""
    first = state.scanner.argument()
    state.scanner.until(r"\endtoggle")
    return ["{", *first, "}"]


def _continued(state: State) -> list[str]:
    r"""`\cfrac[l]{a}{b}`: its side is left out."""
    state.scanner.optional()
    return ["\0raw\0\\cfrac", "{", *state.scanner.argument(), "}", "{", *state.scanner.argument(), "}"]


def _row_line(state: State) -> str:
    r"""`\hline\hline`: two lines are one."""
    while state.scanner.next_is(r"\hline"):
        pass
    return r"\hline"


def _not_set(state: State) -> None:
    r"""`\hline` and similar commands, with arguments that are not needed here."""
    state.scanner.argument()


_Handler = Callable[[State], "list[str] | str | None"]
HANDLERS: Mapping[str, _Handler] = {
    **{name: _size(size) for name, size in _SIZES.items()},
    r"\smash": _padded(height="0", depth="0"),
    r"\rlap": _padded(width="0"), r"\mathrlap": _padded(width="0"),
    **dict.fromkeys((r"\llap", r"\mathllap"), _padded(width="0", lspace="-1width", class_="math-llap")),
    **dict.fromkeys((r"\clap", r"\mathclap"), _padded(width="0", lspace="-0.5width", class_="math-clap")),
    r"\raise": _shift(1), r"\lower": _shift(-1), r"\raisebox": _shift(1),
    r"\hspace": _space, r"\hskip": _space, r"\kern": _space, r"\mkern": _space, r"\mskip": _space,
    r"\mspace": _space, r"\hglue": _space,
    r"\rule": _rule, r"\Rule": _deep_rule,
    r"\enclose": _enclose,
    r"\cancel": _notation("updiagonalstrike"), r"\bcancel": _notation("downdiagonalstrike"),
    r"\xcancel": _notation("updiagonalstrike downdiagonalstrike"), r"\sout": _notation("horizontalstrike"),
    r"\boxed": _notation("box"), r"\fbox": _framed_text, r"\framebox": _framed_text,
    r"\scr": lambda state: [r"\mathscr", "{", *state.scanner.rest_of_group(), "}"],
    r"\toggle": _toggle, r"\cfrac": _continued,
    r"\href": _link, r"\url": _address,
    r"\require": _require, r"\usepackage": _require,
    r"\unicode": _unicode, r"\mathop": _operator, r"\operatorname": _operator_name,
    r"\varinjlim": _direct_limit(r"\underrightarrow"), r"\varprojlim": _direct_limit(r"\underleftarrow"),
    r"\buildrel": _buildrel, r"\root": _root, r"\verb": _verbatim,
    r"\hline": _row_line, r"\setlength": _not_set, r"\arraystretch": lambda _: None,
}  # fmt: skip
