"""YAML as people write it in front matter and `_config.yml`: text, lists and mappings, and nothing that can bite.

Every scalar stays text (a title of `2025` is four characters, an impossible date is ours to report), aliases and anchors
are refused (they make bombs and cycles), and each top-level key remembers its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

__all__ = ["Document", "Scalar", "YamlError", "read", "typed"]

MAX_DEPTH = 20
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINES = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Line ends to YAML 1.1, and to nobody who types."""
_INTEGER = re.compile(r"[-+]?\d{1,15}")
_FLOAT = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")


class Scalar(str):
    """Text from a YAML file that remembers whether it stood without quotes."""

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, *, plain: bool = False) -> Scalar:
        scalar = super().__new__(cls, text)
        scalar.plain = plain
        return scalar


class YamlError(ValueError):
    """The text is not YAML, or asks for a part of YAML that is not read here."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """Line in the text, counted from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text: its value (None when empty) and the line, counted from 1, of each top-level key."""

    value: object = None
    lines: Mapping[str, int] = field(default_factory=dict)


def read(text: str) -> Document:
    """The first document of a YAML text. Raises YamlError with a line for anything else than plain data."""
    try:
        events = iter(list(yaml.parse(text.translate(_LINES), Loader=_Loader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or "not YAML"
        raise YamlError(_hint(problem), mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], 1) from error
    lines: dict[str, int] = {}
    for event in events:
        if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.StreamEndEvent):
            return Document(_value(event, events, 0, lines), lines)
    return Document()


def _hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return "a colon inside a value: put the value in quotes"
    return problem


def _value(
    event: yaml.Event, events: Iterator[yaml.Event], depth: int, lines: dict[str, int] | None = None
) -> object:
    """The value that begins with this event; `lines` gathers the keys of the mapping, where given."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlError("anchors and aliases (& and *) are not read: write the value out, or quote it", line)
    if depth > MAX_DEPTH:
        raise YamlError(f"lists and mappings more than {MAX_DEPTH} deep", line)
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style
        if plain and event.value.lower() in {"", "~", "null"}:
            return None
        return Scalar(event.value, plain=plain)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, depth + 1) for item in _until(events, yaml.SequenceEndEvent)]
    return _mapping(events, depth, lines)


def _mapping(events: Iterator[yaml.Event], depth: int, lines: dict[str, int] | None) -> dict[str, object]:
    result: dict[str, object] = {}
    for event in _until(events, yaml.MappingEndEvent):
        key = _value(event, events, depth + 1)
        name = key if isinstance(key, str) else str(key)
        result[str(name)] = _value(next(events), events, depth + 1)
        if lines is not None:
            lines[str(name)] = _line(event)
    return result


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _until(events: Iterator[yaml.Event], end: type[yaml.Event]) -> Iterator[yaml.Event]:
    for event in events:
        if isinstance(event, end):
            return
        yield event


def typed(value: object) -> object:
    """The same data with unquoted `true`, `false` and numbers as such: what Liquid's conditions expect."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, Scalar):
        return _number_or_truth(value) if value.plain else str(value)
    return value


def _number_or_truth(text: str) -> object:
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else str(text)
