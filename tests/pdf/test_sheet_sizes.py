"""What publish reads from a style's sheets to estimate what fits a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.pdf.body import Room
from publish.pdf.source import preset
from publish.project import style as styles

PAGE = "@page { size: 148mm 210mm; margin: 20mm 17mm 26mm 17mm }\nhtml { font-size: 10pt }\n"
POINTS = 72 / 25.4


def room(folder: Path, theme: str, page: str = PAGE) -> Room:
    (folder / "pages").mkdir()
    (folder / "pages" / "own.css").write_text(page)
    (folder / "theme.css").write_text(theme)
    return preset(styles.load(str(folder)), "own").room


def expected(text: float, notes: float, area: tuple[float, float] = (114, 164)) -> tuple[float, int]:
    """Characters in a line and in the longest note, from sizes in points and the text area in millimetres."""
    width, height = (each * POINTS for each in area)
    return width / (0.5 * text), int(0.43 * width / (0.5 * notes) * height / (1.4 * notes))


@pytest.mark.parametrize(
    ("theme", "text", "notes"),
    [
        ("", 10, 7.8),
        ("html { font-size: 12pt }", 12, 7.8),
        ("body, html, p { font: 400 12pt/15pt serif }", 12, 7.8),
        (":root { --a: 1; FONT-SIZE: 16px !important }", 12, 7.8),
        ("/* html { font-size: 12pt } span.footnote { font-size: 9pt } */", 10, 7.8),
        ("/* html { font-size: 12pt }", 10, 7.8),
        (
            "@media screen { html { font-size: 12pt } span.footnote { font-size: 9pt } } span.x { color: red }",
            10,
            7.8,
        ),
        ("@media screen and (min-width: 2cm) { @page { margin: 1mm } } html { font-size: 12pt }", 12, 7.8),
        ("@media print { html { font-size: 12pt } }", 12, 7.8),
        ("p::before { content: '} html { font-size: 12pt }' }", 10, 7.8),
        (".chapter span.footnote { font-size: 9pt }", 10, 9),
        ("article.chapter > span.footnote, .colophon { font: italic 9pt/12pt serif }", 10, 9),
        ("p,\n  span.footnote { font-size: 9pt }", 10, 9),
        (".chapter :is(p, span.footnote) b { font-size: 9pt }", 10, 7.8),
        ("span.footnote.address { font-size: 9pt } span.footnote::footnote-call { font-size: 5pt }", 10, 7.8),
        ("[lang|='zh'] span.footnote { font-size: 9pt }", 10, 7.8),
        ("span.footnote { font: 400 0.8em/11pt serif }", 10, 7.8),
        ("html b { font-size: 20pt } .html { font-size: 20pt }", 10, 7.8),
    ],
)
def test_sizes_of_text_and_notes(tmp_path: Path, theme: str, text: float, notes: float) -> None:
    found = room(tmp_path, theme)
    measure, note = expected(text, notes)
    assert found.measure == pytest.approx(measure)
    assert found.longest_note == note


@pytest.mark.parametrize(
    ("rule", "area"),
    [
        ("margin: 10mm", (80, 180)),
        ("margin: 10mm 20mm", (60, 180)),
        ("margin: 10mm 20mm 30mm", (60, 160)),
        ("margin: 10mm 20mm 30mm 5mm", (75, 160)),
        ("margin: 1cm 2cm 3cm 0", (80, 160)),
        ("margin: 10mm; margin-left: 0.5in; @top-left { margin: 2mm } margin-top: 20mm", (77.3, 170)),
        ("/* margin: 1mm */ margin: 10mm", (80, 180)),
        ("margin: 10%", (75, 150)),
        ("", (75, 150)),
    ],
)
def test_margins(tmp_path: Path, rule: str, area: tuple[float, float]) -> None:
    page = (
        f"@page cover {{ margin: 0 }} @page {{ size: 100mm 200mm; {rule} }} .chapter p {{ margin: 3mm 4mm }}"
    )
    found = room(tmp_path, "", page)
    measure, note = expected(10, 7.8, area)
    assert found.measure == pytest.approx(measure)
    assert found.longest_note == pytest.approx(note, abs=1)


def test_the_themes_margins_come_last(tmp_path: Path) -> None:
    assert room(tmp_path, "@page { margin: 10mm }").measure == pytest.approx(expected(10, 7.8, (128, 190))[0])


def test_a_size_in_a_comment_is_not_the_pages(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "own.css").write_text(f"/* size: 1mm 2mm; bleed: 3mm */ {PAGE}")
    page = preset(styles.load(str(tmp_path)), "own")
    assert (page.width, page.height, page.bleed) == (148, 210, 0)
