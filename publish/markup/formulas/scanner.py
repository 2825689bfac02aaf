"""Tokens read one after the other, with arguments as TeX reads them; what a macro stands for is put back in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.markup.formulas.tokens import TexError, joined, without_spaces

__all__ = ["Budget", "Scanner"]

ONE_FORMULA = 20_000
"""Tokens that macros may make of one formula."""
ONE_POST = 400_000
"""Tokens that macros may make in one post."""


class Budget:
    """How many tokens macros may still make in a post."""

    def __init__(self) -> None:
        self.left = ONE_POST


class Scanner:
    """The tokens of one formula that are still to be read."""

    def __init__(self, tokens: Sequence[str], budget: Budget) -> None:
        self._tokens = list(reversed(tokens))
        self._budget = budget
        self._made = 0

    def push(self, tokens: Iterable[str]) -> None:
        """Put tokens in front of what is still to be read. TexError when macros never end."""
        fresh = list(tokens)
        self._made += len(fresh) + 1
        self._budget.left -= len(fresh) + 1
        if self._made > ONE_FORMULA or self._budget.left < 0:
            raise TexError("its macros make too much of it")
        self._tokens += reversed(fresh)

    def take(self) -> str | None:
        """The next token, or None at the end."""
        return self._tokens.pop() if self._tokens else None

    def peek(self) -> str | None:
        """The next token that is no space, which stays where it is, or None; spaces before it are taken."""
        while self._tokens and self._tokens[-1] == " ":
            self._tokens.pop()
        return self._tokens[-1] if self._tokens else None

    def next_is(self, *wanted: str) -> bool:
        """Take the next token that is no space if it is one of these."""
        if self.peek() in wanted:
            self._tokens.pop()
            return True
        return False

    def starts_with(self, token: str) -> bool:
        """Whether the very next token is this one."""
        return bool(self._tokens) and self._tokens[-1] == token

    def argument(self) -> list[str]:
        """The next group without its braces, or the next token. TexError where there is none."""
        token = self.peek()
        if token is None or token == "}":
            raise TexError("an argument is missing")
        self._tokens.pop()
        return self._group() if token == "{" else [token]

    def words(self) -> str:
        """An argument as text."""
        return joined(self.argument()).strip()

    def optional(self) -> list[str] | None:
        """What stands in brackets here, without them, or None."""
        if self.peek() != "[":
            return None
        self._tokens.pop()
        found: list[str] = []
        depth = 0
        while self._tokens:
            token = self._tokens.pop()
            if token == "]" and not depth:
                return found
            depth += (token == "{") - (token == "}")
            if depth < 0:
                self._tokens.append(token)
                break
            found.append(token)
        self._tokens += reversed(["[", *found])
        self._budget.left -= len(found)  # which were looked at in vain
        return None

    def until(self, *stops: str) -> list[str]:
        """All up to one of these tokens outside of groups, which is taken too. TexError where none comes."""
        found: list[str] = []
        depth = 0
        while self._tokens:
            token = self._tokens.pop()
            if token in stops and not depth:
                return without_spaces(found)
            depth += (token == "{") - (token == "}")
            found.append(token)
        raise TexError(f"{stops[0]} is missing")

    def rest_of_group(self) -> list[str]:
        """All up to the brace that closes the group around this place, or the end; the brace stays."""
        found: list[str] = []
        depth = 0
        while self._tokens:
            token = self._tokens[-1]
            depth += (token == "{") - (token == "}")
            if depth < 0:
                break
            found.append(self._tokens.pop())
        return found

    def _group(self) -> list[str]:
        found: list[str] = []
        depth = 1
        while self._tokens:
            token = self._tokens.pop()
            depth += (token == "{") - (token == "}")
            if not depth:
                return found
            found.append(token)
        raise TexError("a brace is not closed")
