"""Pictures in blocks of their own are centred, and show their title."""

from __future__ import annotations

import pytest
from epub_samples import book, chapter, write

IMG = '<img src="ab12.png" alt="A pier"{}/>'
TITLED = IMG.format(' title="The pier at dawn"')


@pytest.mark.parametrize(
    ("body", "classes", "captions"),
    [
        (f'<p class="picture">{TITLED}</p>', ["picture"], ["The pier at dawn"]),
        (f"<div>{TITLED}</div>", ["picture"], ["The pier at dawn"]),
        (f'<div><a href="https://example.org/">{IMG.format("")}</a></div>', ["picture"], []),
        (f'<p class="picture">{IMG.format(chr(32) + chr(116) + "itle=" + chr(34) + "A pier" + chr(34))}</p>', ["picture"], []),
        (f"<p>Words {TITLED} around</p>", [], []),
        (f'<div class="figure"><p class="picture">{TITLED}</p><p class="caption">The pier at dawn</p></div>',
         ["figure", "picture", "caption"], ["The pier at dawn"]),
        (f"<figure>{TITLED}</figure>", [], ["The pier at dawn"]),
        (f"<figure>{TITLED}<figcaption>At work</figcaption></figure>", [], ["At work", "The pier at dawn"]),
    ],
)  # fmt: skip
def test_a_lone_picture(body: str, classes: list[str], captions: list[str]) -> None:
    made = write(book(chapter(body)))
    name, within = "chapter-1.xhtml", "//x:section[@class='chapter']/x:{}/descendant-or-self::x:{}/@class"
    found = [each for tag in ("div", "p") for each in made.find(name, within.format(tag, "*"))]
    assert [each for each in found if each != "caption" or "figure" in found] == classes
    words = made.find(name, "//*[self::x:figcaption or @class='caption']/text()")
    assert words == captions
