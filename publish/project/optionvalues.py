"""What options and formats may be. The command line, `publish.toml` and the calls from Python all ask here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from publish.errors import StyleError, UsageError
from publish.model import Format, Limits, Options
from publish.project import style as styles
from publish.text.messages import did_you_mean
from publish.text.patterns import late

__all__ = [
    "CHOICES",
    "MAX_PER_HOST",
    "RANGES",
    "check_limits",
    "check_options",
    "check_styled",
    "check_value",
    "check_words",
    "formats_of",
    "of_type",
]

MAX_PER_HOST = 64
"""Connections to one host at once, whatever anybody asks for."""
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "profile": ("full", "eink", "phone"),
        "math": ("mathml", "pictures"),
        "dollars": ("auto", "formulas", "money"),
        "diagrams": ("source", "draw"),
    }
)
"""Settings that are one of a few words."""
RANGES: Mapping[str, tuple[int, int]] = MappingProxyType({"jobs": (0, 256), "per_host": (1, MAX_PER_HOST)})
"""Settings that are whole numbers, with the least and the most."""
_ADDRESS = late(r"(?:\w+://)?\S+:\d+/?|\w+://\S+")
_KINDS: Mapping[type, str] = MappingProxyType(
    {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        list: "a list",
        dict: "a table",
        tuple: "a tuple of texts",
        Limits: "Limits",
        Options: "Options",
    }
)
_Kind = TypeVar("_Kind")


def check_options(options: Options) -> None:
    """Raise UsageError for the first option that makes no sense: of a wrong type, or a value that nobody offers.

    The page preset and the cover's template have to be the style's.
    """
    try:
        of_type("options", options, Options)
        for each in fields(Options):
            value: object = getattr(options, each.name)
            check_value(each.name, of_type(each.name, value, type(each.default)))
        for host in options.allow_hosts:
            of_type("each of allow_hosts", host, str)
        check_limits({each.name: getattr(options.limits, each.name) for each in fields(Limits)})
    except ValueError as error:
        raise UsageError(str(error)) from error
    try:
        styled = {"style": options.style, "page": options.page, "cover": options.cover}
        for name, value in styled.items():
            check_styled(name, value, options.style)
    except ValueError as error:
        raise UsageError(str(error)) from error


def check_styled(name: str, value: str, style: str) -> None:
    """Raise ValueError for a style that there is not, and for a `page` or `cover` that this style does not have."""
    try:
        found = styles.load(style)
    except StyleError as error:
        raise ValueError(error.message) from error
    known = {"page": found.listing("pages", ".css"), "cover": ("", *found.listing("covers", ".html"))}
    if name in known and value not in known[name]:
        named = tuple(filter(None, known[name]))
        near = did_you_mean(value.lower(), named)
        raise ValueError(f"no {name} {value!r} in this style: use one of {', '.join(named)}{near}")


def check_value(name: str, value: object, label: str = "") -> None:
    """Raise ValueError for a value that the option of that name never has; `label` is what the message calls it."""
    label = label or name
    known = CHOICES.get(name)
    if known and value not in known and not (name == "math" and value == ""):
        near = did_you_mean(str(value).lower(), known)
        raise ValueError(f"{label}: there is no {value!r}: use {', '.join(known[:-1])} or {known[-1]}{near}")
    if name == "scheduler" and value and not _ADDRESS.fullmatch(str(value)):
        raise ValueError(f"{label}: {value!r} is no address: write it as tcp://host:8786")
    least, most = RANGES.get(name, (0, 0))
    if most and not least <= int(str(value)) <= most:
        raise ValueError(f"{label} must be {least} to {most}, not {value}")


def check_limits(values: Mapping[str, object]) -> None:
    """Raise ValueError for a limit that is no number above 0."""
    for name, value in values.items():
        kinds = int | float if name == "seconds" else int
        if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value < 1 << 50:
            kind = "a number" if name == "seconds" else "a whole number"
            raise ValueError(f"limits.{name} must be {kind} above 0, not {value!r}")


def of_type(name: str, value: object, kind: type[_Kind]) -> _Kind:
    """The value, when it is of that type. ValueError says what it must be."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{name} must be {_KINDS.get(kind, kind.__name__)}, not {str(repr(value))[:100]}")
    if "\0" in str(value):
        raise ValueError(f"{name}: holds the character NUL")
    return value


def check_words(**words: Any) -> None:
    """Raise UsageError for the first of these that is no text."""
    for name, value in words.items():
        if not isinstance(value, str):
            raise UsageError(f"{name} must be text, not {value!r}")


def formats_of(names: Iterable[str]) -> tuple[Format, ...]:
    """The formats of these names, each once. Raises UsageError for one that is none, and where there are no names."""
    known = get_args(Format)
    chosen = [names] if isinstance(names, str) or not isinstance(names, Iterable) else list(names)
    for name in chosen:
        if name not in known:
            raise UsageError(f"no format {name!r}: use pdf, epub or html")
    if not chosen:
        raise UsageError("no format: use pdf, epub or html")
    return tuple(dict.fromkeys(chosen))  # type: ignore[arg-type]  # each is one of them
