"""Style sheets are read once on a machine, and give the same pages."""

from __future__ import annotations

from pathlib import Path

from processes import printed

BEFORE = """
import logging, sys, tinycss2
read, plain = [], tinycss2.parse_stylesheet
tinycss2.parse_stylesheet = lambda text, *more: read.append(text) or plain(text, *more)
from publish import weasy
"""
PAGE = (
    BEFORE
    + """
html = '<html lang="en"><body><ol><li hidden>1<li>2</ol><p title="x">3<input></body></html>'
sheet = "@page { size: 80mm 60mm; margin: 5mm } p { color: #123456; margin-left: 10mm } li::marker { color: red }"
pages = weasy.set_pages(html, (sheet,), ())
boxes = [(type(each).__name__, each.element_tag, each.position_x, each.position_y, each.style["color"])
    for page in pages.pages for each in page._page_box.descendants()]
print(len(boxes), boxes, sep="\\n")
print("read" if any("@page" in each for each in read) else "kept", any("address" in each for each in read))
"""
)


def test_pages_are_the_same_from_kept_sheets(tmp_path: Path) -> None:
    count, first, *how = printed(PAGE, tmp_path).splitlines()
    assert int(count) > 8
    assert how == ["read True"]
    assert printed(PAGE, tmp_path).splitlines() == [count, first, "kept False"]


def test_a_sheet_that_names_other_files_is_read_each_time(tmp_path: Path) -> None:
    """Its font belongs to the process."""
    script = BEFORE + (
        "weasy.stylesheet('@font-face { font-family: x; src: url(font:serif-bold.ttf) } p { color: red }')\n"
        "print(any('x; src' in each for each in read))"
    )
    assert [printed(script, tmp_path) for _ in range(2)] == ["True", "True"]


def test_the_engine_warns_about_a_kept_sheet_too(tmp_path: Path) -> None:
    script = """
from publish import weasy
from publish.weasy.complaints import complaints
sheet = "p { colour: red }"
weasy.stylesheet(sheet)
print(*complaints(sheet))
"""
    for _ in range(2):
        said = printed(script, tmp_path)
        assert "unknown property" in said


def test_an_engine_that_is_loaded_already_keeps_its_sheets(tmp_path: Path) -> None:
    script = """
from weasyprint import html
before = html.UA_STYLESHEET.matcher
from publish import weasy
print(html.UA_STYLESHEET.matcher is before, before.order > 100)
"""
    assert printed(script, tmp_path) == "True True"


def test_each_medium_has_its_own_rules(tmp_path: Path) -> None:
    script = """
from publish.weasy import sheets
sheet = "@media print { p { color: red } }"
print(*(sheets.read(sheet, medium).matcher.order for medium in ("print", "screen")))
"""
    assert [printed(script, tmp_path) for _ in range(2)] == ["1 0", "1 0"]
