"""Reads the settings of MathJax and KaTeX in a page's scripts, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from publish.text.patterns import late

__all__ = ["setting", "without_comments"]

_COMMENTS = late(
    r"<!--(?>(?:[^<-]|<(?!!--)|-(?!->))*)-->|/\*(?>(?:[^*/]|\*(?!/)|/(?!\*))*)\*/"
    r"|(?P<said>\"(?>(?:\\.|[^\"\\\n])*)\"|'(?>(?:\\.|[^'\\\n])*)')|(?<![:\\])//[^\n]*"
)
"""HTML and JavaScript comments, and strings, which contain no comments. Linear: no comment extends over another's
start.
"""
_TOKEN = late(
    r"\s+|(?P<text>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|String\.raw`[^`]*`)"
    r"|(?P<mark>[\[\]{},:])|(?P<word>[^\s\[\]{},:\"'`]+)"
)
_ESCAPE = late(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\n|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_NAME = late(r"(?!(?:true|false|null)$)[A-Za-z_$][\w$]{0,60}")
MAX = 40_000
"""Most characters of one setting."""
DEPTH = 12
TIMES = 20
"""Most occurrences of a setting that are read."""


def without_comments(text: str) -> str:
    """A script, or a page with scripts, without comments."""
    return _COMMENTS.sub(lambda found: found["said"] or "", text)


def setting(text: str, name: str) -> Iterator[object]:
    """All values of a setting in a text: lists, dicts with text keys, text, bool; None for others."""
    pattern = rf"(?<![\w$])[\"']?{name}[\"']?\s{{0,20}}[:=]\s{{0,20}}(?=[\[{{\"'`\w])"
    for found in islice(re.finditer(pattern, text), TIMES):
        tokens = list(_tokens(text[found.end() : found.end() + MAX]))
        if len(tokens) == 1 and _NAME.fullmatch(tokens[0][1]):
            tokens = _named(text, tokens)
        value, _ = _value(tokens, 0, 0)
        yield value


def _named(text: str, tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The value of a constant (`const marks = [...]`); the same tokens where there is none of that name."""
    declared = re.search(rf"\b(?:const|let|var)\s{{1,20}}{re.escape(tokens[0][1])}\s{{0,20}}=(?!=)", text)
    return tokens if declared is None else list(_tokens(text[declared.end() : declared.end() + MAX]))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Symbols, words and strings of a value, up to its end."""
    depth = 0
    for found in _TOKEN.finditer(text):
        if found["mark"]:
            depth += (found[0] in "[{") - (found[0] in "]}")
            yield ("mark", found[0])
        elif found["text"] is not None:
            yield ("text", _unescaped(found[0]))
        elif found["word"]:
            yield ("word", found[0])
        if depth < 0 or (not depth and not found[0].isspace()):
            return


def _unescaped(said: str) -> str:
    if said.startswith("String.raw"):
        return said[11:-1]

    def character(found: re.Match[str]) -> str:
        body = found[1]
        if body[0] in "ux" and len(body) > 1:
            return chr(int(body[1:], 16))
        return "" if body == "\n" else _LETTERS.get(body, body)

    return _ESCAPE.sub(character, said[1:-1])


def _value(tokens: list[tuple[str, str]], place: int, depth: int) -> tuple[object, int]:
    """The value that starts at a token, and the position after it."""
    if place >= len(tokens) or depth > DEPTH:
        return None, len(tokens)
    kind, said = tokens[place]
    if kind == "text":
        return _added(tokens, place, said)
    if kind == "word":
        return {"true": True, "false": False}.get(
            said, int(said) if said.isdecimal() and len(said) < 6 else None
        ), place + 1
    if said == "[":
        return _list(tokens, place + 1, depth + 1)
    return _dict(tokens, place + 1, depth + 1) if said == "{" else (None, place + 1)


def _added(tokens: list[tuple[str, str]], place: int, said: str) -> tuple[str, int]:
    """Strings joined with `+`."""
    place += 1
    while (
        tokens[place : place + 1] == [("word", "+")]
        and place + 1 < len(tokens)
        and tokens[place + 1][0] == "text"
    ):
        said += tokens[place + 1][1]
        place += 2
    return said, place


def _list(tokens: list[tuple[str, str]], place: int, depth: int) -> tuple[object, int]:
    found: list[object] = []
    while place < len(tokens) and tokens[place] != ("mark", "]"):
        if tokens[place] == ("mark", ","):
            place += 1
            continue
        value, place = _value(tokens, place, depth)
        found.append(value)
    return found, place + 1


def _dict(tokens: list[tuple[str, str]], place: int, depth: int) -> tuple[object, int]:
    found: dict[str, object] = {}
    while place < len(tokens) and tokens[place] != ("mark", "}"):
        key = tokens[place][1]
        place += 1
        if tokens[place : place + 1] == [("mark", ":")]:
            value, place = _value(tokens, place + 1, depth)
            found[key] = value
    return found, place + 1
