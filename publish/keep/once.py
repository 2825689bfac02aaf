"""What is read once for a build: settings, sites, styles, fonts.

A process that outlives a build, as a watch does, begins the next one with `read_anew`; what was read is then read again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

__all__ = ["once", "read_anew"]

Result = TypeVar("Result")
_KEPT: list[_lru_cache_wrapper[object]] = []


def once(function: Callable[..., Result]) -> _lru_cache_wrapper[Result]:
    """A decorator: what the function finds for the same arguments, which must be hashable, is found once a build."""
    kept = lru_cache(maxsize=256)(function)
    _KEPT.append(kept)
    return kept


def read_anew() -> None:
    """Forget what was read: another build begins."""
    for kept in _KEPT:
        kept.cache_clear()
