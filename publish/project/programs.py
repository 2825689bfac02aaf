"""Programs of this machine that draw diagrams from their source."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.keep.once import once

__all__ = ["LANGUAGES", "Program", "found", "of"]

LANGUAGES: Mapping[str, str] = {
    "mermaid": "mmdc",
    "plantuml": "plantuml",
    "uml": "plantuml",
    "graphviz": "dot",
    "dot": "dot",
}
"""By a diagram's language: the program that draws it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is there."""

    name: str
    path: str
    stamp: str
    """Size and time of its file: another release may draw otherwise."""


def of(language: str) -> Program | None:
    """The program that draws diagrams of this language, or None where it is not installed."""
    return next((each for each in found() if each.name == LANGUAGES.get(language)), None)


@once
def found() -> tuple[Program, ...]:
    """Those that are installed."""
    return tuple(filter(None, map(_program, sorted(set(LANGUAGES.values())))))


def _program(name: str) -> Program | None:
    path = shutil.which(name)
    if path is None:
        return None
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return Program(name, path, f"{status.st_size}-{status.st_mtime_ns}")
