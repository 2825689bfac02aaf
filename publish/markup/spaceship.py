"""jekyll-spaceship: tables whose cells reach over columns and rows, hold several lines or have their own alignment; players
written as pictures; diagrams between lines of their own.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from urllib.parse import urlsplit

from publish.markup.elements import FRAME
from publish.markup.tree import Element, drop, make, text_of
from publish.model import Site
from publish.text.patterns import late

__all__ = ["join", "marked"]

_MARK = "x-span-cell"
"""The text of a cell that belongs to the one before it, until the tree is there."""
_ABOVE = "^^"
_FENCE = late(r" {0,3}(`{3,}|~{3,})")
_CODE = late(r"((?<!`)`++[^`]++`++)")
_PIPES = late(r"(?<!\\)\|(\|+)")
_GOES_ON = late(r"(?<!\\)\\[ \t]*$")
_DIAGRAM = late(r"@(start|end)(uml|mermaid)\s*")
_ESCAPED_NUMBER = late(r"( {0,3})\\(\d{1,9})\. ")
_PLAYS = late(
    r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|open\.spotify\.com|soundcloud\.com)$"
)
_FILM = (".mp4", ".avi", ".ogv", ".webm", ".3gp", ".flv", ".mov", ".mkv")
_SOUND = (".mp3", ".wav", ".ogg", ".mid", ".midi", ".aac", ".wma", ".m4a", ".flac")


def marked(text: str, site: Site) -> str:
    """The Markdown with what only this plugin reads made plain, where the site has the plugin: a mark in each cell that
    `||` adds to the one before, rows of several lines in one, diagrams in fences.
    """
    if not _has_plugin(site):
        return text
    lines: list[str] = []
    row: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
        is_code = bool(fence or found) or line.startswith(("    ", "\t"))
        is_row = not is_code and line.count("|") > 1
        if is_row and _GOES_ON.search(line):
            row.append(_GOES_ON.sub("", line))
        elif row and is_row:
            lines.append(_line_marked(_in_one([*row, line])))
            row = []
        else:
            lines += [_in_one(row)] if row else []
            lines.append(line if is_code else _line_marked(line))
            row = []
    return "\n".join([*lines, _in_one(row)] if row else lines)


def _line_marked(line: str) -> str:
    if found := _DIAGRAM.fullmatch(line):
        return f"~~~ {'plantuml' if found[2] == 'uml' else 'mermaid'}" if found[1] == "start" else "~~~"
    line = _ESCAPED_NUMBER.sub(r"\1\2\\. ", line, count=1) if _ESCAPED_NUMBER.match(line) else line
    if "||" not in line or line.count("|") < 3:
        return line
    pieces = _CODE.split(line)
    pieces[::2] = [_PIPES.sub(_cells, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _cells(pipes: re.Match[str]) -> str:
    return "|" + f" {_MARK} |" * len(pipes[1])


def _in_one(lines: list[str]) -> str:
    """The lines of a row as one: each cell's words over each other."""
    if len(lines) == 1:
        return lines[0]
    cells = [_over(each) for each in zip_longest(*map(_parted, lines), fillvalue="")]
    return f"|{'|'.join(cells)}|"


def _over(cells: tuple[str, ...]) -> str:
    """What stands in the cells, over each other, with the first alignment at either side."""
    found = [_aligned(each) for each in cells]
    words = "<br>".join(each for _, each, _ in found if each)
    left, right = ("".join(each[side] for each in found)[:1] for side in (0, 2))
    return f" {left} {words} {right} ".replace("  ", " ") if words else cells[0]


def _aligned(cell: str) -> tuple[str, str, str]:
    """A cell's words, between the colons that align it; a space tells these from a colon that is a word's."""
    words = cell.lstrip()
    left = words[:1] == ":" and words[1:2].isspace()
    words = words[left:].rstrip()
    right = words[-1:] == ":" and words[-2:-1].isspace()
    return ":" * left, words[: len(words) - right].strip(), ":" * right


def _parted(line: str) -> list[str]:
    """The cells of a line; pipes in code and after a backslash part nothing."""
    cells = [""]
    for number, piece in enumerate(_CODE.split(line.strip())):
        parts = [piece] if number % 2 else re.split(r"(?<!\\)\|", piece)
        cells[-1] += parts[0]
        cells += parts[1:]
    return cells[1 if not cells[0].strip() else 0 : -1 if not cells[-1].strip() else None]


def join(root: Element, site: Site) -> None:
    """Join the cells of tables, and make players of what is written as a picture; marks that are in no table are what
    they were.
    """
    if not _has_plugin(site):
        return
    for cell in root.iter("td", "th"):
        _align(cell)
    for group in root.iter("thead", "tbody", "tfoot"):
        above: list[Element] = []
        for row in group.findall("tr"):
            above = _row(row, above)
    for image in list(root.iter("img")):
        _play(image)
    for element in root.iter():
        for name in ("text", "tail"):
            words = getattr(element, name)
            if words and _MARK in words:
                setattr(element, name, words.replace(f" {_MARK} |", "|").replace(_MARK, ""))


def _row(row: Element, above: list[Element]) -> list[Element]:
    """Join the cells of a row. Returns the cell of each column."""
    owners: list[Element] = []
    for column, cell in enumerate(list(row)):
        words = text_of(cell).strip()
        if words == _MARK and column:
            owner = owners[-1]
            if owner.getparent() is row:
                _more(owner, "colspan")
        elif words.startswith(_ABOVE) and column < len(above):
            owner = above[column]
            if owner not in owners:
                _more(owner, "rowspan")
                _below(owner, cell)
        else:
            owners.append(cell)
            continue
        owners.append(owner)
        drop(cell)
    return owners


def _more(cell: Element, name: str) -> None:
    cell.set(name, str(int(cell.get(name, "1")) + 1))


def _below(owner: Element, cell: Element) -> None:
    """Add the text after `^^` to the end of the cell above."""
    cell.text = (cell.text or "").lstrip().removeprefix(_ABOVE).lstrip()
    if not text_of(cell).strip() and not len(cell):
        return
    line = make("br")
    line.tail = cell.text
    owner.append(line)
    owner.extend(list(cell))


def _align(cell: Element) -> None:
    """`: words :` in a cell is its own alignment; the space tells it from a colon that is a word's."""
    first = cell.text or ""
    left = bool(re.match(r"\s*:\s", first))
    if left:
        cell.text = re.sub(r"^\s*:\s+", "", first)
    last = cell[-1].tail if len(cell) else cell.text
    right = bool(re.search(r"(?:\s|^):\s*$", last or ""))
    if right:
        shorter = re.sub(r"\s*:\s*$", "", last or "")
        if len(cell):
            cell[-1].tail = shorter
        else:
            cell.text = shorter
    if left or right:
        cell.set("style", f"text-align: {'center' if left and right else 'right' if right else 'left'}")


def _play(image: Element) -> None:
    """A picture whose address is a film's, a sound's or a player's is what plays it."""
    address = image.get("src", "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    path = parts.path.lower()
    tag = "video" if path.endswith(_FILM) else "audio" if path.endswith(_SOUND) else ""
    if not tag and _PLAYS.search(parts.hostname or ""):
        tag = FRAME
    if tag:
        image.tag = tag
        image.set("title", image.get("title") or image.get("alt") or "")
        image.attrib.pop("alt", "")
        image.set("src", re.sub(r"\?(?:width|height|allow|autoplay|loop)=.*", "", address))


def _has_plugin(site: Site) -> bool:
    listed = [site.data.get(key) for key in ("plugins", "gems")]
    return any("jekyll-spaceship" in each for each in listed if isinstance(each, list))
