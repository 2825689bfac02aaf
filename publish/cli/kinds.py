"""Kinds of values that options take, which say in plain words what they want."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

__all__ = ["Number", "Whole"]

if TYPE_CHECKING:
    _Kind = click.ParamType[Any]
else:
    _Kind = click.ParamType


class Number(_Kind):
    """A number in a range; no most where it is None."""

    name = "number"
    parse: type[int] | type[float] = float

    def __init__(self, least: float, most: float | None = None) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Fails with what is wanted."""
        wanted = f"a {self.name} of {self.least} or more"
        if self.most is not None:
            wanted = f"a {self.name} from {self.least} to {self.most}"
        number: float
        try:
            number = self.parse(value)
        except ValueError:
            number = math.nan  # it is in no range
        if not self.least <= number <= (math.inf if self.most is None else self.most):
            self.fail(f"{str(value)[:40]!r} is not {wanted}", param, ctx)
        return number


class Whole(Number):
    """A whole number in a range."""

    name = "whole number"
    parse = int
