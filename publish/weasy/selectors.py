"""Selectors of style sheets become Python when an element is first compared with them.

cssselect2 writes each selector as a Python function, and compiles all of them when a style sheet is read: a third of the
time. A book has elements for a part of them.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from cssselect2 import compiler

__all__ = ["compile_later"]

Test = Callable[[Any], Any]


def compile_later() -> None:
    """Replace what cssselect2 compiles with. Calling it twice does nothing more."""
    compiler.eval = _compiled_later


def _compiled_later(source: str, names: dict[str, Any], own: dict[str, Any]) -> Test:
    """The function that `source` is, compiled at its first call."""
    known = SimpleNamespace(test=None)

    def test(element: Any) -> Any:
        if known.test is None:
            known.test = eval(source, names, own)  # noqa: S307  # written by cssselect2, from a selector that it has parsed
        return known.test(element)

    return test
