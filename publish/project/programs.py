"""Programs of this machine that draw diagrams from their source."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from publish.frozen import frozen
from publish.keep.files import is_file
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


_SCRIPT = 1 << 16
"""Bytes: a larger file is no script that starts another."""
_JAR = re.compile(rb"/[\w./+-]{1,500}\.jar")


@frozen
class Program:
    """A program that is there."""

    name: str
    path: str
    stamp: str
    """A digest of its files: another release may draw otherwise."""


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
        return Program(name, path, _stamp(Path(path).resolve()))
    except (OSError, RuntimeError):
        return None


def _stamp(path: Path) -> str:
    """A digest of a program's file, and of what says its release where that file is only what starts it: the package of a
    program in JavaScript, and the `.jar` that a script names, by size and time.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(raw)
    package = next(
        (each / "package.json" for each in path.parents[:3] if is_file(each / "package.json")), None
    )
    if package:
        digest.update(package.read_bytes())
    for name in sorted(set(_JAR.findall(raw))) if len(raw) < _SCRIPT else ():
        if (jar := Path(os.fsdecode(name))).is_file():
            status = jar.stat()
            digest.update(f"{status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()
