"""Data that never changes once it is made: what travels between the steps."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

__all__ = ["frozen"]

Class = TypeVar("Class", bound=type[Any])


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Class) -> Class:
    """A dataclass with slots that is compared, hashed and shown by its fields; mypy forbids to change them.

    `dataclass(frozen=True)` would compile six methods for each class, which takes four times as long; a command defines
    more than a hundred classes before it does anything.
    """
    made: Any = dataclass(eq=False, repr=False, slots=True)(cls)
    names = [each.name for each in fields(made)]
    values = attrgetter(*names) if names else type
    shown = [each.name for each in fields(made) if each.repr]

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def digest(self: object) -> int:
        return hash(values(self))

    def text(self: object) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({said})"

    made.__eq__, made.__hash__, made.__repr__ = equal, digest, text
    return made  # type: ignore[no-any-return]  # the class with slots, which is made at run time
