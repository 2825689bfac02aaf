"""Rewrites lines that Goldmark (Hugo) and pulldown-cmark (Zola) read in another way than kramdown, so that the result is the same.

Rules for more than one line are in `markup/kramdown`, where its option `commonmark` turns them on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from publish.model import Maker
from publish.text.patterns import late

__all__ = ["apart", "literal", "template_in"]

_FENCE = late(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})(.*)")
_RAW = late(
    r"\{\{[<%]\s*(/?)\s*(highlight|code|codeblock|code-block|mermaid|katex|math|latex|raw|html|rawhtml)\b"
)
"""Shortcodes whose content is not Markdown."""
_OF_HUGO = late(
    r"\{\{-?\s*(?:[.$]|(?:if|with|range|end|else|partial|template|define|block|i18n|site|page|print|printf|now)\b)[^{}\n]{0,500}\}\}"
)
_OF_ZOLA = late(
    r"\{\{-?\s*[A-Za-z_][\w.]*\s*(?:\|[^{}\n]{0,300})?-?\}\}|\{%-?\s*(?:if|for|set|include|macro|block|extends|import|endif|endfor)\b[^{}\n]{0,500}%\}"
)
_ABBREVIATION = late(r"( {0,3})\*(\[[^\]\n]+\]:)")
_END = late(r"( {0,3})\^([ \t]*)")
_NUMBER = late(r"([ \t>]*\d{1,9})\)(?=[ \t])")
_DEFINITION = late(r"( {0,3}):(?=[ \t])")
_RULE = late(r" {0,3}([*_])[ \t]*(?:\1[ \t]*){2,}")
_DELIMITERS = late(r"[ \t>]*+\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-+:?[ \t]*+)*\|?[ \t]*")


def literal(text: str, *, definitions: bool = True) -> str:
    """The text with a backslash before what has a meaning only in kramdown: attribute lists, abbreviations, block ends, and
    definitions if the site has none. `1)` becomes `1.`. The number of lines stays.
    """
    if "\n" not in text and "{" not in text and not text.startswith(("*", "^", ":")) and ")" not in text:
        return text
    lines: list[str] = []
    held, before = 0, ""
    for line, is_code in _lines(text):
        if (found := _RAW.search(line)) and not is_code:
            held = 0 if found[1] else 1
        if is_code or held or line.startswith(("    ", "\t")):
            lines.append(line)
        else:
            lines.append(_literal(line, before, definitions=definitions))
        before = line
    return "\n".join(lines)


def _literal(line: str, before: str, *, definitions: bool) -> str:
    line = _ABBREVIATION.sub(r"\1\\*\2", line, count=1) if _ABBREVIATION.match(line) else line
    if found := _END.fullmatch(line):
        return f"{found[1]}&#94;{found[2]}"
    if not definitions and _DEFINITION.match(line):
        line = _DEFINITION.sub(r"\1\\:", line, count=1)
    if _NUMBER.match(line) and (not before.strip() or _NUMBER.match(before) or re.match(r"[ \t>]*1\)", line)):
        line = _NUMBER.sub(r"\1.", line, count=1)
    if "{:" not in line:
        return line
    parts = line.split("`")
    parts[::2] = [re.sub(r"(?<!\\)\{:", r"\\{:", part) for part in parts[::2]]
    return "`".join(parts)


def template_in(text: str, dialect: Maker) -> tuple[str, int] | None:
    """The first piece of a template in the text, and its line, counted from 0; None when there is none."""
    snippet = _OF_HUGO if dialect == "hugo" else _OF_ZOLA
    for number, (line, is_code) in enumerate(_lines(text)):
        if not is_code and "{" in line and not line.startswith(("    ", "\t")):
            for part in line.split("`")[::2]:
                if found := snippet.search(part):
                    return found[0], number
    return None


def apart(text: str) -> str:
    """The text with a blank line before what ends a paragraph: rules, and tables with a delimiter row."""
    if "***" not in text and "___" not in text and "* *" not in text and "|" not in text:
        return text
    lines: list[str] = []
    kept = [*_lines(text), ("", False)]
    for (line, is_code), (after, _) in pairwise(kept):
        above = lines[-1] if lines else ""
        table = "|" in line and "-" in after and _DELIMITERS.fullmatch(after)
        if not is_code and above.strip() and "|" not in above and (_RULE.fullmatch(line) or table):
            quote = re.match(r"[ \t>]*", line)
            lines.append(quote[0].rstrip() if quote and table else "")
        lines.append(line)
    return "\n".join(lines)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is in fenced code."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            yield line, True
            if found and found[1][0] == fence[0] and len(found[1]) >= len(fence) and not found[2].strip():
                fence = ""
            continue
        if found and (found[1][0] == "~" or "`" not in found[2]):
            fence = found[1]
        yield line, bool(fence)
