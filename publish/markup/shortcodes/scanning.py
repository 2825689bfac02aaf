"""Finds the shortcodes in a text, and the end of each that has one.

Hugo (gohugo.io/content-management/shortcodes) and Zola (getzola.org/documentation/content/shortcodes) read them before
Markdown, so also inside code. A shortcode between `/*` and `*/` is shown as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from publish.errors import ContentError
from publish.frozen import frozen
from publish.model import Maker
from publish.text.patterns import late

__all__ = ["Code", "Literal", "in_code", "scan"]

MAX_LENGTH = 8_000
"""Most characters of one shortcode with its arguments."""
MAX_BROKEN = 200
"""Most starts that are not shortcodes; after that, the search ends."""
_QUOTED = r'"(?>(?:[^"\\]|\\.)*)"|`[^`]*+`'
_HUGO = late(
    r"\{\{(?P<mark>[<%])\s*+(?P<end>/\s*+)?(?P<name>[A-Za-z_][\w.-]*+(?>(?:/[\w.-]++)*))"
    rf"(?P<words>(?>(?:[^\"`<>%}}]|{_QUOTED}|[<>%}}](?!\}}\}}))*))[>%]\}}\}}",
    re.DOTALL,
)
_ESCAPED = late(r"\{\{(?P<mark>[<%])\s*+/\*(?P<inner>.*?)\*/\s*+[>%]\}\}", re.DOTALL)
_ARGUMENTS = r'\((?P<words>(?>(?:[^"\'`()]|"[^"]*+"|\'[^\']*+\'|`[^`]*+`)*))\)'
_ZOLA = late(
    rf"\{{(?P<mark>[{{%])-?\s*+(?:(?P<end>end)|(?P<name>[A-Za-z_]\w*+(?>(?:::\w++)*))\s*+{_ARGUMENTS})\s*+-?[}}%]\}}"
)
_ZOLA_ESCAPED = late(r"\{(?P<mark>[{%])/\*(?P<inner>.*?)\*/[}%]\}", re.DOTALL)
_HUGO_MARK, _ZOLA_MARK = late(r"\{\{[<%]"), late(r"\{[{%]")
_NAMED = late(rf"([\w-]+)\s*+=\s*+({_QUOTED}|'[^']*+'|[^\s\"`',]++)|({_QUOTED}|[^\s\"`]++)", re.DOTALL)
_FENCE = late(r"^[ \t>]*(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)


@frozen
class Code:
    """One shortcode, or the end of one."""

    start: int
    stop: int
    name: str
    """In lower case; empty for an end in Zola, which has no name."""
    words: tuple[str, ...] = ()
    """Arguments without names."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Arguments by name, in lower case."""
    ends: bool = False
    closed: bool = False
    """Whether it has no content: `{{< name />}}`, and `{{ name() }}` of Zola."""


@frozen
class Literal:
    """A shortcode that is shown as written."""

    start: int
    stop: int
    text: str


def scan(text: str, dialect: Maker, depth: int) -> tuple[list[Code | Literal], Mapping[int, int]]:
    """The shortcodes of a text in order; and for each with content, its index → that of its end. ContentError for more than
    `depth` inside one another.
    """
    found = list(_hugo(text) if dialect == "hugo" else _zola(text))
    ends = _pairs(found, zola=dialect == "zola")
    open_ends: list[int] = []
    for number in range(len(found)):
        if open_ends and open_ends[-1] == number:
            open_ends.pop()
        elif number in ends:
            open_ends.append(ends[number])
            if len(open_ends) > depth:
                raise ContentError(f"shortcodes more than {depth} deep (limit depth)")
    return found, ends


def _hugo(text: str) -> Iterator[Code | Literal]:
    place, broken, last = 0, 0, text.rfind("*/")
    while broken < MAX_BROKEN and (place := _next(text, place, _HUGO_MARK)) >= 0:
        stop = place + MAX_LENGTH
        escaped = _ESCAPED.match(text, place, stop) if place < last else None
        found = None if escaped else _HUGO.match(text, place, stop)
        if escaped:
            close = ">}}" if escaped["mark"] == "<" else "%}}"
            yield Literal(place, escaped.end(), f"{{{{{escaped['mark']}{escaped['inner']}{close}")
        elif found:
            rest = found["words"].rstrip()
            words, options = _arguments(rest.removesuffix("/"))
            yield Code(
                place,
                found.end(),
                found["name"].lower(),
                words,
                options,
                bool(found["end"]),
                rest.endswith("/"),
            )
        else:
            broken += 1
            place += 3
            continue
        place = (escaped or found).end()  # type: ignore[union-attr]  # one of them matched


def _zola(text: str) -> Iterator[Code | Literal]:
    place, broken, last = 0, 0, text.rfind("*/")
    while broken < MAX_BROKEN and (place := _next(text, place, _ZOLA_MARK)) >= 0:
        stop = place + MAX_LENGTH
        escaped = _ZOLA_ESCAPED.match(text, place, stop) if place < last else None
        found = None if escaped else _ZOLA.match(text, place, stop)
        if escaped:
            close = "}}" if escaped["mark"] == "{" else "%}"
            yield Literal(place, escaped.end(), f"{{{escaped['mark']}{escaped['inner']}{close}")
        elif found and found["end"] and found["mark"] == "%":
            yield Code(place, found.end(), "", ends=True)
        elif found and found["name"]:
            _, options = _arguments(found["words"])
            yield Code(place, found.end(), found["name"].lower(), (), options, closed=found["mark"] == "{")
        else:
            broken += 1
            place += 2
            continue
        place = (escaped or found).end()  # type: ignore[union-attr]  # one of them matched


def _next(text: str, place: int, mark: re.Pattern[str]) -> int:
    found = mark.search(text, place)
    return found.start() if found else -1


def _arguments(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    words, options = [], {}
    for found in _NAMED.finditer(text):
        if found[1]:
            options[found[1].lower()] = _plain(found[2])
        else:
            words.append(_plain(found[3]))
    return tuple(words), options


def _plain(text: str) -> str:
    """An argument without its quotation marks."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`":
        inner = text[1:-1]
        return re.sub(r"\\(.)", r"\1", inner) if text[0] == '"' else inner
    return text


def _pairs(found: list[Code | Literal], *, zola: bool) -> dict[int, int]:
    """Index of a shortcode → index of its end. One without an end has no content."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    counts: dict[str, int] = {}
    for number, code in enumerate(found):
        if isinstance(code, Literal) or code.closed:
            continue
        if not code.ends:
            waiting.append(number)
            counts[code.name] = counts.get(code.name, 0) + 1
        elif zola and waiting:
            pairs[waiting.pop()] = number
        elif not zola and counts.get(code.name):
            while True:  # those between hold nothing
                other = waiting.pop()
                name = found[other].name  # type: ignore[union-attr]  # only shortcodes wait
                counts[name] -= 1
                if name == code.name:
                    break
            pairs[other] = number
    return pairs


def in_code(text: str) -> list[tuple[int, int]]:
    """Start and end of each block of fenced code, in order."""
    found: list[tuple[int, int]] = []
    fence, start = "", 0
    for line in _FENCE.finditer(text):
        if not fence:
            if line[1][0] == "~" or "`" not in line[2]:
                fence, start = line[1], line.start()
        elif line[1][0] == fence[0] and len(line[1]) >= len(fence) and not line[2].strip():
            found.append((start, line.end()))
            fence = ""
    return [*found, (start, len(text))] if fence else found
