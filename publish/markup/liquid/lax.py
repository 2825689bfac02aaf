"""Tags that Liquid reads although something in them is wrong, as Jekyll's engine does: it takes what it understands.

`{{ page.title, x }}` is the title, a filter without a name is none, what stands after `&&` counts for nothing, and a loop
takes no filter.
"""

from __future__ import annotations

import re

from publish.text.patterns import late

__all__ = ["mended"]

_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[\w.\[\]?-]+(?:\[(?:\"[^\"]*\"|'[^']*')\][\w.\[\]?-]*)*)"
_PIECE = late(r"(?:\"[^\"]*\"|'[^']*'|[^|\"'])+")
_FILTER = late(rf"\s*(\w+)\s*(?::\s*({_VALUE}(?:\s*,\s*{_VALUE})*))?")
_FIRST = late(rf"\s*({_VALUE})")
_TAG = late(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
_OUTPUT = late(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_ASSIGNED = late(r"([\w-]+)\s*=\s*(.+)", re.DOTALL)
_LOOP = late(rf"([\w-]+)\s+in\s+(\((?:(?!\.\.)[^)])*\.\.[^)]*\)|{_VALUE})(.*)", re.DOTALL)
_LIMITS = late(rf"\b(reversed)\b|\b(limit|offset)\s*:\s*({_VALUE})")
_QUOTED = late(r"\"[^\"]*\"|'[^']*'")
_HELD = r"(?:\0\d+\0|[\w.\[\]?-]+)"
_COMPARED = late(rf"\s*{_HELD}(?:\s*(?:==|!=|<=|>=|<>|<|>|contains\b)\s*{_HELD})?")
_CONDITIONS = frozenset(("if", "elsif", "unless"))


def mended(mark: str) -> str:
    """A `{{ … }}` or `{% … %}` with only what Liquid would take of it; empty where it would take nothing."""
    if output := _OUTPUT.fullmatch(mark):
        inside = _expression(output[1])
        return f"{{{{ {inside} }}}}" if inside else ""
    tag = _TAG.fullmatch(mark)
    if tag is None:
        return ""
    inside = _inside(tag[1], tag[2])
    return f"{{% {tag[1]} {inside} %}}" if inside else ""


def _inside(name: str, words: str) -> str:
    if name in _CONDITIONS:
        return _condition(words)
    if name == "assign" and (assigned := _ASSIGNED.fullmatch(words)):
        value = _expression(assigned[2])
        return f"{assigned[1]} = {value}" if value else ""
    if name in {"for", "tablerow"} and (loop := _LOOP.fullmatch(words)):
        limits = " ".join(found[0] for found in _LIMITS.finditer(loop[3]))
        return f"{loop[1]} in {loop[2]} {limits}"
    return ""


def _expression(words: str) -> str:
    """The first value, and the filters that have names."""
    first, *filters = _PIECE.findall(words) or [""]
    value = _FIRST.match(first)
    if value is None:
        return ""
    found = (_FILTER.match(each) for each in filters)
    return " | ".join(
        [value[1], *(f"{each[1]}: {each[2]}" if each[2] else each[1] for each in found if each)]
    )


def _condition(words: str) -> str:
    """Of each part between `and` and `or`, the first value or comparison. Brackets count for nothing."""
    kept: list[str] = []

    def hold(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    plain = re.sub(r"[()]", " ", _QUOTED.sub(hold, words))
    plain = re.sub(r"(?<![=!<>])=+(?!=)", "==", plain)
    first, *rest = re.split(r"\b(and|or)\b", plain)
    found = _COMPARED.match(first)
    said = [found[0].strip()] if found else []
    for joined, part in zip(rest[::2], rest[1::2], strict=True):
        if said and (found := _COMPARED.match(part)):
            said += [joined, found[0].strip()]
    return re.sub(r"\0(\d+)\0", lambda each: kept[int(each[1])], " ".join(said))
