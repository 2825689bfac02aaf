"""The digests of a colophon that are put in at binding."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from publish.pdf.binding import fold
from publish.pdf.binding.digests import SAMPLE, stamped
from publish.pdf.binding.part import Part

DIGITS = SAMPLE[:16]
DIGEST = "fedcba9876543210" * 4


def part(*fonts: str) -> Part:
    """A page with the sample in the first of these fonts, of which each has its glyphs in another order."""
    texts = [{str(glyph): digit for glyph, digit in enumerate(order, 0x20)} for order in fonts]
    file = pikepdf.new()
    page = file.add_blank_page()
    page.Contents = file.make_stream(written(SAMPLE, fonts[0]))
    names = {f"F{number}": {"text": text} for number, text in enumerate(texts)}
    page.obj.Resources = Dictionary(Font=Dictionary({f"/{name}": Dictionary() for name in names}))
    note = {**dict.fromkeys(("numbered", "blank", "names", "starts"), ()), "fonts": names, "others": {}}
    file.Root.PublishNote = file.make_stream(json.dumps(note).encode())
    document = file.make_indirect(Dictionary(S=Name.Document, K=Array()))
    keys = file.make_indirect(Dictionary(Nums=Array([0, Array()])))
    file.Root.StructTreeRoot = file.make_indirect(
        Dictionary(K=Array([document]), ParentTree=keys, ParentTreeNextKey=1)
    )
    out = io.BytesIO()
    file.save(out)
    return fold(out.getvalue())


def written(digest: str, order: str) -> bytes:
    groups = [digest[place : place + 8] for place in range(0, len(digest), 8)]
    return " ".join(
        f"<{''.join(f'{order.index(digit) + 0x20:04x}' for digit in group)}>" for group in groups
    ).encode()


@pytest.mark.parametrize("others", [(), (DIGITS,), (DIGITS[::-1],), (DIGITS[:8],)])
def test_they_are_put_in(others: tuple[str, ...]) -> None:
    made = part(DIGITS, *others)
    changed = stamped(made, [DIGEST])
    assert changed and changed.content(0) == written(DIGEST, DIGITS)


def test_nothing_is_put_in_when_the_font_is_not_certain() -> None:
    """Two fonts that have their figures in the same places, and their letters in others, are often together."""
    made = part(DIGITS, DIGITS[:8] + DIGITS[:7:-1])
    assert stamped(made, [DIGEST]) is None
