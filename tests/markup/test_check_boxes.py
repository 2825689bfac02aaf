"""Check boxes, wherever they are: whether a thing is done must not be lost."""

from __future__ import annotations

import re

import pytest
from pdf_samples import Made, book, written

BOX = re.compile(r'<span class="(task-box[^"]*)">(.)</span>')


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("- [x] a\n- [ ] b\n", "☑☐"),
        ("- [x] a\n\n- [ ] b\n", "☑☐"),
        ("1. [X] a\n   - [ ] b\n", "☑☐"),
        ("> - [x] a\n", "☑"),
        ("x[^1]\n\n[^1]: - [x] a\n", "☑"),
        ('<ul><li><input type="checkbox" checked> a</li></ul>', "☑"),
        ('<ul><li><label><input type="checkbox" id="a"> a</label></li></ul>', "☐"),
    ],
)
def test_a_box_that_begins_an_item_takes_the_place_of_its_bullet(text: str, boxes: str) -> None:
    body = written(text).body
    assert BOX.findall(body) == [("task-box", each) for each in boxes]
    assert len(re.findall(r'<li class="[^"]*\bwith-box\b', body)) == len(boxes)


@pytest.mark.parametrize(
    "text",
    [
        '| a |\n|---|\n| <input type="checkbox"{} disabled> b |\n',
        'A <input type="checkbox"{}> in a line.\n',
        "<table><tr><td><input type=CHECKBOX{}></td></tr></table>\n",
        '- words, then <input type="checkbox"{}> a box\n',
        '<p><label>Milk <input type="checkbox"{}></label></p>\n',
    ],
)
@pytest.mark.parametrize(("checked", "box"), [(" checked", "☑"), ("", "☐")])
def test_other_boxes_stay_where_they_are(text: str, checked: str, box: str) -> None:
    body = written(text.format(checked)).body
    assert BOX.findall(body) == [("task-box in-text", box)]
    assert "with-box" not in body


@pytest.mark.parametrize(
    ("text", "rings"),
    [
        ('- <input type="radio" name="q"> a\n- <input type="radio" name="q" checked> b\n', "○◉"),
        ('A <input type="radio" disabled checked> or <input type="radio" disabled> b?\n', "◉○"),
        ('<ul><li><input type="radio" name="tab" id="t1" checked><label for="t1">Tab</label></li></ul>', ""),
    ],
)
def test_the_chosen_answer_is_shown(text: str, rings: str) -> None:
    assert "".join(sign for _, sign in BOX.findall(written(text).body)) == rings


@pytest.mark.parametrize(
    "switch",
    [
        '<input type="checkbox" id="mn-1" class="margin-toggle"/>',
        '<input type="checkbox" name="answer" value="1">',
        '<input type="text" value="x">',
        '<input type="radio">',
        '<input type="radio" name="tab" id="tab1" checked>',
    ],
)
def test_switches_of_the_page_and_other_controls_are_removed(switch: str) -> None:
    body = written(f'Words <label for="mn-1">i</label>{switch} more.').body
    assert "<input" not in body
    assert not BOX.search(body)


def test_no_bullet_or_number_is_printed_over_a_box() -> None:
    text = Made(book(written("- [x] one\n\n- [ ] two\n\nText.\n\n1. [ ] three\n\n2. [x] four\n"))).text()
    assert {"☑", "☐"} <= set(text)
    assert "•" not in text
    assert "1. " not in text
