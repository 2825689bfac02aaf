"""Regular expressions that are compiled when they are first used.

Modules have more than 500, and a command uses few of them: to compile all of them takes a tenth of its time, and a class
of East Asian letters alone takes a millisecond.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast

__all__ = ["late"]


class _Late:
    """Stands in for a pattern. It takes over the pattern's methods one by one, as they are used."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._pattern, name)
        setattr(self, name, found)
        return found


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled when one of its methods is first called. Not for functions of `re` that take a pattern."""
    return cast("re.Pattern[str]", _Late(text, flags))
