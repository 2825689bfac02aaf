r"""Colours (`\color`, `\textcolor`, `\colorbox`, `\bbox`): CSS names, and the models of LaTeX's `color`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas.dvipsnames import DVIPS
from publish.markup.formulas.lengths import is_length
from publish.markup.formulas.state import State, switch, wrapped
from publish.markup.formulas.tokens import joined
from publish.text.patterns import late

__all__ = ["HANDLERS"]

_NAME = late(r"[A-Za-z]{1,30}")
_HEX = late(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def _colour(state: State) -> str:
    r"""`{red}`, `[HTML]{ff0000}`, `[rgb]{1,0,0}` as a MathML colour; empty for anything else, as browsers take it."""
    model = "".join(state.scanner.optional() or []).strip()
    text = state.scanner.words()
    return colour_of(state, model, text)


def colour_of(state: State, model: str, text: str) -> str:
    """A colour in a model (empty for a name) as `#rrggbb` or a CSS name; empty for what is none."""
    text = text.strip()
    if model in ("rgb", "RGB", "gray"):
        try:
            parts = [float(part) for part in text.split(",")]
        except ValueError:
            parts = []
        whole = 255 if model != "RGB" else 1
        parts = parts * 3 if model == "gray" else parts
        if len(parts) == 3:
            return "#" + "".join(f"{max(0, min(255, round(part * whole))):02x}" for part in parts)
    elif (found := _HEX.fullmatch(text)) and (model == "HTML" or text.startswith("#")):
        return f"#{found[1]}"
    if text in state.colours:
        return state.colours[text]
    name = text.partition("!")[0]  # blue!50: the tint is left out
    return DVIPS.get(name, name.lower()) if _NAME.fullmatch(name) else ""


def _coloured(state: State, content: Sequence[str], **colour: str) -> list[str]:
    """A part of a formula in a colour, if it is one."""
    if not any(colour.values()):
        return ["{", *content, "}"]
    return wrapped(state, content, "mstyle", **colour)


def _define_colour(state: State) -> None:
    name, model, text = (state.scanner.words() for _ in range(3))
    state.colours[name[:40]] = colour_of(state, model, text)


def _color(state: State) -> list[str]:
    colour = _colour(state)
    if state.reading.colour_takes_argument:
        return _coloured(state, state.scanner.argument(), mathcolor=colour)
    return switch(state, "mstyle", mathcolor=colour) if colour else []


def _text_color(state: State) -> list[str]:
    colour = _colour(state)
    return _coloured(state, state.scanner.argument(), mathcolor=colour)


def _color_box(state: State) -> list[str]:
    colour = _colour(state)
    side = "\0raw\0\\hspace{0.3em}"
    content = [side, r"\text", "{", *state.scanner.argument(), "}", side]
    if not colour:
        return ["{", *content, "}"]
    room = {"height": "+0.3em", "depth": "+0.3em"}
    return wrapped(state, content, "mpadded", **room, mathbackground=colour, class_="math-filled")


def _frame_color_box(state: State) -> list[str]:
    frame, inside = _colour(state), _colour(state)
    words = [r"\text", "{", *state.scanner.argument(), "}"]
    if (
        inside
    ):  # on a colour that the author gives, letters are black; the page's own may be light, in a dark reader
        words = wrapped(state, words, "mstyle", mathcolor="black")
    content = wrapped(state, words, "menclose", notation="box", **({"mathcolor": frame} if frame else {}))
    return _coloured(state, content, mathbackground=inside)


def _bbox(state: State) -> list[str]:
    options = joined(state.scanner.optional() or [])
    content = state.scanner.argument()
    for option in options.split(","):
        name = option.strip()
        if name.startswith("border"):
            content = [r"\boxed", "{", *content, "}"]
        elif name and not is_length(name) and (_NAME.fullmatch(name) or _HEX.fullmatch(name)):
            content = wrapped(state, content, "mstyle", mathbackground=DVIPS.get(name, name))
    return ["{", *content, "}"]


_Handler = Callable[[State], "list[str] | None"]
HANDLERS: Mapping[str, _Handler] = {
    r"\color": _color,
    r"\textcolor": _text_color,
    r"\colorbox": _color_box,
    r"\fcolorbox": _frame_color_box,
    r"\definecolor": _define_colour,
    r"\bbox": _bbox,
}
