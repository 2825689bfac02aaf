"""Any input gives safe, well-formed XHTML or ContentError, in linear time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from fragments import MIXED
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from markup_samples import PLAIN
from processes import computing

from publish.errors import ContentError
from publish.markup.addresses import resolve
from publish.markup.convert import convert
from publish.model import Chapter, Limits, Options, Post, Site

Convert = Callable[..., Chapter]
Body = Callable[..., str]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='JaVa&#10;Script:alert(1)'>x</a>",
        "<a href='data:text/html,<script>x</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<a href='file:///etc/passwd'>x</a>",
        "<img src=x onerror=alert(1)>",
        "<p onclick=alert(1) style='background:url(x)'>x</p>",
        "<object data='javascript:alert(1)'></object>",
        "<embed src='javascript:alert(1)'>",
        "<iframe srcdoc='<script>x</script>'></iframe>",
        "<form action=x><input type=password><button>x</button></form>",
        "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=x'><link rel=stylesheet href=x>",
        "<style>p{display:none}</style>",
        "<svg><a xlink:href='javascript:x'>x</a><script>x</script></svg>",
        "<math><mtext><script>x</script></mtext></math>",
        "<!--><script>x</script>-->",
        "<details ontoggle=x open>x</details>",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "x\n{: onclick='alert(1)' style='color:red'}",
    ],
)
def test_nothing_active_comes_through(body: Body, html: str) -> None:
    tree = etree.fromstring(f"<body>{body(html)}</body>")
    assert not {element.tag for element in tree.iter()} & {
        "script", "style", "object", "embed", "iframe", "form", "input", "button", "base", "meta", "link", "svg", "math",
    }  # fmt: skip
    for element in tree.iter():
        assert not any(str(name).startswith("on") or name == "style" for name in element.attrib)
        assert not re.match(
            r"(?i)\s*(javascript|vbscript|data(?!:image/svg\+xml;base64,)|file):",
            element.get("href", "") + element.get("src", ""),
        )


def test_an_address_taken_away_is_told_with_its_line(chapter: Convert) -> None:
    made = chapter("One.\n\n[x](javascript:alert(1)) and\n<a class=\"c\" href='unheard-of:x'>y</a>")
    assert [(notice.code, notice.line) for notice in made.notices] == [
        ("link-removed", 6),
        ("link-removed", 7),
    ]


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("https://a.example/b c", "", "https://a.example/b%20c"),
        ("/x", "https://a.example/log/post/", "https://a.example/x"),
        ("x?y=1&z", "https://a.example/log/", "https://a.example/log/x?y=1&z"),
        ("//cdn.example/x", "", "https://cdn.example/x"),
        ("x/y", "", ""),
        ("mailto:ada@a.example", "", "mailto:ada@a.example"),
        ("https://a.example/50%", "", "https://a.example/50%25"),
        ("https://例え.example/道", "", "https://例え.example/%E9%81%93"),
        ("javascript:x", "https://a.example/", None),
        ("java\tscript:x", "", None),
        ("file:///etc/passwd", "", None),
        ("data:text/html,x", "", None),
        ("https://", "", None),
        ("http://[::1", "", None),
        ("https://a b/", "", None),
    ],
)
def test_addresses(address: str, base: str, expected: str | None) -> None:
    assert resolve(address, base) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<b>" * 20_000,
        "<div>" * 20_000 + "x",
        "<b><i><a href=x>" * 20 + "<p>x" * 100_000,
        "<table><tr><td>" * 2_000,
        "<" * 50_000,
        "&" * 50_000,
        "<p " + "a=1 " * 50_000 + ">",
        "<x-frame><iframe>" * 5_000,
        "漢 \n" * 30_000,
        "“‘" * 30_000,
        "… — " * 30_000,
        "▲ " * 30_000,
        "<span class=math-inline>" + "{" * 5_000 + "</span>",
        "<ul>" + "<li>x" * 20_000 + "</ul>",
        "<dl>" + "<dd>x" * 20_000 + "</dl>",
        "<h3 id=x>x</h3>" * 10_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_ends_soon(chapter: Convert, text: str) -> None:
    with computing(20):
        try:
            chapter(text)
        except ContentError as error:
            assert error.path == PLAIN.label


def test_limits_are_named(chapter: Convert) -> None:
    with pytest.raises(ContentError, match="depth"):
        chapter("<div>" * 70 + "x")
    with pytest.raises(ContentError, match="converted_bytes"):
        chapter("x" * 2_000, options=Options(limits=Limits(converted_bytes=1_000)))


def test_ids_are_names_and_links_follow(chapter: Convert) -> None:
    made = chapter(
        '<h2 id="漢字">A</h2>\n\n<a name="2nd">B</a> [to A](#漢字) [to B](#2nd) [top](#)\n\n<p id="漢字">again</p>'
    )
    tree = etree.fromstring(f"<body>{made.body}</body>")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", str(name)) for name in ids)
    assert all(link.get("href", "#")[1:] in ids for link in tree.iter("a") if link.get("href"))
    assert not made.notices


def test_relative_links_become_absolute(body: Body) -> None:
    site = Site(url="https://lighthouse.example", baseurl="/log")
    post = "https://lighthouse.example/log/2024/post/"
    assert 'href="https://lighthouse.example/about"' in body("[x](/about)", site, address=post)
    assert 'href="https://lighthouse.example/log/2024/post/b.html"' in body("[x](b.html)", site, address=post)


def test_typography_can_be_switched_off(body: Body) -> None:
    plain = Options(typography=False)
    assert body("a—b 5 km", options=plain) == "<p>a—b 5 km</p>"
    assert body("見May號", options=plain, language="zh-Hant") == "<p>見May號</p>"


def test_words_are_never_lost_or_gained(chapter: Convert) -> None:
    text = "在1997年7月，香港（Hong Kong）的May說：「The sea is not for sale.」——終。"
    body = chapter(text, language="zh-Hant").body
    words = etree.fromstring(f"<body>{body}</body>").xpath("string()")
    assert str(words).strip() == text


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(MIXED, st.sampled_from(["en", "zh-Hant", "ja", "ar", ""]))
def test_any_text_becomes_well_formed(text: str, language: str) -> None:
    post: Post = replace(PLAIN, text=text, language=language or "en")
    try:
        made = convert(post, Site(url="https://a.example"), Options())
    except ContentError:
        return
    tree = etree.fromstring(f"<body>{made.body}</body>".encode())
    ids = tree.xpath("//@id")
    assert isinstance(ids, list)
    assert len(ids) == len(set(ids))
    assert {heading.id for heading in made.headings} <= set(ids)
    levels = [1, *(heading.level for heading in made.headings)]
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<ol style="list-style-type: lower-alpha"><li>x</li></ol>', '<ol type="a">'),
        ('<ol style="list-style: UPPER-ROMAN inside; color: red"><li>x</li></ol>', '<ol type="I">'),
        ('<ol style="list-style-type: lower-greek"><li>x</li></ol>', '<ol class="list-lower-greek">'),
        ('<ul style="list-style: none"><li>x</li></ul>', '<ul class="list-none">'),
        (
            '<ol style="list-style: lower-greek; list-style-type: none"><li>x</li></ol>',
            '<ol class="list-none">',
        ),
        (r"""<ul style="list-style: '\d800'"><li>x</li></ul>""", "<ul>"),
        (r"""<ul style="list-style: '\3c'"><li>x</li></ul>""", "<ul>"),
        (r"""<ul style="list-style: '\110000'"><li>x</li></ul>""", "<ul>"),
        ('<ul type="circle"><li>x</li></ul>', '<ul class="list-circle">'),
        ('<ol><li type="A">x</li></ol>', '<li class="list-upper-alpha">'),
        ('<ol type="i" reversed><li value="3">x</li></ol>', '<ol reversed="reversed" type="i">'),
        ('<ol style="list-style: url(x.png)"><li>x</li></ol>', "<ol>"),
        ("<ul style='list-style: \"}x{\"'><li>x</li></ul>", "<ul>"),
        ('<ol style="list-style: my-own"><li>x</li></ol>', "<ol>"),
        ('<ol type="x" style="position: fixed"><li>x</li></ol>', "<ol>"),
    ],
)
def test_markers_of_lists_are_kept_without_style(html: str, kept: str) -> None:
    body = convert(replace(PLAIN, text=html), Site(), Options()).body
    assert kept in body
    assert "style" not in body.replace("list-style", "")


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<ol style="list-style: url(x.png) Thai"><li>x</li></ol>', '<ol style="list-style-type: thai">'),
        (
            '<ol style="color: red; list-style: hebrew"><li>x</li></ol>',
            '<ol style="list-style-type: hebrew">',
        ),
        (
            "<ul style='list-style: \"- \"; color: red'><li>x</li></ul>",
            '<ul style="list-style-type: &quot;- &quot;">',
        ),
        (
            r"""<ul style="list-style-type: '\2014\00a0'"><li>x</li></ul>""",
            '<ul style="list-style-type: &quot;—\xa0&quot;">',
        ),
    ],
)
def test_markers_of_few_languages_and_own_signs_are_all_that_stays_of_a_style(html: str, kept: str) -> None:
    assert kept in convert(replace(PLAIN, text=html), Site(), Options()).body


@pytest.mark.parametrize(
    "heading",
    [
        "## Words[^a]",
        "Words[^a]\n---",
        "# Words[^a] #",
        "## Words[^a] {#own}",
        "## *Words[^a]*",
        "### Words[^b][^a]",
    ],
)
def test_names_of_headings_leave_calls_of_notes_out(heading: str) -> None:
    text = f"{heading}\n\nText.[^a]\n\n[^a]: Note a.\n\n[^b]: Note b.\n"
    chapter = convert(replace(PLAIN, text=text), Site(), Options())
    assert [each.text for each in chapter.headings] == ["Words"]
    assert 'class="noteref"' in chapter.body.split("Text")[0]
