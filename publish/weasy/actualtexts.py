"""The true text of glyphs that do not stand in the order of their letters (ISO 32000-2, 14.9.4: ActualText).

In scripts of India and Southeast Asia a vowel may be drawn before its consonant, or on both sides of it; its glyph then has no
text, or comes too early. Programs that copy text read the true text of such clusters instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

import pydyf

from publish.text.patterns import late

__all__ = ["begin", "pieces"]

_REORDERED = late("[\u0900-\u0fff\u1000-\u109f\u1700-\u17ff\u1900-\u1cff\ua800-\uabff]")
"""What may be in such scripts."""
_SOFT_HYPHEN = "\xad"


def pieces(
    ids: Sequence[int], starts: Sequence[int], end: int, text: bytes, named: Mapping[int, str]
) -> Iterator[tuple[int, int, str]]:
    """Parts of a line's glyphs, from left to right: the first glyph, the one after the last, and their true text; empty where
    the texts of the glyphs, `named`, are true. `starts` has the place in `text` of each glyph's cluster.
    """
    nameless = {glyph for glyph in set(ids) if named.get(glyph) == ""}
    if not nameless and not _REORDERED.search(text.decode()):
        yield 0, len(ids), ""
        return
    begun, since, wanted = 0, 0, ""
    for first, last in _clusters(starts):
        whole = text[starts[first] : starts[last] if last < len(starts) else end].decode()
        drawn = "".join(named.get(glyph, "") for glyph in ids[first:last])
        untrue = _REORDERED.search(whole) and normalize("NFKD", drawn) != normalize("NFKD", whole)
        # PDFium copies the number of a glyph that has no text.
        true = whole if untrue or not nameless.isdisjoint(ids[first:last]) else ""
        if bool(true) != bool(wanted) and first > since:
            yield since, first, wanted
            since, wanted = first, ""
        wanted += true.replace(_SOFT_HYPHEN, "")
        begun = last
    if begun > since:
        yield since, begun, wanted


def _clusters(starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first glyph of each cluster, and the one after its last."""
    first = 0
    for place in range(1, len(starts) + 1):
        if place == len(starts) or starts[place] != starts[first]:
            yield first, place
            first = place


def begin(stream: Any, true: str) -> None:
    """Begin a span of glyphs with this true text; `end_marked_content` ends it."""
    stream.begin_marked_content("Span", b"<</ActualText " + pydyf.String(true).data + b">>")
