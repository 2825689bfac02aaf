"""Takes a laid-out part apart: its objects become text with holes, as `part` has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.pdf.binding.part import Part, Text
from publish.text.patterns import late

__all__ = ["NOTE", "fold"]

NOTE = "/PublishNote"
"""Key in a laid-out part's catalog with data for binding."""
_ENTRY = "/Publish"
"""A key that stands for whole entries of a dictionary."""
_TOKEN = late(
    r"\((?:\\.|[^\\)])*\)|(?P<number>\d+) 0 R|(?:/Publish )?/Hole-(?P<name>[\w-]+)|(?P<entry>/StructParents? )(?P<key>\d+)|/Length \d+ ",
    re.DOTALL,
)
"""A string (it may say anything), a reference to an object, a hole, a key of the parent tree (ISO 32000-1, 14.7.4.4), or a
stream's length, which is left out."""


def fold(data: bytes, *, first: bool = False, stamps: bool = False) -> Part:
    """Take a laid-out part apart. Of the `first` one, a volume takes metadata too; of one with `stamps` for other pages, it
    takes no pages, only their fonts.
    """
    file = pikepdf.open(BytesIO(data))
    root, pages = file.Root, [page.obj for page in file.pages]
    note = json.loads(root[NOTE].read_bytes())
    structure, document = root.StructTreeRoot, root.StructTreeRoot.K[0]
    outside = {
        "tree": root.Pages,
        "document": document,
        "catalog": root,
        "info": file.trailer.get("/Info", root),
    }
    numbers = {name: _number(item) for name, item in outside.items()}
    common = list(_common(pages[0].Resources))
    held = [(name, _text(pages[0].Resources.Font[f"/{name}"].unparse())) for name in note["others"]]
    states = _open_resources(pages[0].Resources, note["fonts"])
    contents = list(_contents(pages))
    links, items, destinations = list(_links(pages)), list(_items(root)), list(_destinations(root))
    kids = list(map(_number, document.K))
    parents, keys = _parents(structure)
    seen = [*map(_number, pages), *contents, *(number for number, _, _ in items)]
    for texts in (links, items, destinations):
        seen += [hole for *_, (_, holes) in texts for hole in holes if isinstance(hole, int)]
    elements, ends = [*kids, parents], {numbers["tree"], numbers["document"]}
    if first:
        _leave_to_binding(root, structure, document)
        seen += [numbers["catalog"], numbers["info"]]
        elements += [numbers["document"], _number(structure)]
        ends.remove(numbers["document"])
    if stamps:
        seen = [*contents, *(hole for _, (_, holes) in held for hole in holes if isinstance(hole, int))]
        elements = []
    objects = _Objects(file)
    objects.collect(seen, {*ends, *elements})
    plain = len(objects.plain)
    objects.collect(elements, ends)
    return Part(
        **note, pages=[*map(_number, pages)], contents=contents, links=links, items=items, destinations=destinations,
        kids=kids, parents=parents, keys=keys, held=held, states=states, common=common, outside=numbers,
        objects=[*objects.plain, *objects.streams], structure=len(objects.plain) - plain, lines=objects.lines,
        streams=list(objects.data.values()),
    )  # fmt: skip


def _number(item: Any) -> int:
    return int(item.objgen[0])


def _hole(name: str) -> Name:
    return Name(f"/Hole-{name}")


def _text(written: bytes) -> Text:
    """A text as the PDF has it, with a hole for each reference, each key, and each name of ours."""
    holes: list[int | str] = []

    def hole(found: re.Match[str]) -> str:
        if found["number"]:
            holes.append(int(found["number"]))
        elif found["name"]:
            holes.append(found["name"])
        elif found["key"]:
            holes.append(f"key-{found['key']}")
        else:
            return "" if found[0].startswith("/") else found[0]
        return f"{found['entry'] or ''}%s"

    return _TOKEN.sub(hole, written.decode("latin-1").replace("%", "%%")), holes


class _Objects:
    """What a volume takes of a part's file."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self.plain: dict[int, Text] = {}
        self.streams: dict[int, Text] = {}
        """The dictionaries of streams."""
        self.data: dict[int, bytes] = {}

    def collect(self, starts: Iterable[int], ends: Iterable[int]) -> None:
        """Take all objects that can be reached from `starts`, without `ends`, in the order of their numbers."""
        waiting, met = [*starts], {*ends, *self.plain, *self.streams}
        found: dict[int, Any] = {}
        texts: dict[int, Text] = {}
        while waiting:
            number = waiting.pop()
            if number in met:
                continue
            met.add(number)
            found[number] = item = self._file.get_object(number, 0)
            shown = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            texts[number] = _text(shown.unparse(resolved=True))
            waiting += [hole for hole in texts[number][1] if isinstance(hole, int)]
        for number in sorted(found):
            item = found[number]
            if isinstance(item, pikepdf.Stream):
                self.streams[number], self.data[number] = texts[number], item.read_raw_bytes()
            else:
                self.plain[number] = texts[number]

    @property
    def lines(self) -> Text:
        """A line for each object."""
        texts = [*self.plain.values(), *self.streams.values()]
        return "\n".join(text for text, _ in texts), [hole for _, holes in texts for hole in holes]


def _open_resources(resources: Any, fonts: Iterable[str]) -> list[tuple[str, Text]]:
    """Take the fonts out that are cut for all parts at binding, and leave holes for these, and for more graphics states.
    Returns the states that there are. Drawings on pages may have the same fonts: they share the page's dictionary.
    """
    for kind in ("/Font", "/ExtGState"):
        if kind not in resources:
            resources[kind] = Dictionary()
    held, states = resources.Font, resources.ExtGState
    for name in fonts:
        del held[f"/{name}"]
    known = [(name, _text(state.unparse())) for name, state in states.items()]
    held[_ENTRY], states[_ENTRY] = _hole("fonts"), _hole("states")
    return known


def _contents(pages: Iterable[Any]) -> Iterator[int]:
    """The streams of pages: a page also gets those that draw its number."""
    for index, page in enumerate(pages):
        yield _number(page.Contents)
        page.Contents = _hole(f"contents-{index}")


def _common(resources: Any) -> Iterator[tuple[int, str]]:
    """Pictures without a mask, and profiles of colours."""
    for name, picture in resources.get("/XObject", Dictionary()).items():
        if picture.get("/Subtype") == Name.Image and "/SMask" not in picture:
            yield _number(picture), f"{name} {_digest(picture)}"
    for name, space in resources.get("/ColorSpace", Dictionary()).items():
        if isinstance(space, Array) and space[0] == Name.ICCBased:
            yield _number(space[1]), f"{name} {_digest(space[1])}"


def _digest(stream: Any) -> str:
    return sha256(stream.read_raw_bytes()).hexdigest()


def _links(pages: Iterable[Any]) -> Iterator[tuple[str, Text]]:
    number = 0
    for page in pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get("/A")
            if action is not None and action.get("/S") == Name.URI:
                yield str(action.URI), _text(action.unparse())
                del annotation["/A"]
                annotation[_ENTRY] = _hole(f"link-{number}")
                number += 1


def _items(root: Any) -> Iterator[tuple[int, int, Text]]:
    """The bookmarks at the top, taken out of their chain. How many are below is negative where a style closes them."""
    item = root.Outlines.First if "/Outlines" in root else None
    number = 0
    while item is not None:
        following = item.get("/Next")
        yield _number(item), abs(int(item.get("/Count", 0))), _text(item.Dest.unparse())
        for name in ("/Parent", "/Prev", "/Next", "/Count"):
            if name in item:
                del item[name]
        item[_ENTRY] = _hole(f"item-{number}")
        number += 1
        item = following


def _destinations(root: Any) -> Iterator[tuple[str, str, Text]]:
    if "/Names" in root and "/Dests" in root.Names:
        names = root.Names.Dests.Names
        for place in range(0, len(names), 2):
            name = names[place]
            yield str(name), name.unparse().decode("latin-1"), _text(names[place + 1].unparse())


def _parents(structure: Any) -> tuple[int, int]:
    """The parent tree as a leaf of a number tree, with the limits that it needs below a root (ISO 32000-1, 7.9.7)."""
    tree = structure.ParentTree
    for place in range(0, len(tree.Nums), 2):
        tree.Nums[place] = _hole(f"key-{int(tree.Nums[place])}")
    tree.Limits = Array([tree.Nums[0], tree.Nums[len(tree.Nums) - 2]])
    return _number(tree), int(structure.ParentTreeNextKey)


def _leave_to_binding(root: Any, structure: Any, document: Any) -> None:
    """Holes in the places of what a volume's catalog and structure tree hold."""
    for held, names in (
        (root, (NOTE, "/Names", "/Outlines")),
        (structure, ("/ParentTree", "/ParentTreeNextKey")),
        (document, ("/K",)),
    ):
        for name in names:
            if name in held:
                del held[name]
    root[_ENTRY], structure[_ENTRY], document[_ENTRY] = map(_hole, ("catalog", "structure", "document"))
