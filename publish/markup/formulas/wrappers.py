"""Styles for which the converter has no command: they go through it as colours that nothing else uses.

A group that starts with such a colour becomes an element, which then gets the attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.frozen import frozen
from publish.markup.formulas.tokens import TexError

__all__ = ["Wrapper", "Wrappers"]

_PREFIX = "F3B"
MAX_WRAPPERS = 0xFFF


@frozen
class Wrapper:
    """A MathML element around a part of a formula."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Wrappers:
    """The wrappers of one formula."""

    found: list[Wrapper] = field(default_factory=list)

    def switch(self, tag: str, **attributes: str) -> str:
        """TeX that puts the rest of its group into an element. Raises TexError when there are too many."""
        wrapper = Wrapper(tag, {name.rstrip("_"): value for name, value in attributes.items()})
        if wrapper not in self.found:
            if len(self.found) >= MAX_WRAPPERS:
                raise TexError("too many colours")
            self.found.append(wrapper)
        return rf"\color[HTML]{{{_PREFIX}{self.found.index(wrapper):03X}}}"

    def of(self, style: str) -> Wrapper | None:
        """The wrapper for the style of a converted element, or None."""
        code = style.partition("#")[2][:6].upper()
        if not style.startswith("color:#") or not code.startswith(_PREFIX):
            return None
        number = int(code[3:], 16)
        return self.found[number] if number < len(self.found) else None
