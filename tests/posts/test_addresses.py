"""Broken addresses in links, pictures, embeds and front matter: a valid URL or plain text, in every format."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from lxml import etree
from lxml import html as parser

from publish import check
from publish.cli import main
from publish.text.webaddress import valid

Check = Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]

MENDED = {
    "https://a.example/a b": "https://a.example/a%20b",
    "https://a.example/[x]?q=[1]|{2}#[y]#z": "https://a.example/%5Bx%5D?q=%5B1%5D%7C%7B2%7D#%5By%5D%23z",
    "https://a.example/%zz%2": "https://a.example/%25zz%252",
    "https://a.example/%41%e6": "https://a.example/%41%e6",
    "https://a.example/é/漢": "https://a.example/%C3%A9/%E6%BC%A2",
    "https://漢字.example/x": "https://漢字.example/x",
    "https://%E6%BC%A2.%65xample/x": "https://漢.example/x",
    "https://A.example:8080/\"'\\^`<>": "https://A.example:8080/%22'%5C%5E%60%3C%3E",
    "https://a.example/[b](https://c.example/d)": "https://a.example/%5Bb%5D(https://c.example/d)",
    "http://u:p@a.example/": "http://u:p@a.example/",
    "http://a@b@c.example/": "http://a%40b@c.example/",
    "http://[::1]:80/x": "http://[::1]:80/x",
    "http://127.0.0.1/": "http://127.0.0.1/",
    "HTTPS://a_b.example.": "https://a_b.example.",
    "http://a.example:/x": "http://a.example/x",
    "mailto:a b@c.example?subject=[x] y": "mailto:a%20b@c.example?subject=%5Bx%5D%20y",
    "tel:+1 (555) 12": "tel:+1%20(555)%2012",
    "geo:1,2": "geo:1,2",
    "sms:+1": "sms:+1",
}
NOWHERE = [
    "http://", "https:///x", "http:x", "http:/x", "http://?x", "http://a b/", "http://a%20b.example/", "http://a..b/", "http://.",
    f"http://{'a' * 64}.example/", "http://1.2.3.4.5/", "http://256.1.1.1/", "http://a.example:99999/",
    "http://a.example:x/", "http://a.example:80:80/", "http://[::1/", "http://]/", "http://[zz]/", "http://u@/x", "ftp://",
    "https://[https://a.example](b)", "mailto:", "mailto:junk", "tel:", "tel:++", "sms:", "irc://", "file:///x", "about:blank", "x:y",
]  # fmt: skip
ODD = ["https://a.example/a\nb", "https://a.example/\x07b", "//", "///x", "//a.example/[x]", "[x](y)", "/[x]|y", "?[x]", ":", "a b.md",
       "#[x]", "#%zz", "\u00a0https://a.example/", "https:\\\\a.example\\b", "%zz", "../[x]", "\\\\a\\b"]  # fmt: skip
ALL = [*MENDED, *NOWHERE, *ODD]


@pytest.mark.parametrize("address", MENDED)
def test_what_may_not_stand_in_an_address_is_quoted(address: str) -> None:
    assert valid(address) == MENDED[address]
    assert valid(MENDED[address]) == MENDED[address]


@pytest.mark.parametrize("address", NOWHERE)
def test_what_leads_nowhere_is_no_address(address: str) -> None:
    assert valid(address) is None


@pytest.fixture(scope="module", params=["", "url: https://blog.example\n"], ids=["no site", "site"])
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books of one post with a link, a picture and an embed for each address."""
    folder = tmp_path_factory.mktemp("addresses")
    (folder / "_config.yml").write_text(f"title: Site\n{request.param}")
    parts = [
        "[img]([address](address)) and ![x]([https://a.example/b.jpg](https://c.example/d.jpg)).",
        "![x](https://a.example/[b].jpg) [y](https://a.example/|c) <https://a.example/{d}>.",
    ]
    for count, address in enumerate(ALL):
        quoted = escape(address)
        parts.append(f'Word <a href="{quoted}">w{count}x</a> <img src="{quoted}" alt="p{count}x"> here.')
        parts.append(f'<a href="{quoted}"><img src="{quoted}" alt="q{count}x"></a>')
        parts.append(f'<iframe src="{quoted}" title="e{count}x"></iframe>')
    post = folder / "2024-01-02-a.md"
    text = "\n\n".join(parts)
    post.write_text(f"---\ntitle: A\ncanonical_url: 'https://a.example/[x]|y'\n---\n\n{text}\n", "utf-8")
    for kind in ("epub", "pdf", "html"):
        assert main([kind, str(post), "-q", "--offline", "-o", str(folder / "out")]) == 0
    return folder / "out"


def leading_out(links: Iterable[str]) -> list[str]:
    return [
        link for link in links if not link.startswith("#") and not re.fullmatch(r"[\w.-]+\.xhtml(#.+)?", link)
    ]


def test_epubs_hold_valid_addresses_and_all_words(out: Path, epubcheck: Check) -> None:
    file = out / "2024-01-02-a.epub"
    assert [str(message) for message in epubcheck([file])[file]] == []
    with zipfile.ZipFile(file) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        trees: list[Any] = [etree.fromstring(book.read(name)) for name in names]
    links = leading_out(str(link) for tree in trees for link in tree.xpath("//@href") if link != "book.css")
    assert len(links) > len(MENDED)
    assert all(valid(link) == link for link in links)
    shown = " ".join(str(text) for tree in trees for text in tree.xpath("//text()|//@alt"))
    assert [
        n for n in range(len(ALL)) if f"w{n}x" not in shown or f"p{n}x" not in shown or f"q{n}x" not in shown
    ] == []


def test_pdfs_and_pages_hold_valid_addresses(out: Path) -> None:
    page: Any = parser.fromstring((out / "2024-01-02-a.html").read_text("utf-8"))
    links = leading_out(str(link) for link in page.xpath("//@href"))
    assert "https://a.example/%5Bx%5D%7Cy" in links
    with pikepdf.open(out / "2024-01-02-a.pdf") as pdf:
        actions: list[Any] = [link.get("/A", {}) for sheet in pdf.pages for link in sheet.get("/Annots", [])]
        printed = [str(action["/URI"]) for action in actions if "/URI" in action]
    assert len(links) > len(MENDED) <= len(printed)
    # Both writers' libraries quote a host's letters too, which browsers read (WHATWG URL, 3.5).
    assert [link for link in [*links, *printed] if unquote(valid(link) or "") != unquote(link)] == []
