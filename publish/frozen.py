"""Data that never changes once it is made: what travels between the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache, cached_property
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

__all__ = ["frozen"]

Class = TypeVar("Class", bound=type[Any])


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Class) -> Class:
    """A dataclass with slots that is compared, hashed and shown by its fields; mypy forbids to change them. One with cached
    properties has no slots.

    `dataclass(frozen=True)` would compile six methods for each class, which takes ten times as long; a command defines
    more than a hundred classes before it does anything.
    """
    # Or `dataclass` writes one, which takes as long as all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    caches = any(isinstance(each, cached_property) for each in vars(cls).values())
    made: Any = dataclass(init=False, eq=False, repr=False, slots=not caches)(cls)
    known = fields(made)
    names = [each.name for each in known]
    values = attrgetter(*names) if names else type
    shown = [each.name for each in known if each.repr]

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: object) -> int:
        return hash(values(self))

    def text(self: object) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({said})"

    made.__eq__, made.__hash__, made.__repr__ = equal, digest, text
    made.__init__ = _initialiser(made, known)
    return made  # type: ignore[no-any-return]  # the class with slots, which is made at run time


def _initialiser(cls: type[Any], known: Sequence[Field[Any]]) -> FunctionType:
    """Sets each field to its argument, or to its default. What a `default_factory` makes is the same for all, for it never
    changes.
    """
    names = tuple(each.name for each in known)
    made = FunctionType(
        _code(len(names)).replace(co_varnames=("self", *names), co_names=names),
        {},
        "__init__",
        tuple(default for each in known if (default := _default(each)) is not MISSING),
    )
    made.__qualname__ = f"{cls.__qualname__}.__init__"  # errors name it
    return made


def _default(known: Field[Any]) -> Any:
    return known.default if known.default_factory is MISSING else known.default_factory()


@cache
def _code(count: int) -> CodeType:
    """Of an `__init__` with so many fields. It is compiled once; each class puts its own names into it."""
    names = [f"field{number}" for number in range(count)]
    lines = [f"self.{name} = {name}" for name in names] or ["pass"]
    found: dict[str, Any] = {}
    exec(f"def __init__({', '.join(['self', *names])}):\n " + "\n ".join(lines), found)  # noqa: S102  # our own text
    code: CodeType = found["__init__"].__code__
    return code
