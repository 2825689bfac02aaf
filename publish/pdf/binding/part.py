"""A laid-out part as it is kept and bound: its objects as text, with holes for what only binding knows.

A volume takes the objects of its chapters as they stand here, and copies their streams. So binding parses no chapter, however
many there are.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.frozen import frozen
from publish.text.patterns import late

__all__ = ["NOTE", "Part", "Text", "Words", "filled", "fold"]

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

_PACKED = b"x"
"""What compressed data begins with (RFC 1950); no instruction of ours does."""

Text = tuple[str, Sequence[int | str]]
"""A text with holes (`%s`), and what belongs into each: a reference to the object with this number, or a word by its name."""
Words = Mapping[int | str, str]
"""What goes into holes."""


@frozen
class Part:
    """One part. Its objects have the numbers that they had in its own file."""

    numbered: Sequence[int]
    """Pages with a page number, as indexes in the part."""
    blank: Sequence[int]
    names: Sequence[str]
    """The name that the style gives each page (`page`), empty for blank ones."""
    starts: Sequence[Sequence[int]]
    """Where pages start in the text, see `pagebreaks.Start`."""
    fonts: Mapping[str, Any]
    objects: Sequence[int]
    """All objects that a volume takes: what readers need for pages and bookmarks, the structure tree, and last the streams."""
    structure: int
    """How many objects the structure tree has."""
    lines: Text
    """A line for each object. Holes: `contents-N` for a page, `link-N`, `item-N` for a bookmark, `key-N`, and `fonts` and
    `states` for more of these in the resources."""
    streams: Sequence[bytes]
    pages: Sequence[int]
    contents: Sequence[int]
    """The stream of each page."""
    links: Sequence[tuple[str, Text]]
    """Links to the web, which may lead into the volume: the address, and the whole action."""
    items: Sequence[tuple[int, int, Text]]
    """Bookmarks at the top: the object, its number of open bookmarks below, and its place."""
    destinations: Sequence[tuple[str, str, Text]]
    """The name, how it is written, and the place."""
    kids: Sequence[int]
    """Elements directly below the document in the structure tree."""
    parents: int
    """The parent tree."""
    keys: int
    """How many keys the parent tree has room for."""
    states: Sequence[tuple[str, Text]]
    """The graphics states in its resources."""
    common: Sequence[tuple[int, str]]
    """Streams that other parts may have too, pictures and profiles of colours: the object, and what is the same in all."""
    outside: Mapping[str, int]
    """The objects of the file that hold the part together."""

    @classmethod
    def loaded(cls, data: bytes) -> Part:
        """The part that was kept as these bytes."""
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        ends = head.pop("ends")
        return cls(**head, streams=[rest[a:b] for a, b in zip([0, *ends], ends, strict=False)])

    def kept(self) -> bytes:
        """The part as bytes."""
        ends, end = [], 0
        for stream in self.streams:
            end += len(stream)
            ends.append(end)
        head = {**asdict(self), "ends": ends}
        del head["streams"]
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(self.streams)

    def content(self, page: int) -> bytes:
        """The instructions that draw a page."""
        data = self.streams[self._place(page)]
        return zlib.decompress(data) if data[:1] == _PACKED else data

    def with_contents(self, contents: Sequence[bytes]) -> Part:
        """The part with other instructions for its pages."""
        streams = [*self.streams]
        for page, text in enumerate(contents):
            place = self._place(page)
            streams[place] = zlib.compress(text) if streams[place][:1] == _PACKED else text
        return replace(self, streams=streams)

    def _place(self, page: int) -> int:
        return self.objects.index(self.contents[page]) - len(self.objects) + len(self.streams)

    @property
    def glyphs(self) -> dict[str, dict[str, str]]:
        """Font → character → its glyph as four hexadecimal digits."""
        return {
            name: {words: f"{int(glyph):04x}" for glyph, words in facts["text"].items()}
            for name, facts in self.fonts.items()
        }


def filled(text: Text, words: Words) -> str:
    """The text with these words in its holes."""
    template, holes = text
    return template % tuple(map(words.__getitem__, holes))


def fold(data: bytes, *, first: bool = False) -> Part:
    """Take a part's PDF apart. Of the `first` one, a volume takes metadata too."""
    file = pikepdf.open(BytesIO(data))
    root = file.Root
    note = json.loads(root[NOTE].read_bytes())
    pages = [page.obj for page in file.pages]
    structure = root.StructTreeRoot
    document = structure.K[0]
    outside = {
        "tree": _number(root.Pages),
        "document": _number(document),
        "structure": _number(structure),
        "catalog": _number(root),
        "info": _number(file.trailer.Info) if "/Info" in file.trailer else 0,
    }
    kids = [_number(kid) for kid in document.K]
    contents = [_number(page.Contents) for page in pages]
    common = list(_common(pages[0].Resources))
    states = _open_resources(pages[0].Resources, note["fonts"])
    links = list(_links(pages))
    items = list(_items(root))
    destinations = list(_destinations(root))
    parents, keys = _parents(structure)
    for index, page in enumerate(pages):
        page.Contents = _hole(f"contents-{index}")
    starts = [*map(_number, pages), *contents, *(number for number, _, _ in items)]
    for texts in (links, items, destinations):
        starts += [hole for *_, (_, holes) in texts for hole in holes if isinstance(hole, int)]
    tree = [*kids, parents]
    ends = {outside["tree"]}
    if first:
        _leave_to_binding(root, structure, document)
        starts += [outside[name] for name in ("catalog", "info") if outside[name]]
        tree += [outside["document"], outside["structure"]]
    else:
        ends.add(outside["document"])
    texts, streams = _collected(file, starts, {*ends, *tree})
    elements, more = _collected(file, tree, {*ends, *texts, *streams})
    streams |= more
    lines = [*texts.values(), *elements.values(), *(text for text, _ in streams.values())]
    return Part(
        **note,
        objects=[*texts, *elements, *streams],
        structure=len(elements),
        lines=("\n".join(text for text, _ in lines), [hole for _, holes in lines for hole in holes]),
        streams=[data for _, data in streams.values()],
        pages=[*map(_number, pages)],
        contents=contents,
        links=links,
        items=items,
        destinations=destinations,
        kids=kids,
        parents=parents,
        keys=keys,
        states=states,
        common=common,
        outside=outside,
    )


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


def _collected(
    file: pikepdf.Pdf, starts: Iterable[int], ends: set[int]
) -> tuple[dict[int, Text], dict[int, tuple[Text, bytes]]]:
    """All objects that can be reached from `starts` without `ends`, by number: plain ones, and streams with their data."""
    plain: dict[int, Text] = {}
    streams: dict[int, tuple[Text, bytes]] = {}
    waiting, met = [*starts], {*ends}
    while waiting:
        number = waiting.pop()
        if number in met:
            continue
        met.add(number)
        item = file.get_object(number, 0)
        if isinstance(item, pikepdf.Stream):
            text = _text(item.stream_dict.unparse(resolved=True))
            streams[number] = (text, item.read_raw_bytes())
        else:
            text = plain[number] = _text(item.unparse(resolved=True))
        waiting += [hole for hole in text[1] if isinstance(hole, int)]
    return dict(sorted(plain.items())), dict(sorted(streams.items()))


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


def _common(resources: Any) -> Iterable[tuple[int, str]]:
    for name, picture in resources.get("/XObject", Dictionary()).items():
        if picture.get("/Subtype") == Name.Image and "/SMask" not in picture:
            yield _number(picture), f"{name} {_digest(picture)}"
    for name, space in resources.get("/ColorSpace", Dictionary()).items():
        if isinstance(space, Array) and space[0] == Name.ICCBased:
            yield _number(space[1]), f"{name} {_digest(space[1])}"


def _digest(stream: Any) -> str:
    return sha256(stream.read_raw_bytes()).hexdigest()


def _links(pages: Iterable[Any]) -> Iterable[tuple[str, Text]]:
    number = 0
    for page in pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get("/A")
            if action is not None and action.get("/S") == Name.URI:
                yield str(action.URI), _text(action.unparse())
                del annotation["/A"]
                annotation[_ENTRY] = _hole(f"link-{number}")
                number += 1


def _items(root: Any) -> Iterable[tuple[int, int, Text]]:
    """The bookmarks at the top, taken out of their chain."""
    item = root.Outlines.First if "/Outlines" in root else None
    number = 0
    while item is not None:
        following = item.get("/Next")
        yield _number(item), int(item.get("/Count", 0)), _text(item.Dest.unparse())
        for name in ("/Parent", "/Prev", "/Next", "/Count"):
            if name in item:
                del item[name]
        item[_ENTRY] = _hole(f"item-{number}")
        number += 1
        item = following


def _destinations(root: Any) -> Iterable[tuple[str, str, Text]]:
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
