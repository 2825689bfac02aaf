"""Selectors of style sheets become Python when an element is first compared with them.

cssselect2 writes each selector as a Python function, and compiles all of them when a style sheet is read: a third of the
time. A book has elements for a part of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cssselect2 import compiler

__all__ = ["LateTest", "compile_later"]


def compile_later() -> None:
    """Replace what cssselect2 compiles with. Calling it twice does nothing more."""
    compiler.eval = lambda source, *_: LateTest(source)


class LateTest:
    """Whether an element is one of those that a selector chooses. It can be kept with its style sheet (`sheets`)."""

    __slots__ = ("_compiled", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._compiled: Callable[[Any], Any] | None = None

    def __call__(self, element: Any) -> Any:
        """Compiles the selector the first time."""
        if self._compiled is None:
            self._compiled = eval(self._source, _names())  # noqa: S307  # written by cssselect2, from a selector that it has parsed
        return self._compiled(element)

    def __reduce__(self) -> tuple[type[LateTest], tuple[str]]:
        return LateTest, (self._source,)


def _names() -> dict[str, Any]:
    """What the functions call."""
    return {name: getattr(compiler, name) for name in ("split_whitespace", "ascii_lower", "urlparse")}
