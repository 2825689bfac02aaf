"""Settings, sites, styles, fonts, and where folders are: read once per build.

A process with many builds, such as `publish watch`, starts each one with `read_anew`; then everything is read again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

__all__ = ["once", "read_anew"]

Result = TypeVar("Result")
_KEPT: list[_lru_cache_wrapper[object]] = []


def once(function: Callable[..., Result]) -> _lru_cache_wrapper[Result]:
    """A decorator: calls the function once per build for the same arguments, which must be hashable."""
    kept = lru_cache(maxsize=256)(function)
    _KEPT.append(kept)
    return kept


def read_anew() -> None:
    """Forget what was read, because another build starts."""
    for kept in _KEPT:
        kept.cache_clear()
