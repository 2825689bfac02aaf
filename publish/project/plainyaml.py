"""YAML for front matter and `_config.yml`: only text, lists and mappings, with no dangerous features.

Every scalar stays text: a title `2025` is four characters, and we check dates ourselves. Aliases (`*name`) and merge keys
(`<<`, https://yaml.org/type/merge.html) are expanded up to a limit, because they can make bombs and cycles. Each
top-level key remembers its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

import yaml

from publish.frozen import frozen
from publish.project.yamlfaults import MEANT, explain
from publish.text.patterns import late

__all__ = ["Document", "Scalar", "YamlError", "read", "typed"]

MAX_DEPTH = 20
MAX_WRITTEN_OUT = 1 << 20
"""Most characters that all aliases of a text may expand to: as many as the largest file may have."""
_EACH = 16
"""Cost of a value, added to its characters."""
_MERGE = "<<"
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINES = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Line ends in YAML 1.1 that nobody types as line ends."""
_INTEGER = late(r"[-+]?(?:0|[1-9][\d_,]{0,18})")
_OCTAL = late(r"[-+]?0[0-7_]{1,15}")
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_FLOAT = late(r"[-+]?\d{1,15}\.\d{1,15}")


class Scalar(str):
    """Text from a YAML file that knows whether it had quotes."""

    __slots__ = ("plain",)
    plain: bool

    def __new__(cls, text: str, *, plain: bool = False) -> Scalar:
        scalar = super().__new__(cls, text)
        scalar.plain = plain
        return scalar


class YamlError(ValueError):
    """The text is not YAML, or uses a part of YAML that is not supported."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line
        """Line in the text, counted from 1."""


@frozen
class Document:
    """A YAML text: its value (None when empty) and the line, counted from 1, of each top-level key."""

    value: object = None
    lines: Mapping[str, int] = field(default_factory=dict)
    doubled: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Top-level keys that stand there twice or more: the first line and the last, whose value counts."""


def read(text: str) -> Document:
    """The first document of a YAML text. Raises YamlError with a line for anything except plain data."""
    events = iter(_events(text.translate(_LINES)))
    for event in events:
        if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.StreamEndEvent):
            return _Reader(events).document(event)
    return Document()


def _events(text: str) -> list[yaml.Event]:
    found: list[yaml.Event] = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            found.append(event)  # events before an error help to explain it
    except yaml.MarkedYAMLError as error:
        last = found[-1]
        if (name := getattr(last, "anchor", None)) and "expected key" in (error.problem or ""):
            mark = "*" if isinstance(last, yaml.AliasEvent) else "&"
            raise YamlError(MEANT.format(f"{mark}{name}"), _line(last)) from error
        raise YamlError(*explain(error, last, text)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(f"the character U+{_code(error.character):04X}: delete it", line) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], 1) from error
    return found


def _code(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\0")


@frozen
class _Node:
    """A value, with its size after its aliases are expanded."""

    value: object
    size: int
    """Characters, plus a cost for each value."""
    height: int = 0
    """Depth of nested lists and mappings in it."""


class _Reader:
    """Builds values from events. Aliases are expanded up to a limit; their values are shared, not copied."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._named: dict[str, _Node | None] = {}
        """Values by anchor; None while the value is being read."""
        self._unused: dict[str, int] = {}
        """Anchors without a value, and their lines: probably meant as text."""
        self._written_out = 0
        self._doubled: dict[str, tuple[int, int]] = {}

    def document(self, event: yaml.Event) -> Document:
        """The document whose first value starts with this event."""
        lines: dict[str, int] = {}
        value = self._node(event, 0, lines).value
        for name, line in self._unused.items():
            raise YamlError(MEANT.format(f"&{name}"), line)
        return Document(value, lines, self._doubled)

    def _node(self, event: yaml.Event, depth: int, lines: dict[str, int] | None = None) -> _Node:
        """The value that starts with this event; `lines`, if given, collects the lines of the mapping's keys."""
        if isinstance(event, yaml.AliasEvent):
            found = self._alias(event)
        else:
            name = getattr(event, "anchor", None)
            if name:
                self._named[name] = None
            found = self._written(event, depth, lines)
            if name:
                self._named[name] = found
            if name and found.value is None:
                self._unused[name] = _line(event)
        if depth + found.height > MAX_DEPTH:
            raise YamlError(f"lists and mappings nest more than {MAX_DEPTH} deep", _line(event))
        return found

    def _alias(self, event: yaml.AliasEvent) -> _Node:
        name = str(event.anchor)
        if name not in self._named:
            message = (
                f"*{name} is an alias, but there is no &{name} above it: if it is text, put it in quotes"
            )
            raise YamlError(message, _line(event))
        found = self._named[name]
        if found is None:
            message = f"the alias *{name} is inside its own anchor &{name}, which would never end: write the value in full"
            raise YamlError(message, _line(event))
        self._unused.pop(name, None)
        self._written_out += found.size
        if self._written_out > MAX_WRITTEN_OUT:
            message = f"aliases such as *{name} expand to more than {MAX_WRITTEN_OUT:,} characters: use fewer"
            raise YamlError(message, _line(event))
        return found

    def _written(self, event: yaml.Event, depth: int, lines: dict[str, int] | None) -> _Node:
        if depth > MAX_DEPTH:  # check first: reading is recursive
            raise YamlError(f"lists and mappings nest more than {MAX_DEPTH} deep", _line(event))
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            empty = plain and event.value.lower() in {"", "~", "null"}
            value = None if empty else Scalar(event.value, plain=plain)
            return _Node(value, len(event.value) + _EACH)
        if isinstance(event, yaml.SequenceStartEvent):
            items = [self._node(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)]
            return _around([item.value for item in items], items)
        return self._mapping(depth, lines)

    def _mapping(self, depth: int, lines: dict[str, int] | None) -> _Node:
        said: dict[str, object] = {}
        merged: dict[str, object] = {}
        parts: list[_Node] = []
        where: dict[str, int] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            parts += (key, value)
            if key.value == _MERGE and isinstance(key.value, Scalar) and key.value.plain:
                new = _merged(value.value, _line(event))
                merged = new | merged
                where = dict.fromkeys(new, _line(event)) | where
                continue
            name = str(key.value)
            if lines is not None and name in said:
                self._doubled[name] = (self._doubled.get(name, (where[name], 0))[0], _line(event))
            said[name] = value.value
            where[name] = _line(event)
        if lines is not None:
            lines.update(where)
        return _around(merged | said, parts)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event


def _around(value: object, parts: list[_Node]) -> _Node:
    return _Node(value, _EACH + sum(p.size for p in parts), 1 + max((p.height for p in parts), default=-1))


def _merged(value: object, line: int) -> dict[str, object]:
    """What `<<` adds to a mapping: another mapping, or several; of several, the first with a key wins."""
    several = value if isinstance(value, list) else [] if value is None else [value]
    found: dict[str, object] = {}
    for each in several:
        if not isinstance(each, dict):
            raise YamlError("<< needs a mapping: give an alias such as *base", line)
        found = each | found
    return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def typed(value: object) -> object:
    """The same data, with unquoted truths (`true`, `no` …) and numbers (`1_000`, `1,000`, `017`) converted, as YAML 1.1 and
    Jekyll have them and Liquid's conditions expect.
    """
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, Scalar):
        return _number_or_truth(value) if value.plain else str(value)
    return value


def _number_or_truth(text: str) -> object:
    if text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(re.sub("[_,]", "", text))
    if _OCTAL.fullmatch(text):
        return int(text.replace("_", ""), 8)
    return float(text) if _FLOAT.fullmatch(text) else str(text)
