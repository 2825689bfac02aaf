"""Settings under `kramdown:` in `_config.yml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from publish.cli.main import main
from publish.model import Options, Site

Body = Callable[..., str]


@pytest.mark.parametrize(
    ("said", "text", "expected"),
    [
        ({"hard_wrap": True}, "a\nb *c\nd*", '<p class="verse">a<br/>\nb <em>c<br/>\nd</em></p>'),
        ({"hard_wrap": True}, "- a\n  b\n- c", "<ul>\n<li>a<br/>\nb</li>\n<li>c</li>\n</ul>"),
        ({"hard_wrap": True}, "> a\n> b", "<blockquote>\n<p>a<br/>\nb</p>\n</blockquote>"),
        ({"hard_wrap": "false"}, "a\nb", "<p>a\nb</p>"),
        ({"hard_wrap": True}, "<p>a\nb</p>", "<p>a\nb</p>"),
        ({"parse_block_html": True}, "<div>\n**a**\n</div>", "<div><p><strong>a</strong></p>\n</div>"),
        ({"parse_block_html": False}, "<div>\n**a**\n</div>", "<div>\n**a**\n</div>"),
        (
            {"parse_block_html": True},
            '{::options parse_block_html="false" /}\n\n<div>**a**</div>',
            "<div>**a**</div>",
        ),
        ({"parse_span_html": False}, "<b>*a*</b>", "<p><b>*a*</b></p>"),
        ({"smart_quotes": ["apos", "apos", "quot", "quot"]}, "\"a\" 'b'", "<p>\"a\" 'b'</p>"),
        ({"smart_quotes": "laquo,raquo,bdquo,ldquo"}, "\"a\" 'b'", "<p>„a“ «b»</p>"),
        ({"smart_quotes": "apos"}, '"a"', "<p>“a”</p>"),
        (
            {"typographic_symbols": {"hellip": "...", "ndash": "--", "mdash": "---"}},
            "a -- b --- c ...",
            "<p>a -- b --- c ...</p>",
        ),
        ({"typographic_symbols": {"mdash": " – "}}, "a---b -- c", "<p>a – b – c</p>"),
        ({"auto_ids": False}, "## A\n\n## B", '<h2 id="section-1">A</h2>\n\n<h2 id="section-2">B</h2>'),
        ({"auto_id_prefix": "s-"}, "## A", '<h2 id="s-a">A</h2>'),
        (
            {"toc_levels": "2..2"},
            "* x\n{:toc}\n\n## A\n\n### B",
            '<ul id="markdown-toc">\n<li><a href="#a">A</a></li>\n</ul>\n\n<h2 id="a">A</h2>\n\n<h3 id="b">B</h3>',
        ),
        ({"header_offset": 1}, "# A\n\n## B", '<h2 id="a">A</h2>\n\n<h3 id="b">B</h3>'),
        ({"typographic_symbols": {"laquo_space": "[ ", "raquo_space": " ]"}}, "<< a >> <<b>>", "<p>[ a ] «b»</p>"),
        ({"typographic_symbols": {"laquo": "[", "raquo": "]"}}, "<< a >> <<b>>", "<p>«\u00a0a\u00a0» [b]</p>"),
        ([], '"a"\nb', "<p>“a”\nb</p>"),
        ({"smart_quotes": "8218,8216,8222,8220"}, "\"a\" 'b'", "<p>„a“ ‚b‘</p>"),
        ({"smart_quotes": "39,39,34,99999999"}, '"a"', "<p>“a”</p>"),
        ({}, '{::options smart_quotes="apos,apos,quot,quot" /}\n\n"a"', '<p>"a"</p>'),
        ({"hard_wrap": True}, "a  \nb\\\\\nc\\\nd", '<p class="verse">a  <br/>\nb\\<br/>\nc\\<br/>\nd</p>'),
        ({"input": "kramdown"}, "#\ntext\n\n##  \nb {#c}", '<h2 id="text">text</h2>\n\n<h3 id="c">b</h3>'),
        ({"input": "kramdown"}, "#\n\ntext", "<p>#</p>\n\n<p>text</p>"),
        ({"input": "GFM"}, "#\ntext", "<p>#\ntext</p>"),
        ({"hard_wrap": True, "input": "kramdown"}, "a\nb  \nc", "<p>a\nb<br/>\nc</p>"),
        ({"link_defs": {"My  Site": ["https://s.example", "T"]}}, "[my site], [x][my site]",
         '<p><a href="https://s.example" title="T">my site</a>, <a href="https://s.example" title="T">x</a></p>'),
        ({"link_defs": {"s": "https://s.example", "t": [], "u": 5}}, "[s], [t]", '<p><a href="https://s.example">s</a>, [t]</p>'),
        ({"link_defs": {"s": "https://s.example"}}, "[s]\n\n[s]: https://t.example", '<p><a href="https://t.example">s</a></p>'),
        ({"gfm_quirks": "no_auto_typographic"}, 'a -- "b" ...', "<p>a -- “b” ...</p>"),
        ({"gfm_quirks": ["no_auto_typographic", "paragraph_end"]}, "a --\n- b", "<p>a --</p>\n<ul>\n<li>b</li>\n</ul>"),
        ({"gfm_quirks": []}, "a\n- b\n# c\n> d\n1. e", "<p>a\n- b\n# c\n&gt; d\n1. e</p>"),
        ({"input": "kramdown"}, "a\n- b\n1986. c", "<p>a\n- b\n1986. c</p>"),
        ({"input": "Kramdown"}, "#A\n\n##B ##", '<h2 id="a">A</h2>\n\n<h3 id="b">B</h3>'),
        ({"input": "GFM"}, "#A", "<p>#A</p>"),
        ({"input": "kramdown"}, "# 1. Über a\n\n[x](#ber-a)", '<h2 id="ber-a">1. Über a</h2>\n\n<p><a href="#ber-a">x</a></p>'),
        ({"input": "kramdown"}, "~~a~~\n\n- [x] b", "<p>~~a~~</p>\n\n<ul>\n<li>[x] b</li>\n</ul>"),
        ({"input": "kramdown"}, "```\na\n```", "<p><code>\na\n</code></p>"),
        ({"input": "kramdown"}, "~~~\na\n~~~", "<pre class=\"highlight\"><code>a\n</code></pre>"),
        ({"input": ["x"], "gfm_quirks": {}, "link_defs": 3}, "a\n- b", "<p>a\n- b</p>"),
        (
            {"toc_levels": [1], "header_offset": "x", "smart_quotes": {}, "typographic_symbols": 5},
            '"a" -- b',
            "<p>“a” – b</p>",
        ),
    ],
)  # fmt: skip
def test_an_option(body: Body, said: object, text: str, expected: str) -> None:
    plain = Options(typography=False)
    assert body(text, Site(data={"kramdown": said}), plain) == expected


def test_sites_do_not_share_options(body: Body) -> None:
    plain = Options(typography=False)
    assert body("a\nb", Site(data={"kramdown": {"hard_wrap": True}}), plain) == "<p>a<br/>\nb</p>"
    assert body("a\nb", Site(), plain) == "<p>a\nb</p>"


@pytest.mark.parametrize("kind", ["epub", "html", "pdf"])
def test_options_reach_every_format(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_config.yml").write_text(
        "kramdown:\n  hard_wrap: true\n  smart_quotes: apos,apos,quot,quot\n"
    )
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2025-01-01-a.md").write_text('---\ntitle: A\n---\nsaid "so"\nhere\n')
    monkeypatch.chdir(tmp_path)
    assert main([kind, "_posts", "-o", "out"]) == 0
    made = tmp_path / f"out/2025-01-01-a.{kind}"
    if kind == "html":
        assert 'said "so"<br>\nhere' in made.read_text()
    elif kind == "epub":
        with ZipFile(made) as book:
            text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
        assert 'said "so"<br/>\nhere' in text
    else:
        import pypdfium2

        page = pypdfium2.PdfDocument(made)
        words = "\n".join(page[number].get_textpage().get_text_range() for number in range(len(page)))
        assert 'said "so"\r\nhere' in words


@pytest.mark.parametrize(
    ("said", "text", "numbers"),
    [
        ({"footnote_nr": 5}, "a[^x] b[^y] c[^x]", ["5", "6", "5"]),
        ({"footnote_nr": "12"}, "a[^x] b[^y]", ["12", "13"]),
        ({"footnote_nr": "many"}, "a[^x] b[^y]", ["1", "2"]),
        ({"footnote_nr": 5}, '{::options footnote_nr="3" /}\n\na[^y] b[^x]', ["3", "4"]),
    ],
)
def test_notes_begin_with_a_number(body: Body, said: object, text: str, numbers: list[str]) -> None:
    made = body(f"{text}\n\n[^x]: One.\n[^y]: Two.\n", Site(data={"kramdown": said}), Options())
    calls = re.findall(r'<a class="noteref" id="[^"]+" href="#fn-(\d+)">(\d+)</a>', made)
    assert calls == [(number, number) for number in numbers]
    assert set(re.findall(r'<li class="footnote" id="fn-(\d+)">', made)) == set(numbers)
    assert ("<ol>" in made) is (numbers[0] == "1")
    assert (f'<ol start="{numbers[0]}">' in made) is (numbers[0] != "1")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"markdown": "CommonMark"}, '<div>\n<p>"<em>a</em>"</p>\n</div>'),
        (
            {"markdown": "CommonMark", "commonmark": {"options": ["SMART"]}},
            "<div>\n<p>“<em>a</em>”</p>\n</div>",
        ),
        (
            {"markdown": "CommonMarkGhPages", "kramdown": {"input": "GFM"}},
            "<div>\n<p>“<em>a</em>”</p>\n</div>",
        ),
        (
            {"markdown": "CommonMarkGhPages", "commonmark": {"options": []}},
            '<div>\n<p>"<em>a</em>"</p>\n</div>',
        ),
        ({"markdown": "kramdown"}, '<div>\n\n"*a*"\n\n</div>'),
    ],
)
def test_a_site_with_commonmark(body: Body, data: dict[str, object], expected: str) -> None:
    made = body('<div>\n\n"*a*"\n\n</div>', Site(data=data), Options(typography=False))
    assert re.sub(r"\n+", "\n", made) == re.sub(r"\n+", "\n", expected)
