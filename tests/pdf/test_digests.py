"""The digests of a colophon that are put in at binding."""

from __future__ import annotations

import pikepdf
import pytest

from publish.pdf.binding.digests import SAMPLE, stamp
from publish.pdf.binding.joining import Part

DIGITS = SAMPLE[:16]
DIGEST = "fedcba9876543210" * 4


def part(*fonts: str) -> Part:
    """A page with the sample in the first of these fonts, of which each has its glyphs in another order."""
    texts = [{str(glyph): digit for glyph, digit in enumerate(order, 0x20)} for order in fonts]
    note = {
        **dict.fromkeys(("numbered", "blank", "names", "starts"), ()),
        "fonts": {f"F{number}": {"text": text} for number, text in enumerate(texts)},
    }
    file = pikepdf.new()
    page = file.add_blank_page()
    page.Contents = file.make_stream(written(SAMPLE, fonts[0]))
    return Part(file, note)


def written(digest: str, order: str) -> bytes:
    groups = [digest[place : place + 8] for place in range(0, len(digest), 8)]
    return " ".join(
        f"<{''.join(f'{order.index(digit) + 0x20:04x}' for digit in group)}>" for group in groups
    ).encode()


@pytest.mark.parametrize("others", [(), (DIGITS,), (DIGITS[::-1],), (DIGITS[:8],)])
def test_they_are_put_in(others: tuple[str, ...]) -> None:
    made = part(DIGITS, *others)
    assert stamp(made, [DIGEST])
    assert made.file.pages[0].Contents.read_bytes() == written(DIGEST, DIGITS)


def test_nothing_is_put_in_when_the_font_is_not_certain() -> None:
    """Two fonts that have their figures in the same places, and their letters in others, are often together."""
    made = part(DIGITS, DIGITS[:8] + DIGITS[:7:-1])
    assert not stamp(made, [DIGEST])
    assert made.file.pages[0].Contents.read_bytes() == written(SAMPLE, DIGITS)
