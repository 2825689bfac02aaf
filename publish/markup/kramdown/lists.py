"""Lists: items by their indent, nested lists, loose and tight items, task lists, definition lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from publish.markup.kramdown import attributes
from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import (
    ANY_IN_BRACES,
    BLANK,
    DEFINITION,
    END_OF_BLOCK,
    HTML_START,
    HTML_STOP,
    IAL,
    LIST,
    ORDERED,
    UNORDERED,
    WHITE,
)
from publish.markup.kramdown.simple import RULE
from publish.text.patterns import late

__all__ = ["DEFINITIONS", "LISTS"]

_ITEM_IAL = late(rf"\s*(?:\{{:(?!(?:(?a:\w)(?:(?a:\w)|-)*)?:|/)({ANY_IN_BRACES}+)\}})\s*", re.ASCII)
_ONLY_IAL = late(rf"(?:{_ITEM_IAL.pattern})?\s*\n", re.ASCII)
_SOLID = r"[^ \t\r\n\f\v]"
_TABS = late(r"( *)(\t+)")
_FIRST_TABS = late(r"^\t+")
_USUAL = 16
"""Indents whose expressions are kept for other commands; an author may use any."""
_TASK = late(r"\A\s*\[([ xX])\]\s+", re.ASCII)
_CHECKBOX = '<input type="checkbox" class="task-list-item-checkbox" disabled="disabled"{} />'


@dataclass
class _Item:
    """An item while its lines are collected."""

    node: Node
    indent: int
    segments: list[str] = field(default_factory=list)
    """Texts to read one after the other; a nested list starts a new one."""


@cache
def _patterns(indent: int) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """For items whose text has this indent: patterns of a line of the item, of a lazy line, and of the indent."""
    tabs, spaces = divmod(indent, 4)
    tab = r"(?:\t| {4})"
    content = rf"(?:{tab}{{{tabs}}} {{{spaces}}}|{tab}{{{tabs + 1}}}).*{_SOLID}.*\n"
    lazy = rf"(?! {{0,{min(indent, 3)}}}(?:{IAL}|{HTML_STOP}|{HTML_START})).*{_SOLID}.*\n"
    make = late if indent <= _USUAL else re.compile
    return make(content, re.M), make(lazy, re.M), make(rf"^ {{{indent}}}")


@cache
def _start(mark: str, indent: int) -> re.Pattern[str]:
    """Pattern of a list's next item: its marker is not indented more than the text of the item before."""
    return late(rf"( {{0,{min(indent, 4) - 1}}}{mark})([\t| ].*?\n)", re.MULTILINE)


def _first_line(marker: str, content: str) -> tuple[str, int]:
    """The text of an item's first line, and its indent. Tabs count to the next multiple of four."""
    indent = len(marker)
    if _ONLY_IAL.match(content):
        return content.lstrip(WHITE), 4
    while tabs := _TABS.match(content):
        used = len(tabs[1]) + indent
        content = tabs[1] + " " * (4 - used % 4 + (len(tabs[2]) - 1) * 4) + content[tabs.end() :]
    return content.lstrip(WHITE), indent + len(content) - len(content.lstrip(" "))


def _new_item(kind: str, found: re.Match[str]) -> _Item:
    text, indent = _first_line(found[1], found[2])
    node = Node(kind)
    ial = _ITEM_IAL.match(text)
    if ial:
        node.options["ial"] = attributes.parse(ial[1])
        text = text[ial.end() :]
    return _Item(node, indent, [text])


def _list(blocks: Blocks, found: re.Match[str]) -> bool:
    ordered = ORDERED.match(found.string, found.start()) is not None
    node = blocks.new("ol" if ordered else "ul")
    if ordered and blocks.document.commonmark and (first := int(found[0].split(".")[0])) != 1:
        node.attributes["start"] = str(first)
    items, marker_met = _gather_items(blocks, r"(?a:\d)+\." if ordered else "[+*-]", ordered)
    blocks.tree.children.append(node)
    node.children = [item.node for item in items]
    last_blank = None
    for item in items:
        for segment in item.segments:
            blocks.read(item.node, segment)
        if item.node.children:
            last_blank = _settle(node, item.node, marker_met)
    if last_blank is not None and not marker_met:
        blocks.tree.children.append(last_blank)
    if blocks.document.github:
        _mark_tasks(node)
    return True


def _gather_items(blocks: Blocks, mark: str, ordered: bool) -> tuple[list[_Item], bool]:
    """The items of one list, and whether a marker ended it."""
    source = blocks.source
    items: list[_Item] = []
    start = ORDERED if ordered else UNORDERED
    nested = blank = False
    while not source.at_end:
        if blank and source.check(RULE.start):
            break
        if source.scan(END_OF_BLOCK):
            return items, True
        if found := source.scan(start):
            items.append(_new_item("li", found))
            start = _start(mark, items[-1].indent)
            nested = LIST.match(items[-1].segments[0]) is not None
            blank = False
        elif line := _item_line(blocks, items[-1].indent, blank):
            nested = _add_line(items[-1], line, nested)
            blank = False
        elif found := source.scan(BLANK):
            nested = blank = True
            items[-1].segments[-1] += found.group()
        else:
            break
    return items, False


def _item_line(blocks: Blocks, indent: int, blank: bool) -> str:
    """The next line if it belongs to the item: indented like its text, or lazy without a blank line before."""
    content, lazy, _ = _patterns(indent)
    found = blocks.source.scan(content) or (None if blank else blocks.source.scan(lazy))
    return _FIRST_TABS.sub(lambda tabs: "    " * len(tabs.group()), found.group()) if found else ""


def _add_line(item: _Item, line: str, nested: bool) -> bool:
    """Add a line to the item. Returns whether there was a nested list so far."""
    text = _patterns(item.indent)[2].sub("", line)
    indented = len(text) < len(line)
    if LIST.match(text):
        if not nested and indented:
            item.segments.append("")
            nested = True
        elif nested and not indented:
            text = " " * (item.indent + 4) + text
    item.segments[-1] += text
    return nested


def _settle(parent: Node, item: Node, marker_met: bool) -> Node | None:
    """Decide whether an item is tight, and remove the blank line at its end."""
    children = item.children
    first = children[0]
    if first.kind == "p" and len(children) > 1 and children[1].kind == "eob" and "ial" in first.options:
        del children[1]
    if first.kind == "p" and _is_tight(parent, item, marker_met):
        if len(children) > 1 and children[1].kind != "blank":
            first.children[0].value += "\n"
        first.options["transparent"] = True
    return children.pop() if children[-1].kind == "blank" else None


def _is_tight(parent: Node, item: Node, marker_met: bool) -> bool:
    """Kramdown's rule: no blank line after the first paragraph; the last item is like those before it."""
    children, is_last = item.children, parent.children[-1] is item
    followed = len(children) > 1 and children[1].kind == "blank"
    if followed and not (is_last and len(children) == 2 and not marker_met):
        return False
    return (
        not is_last
        or len(parent.children) == 1
        or any(
            not other.children
            or other.children[0].kind != "p"
            or other.children[0].options.get("transparent")
            for other in parent.children[:-1]
        )
    )


def _mark_tasks(node: Node) -> None:
    """GFM: `[ ]` and `[x]` at the start of an item are check boxes."""
    is_task_list = False
    for item in node.children:
        if not item.children or item.children[0].kind != "p" or not item.children[0].children:
            continue
        text = item.children[0].children[0]
        task = _TASK.match(text.value)
        if task:
            is_task_list = True
            checked = ' checked="checked"' if task[1] in "xX" else ""
            text.value = _CHECKBOX.format(checked) + text.value[task.end() :]
        if is_task_list:
            item.attributes["class"] = "task-list-item"
    if is_task_list:
        node.attributes["class"] = "task-list"


def _definitions(blocks: Blocks, found: re.Match[str]) -> bool:
    children = blocks.tree.children
    after_blank = len(children) > 1 and children[-1].kind == "blank" and children[-1].value == "\n"
    if not children or (children[-1].kind != "p" and not (after_blank and children[-2].kind == "p")):
        return False
    loose = children[-1].kind == "blank"
    if loose:
        children.pop()
    terms = children.pop()
    node = blocks.new("dl")
    node.children = (
        [_term(line) for line in terms.children[0].value.rstrip("\n").split("\n")] if terms.children else []
    )
    node.options.pop("ial", None)
    if "ial" in terms.options:
        node.options["ial"] = terms.options["ial"]
    items = _gather_definitions(blocks, loose)
    last_blank = None
    for item in items:
        node.children.append(item.node)
        blocks.read(item.node, "".join(item.segments))
        if item.node.children:
            last_blank = _settle_definition(item.node)
    _join_definitions(children, node)
    if last_blank is not None:
        children.append(last_blank)
    return True


def _term(text: str) -> Node:
    node = Node("dt")
    ial = _ITEM_IAL.match(text)
    if ial:
        node.options["ial"] = attributes.parse(ial[1])
        text = text[ial.end() :]
    node.add_text(text)
    return node


def _gather_definitions(blocks: Blocks, loose: bool) -> list[_Item]:
    source = blocks.source
    items: list[_Item] = []
    start, blank = DEFINITION, False
    while not source.at_end:
        if found := source.scan(start):
            items.append(_new_item("dd", found))
            items[-1].node.options["loose"] = loose
            start = _start(":", items[-1].indent)
            loose = blank = False
        elif source.check(END_OF_BLOCK):
            break
        elif line := _item_line(blocks, items[-1].indent, blank):
            items[-1].segments.append(_patterns(items[-1].indent)[2].sub("", line))
            loose = blank = False
        elif found := source.scan(BLANK):
            items[-1].segments.append(found.group())
            loose = blank = True
        else:
            break
    return items


def _settle_definition(item: Node) -> Node | None:
    children = item.children
    blank = children.pop() if children[-1].kind == "blank" else None
    if children and children[0].kind == "p" and not item.options["loose"]:
        if len(children) > 1:
            children[0].children[0].value += "\n"
        children[0].options["transparent"] = True
    return blank


def _join_definitions(children: list[Node], node: Node) -> None:
    """Add the list to the tree; it joins a definition list directly before it."""
    if len(children) > 1 and children[-1].kind == "blank" and children[-2].kind == "dl":
        children.pop()
    if children and children[-1].kind == "dl":
        children[-1].children += node.children
    else:
        children.append(node)


LISTS = Rule(LIST, _list)
DEFINITIONS = Rule(DEFINITION, _definitions)
