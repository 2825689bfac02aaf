"""Versions of installed libraries, from the names of their `.dist-info` folders ("Recording installed projects",
packaging.python.org).

`importlib.metadata` parses a file for each: with its own import, that costs every process 30 ms.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

from publish.keep.files import names_in
from publish.text.patterns import late

__all__ = ["version"]

_ENDING = ".dist-info"
_BETWEEN = late(r"[-_.]+")


def version(name: str) -> str:
    """The installed version of a distribution, or empty."""
    return _listed().get(_normal(name)) or _recorded(name)


@cache
def _listed() -> Mapping[str, str]:
    """Versions by name, from the folders on the import path; the first one on the path wins."""
    found: dict[str, str] = {}
    for folder in sys.path:
        for each in names_in(folder or ".", _ENDING):
            name, _, number = each.removesuffix(_ENDING).partition("-")
            found.setdefault(_normal(name), number)
    return found


def _normal(name: str) -> str:
    return _BETWEEN.sub("-", name).lower()


def _recorded(name: str) -> str:
    """The version of a distribution that is installed in another way."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
