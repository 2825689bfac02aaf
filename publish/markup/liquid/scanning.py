"""Scans a template before the engine reads it, in linear time.

The engine's own patterns need quadratic time on some hostile texts, and for one unclosed tag it drops the rest of a
post. Here such tags become text, and unknown tags are removed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container
from dataclasses import replace

from publish.frozen import frozen
from publish.markup.keptwords import kept
from publish.markup.liquid.lax import mended
from publish.text.patterns import late

__all__ = ["Mark", "Scan", "TemplateError", "kept_words", "scan", "without_unknown"]

BLOCKS = frozenset(
    ["if", "unless", "for", "case", "capture", "tablerow", "ifchanged", "highlight", "comment", "raw", "doc"]
)
"""Tags that need an `end…` tag."""
_VERBATIM = frozenset(["raw", "comment", "doc"])
_PARTS = {
    "else": "{{% if a %}}{}{{% endif %}}",
    "elsif": "{{% if a %}}{}{{% endif %}}",
    "when": "{{% case a %}}{}{{% endcase %}}",
    "break": "",
    "continue": "",
    "#": "",
}
MAX_MARKS = 20_000
MAX_MARK = 5_000
"""Most characters of one `{{ … }}` or `{% … %}`."""
_OPENING = late(r"\{\{|\{%")
_TAG = late(r"\{%")
_NAME = late(r"\{%-?\s{0,20}(#|\w{1,60})")
_GAP = late(r"\s{200}")
_QUOTED = late(r"'[^']*'|\"[^\"]*\"")
_NAMED = late(r"\b([\w-]{1,40})\s?[=:]\s?('[^']*'|\"[^\"]*\"|[^\s'\",/]{1,200}(?=[\s,]|$))")
_RAW = "{{% raw %}}{}{{% endraw %}}"


class TemplateError(ValueError):
    """A template that exceeds a limit, or a mark that is not valid."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place
        """Offset in the text."""


@frozen
class Mark:
    """One `{{ … }}` (without a name) or `{% name … %}`: start, end."""

    name: str
    start: int
    end: int
    closed: bool = True
    """Whether a block has both its start and its end."""
    instead: str = ""
    """What the engine reads in its place, if it cannot read it as it is."""


@frozen
class Scan:
    """The marks of a template in order, and those on which Jekyll would fail."""

    marks: list[Mark]
    broken: list[TemplateError]


def scan(text: str, plugins: Container[str] = (), reads: Callable[[str], bool] | None = None) -> Scan:
    """Scan a template. Raises TemplateError when it has too many marks.

    `plugins` are more tags that need an `end…` tag; without one they count as unknown. `reads` says whether the
    engine can read a small template; by default the marks' contents are not checked.
    """
    marks: list[Mark] = []
    broken: list[TemplateError] = []
    endless: set[str] = set()
    place = 0
    while opening := _OPENING.search(text, place):
        if len(marks) + len(broken) >= MAX_MARKS:
            raise TemplateError(f"more than {MAX_MARKS:,} Liquid tags", opening.start())
        try:
            found = _verbatim(text, _mark(text, opening.start()), endless)
            found[0] = _readable(
                text, found[0], reads if found[0].name.removeprefix("end") not in plugins else None
            )
        except TemplateError as problem:
            broken.append(problem)
            place = opening.end()
            continue
        marks += found
        place = found[-1].end
    alone = {mark.start: mark for mark in _unpaired(marks, plugins)}
    for mark in alone.values():
        if mark.name.removeprefix("end") in BLOCKS:
            what = "has no start tag" if mark.name.startswith("end") else "has no end tag"
            broken.append(TemplateError(f"{{% {mark.name} %}} {what}", mark.start))
    kept = [replace(mark, closed=mark.start not in alone) for mark in marks]
    places = {problem.place for problem in broken}
    return Scan([mark for mark in kept if mark.start not in places], broken)


def _readable(text: str, mark: Mark, reads: Callable[[str], bool] | None) -> Mark:
    """The mark; if the engine cannot read it, with the part that Jekyll's would read. Raises TemplateError when that is nothing."""
    words = text[mark.start : mark.end]
    if reads is None or reads(_as_template(words, mark)):
        return mark
    instead = mended(words)
    if instead and reads(_as_template(instead, mark)):
        return replace(mark, instead=instead + "\n" * (words.count("\n") - instead.count("\n")))
    raise TemplateError(f"{' '.join(words.split())[:60]} cannot be read", mark.start)


def _as_template(words: str, mark: Mark) -> str:
    """A small template with a mark of these words and everything that it needs around it."""
    if mark.name in _PARTS:
        return _PARTS[mark.name].format(words)
    if mark.name.removeprefix("end") in BLOCKS - {mark.name} or not words.strip("{-} \t\n"):
        return ""
    return f"{words}{{% end{mark.name} %}}" if mark.name in BLOCKS else words


def _verbatim(text: str, mark: Mark, endless: set[str]) -> list[Mark]:
    """The mark; together with its end if the text between is not read. `endless` collects names without an end."""
    if mark.name not in _VERBATIM:
        return [mark]
    ending = re.compile(rf"\{{%-?\s{{0,20}}end{mark.name}\s{{0,20}}-?%\}}")
    closing = None if mark.name in endless else ending.search(text, mark.end)
    if closing is None:
        endless.add(mark.name)
        raise TemplateError(f"{{% {mark.name} %}} has no end tag", mark.start)
    return [mark, Mark(f"end{mark.name}", closing.start(), closing.end())]


def _unpaired(marks: list[Mark], plugins: Container[str]) -> list[Mark]:
    """Blocks without an end, and ends without a block. An end closes the nearest block with its name."""
    stack: list[Mark] = []
    open_blocks: Counter[str] = Counter()
    found = []
    for mark in marks:
        ended = mark.name.removeprefix("end")
        if ended in _VERBATIM or (ended not in BLOCKS and ended not in plugins):
            continue
        if ended == mark.name:
            stack.append(mark)
            open_blocks[ended] += 1
        elif open_blocks[ended]:
            while (inner := stack.pop()).name != ended:
                found.append(inner)
                open_blocks[inner.name] -= 1
            open_blocks[ended] -= 1
        else:
            found.append(mark)
    return found + stack


def _mark(text: str, start: int) -> Mark:
    is_tag = text[start + 1] == "%"
    closing = "%}" if is_tag else "}}"
    end = text.find(closing, start + 2, start + MAX_MARK)
    another = _TAG if is_tag else _OPENING  # the name of an include may contain variables
    if end < 0 or _GAP.search(text, start, end) or another.search(_QUOTED.sub("", text[start + 2 : end])):
        raise TemplateError(f"{text[start : start + 2]} has no closing {closing}", start)
    name = _NAME.match(text, start, end + 2)
    if is_tag and name is None:
        raise TemplateError("a Liquid tag without a name", start)
    return Mark(name.group(1) if is_tag and name else "", start, end + 2)


def without_unknown(text: str, found: Scan, known: Container[str]) -> tuple[str, list[Mark]]:
    """The text without unknown tags, and those tags. The content of blocks stays, and so do words that an unknown tag has
    in quotation marks, its picture and its address.

    Broken marks become text: the engine would drop the text around them.
    """
    unknown = [mark for mark in found.marks if mark.name and (mark.name not in known or not mark.closed)]
    # Keep the line ends, so that later messages have the right line.
    changes = [
        *((mark.start, mark.end, _kept(text[mark.start : mark.end])) for mark in unknown),
        *(
            (mark.start, mark.end, mark.instead)
            for mark in found.marks
            if mark.instead and mark not in unknown
        ),
        *(
            (each.place, each.place + 2, _RAW.format(text[each.place : each.place + 2]))
            for each in found.broken
        ),
    ]
    pieces: list[str] = []
    place = 0
    for start, end, words in sorted(changes):
        pieces += (text[place:start], words)
        place = end
    pieces.append(text[place:])
    return "".join(pieces), unknown


def kept_words(tag: str) -> str:
    """What a reader should see of an unknown tag, as Markdown: its address, its picture, its words."""
    name = _NAME.match(tag)
    if name is None or name[1].startswith("end"):
        return ""
    given = tag[name.end() :].rstrip("%-} \t\n")
    named = {found[1]: found[2].strip("\"'") for found in _NAMED.finditer(given)}
    rest = _NAMED.sub(" ", given)
    said = [found[0][1:-1] for found in _QUOTED.finditer(rest)]
    return kept(name[1], said, named, _QUOTED.sub(" ", rest).split())


def _kept(tag: str) -> str:
    words = kept_words(tag)
    return words + "\n" * (tag.count("\n") - words.count("\n"))
