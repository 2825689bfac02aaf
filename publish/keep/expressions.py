"""Regular expressions, compiled once on a machine.

A command needs about 300, of which most are those of libraries, and Python compiles them at each start: a fifth of the
time in which a short post becomes an EPUB. Here is kept what Python's compiler makes of them: numbers, which its engine
checks.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from array import array
from re import _compiler  # type: ignore[attr-defined]
from types import FunctionType, SimpleNamespace
from typing import Any

from publish.keep.cache import compiled
from publish.keep.store import Store
from publish.text import patterns

__all__ = ["keep_new", "use_kept"]

Key = tuple[str | bytes, int]
"""An expression's text, and its flags."""
_sre: Any = _compiler._sre
"""Python's engine of expressions."""
_TEXTS = frozenset({str, bytes})
"""What can be kept: not other kinds of text, nor expressions that are parsed already."""
_KIND = "expressions"
_MOST = 2_000
"""Expressions that are kept: more than we and our libraries have. Those of former releases are forgotten when there are more."""
_DEEPEST = 12
"""Calls between a module that is loaded and Python's compiler."""


class Kept:
    """What stands in the place of Python's compiler of expressions."""

    def __init__(self, plain: FunctionType, store: Store | None) -> None:
        self._plain, self._store = plain, store
        facts = (sys.version, _sre.MAGIC)
        self._key = hashlib.sha256(repr(facts).encode()).hexdigest()
        self._known = self._read()
        self._new: list[Key] = []

    def compile(self, text: Any, flags: int = 0) -> Any:
        """The expression, from what is kept if it is there."""
        if type(text) not in _TEXTS:
            return self._plain(text, flags)
        key = (text, int(flags))
        if found := self._known.get(key):
            more, code, *groups = found
            return _sre.compile(text, more, array("I", code).tolist(), *groups)
        made = self._plain(text, flags)
        if _is_in_source() and not self._is_reordered(key):
            self._new.append(key)
        return made

    def _is_reordered(self, key: Key) -> bool:
        """Whether a kept expression has the same characters in another order: it is made from a set, which Python orders anew
        at each start. To keep all its orders would soon fill the cache.
        """
        text, characters = key[0], sorted(key[0])
        return any(
            type(other) is type(text) and len(other) == len(text) and sorted(other) == characters
            for other, _ in self._known
        )

    def keep_new(self) -> None:
        """Keep what was compiled."""
        if self._new and self._store:
            new = {key: self._numbers(key) for key in self._new}
            known = {**self._read(), **new}
            self._store.put(_KIND, self._key, marshal.dumps(known if len(known) <= _MOST else new))
        self._new.clear()

    def _read(self) -> dict[Key, Any]:
        data = self._store.get(_KIND, self._key) if self._store else None
        return marshal.loads(data) if data else {}  # noqa: S302  # the user's own cache, see `keep/cache`

    def _numbers(self, key: Key) -> tuple[Any, ...]:
        """What Python's compiler gives its engine: here, a copy of it whose engine gives that back."""
        engine = SimpleNamespace(compile=lambda *words: words)
        compiler = FunctionType(self._plain.__code__, {**vars(_compiler), "_sre": engine})
        _, flags, code, count, names, numbers = compiler(*key)
        return (int(flags), array("I", code).tobytes(), count, dict(names), numbers)


def use_kept() -> None:
    """Let this process use them."""
    if _in_use() is None:
        _compiler.compile = Kept(_compiler.compile, compiled()).compile


def keep_new() -> None:
    """Keep those that this process has compiled, for the next one; does nothing in a process that does not use them."""
    if kept := _in_use():
        kept.keep_new()


def _in_use() -> Kept | None:
    found = getattr(_compiler.compile, "__self__", None)
    return found if isinstance(found, Kept) else None


def _is_in_source() -> bool:
    """Whether a module that is being loaded asks, or `late` of ours. Other expressions may be made from an author's words."""
    frame = sys._getframe(2)
    for _ in range(_DEEPEST):
        name = frame.f_code.co_filename
        if name == patterns.__file__ or name.startswith("<frozen importlib"):
            return True
        if frame.f_back is None:
            break
        frame = frame.f_back
    return False
