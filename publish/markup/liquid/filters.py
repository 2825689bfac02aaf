"""Jekyll's filters, and a guard around all filters: none can use up the machine's memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from unicodedata import combining, normalize
from urllib.parse import quote, quote_plus, urljoin
from xml.sax.saxutils import escape

from liquid import RenderContext, Token, Undefined
from liquid.builtin.expressions import BooleanExpression, FilteredExpression, tokenize
from liquid.exceptions import FilterArgumentError, LiquidError, OutputStreamLimitError
from liquid.filter import with_context
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION

from publish.markup.liquid.datefilters import date_filters
from publish.model import Post, Site
from publish.text.patterns import late
from publish.text.scripts import EASTERN

__all__ = ["Filter", "filters_for", "guarded"]

Filter = Callable[..., Any]
MAX_TEXT = 4 << 20
"""Most characters of a filter's input and output."""
MAX_EXPRESSION = 2_000
"""Most characters of a condition in a text."""
MAX_ITEMS = 50_000
_ADDRESS = "%!$&'()*+,;=:@/?#[]~-._"
"""Characters that stay as they are in an address."""
_CJK = late(f"[{EASTERN}]")


def guarded(function: Filter) -> Filter:
    """A filter that refuses huge operands, and whose errors become Liquid errors."""

    @wraps(function)
    def wrapper(value: Any, *arguments: Any, **keywords: Any) -> Any:
        for operand in (value, *arguments):
            _check(operand)
        if function.__name__.startswith("replace") and isinstance(value, str) and len(arguments) > 1:
            found = value.count(str(arguments[0])) if str(arguments[0]) else len(value) + 1
            if found * len(str(arguments[1])) > MAX_TEXT:
                raise OutputStreamLimitError("a replacement of millions of characters", token=None)
        try:
            result = function(value, *arguments, **keywords)
        except (LiquidError, MemoryError):
            raise
        except Exception as error:  # any error from odd operands is the template's fault
            raise FilterArgumentError(f"{type(error).__name__} in a filter", token=None) from error
        _check(result)
        return result

    return wrapper


def _check(operand: object) -> None:
    if isinstance(operand, str) and len(operand) > MAX_TEXT:
        raise OutputStreamLimitError("a text of millions of characters", token=None)
    if isinstance(operand, range | list | tuple) and len(operand) > MAX_ITEMS:
        raise OutputStreamLimitError("a list of more items than fit a book", token=None)
    if isinstance(operand, int) and operand.bit_length() > 4_096:
        raise OutputStreamLimitError("a number of a thousand digits", token=None)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def filters_for(post: Post, site: Site) -> dict[str, Filter]:
    """Jekyll's filters for one post of a site, by name."""
    return {
        **_PURE,
        **_address_filters(post, site),
        **date_filters(post, site),
        "markdownify": _markdownify(post, site),
    }


def _address_filters(post: Post, site: Site) -> dict[str, Filter]:
    def relative_url(value: object) -> object:
        words = _text(value)
        if not words or "://" in words:
            return words or (site.baseurl if isinstance(value, str) else "")
        return quote(f"{site.baseurl}/{words.lstrip('/')}", safe=_ADDRESS)

    def absolute_url(value: object) -> object:
        words = _text(value)
        if "://" in words or not site.url:
            return words if "://" in words else relative_url(value)
        return urljoin(f"{site.url}/", _text(relative_url(value)))

    return {"relative_url": relative_url, "absolute_url": absolute_url}


def _markdownify(post: Post, site: Site) -> Filter:
    def markdownify(value: object) -> str:
        from publish.markup.markdown import to_html

        return to_html(_text(value), post, site)

    return markdownify


def _strip_index(value: object) -> str:
    return re.sub(r"/index\.html?$", "/", _text(value))


def _number_of_words(value: object, mode: object = None) -> int:
    words = _text(value)
    if mode in {"cjk", "auto"}:
        return len(_CJK.findall(words)) + len(_CJK.sub(" ", words).split())
    return len(words.split())


def _sentence(value: object, connector: object = "and") -> str:
    items = [_text(item) for item in _items(value)]
    if len(items) < 3:
        return f" {_text(connector)} ".join(items)
    return f"{', '.join(items[:-1])}, {_text(connector)} {items[-1]}"


def _items(value: object) -> Sequence[object]:
    if value is None or isinstance(value, Undefined):
        return []
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple | range) else [value]


def _field(item: object, name: object) -> object:
    found = item
    for key in _text(name).split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _where(value: object, name: object, wanted: object = None) -> object:
    def matches(found: object) -> bool:
        if isinstance(found, list):
            return wanted in found or _text(wanted) in [_text(part) for part in found]
        return found == wanted or (wanted is not None and _text(found) == _text(wanted))

    return [item for item in _items(value) if matches(_field(item, name))]


def _find(value: object, name: object, wanted: object = None) -> object:
    found = _where(value, name, wanted)
    return found[0] if isinstance(found, list) and found else None


def _group_by(value: object, name: object) -> object:
    groups: dict[str, list[object]] = {}
    for item in _items(value):
        groups.setdefault(_text(_field(item, name)), []).append(item)
    return [{"name": key, "items": items, "size": len(items)} for key, items in groups.items()]


def _expressed(whole: type[BooleanExpression] | type[FilteredExpression]) -> Callable[..., Any]:
    """Evaluates an expression in a text, with one name for the item."""

    def evaluate(context: RenderContext, name: object, words: object, items: Sequence[object]) -> list[Any]:
        if len(_text(words)) > MAX_EXPRESSION:
            raise FilterArgumentError("an expression of thousands of characters", token=None)
        token = Token(TOKEN_EXPRESSION, _text(words), 0, _text(words))
        expression = whole.parse(context.env, TokenStream(tokenize(_text(words), parent_token=token)))
        values = []
        for item in items:
            with context.extend({_text(name): item}):
                values.append(expression.evaluate(context))
        return values

    return evaluate


_CONDITION = _expressed(BooleanExpression)
_VALUE = _expressed(FilteredExpression)


@with_context
def _where_exp(value: object, name: object, words: object, *, context: RenderContext) -> object:
    items = _items(value)
    return [item for item, yes in zip(items, _CONDITION(context, name, words, items), strict=True) if yes]


@with_context
def _find_exp(value: object, name: object, words: object, *, context: RenderContext) -> object:
    items = _items(value)
    found = zip(items, _CONDITION(context, name, words, items), strict=True)
    return next((item for item, yes in found if yes), None)


@with_context
def _group_by_exp(value: object, name: object, words: object, *, context: RenderContext) -> object:
    groups: dict[str, list[object]] = {}
    items = _items(value)
    for item, key in zip(items, _VALUE(context, name, words, items), strict=True):
        groups.setdefault(_text(key), []).append(item)
    return [{"name": key, "items": items, "size": len(items)} for key, items in groups.items()]


def _sort(value: object, name: object = None, nils: object = "first") -> object:
    def key(item: object) -> tuple[bool, bool, float, str]:
        found = item if name is None else _field(item, name)
        number = isinstance(found, int | float)
        empty = found is None
        return (
            not empty if nils == "first" else empty,
            not number,
            float(found) if isinstance(found, int | float) else 0.0,
            _text(found),
        )

    return sorted(_items(value), key=key)


def _slugify(value: object, mode: object = "default") -> str:
    words = _text(value)
    if mode == "latin":
        words = "".join(sign for sign in normalize("NFKD", words) if not combining(sign))
    kept = {
        "raw": r"\s+", "default": r"[\W_]+", "pretty": r"[^\w._~!$&'()+,;=@]+", "ascii": r"[^a-z0-9]+",
        "latin": r"[\W_]+",
    }.get(_text(mode))  # fmt: skip
    return re.sub(kept, "-", words.lower()).strip("-") if kept else words.lower()


def _smartify(value: object) -> str:
    words = re.sub(r'(^|[\s(\[{])"', r"\1“", _text(value)).replace('"', "”")
    words = re.sub(r"(^|[\s(\[{“])'", r"\1‘", words).replace("'", "’")
    return words.replace("---", "—").replace("--", "–").replace("...", "…")


def _jsonify(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    """A value for JSON, in place of one of another type."""
    return dict(value) if isinstance(value, Mapping) else _text(value)


def _to_integer(value: object) -> int:
    return int(float(_text(value) or 0)) if not isinstance(value, bool) else int(value)


def _map(value: object, name: object) -> list[object]:
    """One field of each item; None where an item has none."""
    items = [value] if isinstance(value, Mapping) else _items(value)
    each = (part for item in items for part in (item if isinstance(item, list) else [item]))
    return [_field(item, name) for item in each]


def _split(value: object, separator: object = None) -> list[str]:
    """As Ruby splits: a space is any white space, and what is empty at the end is left out."""
    words, mark = _text(value), _text(separator)
    parts = words.split() if mark == " " else words.split(mark) if mark else list(words)
    while parts and not parts[-1]:
        parts.pop()
    return parts


_PURE: Mapping[str, Filter] = {
    "array_to_sentence_string": _sentence,
    "cgi_escape": lambda value: quote_plus(_text(value)),
    "find": _find,
    "find_exp": _find_exp,
    "group_by": _group_by,
    "group_by_exp": _group_by_exp,
    "inspect": lambda value: escape(_jsonify(value)),
    "jsonify": _jsonify,
    "map": _map,
    "normalize_whitespace": lambda value: " ".join(_text(value).split()),
    "number_of_words": _number_of_words,
    "pop": lambda value, count=1: _items(value)[: len(_items(value)) - int(count)],
    "push": lambda value, item: [*_items(value), item],
    "sample": lambda value, *_: (_items(value) or [None])[0],  # the first one: builds must be reproducible
    "shift": lambda value, count=1: _items(value)[int(count) :],
    "slugify": _slugify,
    "smartify": _smartify,
    "sort": _sort,
    "split": _split,
    "strip_index": _strip_index,
    "to_integer": _to_integer,
    "unshift": lambda value, item: [item, *_items(value)],
    "uri_escape": lambda value: quote(_text(value), safe=_ADDRESS),
    "where": _where,
    "where_exp": _where_exp,
    "xml_escape": lambda value: escape(_text(value), {'"': "&quot;"}),
}
