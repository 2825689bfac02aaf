"""Each hook corrects a fault of WeasyPrint. When a test fails here, that fault is gone: remove the hook."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

PLAIN = r"""
import ctypes.util, glob, json, sys, tempfile
from pathlib import Path
found = {"searched": [], "loaded": []}
search = ctypes.util.find_library
ctypes.util.find_library = lambda name: found["searched"].append(name) or search(name)
import tinycss2
from cssselect2 import compiler
found["sheets"], found["selectors"] = 0, 0
read = tinycss2.parse_stylesheet
def counted_sheet(text, *more):
    found["sheets"] += 1
    return read(text, *more)
def counted_selector(source, *more):
    found["selectors"] += 1
    return eval(source, *more)
tinycss2.parse_stylesheet, compiler.eval = counted_sheet, counted_selector
import weasyprint
tinycss2.parse_stylesheet = read
del compiler.eval
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
ctypes.util.find_library = search
later = ("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2")
found["loaded"] = [name for name in later if name in sys.modules]

def boxes(box, kind):
    here = [box] if type(box).__name__ == kind else []
    return here + [each for child in getattr(box, "children", ()) or () for each in boxes(child, kind)]

def pages(html, css=""):
    page = "@page { size: 300px 400px; margin: 20px } body { margin: 0; font: 16px/20px serif }"
    return [page._page_box for page in HTML(string=f"<style>{page}{css}</style>{html}").render().pages]

def lines(html, css=""):
    rows = [line for page in pages(html, css) for line in boxes(page, "LineBox")]
    return ["".join(each.text for each in boxes(line, "TextBox")) for line in rows]

def box(width, text, more=""):
    return f'<p style="width: {width}px; margin: 0; {more}">{text}</p>'

from tinyhtml5 import inputstream
HTML(string="<p>some words</p>")
found["patterns of the parser"] = [str(type(key[0]).__name__) for key in inputstream.characters_until_regex]
both = boxes(pages(box(250, "start sending"))[0], "TextBox")[0].width
found["before an inline element"] = lines(box(both + 1, "start sending <em>things</em> along"))[0]
found["space after code"] = lines(
    box(92, "aaaa <b>bbbb</b> cccc", "white-space: pre-wrap; font: 16px monospace")
)
found["word in an element"] = lines(
    box(140, "<b>aaaa <i>extraordinarily</i></b>", "overflow-wrap: break-word")
)
found["balanced"] = lines(
    '<h1 dir="rtl" style="text-wrap: balance; width: 5.2em; font: 20px monospace">aa bb cc dd</h1>'
)
found["named page"] = boxes(
    pages('<p>1</p><div style="page: x; height: 380px"></div><div style="page: x"><p style="margin-top: 50px">2</p></div>')[-1],
    "LineBox",
)[0].position_y
picture = "<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2250%22 height=%22100%22/>"
floating = pages(
    "<a href=#x></a>" + "<p>1</p>" * 15
    + f'<div><img src="data:image/svg+xml,{picture}">2<p id=x>3</p></div>' + "<p>4</p>" * 10,
    "a::after { content: target-counter('#x', page) } p { margin: 0 } img { float: left }",
)[1]
found["floating picture"] = boxes(floating, "BlockReplacedBox")[0].position_y
han = pages(box(203, "\u6f22\u5b57\u6392\u7248" * 12, "text-align: justify"))[0]
found["han"] = [sum(each.width for each in boxes(line, "TextBox")) for line in boxes(han, "LineBox")][0]
shifted = HTML(string=box(280, "a few words", "word-spacing: 3px"))
found["empty string"] = "<>-" in shifted.write_pdf(uncompressed_pdf=True).decode("latin-1")
found["list numbers"] = lines('<ol start="5"><li>a</li></ol>')
loose = pages(box(180, sys.argv[1], "text-align: justify"))[0]
found["lines"] = lines(box(180, sys.argv[1], "text-align: justify"))
face = "@font-face { font-family: x; src: url(file://" + sys.argv[2] + ") }"
before = set(glob.glob(tempfile.gettempdir() + "/*"))
configuration = FontConfiguration()
weasyprint.CSS(string=face, font_config=configuration)
found["folders"] = len(set(glob.glob(tempfile.gettempdir() + "/*")) - before)
from weasyprint.layout import preferred
from weasyprint.text.line_break import Layout
count = {"head": 0, "again": 0}
split, again = preferred.split_first_line, Layout.reactivate
def counted(*words, **named):
    count["head"] += words[0].startswith("Head")
    return split(*words, **named)
def shaped(*words):
    count["again"] += 1
    return again(*words)
preferred.split_first_line, Layout.reactivate = counted, shaped
for number in (1, 5):
    count["head"] = 0
    pages('<p style="break-after: page">1</p>' * number, '@page { @top-left { content: "Head" } }')
    found[f"heads measured on {number}"] = count["head"]
content = HTML(string='<p style="font: 13.333px serif">The harbour</p>').write_pdf(uncompressed_pdf=True)
found["shifts of 0"], found["shaped again"] = content.count(b">0<"), count["again"]
print(json.dumps(found))
"""
TEXT = (
    "Nothing in the harbour moved that morning, and the fishermen who had been waiting since half past four for the "
    "tide to turn were by now persuaded that it would not, which is how such mornings are remembered afterwards."
)


@pytest.fixture(scope="module")
def plain() -> Any:
    """What the engine does without us."""
    from publish.fonts import faces

    font = faces.path(faces.FACES[0])
    done = subprocess.run(
        [sys.executable, "-c", PLAIN, TEXT, str(font)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_line_before_an_inline_element_is_broken_too_early(plain: Any) -> None:
    """`weasy/patches.py`: text that fits a line, but for the space after it, is broken after its first word."""
    assert plain["before an inline element"].strip() == "start"


def test_a_space_at_the_end_of_code_is_counted(plain: Any) -> None:
    """`weasy/patches.py`: it should hang over the edge (CSS Text 3, 4.1.2)."""
    assert plain["space after code"][0].strip() == "aaaa"


def test_a_word_that_begins_an_element_is_broken_though_a_line_could_take_it(plain: Any) -> None:
    """`weasy/patches.py`: text of an inline element counts as the line's beginning, whatever stands before it."""
    assert plain["word in an element"][0].startswith("aaaa ext")


def test_room_above_is_kept_on_every_page_of_a_named_kind(plain: Any) -> None:
    """`weasy/patches.py`: only after a forced break it should be (CSS Fragmentation 3, 5.2)."""
    assert plain["named page"] == 70


def test_text_begins_with_an_empty_string(plain: Any) -> None:
    """`weasy/patches.py`: PDFium then forgets the space after the last letter of the text."""
    assert plain["empty string"]


def test_a_floating_picture_moves_when_an_earlier_page_is_made_again(plain: Any) -> None:
    """`weasy/patches.py`: it is at the top of its page, until the page before tries it at its foot again."""
    assert plain["floating picture"] > 300


def test_chinese_lines_do_not_end_flush(plain: Any) -> None:
    """`weasy/paragraphs/han.py`: what a line lacks goes nowhere, for there is no space to stretch."""
    assert plain["han"] < 203 - 8


def test_lines_are_broken_one_by_one(plain: Any) -> None:
    """`weasy/paragraphs`: ours, which see the paragraph as a whole, break this one at other places."""
    from publish import weasy

    html = (
        "<style>@page { size: 300px 400px; margin: 20px } body { margin: 0; font: 16px/20px serif }</style>"
    )
    html += f'<p lang="en" style="width: 180px; margin: 0; text-align: justify">{TEXT}</p>'
    document = weasy.set_pages(html, (), ())
    ours = [line for page in document.pages for line in _lines(page._page_box)]
    assert ours != plain["lines"]


def test_loading_the_engine_searches_for_libraries_and_loads_what_is_hardly_used(plain: Any) -> None:
    """`weasy/libraries.py`."""
    assert plain["searched"]
    assert plain["loaded"] == ["fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2"]


def test_loading_the_engine_reads_its_own_style_sheets_and_compiles_every_selector(plain: Any) -> None:
    """`weasy/sheets.py`, which knows of three; `weasy/selectors.py`."""
    assert plain["sheets"] == 3
    assert plain["selectors"] > 100


def test_fonts_are_written_to_a_new_folder_each_time(plain: Any) -> None:
    """`weasy/fontfolder.py`."""
    assert plain["folders"] >= 1


def test_list_numbers_begin_at_one(plain: Any) -> None:
    """`pdf/lists.py`: what HTML says in attributes is not read."""
    assert not any("5" in line for line in plain["list numbers"])


def test_shifts_of_0_are_written(plain: Any) -> None:
    """`weasy/glyphstrings.py`."""
    assert plain["shifts of 0"] > 3


def test_lines_are_shaped_again_to_be_drawn(plain: Any) -> None:
    """`weasy/paragraphs/parts.py`."""
    assert plain["shaped again"] > 0


def test_lines_of_a_title_are_not_balanced(plain: Any) -> None:
    """`weasy/balance.py`, which mends titles from right to left; those from left to right are composed."""
    assert plain["balanced"][-1].strip() == "dd"


def test_a_running_head_is_measured_on_every_page(plain: Any) -> None:
    """`weasy/margins.py`."""
    assert plain["heads measured on 5"] == 5 * plain["heads measured on 1"] > 0


def _lines(box: Any) -> list[str]:
    if type(box).__name__ == "LineBox":
        return ["".join(_texts(box))]
    return [line for child in getattr(box, "children", ()) or () for line in _lines(child)]


def _texts(box: Any) -> list[str]:
    if type(box).__name__ == "TextBox":
        return [box.text]
    return [text for child in getattr(box, "children", ()) or () for text in _texts(child)]


def test_the_parser_finds_no_pattern_again(plain: Any) -> None:
    """tinyhtml5: kept under the pattern, in place of the characters that are asked for."""
    assert set(plain["patterns of the parser"]) == {"Pattern"}
