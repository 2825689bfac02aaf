"""Kinds of values that options take, which say in plain words what they want."""

from __future__ import annotations

from typing import Any

import click

__all__ = ["Number", "Whole"]


class Number(click.ParamType):
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
        try:
            number = self.parse(value)
        except ValueError:
            number = self.parse("nan") if self.parse is float else None
        if number is None or not self.least <= number <= (number if self.most is None else self.most):
            self.fail(f"{str(value)[:40]!r} is not {wanted}", param, ctx)
        return number


class Whole(Number):
    """A whole number in a range."""

    name = "whole number"
    parse = int
