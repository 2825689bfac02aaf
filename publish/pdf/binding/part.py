"""A laid-out part as it is kept and bound: its objects as text, with holes for what only binding knows.

A volume takes the objects of its chapters as they stand here, and copies their streams. So binding parses no chapter, however
many there are.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from publish.frozen import frozen

__all__ = ["Data", "Part", "Text", "Words", "filled"]

_PACKED = b"x"
"""What compressed data begins with (RFC 1950); no instruction of ours does."""

Data = bytes | memoryview
"""The data of a stream."""
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
    others: Mapping[str, Mapping[str, str]]
    """Fonts that stay in the part: the characters of their glyphs."""
    held: Sequence[tuple[str, Text]]
    """Where these are."""
    objects: Sequence[int]
    """All objects that a volume takes: what readers need for pages and bookmarks, the structure tree, and last the streams."""
    structure: int
    """How many objects the structure tree has."""
    lines: Text
    """A line for each object. Holes: `contents-N` for a page, `link-N`, `item-N` for a bookmark, `key-N`, and `fonts` and
    `states` for more of these in the resources."""
    streams: Sequence[Data]
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
        start = data.index(b"\n")
        head = json.loads(data[:start])
        ends = head.pop("ends")
        rest = memoryview(data)[start + 1 :]  # pictures are not copied
        return cls(**head, streams=[rest[a:b] for a, b in zip([0, *ends], ends, strict=False)])

    def kept(self) -> bytes:
        """The part as bytes."""
        ends, end = [], 0
        for stream in self.streams:
            end += len(stream)
            ends.append(end)
        head = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "streams"}
        head["ends"] = ends
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(self.streams)

    def content(self, page: int) -> bytes:
        """The instructions that draw a page."""
        data = self.streams[self._place(page)]
        return zlib.decompress(data) if data[:1] == _PACKED else bytes(data)

    def with_contents(self, contents: Sequence[bytes]) -> Part:
        """The part with other instructions for its pages."""
        streams = list(self.streams)
        for page, text in enumerate(contents):
            place = self._place(page)
            streams[place] = zlib.compress(text) if streams[place][:1] == _PACKED else text
        return replace(self, streams=streams)

    def _place(self, page: int) -> int:
        return self.objects.index(self.contents[page]) - len(self.objects) + len(self.streams)

    @property
    def glyphs(self) -> dict[str, dict[str, str]]:
        """Font → character → its glyph as four hexadecimal digits."""
        texts = {**self.others, **{name: facts["text"] for name, facts in self.fonts.items()}}
        return {
            name: {words: f"{int(glyph):04x}" for glyph, words in text.items()}
            for name, text in texts.items()
        }


def filled(text: Text, words: Words) -> str:
    """The text with these words in its holes."""
    template, holes = text
    return template % tuple(map(words.__getitem__, holes))
