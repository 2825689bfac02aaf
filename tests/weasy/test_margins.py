"""Running heads stand where WeasyPrint places them, though each is measured once."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint.layout import page as page_layout
from weasyprint.layout import preferred

from publish import weasy
from publish.weasy import margins

SHEET = """
@page { size: 90mm 60mm; margin: 12mm 9mm; font-family: "Source Sans 3"
  @top-left { content: string(head); font-size: 7pt }
  @top-right { content: string(head); font-size: 1em }
  @bottom-left { content: string(part) " of " string(head); font: 600 6pt "Source Serif 4" }
  @bottom-center { content: counter(page) }
  @bottom-right { content: string(head); letter-spacing: 0.1em } }
@page other { font-size: 5pt; @top-right { content: string(head); font-weight: 700 } }
@page other:left { @bottom-left { content: string(part); white-space: nowrap } }
h1 { string-set: head content(); font-size: 12pt } h2 { string-set: part content() }
div { break-before: page } .other { page: other }
"""
HEADS = ("A head", "A much longer head of a page, which takes nearly all of its width, or more", "標題", "")
PAGES = "".join(
    f'<div class="{kind}"><h1>{head}</h1><h2>Part</h2><p style="break-after: page">1<p>2</div>'
    for head in HEADS
    for kind in ("", "other", "")
)


ELEMENT_SHEET = """
@page { size: 90mm 60mm; @top-left { content: string(head) } @top-center { content: element(aside) } }
i { position: running(aside) } h1 { string-set: head content() }
"""
ELEMENTS = "".join(
    f'<div style="break-before: page"><i>Aside <b style="font-size: {size}pt">words</b></i><h1>Head</h1></div>'
    for size in (6, 14, 30)
)


def places(text: str, sheet: str) -> list[list[tuple[object, ...]]]:
    """Where the boxes in the margins of each page are."""
    made = weasy.set_pages(f"<!DOCTYPE html><html lang='en'><body>{text}", (sheet,), ())
    return [
        [
            (box.at_keyword, each.position_x, each.position_y, each.width, getattr(each, "text", ""))
            for box in page._page_box.children
            if hasattr(box, "at_keyword")
            for each in box.descendants()
        ]
        for page in made.pages
    ]


@pytest.mark.parametrize(
    ("text", "sheet", "pages"),
    [(PAGES, SHEET, 27), (ELEMENTS, ELEMENT_SHEET, 3)],
    ids=["texts", "elements with styles of their own"],
)
def test_heads_stand_where_they_stand_when_each_is_measured(
    text: str, sheet: str, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = places(text, sheet)
    monkeypatch.setattr(margins, "_texts", lambda _: None)
    assert len(found) == pages
    assert found == places(text, sheet)


def test_the_same_head_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    split = preferred.split_first_line

    def counted(text: str, *rest: object, **named: object) -> object:
        measured.append(text)
        return split(text, *rest, **named)

    monkeypatch.setattr(preferred, "split_first_line", counted)
    sheet = '@page { @top-left { content: "Head" } }'
    weasy.set_pages("<p style='break-after: page'>1</p>" * 30, (sheet,), ())
    assert measured == ["Head", "Head"]  # its smallest and its largest width


def test_the_same_head_is_set_once_and_each_page_has_boxes_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    layout = page_layout.block_container_layout

    def counted(context: object, box: Any, **named: object) -> object:
        made.append(box.at_keyword)
        return layout(context, box, **named)

    monkeypatch.setattr(page_layout, "block_container_layout", counted)
    sheet = '@page { @top-left { content: "Head" } @bottom-right { content: counter(page) } }'
    document = weasy.set_pages("<p style='break-after: page'>1</p>" * 30, (sheet,), ())
    assert made.count("@top-left") == 1
    assert made.count("@bottom-right") == 30
    heads = [
        each for page in document.pages for each in page._page_box.children if hasattr(each, "at_keyword")
    ]
    boxes = [each for head in heads for each in head.descendants()]
    assert len({id(each) for each in boxes}) == len(boxes) > 150
    texts = ["".join(getattr(each, "text", "") for each in head.descendants()) for head in heads]
    assert texts == [text for number in range(1, 31) for text in ("Head", str(number))]
