"""The bound file's bookmarks: sections, their chapters, and the chapters' headings (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Dictionary, String

__all__ = ["Branch", "write"]


@dataclass
class Branch:
    """Bookmarks in a group, with a title if the group has one."""

    title: str = ""
    items: list[Any] = field(default_factory=list)


def write(file: pikepdf.Pdf, branches: Sequence[Branch]) -> None:
    """Replace the file's bookmarks. Chapters are collapsed: a month has five hundred headings."""
    top: list[Any] = []
    for branch in branches:
        for item in branch.items:
            if (count := int(item.get("/Count", 0))) > 0:
                item.Count = -count
        if branch.title and branch.items:
            section = file.make_indirect(
                Dictionary(Title=String(branch.title), Dest=branch.items[0].Dest, Count=len(branch.items))
            )
            _chain(branch.items, section)
            top.append(section)
        else:
            top.extend(branch.items)
    if not top:
        return
    outlines = file.make_indirect(Dictionary())
    outlines.Count = len(top) + sum(max(0, int(item.get("/Count", 0))) for item in top)
    _chain(top, outlines)
    file.Root.Outlines = outlines


def _chain(items: Sequence[Any], parent: Any) -> None:
    for before, item in zip([None, *items], items, strict=False):
        item.Parent = parent
        if before is not None:
            item.Prev, before.Next = before, item
    parent.First, parent.Last = items[0], items[-1]
