r"""`\not`: a stroke through what follows, which is not always the one sign that the converter knows to cross out."""

from __future__ import annotations

from publish.markup.formulas.state import State, wrapped

__all__ = ["read"]

_ROOM = (
    " ",
    r"\!",
    r"\,",
    r"\:",
    r"\;",
    r"\>",
    r"\ ",
    "~",
    r"\negthinspace",
    r"\mathrel",
    r"\mathbin",
    r"\mathord",
)
"""What may stand between the stroke and its sign, or only says of which kind that is."""
_NO_SIGN = frozenset(
    r"{ * \left \overset \underset \stackrel \xrightarrow \xleftarrow \xleftrightarrow \xRightarrow \xLeftarrow \mathop "
    r"\text \mbox \frac \sqrt \surd \boxed \overbrace \underbrace \operatorname".split()
)
"""What the converter does not cross out: the stroke stands before it."""
MAX_STEPS = 50


def read(state: State) -> list[str] | str:
    """The stroke is part of a sign, or stands before what is more than one."""
    scanner = state.scanner
    for _ in range(MAX_STEPS):
        following = scanner.peek() or ""
        if following in state.macros.known:
            scanner.take()
            scanner.push(state.macros.known[following].expand(scanner))
        elif not scanner.next_is(*_ROOM):
            break
    if following == "{":
        inside = scanner.argument()
        scanner.push(inside if len(inside) == 1 else ["{", *inside, "}"])
        following = inside[0] if len(inside) == 1 else "{"
    if following in _NO_SIGN or following.isdecimal():
        return wrapped(state, ["/"], "mpadded", width="0")
    return r"\not"
