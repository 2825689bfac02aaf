"""Puts a block into a text: as deep in lists and quotations as the line of its shortcode."""

from __future__ import annotations

from publish.markup.shortcodes.asked import Written
from publish.text.patterns import late

__all__ = ["placed"]

_BEFORE = late(r"(?P<prefix>[ \t>]*)(?P<item>(?:[-*+]|\d{1,9}[.)])[ \t]+)?")
_MARKS = late(r"[ \t>]*")


def placed(written: Written, line: str) -> str:
    """The lines of a block; `line` is the text before its shortcode on the same line."""
    found = _BEFORE.match(line)
    assert found is not None  # it matches anything
    prefix = found["prefix"]
    break_ = f"\n{prefix}"
    if found.end() < len(line):
        above = break_ * 2
    elif found["item"]:
        prefix, above = prefix + " " * len(found["item"]), ""
        break_ = f"\n{prefix}"
    else:
        above = break_
    lines = written.before.replace("\n", break_)
    if written.inner is not None:
        gap = break_ if written.code else break_ * 2
        lines += f"{gap}{_inside(written.inner, prefix, written.code)}{gap}"
    return f"{above}{lines}{written.after.replace(chr(10), break_)}{break_ * 2}"


def _inside(text: str, prefix: str, code: bool) -> str:
    """A block's content with the prefix before each line but the first, which has it already."""
    head, newline, rest = text.partition("\n")
    lines = rest.split("\n") if newline and not head.strip() else text.split("\n")
    # A line that begins after the shortcode has no prefix of its own.
    own = 0 if newline and not head.strip() else 1
    while len(lines) > own and not _MARKS.sub("", lines[-1], count=1):
        lines.pop()
    rows = [*lines[:own], *(_without(line, prefix) for line in lines[own:])]
    deep = [len(row) - len(row.lstrip(" ")) for row in rows[own:] if row.strip()]
    if not code and deep and (least := min(deep)):
        rows[own:] = [row[least:] for row in rows[own:]]
    return f"\n{prefix}".join(rows)


def _without(line: str, prefix: str) -> str:
    """A line without the prefix, or without the part of it that the line has."""
    if ">" in prefix:
        return line.removeprefix(prefix) if line.startswith(prefix) else line.removeprefix(prefix.rstrip())
    deep = 0
    while deep < len(prefix) and line[deep : deep + 1] in {" ", "\t"}:
        deep += 1
    return line[deep:]
