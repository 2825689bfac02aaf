"""Posts of Hugo and Zola: what their Markdown reads otherwise than Jekyll's."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Maker, Options, Site


def flat(text: str, dialect: Maker = "hugo", **data: object) -> str:
    site = Site(root=Path("/nowhere"), maker=dialect, url="https://h.example", data=data)
    body = convert(replace(PLAIN, text=text, dialect=dialect), site, Options()).body.replace("\u2060", "")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r">\s+<", "><", body)).strip()


@pytest.mark.parametrize("dialect", ["hugo", "zola"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {: .x} b", "<p>a {: .x} b</p>"),
        ("Words.\n{: .x}", "<p>Words.\n{: .x}</p>"),
        ("`{: .x}` {::comment}y{:/comment}", "<p><code>{: .x}</code> {::comment}y{:/comment}</p>"),
        ("*[HTML]: Hyper\n\nHTML", "<p>*[HTML]: Hyper</p><p>HTML</p>"),
        ("a\n\n^\n\nb", "<p>a</p><p>^</p><p>b</p>"),
        ("a | b | c", "<p>a | b | c</p>"),
        ("| a | b |\n| 1 | 2 |", "<p>| a | b |\n| 1 | 2 |</p>"),
        (
            "Words:\n| a |\n|---|\n| 1 |\nend",
            "<p>Words:</p><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table><p>end</p>",
        ),
        ("1) x\n2) y", "<ol><li>x</li><li>y</li></ol>"),
        ("In (2010)\n2) y", "<p>In (2010)\n2) y</p>"),
        (
            "1. x\n\n```\nc\n```\n\n2. y",
            '<ol><li>x</li></ol><pre class="highlight"><code>c\n</code></pre><ol start="2"><li>y</li></ol>',
        ),
        ("Words\n***\nmore", "<p>Words</p><hr/><p>more</p>"),
        ("<div>\n\n**x**\n\n</div>\n\ny", "<div><p><strong>x</strong></p></div><p>y</p>"),
        (
            "<details>\n<summary>S</summary>\n\n- a\n\n</details>\n\nb",
            '<details open="open"><summary>S</summary><ul><li>a</li></ul></details><p>b</p>',
        ),
        ("<div>\n**x**\n</div>", "<div>\n**x**\n</div>"),
        ("<div>\n\n*x*\n    \n<p>y</p>\n</div>", "<div><p><em>x</em></p><p>y</p></div>"),
        ("<div>\n\n*x*\n\n    <p>y</p>\n</div>", "<div>\n*x*\n<p>y</p></div>"),
        ("<div>\n<div>a</div>\n\n*x*\n</div>", "<div><div>a</div><p><em>x</em></p></div>"),
    ],
)
def test_what_both_read(dialect: Maker, text: str, expected: str) -> None:
    assert flat(text, dialect) == expected


@pytest.mark.parametrize("name", ["highlight", "code"])
def test_code_in_shortcodes_stays(name: str) -> None:
    body = flat(f"{{{{< {name} text >}}}}\na {{: .x}}\n*[b]: c\n1) d\n{{{{< /{name} >}}}}\n\n1) e")
    assert "a {: .x}\n*[b]: c\n1) d\n" in re.sub(r"<[^>]+>", "", body)
    assert body.endswith("<ol><li>e</li></ol>")


def test_jekylls_posts_are_read_as_before() -> None:
    assert flat("Words.\n{: .x}\n\n2. two\n\n| a | b |", "jekyll") == (
        '<p class="x">Words.</p><ol><li>two</li></ol><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("dialect", "data", "curly"),
    [
        ("hugo", {}, True),
        ("hugo", {"typographer": False}, False),
        ("zola", {}, False),
        ("zola", {"typographer": True}, True),
    ],
)
def test_quotation_marks(dialect: Maker, data: dict[str, object], curly: bool) -> None:
    assert flat("\"x\" 'y' a--b", dialect, **data) == (
        "<p>“x” ‘y’ a–b</p>" if curly else "<p>\"x\" 'y' a--b</p>"
    )


@pytest.mark.parametrize(
    ("dialect", "data", "is_list"),
    [("hugo", {}, True), ("zola", {}, False), ("zola", {"definitions": True}, True)],
)
def test_definitions(dialect: Maker, data: dict[str, object], is_list: bool) -> None:
    assert ("<dl>" in flat("Term\n: Words", dialect, **data)) == is_list


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "See https://a.example/b_c_d, (www.w.example/x(y)).",
            ["https://a.example/b_c_d", "http://www.w.example/x(y)"],
        ),
        ("*https://a.example*, https://b.example", ["https://a.example", "https://b.example"]),
        ("`https://a.example` [https://b.example](https://c.example)", ["https://c.example"]),
        ("    https://a.example", []),
        ("https:// www. http", []),
    ],
)
def test_addresses_are_links_in_hugo(text: str, links: list[str]) -> None:
    body = flat(text)
    assert re.findall(r'href="([^"]+)"', body) == links
    plain = re.sub(r"<[^>]+>", "", flat(text, "zola"))
    assert re.sub(r"<[^>]+>", "", body) == plain
    assert flat(text, linkify=False) == flat(text, "zola")


@pytest.mark.parametrize(
    ("dialect", "text", "shown"),
    [
        ("hugo", "a\n\nBy {{ .Params.author }} {{ with .x }}y{{ end }}.", "{{ .Params.author }}"),
        ("hugo", "a\n\n{{- if eq $x 1 -}}", "{{- if eq $x 1 -}}"),
        ("zola", "a\n\nBy {{ config.title }} {% if x %}y{% endif %}.", "{{ config.title }}"),
        ("zola", "a\n\n{% for x in y %}z{% endfor %}", "{% for x in y %}"),
    ],
)
def test_snippets_of_templates_stay_words(dialect: Maker, text: str, shown: str) -> None:
    site = Site(root=Path("/nowhere"), maker=dialect)
    made = convert(replace(PLAIN, text=text, dialect=dialect), site, Options())
    assert re.sub(r"<[^>]+>", "", made.body).replace("\n", "") == text.replace("\n", "")
    assert [(notice.code, notice.line) for notice in made.notices] == [
        ("template-left", PLAIN.first_line + 2)
    ]
    assert made.notices[0].message.startswith(shown)


@pytest.mark.parametrize("text", ["`{{ .Title }}`", "```\n{{ .Title }}\n```", "    {{ .Title }}"])
def test_code_is_no_snippet(text: str) -> None:
    made = convert(replace(PLAIN, text=text, dialect="hugo"), Site(root=Path("/n"), maker="hugo"), Options())
    assert made.notices == ()
