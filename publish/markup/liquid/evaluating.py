"""Values of variables, for tags whose arguments the engine does not read."""

from __future__ import annotations

import re

from liquid import Environment, RenderContext, Token
from liquid.builtin.expressions import FilteredExpression, parse_primitive, tokenize
from liquid.expression import Expression
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION

from publish.text.patterns import late

__all__ = ["expression", "resolved", "value_of"]

_OUTPUT = late(r"\{\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")+)\}\}")


def expression(env: Environment, text: str, token: Token) -> Expression:
    """A variable or literal as the engine's expression. Raises LiquidSyntaxError for anything else."""
    return parse_primitive(env, TokenStream(tokenize(text, parent_token=token)))


def value_of(context: RenderContext, text: str) -> object:
    """The value of a variable or literal."""
    return expression(context.env, text, Token(TOKEN_EXPRESSION, text, 0, text)).evaluate(context)


def resolved(words: str, context: RenderContext) -> str:
    """A text with each `{{ variable | filter }}` replaced by its value."""

    def value(found: re.Match[str]) -> str:
        token = Token(TOKEN_EXPRESSION, found[1].strip(), 0, found[1])
        stream = TokenStream(tokenize(found[1].strip(), parent_token=token))
        return str(FilteredExpression.parse(context.env, stream).evaluate(context))

    return _OUTPUT.sub(value, words)
