"""Tables of jekyll-spaceship: `||` lets a cell reach over two columns, `^^` lets the cell above reach down."""

from __future__ import annotations

import re

from publish.markup.tree import Element, drop, text_of
from publish.model import Site

__all__ = ["join", "marked"]

_MARK = "x-span-cell"
"""The text of a cell that belongs to the one before it, until the tree is there."""
_ABOVE = "^^"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+[^`]*`+)")
_PIPES = re.compile(r"(?<!\\)\|(\|+)")


def marked(text: str, site: Site) -> str:
    """The Markdown with a mark in each cell that `||` adds to the one before, where the site has the plugin."""
    if "||" not in text or not _has_plugin(site):
        return text
    lines, fence = [], ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
        inside = bool(fence) or line.startswith(("    ", "\t"))
        lines.append(line if inside or "||" not in line or line.count("|") < 3 else _row_marked(line))
    return "\n".join(lines)


def _row_marked(line: str) -> str:
    pieces = _CODE.split(line)
    pieces[::2] = [_PIPES.sub(_cells, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _cells(pipes: re.Match[str]) -> str:
    return "|" + f" {_MARK} |" * len(pipes[1])


def join(root: Element, site: Site) -> None:
    """Join the cells of tables; marks that are in no table are what they were."""
    if not _has_plugin(site):
        return
    for group in root.iter("thead", "tbody", "tfoot"):
        above: list[Element] = []
        for row in group.findall("tr"):
            above = _row(row, above)
    for element in root.iter():
        for name in ("text", "tail"):
            words = getattr(element, name)
            if words and _MARK in words:
                setattr(element, name, words.replace(f" {_MARK} |", "|").replace(_MARK, ""))


def _row(row: Element, above: list[Element]) -> list[Element]:
    """Join the cells of a row; the cell that each of its columns belongs to."""
    owners: list[Element] = []
    for column, cell in enumerate(list(row)):
        words = text_of(cell).strip()
        if words == _MARK and column:
            owner = owners[-1]
            if owner.getparent() is row:
                _more(owner, "colspan")
        elif words == _ABOVE and column < len(above):
            owner = above[column]
            if owner not in owners:
                _more(owner, "rowspan")
        else:
            owners.append(cell)
            continue
        owners.append(owner)
        drop(cell)
    return owners


def _more(cell: Element, name: str) -> None:
    cell.set(name, str(int(cell.get(name, "1")) + 1))


def _has_plugin(site: Site) -> bool:
    listed = [site.data.get(key) for key in ("plugins", "gems")]
    return any("jekyll-spaceship" in each for each in listed if isinstance(each, list))
