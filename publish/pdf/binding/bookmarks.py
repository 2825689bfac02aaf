"""The bound file's bookmarks: sections, their chapters, and the chapters' headings (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from publish.pdf.binding.joining import Joined
from publish.pdf.binding.part import filled
from publish.pdf.binding.writing import Writer, reference, string

__all__ = ["Branch", "Item", "items", "write"]


@dataclass
class Item:
    """A bookmark."""

    at: str
    """The reference to it."""
    place: str
    """Where it leads."""
    hang: Callable[[str], None]
    """Takes the entries that say where it hangs in the tree."""
    shown: int = 1
    """Number of bookmarks that are seen while it is opened as the file says."""


@dataclass
class Branch:
    """Bookmarks in a group, with a title if the group has one."""

    title: str = ""
    items: list[Item] = field(default_factory=list)


def items(joined: Joined) -> list[Item]:
    """The top bookmarks of a part. They are collapsed: a month has five hundred headings."""
    return [
        _item(joined.words, index, number, f"/Count -{count} " if count else "", filled(place, joined.words))
        for index, (number, count, place) in enumerate(joined.part.items)
    ]


def _item(words: dict[int | str, str], index: int, number: int, count: str, place: str) -> Item:
    def hang(entries: str) -> None:
        words[f"item-{index}"] = f"{count}{entries}"

    return Item(words[number], place, hang)


def write(writer: Writer, branches: Sequence[Branch]) -> str:
    """Hang all bookmarks into one tree. Returns the reference to it; empty when there are none."""
    top: list[Item] = []
    for branch in branches:
        top += [_section(writer, branch)] if branch.title and branch.items else branch.items
    if not top:
        return ""
    number = writer.reserve()
    ends = _hang(top, reference(number))
    writer.put(number, f"<< /Count {sum(item.shown for item in top)} {ends} >>")
    return reference(number)


def _section(writer: Writer, branch: Branch) -> Item:
    number = writer.reserve()
    place, count = branch.items[0].place, len(branch.items)
    ends = _hang(branch.items, reference(number))

    def hang(entries: str) -> None:
        writer.put(
            number, f"<< /Count {count} /Dest {place} {ends} {entries} /Title {string(branch.title)} >>"
        )

    return Item(reference(number), place, hang, count + 1)


def _hang(items: Sequence[Item], parent: str) -> str:
    """Hang these items in a row. Returns the entries of what they hang from."""
    for place, item in enumerate(items):
        before = f" /Prev {items[place - 1].at}" if place else ""
        after = f" /Next {items[place + 1].at}" if place + 1 < len(items) else ""
        item.hang(f"/Parent {parent}{before}{after}")
    return f"/First {items[0].at} /Last {items[-1].at}"
