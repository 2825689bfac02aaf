"""Boxes that themes show in colour: an `aside` with a text label."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from publish.cli.main import main
from publish.model import Options, Site

Body = Callable[..., str]


def box(kind: str, label: str, words: str, name: str = "label") -> str:
    return f'<aside class="box box-{kind}"><p class="box-{name}">{label}</p><p>{words}</p></aside>'


def flat(html: str) -> str:
    return html.replace(">\n", ">").replace("\n<", "<")


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("> Mind.\n{: .prompt-tip }", "tip", "Tip"),
        ("> Mind.\n{: .prompt-info }", "info", "Info"),
        ("> Mind.\n{: .prompt-warning }", "warning", "Warning"),
        ("> Mind.\n{: .prompt-danger }", "danger", "Danger"),
        ("Mind.\n{: .notice--success}", "success", "Success"),
        ("{: .notice--warning}\nMind.", "warning", "Warning"),
        ("<div class='notice--info' markdown='1'>\nMind.\n</div>", "info", "Info"),
        ("<div class='notice--info'>Mind.</div>", "info", "Info"),
        ("Mind.\n{: .box-error}", "error", "Error"),
        ("Mind.\n{: .note title='Well'}", "note", "Well"),
        ("> Mind.\n{: .block-tip}", "tip", "Tip"),
        ("> Mind.\n{: .challenge}", "challenge", "Challenge"),
        ("<div class='alert alert-danger' role='alert'>Mind.</div>", "danger", "Danger"),
    ],
)
def test_a_box(body: Body, text: str, kind: str, label: str) -> None:
    assert flat(body(text)) == box(kind, label, "Mind.")


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("> ##### TIP\n>\n> Mind.\n{: .block-warning}", "warning", "TIP"),
        ("> ## Solution\n> Mind.\n{: .solution}", "solution", "Solution"),
        ("<div class='notice--info'><h4>Try</h4>\n<p>Mind.</p></div>", "info", "Try"),
        ("<div class='admonition tip'><p class='admonition-title'>Try</p><p>Mind.</p></div>", "tip", "Try"),
    ],
)
def test_a_title_that_the_author_wrote(body: Body, text: str, kind: str, title: str) -> None:
    made = re.sub(r' id="[\w-]+"', "", flat(body(text)))
    assert made == box(kind, title, "Mind.", "title")


@pytest.mark.parametrize("name", ["note", "tip", "warning", "success"])
def test_a_class_of_no_known_theme_adds_no_word(body: Body, name: str) -> None:
    text = f"Mind.\n{{: .{name}}}"
    assert flat(body(text)) == f'<aside class="box box-{name}"><p>Mind.</p></aside>'


@pytest.mark.parametrize(
    ("theme", "name", "labelled"),
    [
        ("jekyll-text-theme", "success", True),
        ("jekyll-text-theme", "error", True),
        ("jekyll-text-theme", "note", False),
        ("jekyll-theme-hydejack", "note", True),
        ("jekyll-theme-hydejack", "warning", False),
    ],
)
def test_a_class_of_a_themes_file_has_its_label(body: Body, theme: str, name: str, labelled: bool) -> None:
    made = flat(body(f"Mind.\n{{: .{name}}}", Site(data={"theme": theme})))
    plain = f'<aside class="box box-{name}"><p>Mind.</p></aside>'
    assert made == (box(name, name.capitalize(), "Mind.") if labelled else plain)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Note:** mind.\n{: .box-note}", '<aside class="box box-note"><p><strong>Note:</strong> mind.</p></aside>'),
        ("**Note**: mind.\n{: .box-note}", '<aside class="box box-note"><p><strong>Note</strong>: mind.</p></aside>'),
        ("Warning: mind.\n{: .notice--warning}", '<aside class="box box-warning"><p>Warning: mind.</p></aside>'),
        (
            "> **Read this**\n>\n> Mind.\n{: .prompt-tip}",
            '<aside class="box box-tip"><p><strong>Read this</strong></p><p>Mind.</p></aside>',
        ),
        ("Mind.\n{: .notice}", '<aside class="box"><p>Mind.</p></aside>'),
        ("Mind.\n{: .message}", '<aside class="box"><p>Mind.</p></aside>'),
        (
            "**Bold** words\n{: .notice--info}",
            '<aside class="box box-info"><p class="box-label">Info</p><p><strong>Bold</strong> words</p></aside>',
        ),
        ("Mind.\n{: .notice--primary}", '<aside class="box"><p>Mind.</p></aside>'),
        ("<div class='alert alert-primary'>Mind.</div>", '<aside class="box">Mind.</aside>'),
        ("<div class='alert alert-info'>Note: mind.</div>", '<aside class="box box-info">Note: mind.</aside>'),
        ("Mind.\n{: .notes}", '<p class="notes">Mind.</p>'),
        ("> [!NOTE]\n> Mind.", "<blockquote><p>[!NOTE]\nMind.</p></blockquote>"),
    ],
)  # fmt: skip
def test_labels_that_stay_alone(body: Body, text: str, expected: str) -> None:
    assert flat(body(text, None, Options(typography=False))) == expected


@pytest.mark.parametrize("name", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_alerts_where_the_sites_plugin_reads_them(body: Body, name: str) -> None:
    site = Site(data={"plugins": ["jekyll-gfm-admonitions"]})
    assert flat(body(f"> [!{name}]\n> Mind.", site)) == box(name.lower(), name.capitalize(), "Mind.")
    assert "<aside" not in body("> [!other]\n> Mind.", site)


def test_callouts_of_the_sites_settings(body: Body) -> None:
    site = Site(data={"callouts": {"sea": {"title": "At sea", "color": "blue"}, "dry": {"color": "red"}}})
    assert flat(body("Mind.\n{: .sea}", site)) == box("sea", "At sea", "Mind.")
    assert flat(body("> Mind.\n{: .dry}", site)) == '<aside class="box box-dry"><p>Mind.</p></aside>'
    assert flat(body("> Look out\n>\n> Mind.\n{: .sea-title}", site)) == box(
        "sea", "Look out", "Mind.", "title"
    )


@pytest.mark.parametrize(
    ("language", "word"), [("zh-Hant", "警告"), ("zh-Hans", "警告"), ("fr", "Avertissement")]
)
def test_labels_speak_the_posts_language(body: Body, language: str, word: str) -> None:
    assert f'<p class="box-label">{word}</p>' in body("> x\n{: .prompt-warning}", language=language)


@pytest.mark.parametrize("kind", ["epub", "html", "pdf"])
def test_boxes_in_every_format(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "2025-01-01-a.md").write_text("---\ntitle: A\n---\nx\n\n> Bring a coat.\n{: .prompt-tip }\n")
    monkeypatch.chdir(tmp_path)
    assert main([kind, "2025-01-01-a.md", "-o", "out"]) == 0
    made = tmp_path / f"out/2025-01-01-a.{kind}"
    if kind == "pdf":
        import pypdfium2

        pages = pypdfium2.PdfDocument(made)
        words = "\n".join(pages[number].get_textpage().get_text_range() for number in range(len(pages)))
        assert "Tip\r\nBring a coat." in words
        return
    text = made.read_text() if kind == "html" else ""
    if kind == "epub":
        with ZipFile(made) as book:
            text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert flat(box("tip", "Tip", "Bring a coat.")) in flat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOTE: mind.\n{:.note title='Attention'}", box("note", "Attention", "NOTE: mind.")),
        ("Attention: mind.\n{:.note title='Attention'}", '<aside class="box box-note"><p>Attention: mind.</p></aside>'),
    ],
)  # fmt: skip
def test_a_given_title_is_said_once(body: Body, text: str, expected: str) -> None:
    assert flat(body(text).strip()) == expected
