"""A look at a template before the engine sees it: linear in its length, whatever it holds.

The engine's own patterns take quadratic time on some hostile texts, and one unclosed tag makes it drop the rest of a post.
Here such texts are told apart, and tags that nobody knows are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

__all__ = ["Mark", "TemplateError", "scan", "without_unknown"]

BLOCKS = frozenset(
    ["if", "unless", "for", "case", "capture", "tablerow", "ifchanged", "highlight", "comment", "raw", "doc"]
)
"""Tags that an `end…` tag must close."""
_VERBATIM = frozenset(["raw", "comment", "doc"])
MAX_MARKS = 20_000
MAX_MARK = 5_000
"""Characters of one `{{ … }}` or `{% … %}`."""
_OPENING = re.compile(r"\{\{|\{%")
_NAME = re.compile(r"\{%-?\s{0,20}(#|\w{1,60})")
_GAP = re.compile(r"\s{200}")


class TemplateError(ValueError):
    """A text that Jekyll could not build either."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place
        """Offset in the text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One `{{ … }}` (its name empty) or `{% name … %}`: from, to."""

    name: str
    start: int
    end: int


def scan(text: str) -> list[Mark]:
    """The marks of a template in order. TemplateError for one that is not closed or too long."""
    marks: list[Mark] = []
    stack: list[Mark] = []
    place = 0
    while opening := _OPENING.search(text, place):
        mark = _mark(text, opening.start())
        if len(marks) == MAX_MARKS:
            raise TemplateError(f"more than {MAX_MARKS:,} Liquid tags", mark.start)
        marks.append(mark)
        place = mark.end
        if mark.name in _VERBATIM:
            closing = re.compile(rf"\{{%-?\s{{0,20}}end{mark.name}\s{{0,20}}-?%\}}").search(text, place)
            if closing is None:
                raise TemplateError(f"{{% {mark.name} %}} is never closed", mark.start)
            marks.append(Mark(f"end{mark.name}", closing.start(), closing.end()))
            place = closing.end()
        elif mark.name in BLOCKS:
            stack.append(mark)
        elif mark.name.removeprefix("end") in BLOCKS and (
            not stack or stack.pop().name != mark.name.removeprefix("end")
        ):
            raise TemplateError(f"{{% {mark.name} %}} closes nothing", mark.start)
    if stack:
        raise TemplateError(f"{{% {stack[-1].name} %}} is never closed", stack[-1].start)
    return marks


def _mark(text: str, start: int) -> Mark:
    is_tag = text[start + 1] == "%"
    closing = "%}" if is_tag else "}}"
    end = text.find(closing, start + 2, start + MAX_MARK)
    if end < 0 or _GAP.search(text, start, end):
        raise TemplateError(f"{text[start : start + 2]} without a {closing} to close it", start)
    name = _NAME.match(text, start, end + 2)
    if is_tag and name is None:
        raise TemplateError("a Liquid tag without a name", start)
    return Mark(name.group(1) if is_tag and name else "", start, end + 2)


def without_unknown(text: str, marks: list[Mark], known: Container[str]) -> tuple[str, list[Mark]]:
    """The text without tags that nobody knows, and those tags. What stands between two of them stays."""
    unknown = [mark for mark in marks if mark.name and mark.name not in known]
    pieces, place = [], 0
    for mark in unknown:
        # Lines are kept, so that later messages name the right one.
        pieces.append(text[place : mark.start] + "\n" * text.count("\n", mark.start, mark.end))
        place = mark.end
    pieces.append(text[place:])
    return "".join(pieces), unknown
