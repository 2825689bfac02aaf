"""The structure tree, as a screen reader reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from pdf_samples import CHINESE, HEADINGS, SPECIMEN, Made, book, chapter

Validate = Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]


@pytest.fixture(scope="module")
def specimen() -> Made:
    return Made(book(chapter(SPECIMEN, headings=HEADINGS)))


def kids(element: Any) -> list[str]:
    found = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    return [str(kid.S)[1:] for kid in found if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_headings_step_by_one(specimen: Made) -> None:
    levels = [int(role[1]) for role in specimen.roles() if role[0] == "H" and role[1:].isdigit()]
    assert levels == [1, 2, 2, 3, 1]


def test_list_items_have_labels_and_bodies(specimen: Made) -> None:
    items = specimen.of_role("LI")
    assert len(items) == 6
    assert all(kids(item) in (["Lbl", "LBody"], ["Lbl", "LBody", "LBody"]) for item in items)
    inner = next(item for item in items if "L" in kids(item.K[1]))
    assert kids(inner.K[1])[-1] == "L"


def test_table_heads_say_what_they_head(specimen: Made) -> None:
    scopes = [str(head.A.Scope) for head in specimen.of_role("TH")]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_pictures_say_what_is_known_and_no_more(specimen: Made) -> None:
    said = [str(figure.Alt) for figure in specimen.of_role("Figure")]
    assert said[0].startswith("Cover: A Title, Mara Ellison and Tomas Reyes")
    assert said[1:] == ["A grey pier", "Picture without a description"]


def test_notes_follow_their_calls(specimen: Made) -> None:
    roles = specimen.roles()
    call = roles.index("Reference")
    assert roles[call + 1 : call + 3] == ["Note", "Lbl"]
    assert [str(note.ID) for note in specimen.of_role("Note")] == ["note-1"]


def test_emphasis_code_formulas_and_abbreviations_are_named(specimen: Made) -> None:
    assert {"Em", "Strong", "Code", "Link", "BlockQuote", "Caption"} <= set(specimen.roles())
    assert str(specimen.of_role("Formula")[0].Alt) == "\\frac{s}{t}"
    assert "Portable Document Format" in [str(span.get("/E", "")) for span in specimen.of_role("Span")]
    assert dict(specimen.file.Root.StructTreeRoot.RoleMap) == {
        "/Em": "/Span",
        "/Strong": "/Span",
        "/Aside": "/Sect",
    }


def test_languages_of_parts_are_kept(specimen: Made) -> None:
    assert str(specimen.file.Root.Lang) == "en"
    assert "zh-Hant" in [str(span.get("/Lang", "")) for span in specimen.of_role("Span")]


def test_links_are_described_in_words(specimen: Made) -> None:
    said = [str(mark.Contents) for page in specimen.file.pages for mark in page.get("/Annots", [])]
    assert "a link" in said


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    made = Made(book(chapter(f"<p>{'So many words. ' * 400}</p>")))
    assert len(made.file.pages) > 3
    long = [element for element in made.of_role("P") if len(element.K) > 60]
    assert len(long) == 1
    assert any(isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR" for kid in long[0].K)


def test_repeated_table_heads_are_read_once() -> None:
    rows = "".join(f"<tr><td>row {number}</td></tr>" for number in range(90))
    made = Made(book(chapter(f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>")))
    assert made.text().count("Head") > 1
    assert len(made.of_role("TH")) == 1
    assert len(made.of_role("TH")[0].K) == 1


def test_pdfs_are_accessible_and_archival(tmp_path: Path, verapdf: Validate, specimen: Made) -> None:
    volume = book(chapter(SPECIMEN, id="one"), chapter(SPECIMEN, id="two", title="Two"))
    chinese = book(chapter(CHINESE, language="zh-Hant", title="離線的書架"))
    for name, made in {
        "specimen": specimen,
        "volume": Made(volume),
        "chinese": Made(chinese),
        "empty": Made(book(chapter(""))),
        "phone": Made(book(chapter(SPECIMEN)), "phone"),
    }.items():
        (tmp_path / f"{name}.pdf").write_bytes(made.data)
    found = verapdf(sorted(tmp_path.glob("*.pdf")))
    assert {path.name: failed for path, failed in found.items() if any(failed.values())} == {}
    assert len(found) == 5


def bare(text: str) -> str:
    """Letters and marks without what line breaking may add or take."""
    return "".join(
        character for character in text if not character.isspace() and character not in "\u200b\xad"
    )


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (CHINESE, "zh-Hant"),
        (
            "<p>Efficient offices affirm fifty-five “flights” across the difficult, re-affirmed field.</p>"
            * 30,
            "en",
        ),
        (
            "<p>Ein Schifffahrtsamt prüft Auflagen für die Fußgängerüberführung an der Straßenecke.</p>" * 30,
            "de",
        ),
    ],
)
def test_what_is_read_aloud_is_what_was_written(body: str, language: str) -> None:
    said = bare(Made(book(chapter(body, language=language))).spoken())
    written = bare("".join(str(part) for part in etree.fromstring(f"<body>{body}</body>").itertext()))
    assert written in said


def test_a_space_alone_between_two_elements_is_heard() -> None:
    made = Made(book(chapter("<p><em>One</em> <strong>two</strong> <code>three</code> <em>four</em>.</p>")))
    assert "One two three four." in made.spoken()
