"""Reads tokens one after the other, with arguments as in TeX; the expansion of a macro is put back in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.markup.formulas.tokens import TexError, joined, without_spaces

__all__ = ["Budget", "Scanner"]

ONE_FORMULA = 20_000
"""Most tokens that macros may produce in one formula."""
ONE_POST = 400_000
"""Most tokens that macros may produce in one post."""
MAX_OPTION = 500
"""Most tokens between brackets: an option is looked for after each end of a row."""


class Budget:
    """How many more tokens macros may produce in a post."""

    def __init__(self) -> None:
        self.left = ONE_POST


class Scanner:
    """The unread tokens of one formula."""

    def __init__(self, tokens: Sequence[str], budget: Budget) -> None:
        self._tokens = list(reversed(tokens))
        self._budget = budget
        self._made = 0

    def push(self, tokens: Iterable[str]) -> None:
        """Put tokens in front of the unread ones. Raises TexError when macros never end."""
        fresh = list(tokens)
        self._made += len(fresh) + 1
        self._budget.left -= len(fresh) + 1
        if self._made > ONE_FORMULA or self._budget.left < 0:
            raise TexError("its macros expand to too much text")
        self._tokens += reversed(fresh)

    def take(self) -> str | None:
        """The next token, or None at the end."""
        return self._tokens.pop() if self._tokens else None

    def peek(self) -> str | None:
        """The next token that is not a space, without taking it; None at the end. Spaces before it are taken."""
        while self._tokens and self._tokens[-1] == " ":
            self._tokens.pop()
        return self._tokens[-1] if self._tokens else None

    def next_is(self, *wanted: str) -> bool:
        """Take the next non-space token if it is one of these."""
        if self.peek() in wanted:
            self._tokens.pop()
            return True
        return False

    def starts_with(self, token: str) -> bool:
        """Whether the very next token is this one."""
        return bool(self._tokens) and self._tokens[-1] == token

    def argument(self) -> list[str]:
        """The next group without its braces, or the next token. Raises TexError when there is none."""
        token = self.peek()
        if token is None or token == "}":
            raise TexError("an argument is missing")
        self._tokens.pop()
        return self._group() if token == "{" else [token]

    def words(self) -> str:
        """An argument as text."""
        return joined(self.argument()).strip()

    def optional(self) -> list[str] | None:
        """The text in brackets here, without them, or None."""
        if self.peek() != "[":
            return None
        self._tokens.pop()
        found: list[str] = []
        depth = 0
        while self._tokens and len(found) < MAX_OPTION:
            token = self._tokens.pop()
            if token == "]" and not depth:
                return found
            depth += (token == "{") - (token == "}")
            if depth < 0:
                self._tokens.append(token)
                break
            found.append(token)
        self._tokens += reversed(["[", *found])
        self._budget.left -= len(found)  # for these tokens were scanned in vain
        return None

    def until(self, *stops: str) -> list[str]:
        """All tokens up to one of `stops` outside of groups, which is taken too. Raises TexError when there is none."""
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
        """All tokens up to the closing brace of the group around this place, or to the end; the brace stays."""
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
