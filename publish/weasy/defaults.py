"""Finds the values of properties that no rule of a style sheet sets: nearly all of them.

WeasyPrint finds these by the same long way as the others, which takes a fifth of the time of a short book.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

__all__ = ["mend"]

_BY_OTHERS = frozenset({"display", "float", "position", "page"})
"""Properties with a value that depends on other properties or elements. Those of text decoration do, too."""


def mend() -> None:
    """Replace WeasyPrint's function. Calling it twice does nothing more."""
    if not getattr(css.ComputedStyle.__missing__, "mended", False):
        css.ComputedStyle.__missing__ = _unset_first(css.ComputedStyle.__missing__)


def _unset_first(original: Any) -> Any:
    """The value of the parent, or the initial one, for a property that no rule sets."""
    unset = {
        name: frozenset(_names(name))
        for name in INITIAL_VALUES.keys() - INITIAL_NOT_COMPUTED - _BY_OTHERS
        if not name.startswith("text_decoration_")
    }

    @wraps(original)
    def __missing__(style: Any, key: str) -> Any:  # noqa: N807  # the name in WeasyPrint's class
        names = unset.get(key)
        if names is None or not style.cascaded.keys().isdisjoint(names):
            return original(style, key)
        parent = style.parent_style
        value = parent[key] if parent is not None and key in INHERITED else INITIAL_VALUES[key]
        style[key] = value
        return value

    __missing__.mended = True  # type: ignore[attr-defined]
    return __missing__


def _names(name: str) -> set[str]:
    """The names by which rules set a property: `margin_left`, and `margin_inline_start` or `margin_inline_end`."""
    logical = PHYSICAL_FUNCTIONS.get(name)
    return {name, *(logical(block="ttb", inline=side) for side in ("ltr", "rtl") if logical)}
