"""Values of properties that no rule sets are those that WeasyPrint finds by itself."""

from __future__ import annotations

import inspect
import re

import pytest
from weasyprint import css
from weasyprint.css.properties import INITIAL_VALUES

from publish import weasy

SHEET = """
@page { size: 90mm 80mm; margin: 9mm; @top-center { content: counter(page) } }
html { font-size: 9pt; line-height: 1.4; --edge: 3px }
p { margin-inline-start: 12px; padding: 2px 3% 1px var(--edge); text-indent: calc(1em + 2%) }
p.left { border: solid red; border-width: 1px 2px 3px 4px; page: other; text-decoration: underline }
em { text-decoration: line-through; position: relative; color: rgb(1 2 3 / 50%) }
div { float: left; inset-inline-end: 3px; border-start-start-radius: 4px; inline-size: 50% }
p::before { content: "x"; margin-inline-end: 4px }
"""
PAGE = """<!DOCTYPE html><html lang="en"><body><p>One <em>two <b>three</b></em></p>
<p dir="rtl" class="left" style="direction: rtl">Four <em>five</em></p><div><p>Six</p><ul><li>Seven</ul></div>
<table><tr><td>Eight<td>Nine</table></body></html>"""


def values() -> list[dict[str, object]]:
    """All properties of all boxes."""
    made = weasy.set_pages(PAGE, (SHEET,), ())
    boxes = [each for page in made.pages for each in (page._page_box, *page._page_box.descendants())]
    names = [name for name in INITIAL_VALUES if not re.search("_(block|inline)_", name)]
    return [{name: box.style[name] for name in names} for box in boxes]


def test_values_are_the_same_as_without_the_shortcut(monkeypatch: pytest.MonkeyPatch) -> None:
    found = values()
    original = inspect.unwrap(css.ComputedStyle.__missing__)
    assert original is not css.ComputedStyle.__missing__
    monkeypatch.setattr(css.ComputedStyle, "__missing__", original)
    expected = values()
    assert len(found) > 40
    assert found == expected
