"""Every HTML element, current, obsolete or invented: no post fails, and the text stays in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from lxml import html as parser
from pdf_samples import written

from publish import check
from publish.cli import main
from publish.markup.elements import BECOMES, DROPPED, EMBEDS, KEPT, PARTS, TAKEN_OFF
from publish.model import Chapter

Convert = Callable[..., Chapter]
Check = Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]

CURRENT = """
a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup
data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head
header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter nav noscript
object ol optgroup option output p picture pre progress q rp rt ruby s samp script search section select selectedcontent
slot small source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr
track u ul var video wbr
""".split()
"""The HTML Living Standard's index of elements."""
OBSOLETE = """
acronym applet basefont bgsound big blink center command content dir element font frame frameset image isindex keygen
listing marquee menuitem multicol nextid nobr noembed noframes param plaintext portal rb rbc rtc shadow spacer strike tt
xmp
""".split()
MADE_UP = ["d-foot", "x-y", "noindex", "foo"]
ELEMENTS = [*CURRENT, *OBSOLETE, *MADE_UP]
UNSEEN = dict.fromkeys([*DROPPED, "audio", "video"], "bravo |delta |hotel india |lima ") | {
    "iframe": "delta |hotel india "
}
"""Those whose words go: a browser shows none, or they are controls or drawings. Kramdown knows no `iframe` in a line."""
AS_TEXT = re.compile(r"</?[a-z][^<>]*>")
"""Kramdown shows a block's tag inside a paragraph, and an end tag that ends nothing, as text."""
SOURCE = """Alpha <{0}>bravo</{0}> charlie.

<{0}>delta</{0}>

Echo <{0}></{0}> foxtrot.

<{0}></{0}>

<div>Golf <{0} title="t" class="k" id="i-{0}" value="1" datetime="x" dir="y" lang="en">hotel <b>india</b></{0}> juliet</div>

Kilo <{0} title="t" class="k" value="0.5" max="1" datetime="2026-02-30" href="" name="n">lima</{0}> mike.
"""
SHOWN = "Alpha bravo charlie. delta Echo foxtrot. Golf hotel india juliet Kilo lima mike."


def words_of(text: str, name: str) -> str:
    if name in {"xmp", "plaintext"}:
        text = text.replace("<b>", "").replace("</b>", "")
    return " ".join(AS_TEXT.sub(" ", text).split())


@pytest.mark.parametrize("name", ELEMENTS)
def test_words_stay_in_order(chapter: Convert, name: str) -> None:
    made = chapter(SOURCE.format(name))
    text = "".join(map(str, etree.fromstring(f"<body>{made.body}</body>").itertext()))
    expected = re.sub(UNSEEN.get(name, "(?!)"), "", SHOWN)
    assert words_of(text, name) == expected


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a book of each format, in each a chapter for every element, in order."""
    folder = tmp_path_factory.mktemp("elements")
    for count, name in enumerate(ELEMENTS, start=1):
        post = folder / "posts" / f"2021-{count // 28 + 1:02}-{count % 28 + 1:02}-post.md"
        post.parent.mkdir(exist_ok=True)
        post.write_text(f"---\ntitle: The {name}-element\n---\n\n{SOURCE.format(name)}", "utf-8")
    for kind in ("epub", "pdf", "html"):
        command = ["volume", str(folder / "posts"), "--title", "All", "--format", kind, "--offline", "-q"]
        assert main([*command, "-o", str(folder / f"all.{kind}")]) == 0
    return folder


def test_the_epub_is_valid(volume: Path, epubcheck: Check) -> None:
    file = volume / "all.epub"
    assert [str(message) for message in epubcheck([file])[file]] == []


def test_the_pdf_and_the_page_hold_every_chapter(volume: Path) -> None:
    page = str(parser.fromstring((volume / "all.html").read_text("utf-8")).xpath("string()"))
    pdf = pypdfium2.PdfDocument(volume / "all.pdf")
    printed = " ".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    for shown in (page, printed):
        found = re.findall(r"Alpha|mike\.", shown)
        assert found == ["Alpha", "mike."] * len(ELEMENTS)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Let <var>n</var> be.", "<p>Let <var>n</var> be.</p>"),
        ("An <acronym title='t'>A</acronym>.", '<p>An <abbr title="t">A</abbr>.</p>'),
        ("So <strike>wrong</strike>.", "<p>So <s>wrong</s>.</p>"),
        ("Is <big>big</big> <small>small</small>.", '<p>Is <span class="big">big</span> <small>small</small>.</p>'),
        ("Type <tt>x</tt>.", "<p>Type <code>x</code>.</p>"),
        ("<center>Mid</center>", '<div class="center">Mid</div>'),
        ("<menu><li>a</li></menu>", "<ul><li>a</li></ul>"),
        ("<dir><li>a</li></dir>", "<ul><li>a</li></ul>"),
        ("<dir>a</dir>", "<ul><li>a</li></ul>"),
        ("<listing>a\n  b</listing>", "<pre>a\n  b</pre>"),
        ("<xmp>\n<b>a</b> &amp;\n</xmp>", "<pre><code>&lt;b&gt;a&lt;/b&gt; &amp;amp;\n</code></pre>"),
        ("<plaintext><b>a</b></plaintext>", "<pre><code>&lt;b&gt;a&lt;/b&gt;</code></pre>"),
        ("A <q>b</q>, <nobr>c d</nobr>, <blink>e</blink>.", "<p>A <q>b</q>, c d, e.</p>"),
        ("Up <marquee>and away</marquee>.", "<p>Up <span>and away</span>.</p>"),
        ("At <meter value='1'>one</meter> <progress>two</progress>.", "<p>At one two.</p>"),
        ("<fieldset><legend>a</legend>b</fieldset>", "<div><div>a</div>b</div>"),
        ("<dialog>a</dialog>", "<div>a</div>"),
        ("On <time datetime='2026-02-01'>a</time>, <time datetime='soon'>b</time>.",
         '<p>On <time datetime="2026-02-01">a</time>, <span>b</span>.</p>'),
        ("<bdo dir='rtl'>a</bdo> <bdo dir='x'>b</bdo>", '<p><bdo dir="rtl">a</bdo> <span>b</span></p>'),
        ("<data value='x 1'>a</data>", "<span>a</span>"),
        ("<object><p>a</p></object>", "<p>a</p>"),
        ("Note<d-foot>a *b*</d-foot>.", "<p>Notea *b*.</p>"),
    ],
)  # fmt: skip
def test_what_an_element_means_is_kept(body: Callable[..., str], html: str, expected: str) -> None:
    assert " ".join(body(html).split(" ")) == expected


def test_image_is_a_picture(chapter: Convert) -> None:
    made = chapter("A <image src='images/pier.png' alt='a pier'> here.")
    assert '<img src="images/pier.png" alt="a pier"/>' in made.body


def test_plaintext_that_never_ends_takes_nothing_with_it(body: Callable[..., str]) -> None:
    assert body("A <plaintext> tag.\n\n*Next*.").endswith("<p><em>Next</em>.</p>")


def test_every_element_has_one_fate() -> None:
    fates = [KEPT, set(BECOMES), set(EMBEDS), PARTS, set(DROPPED)]
    assert sum(map(len, fates)) == len(set().union(*fates))
    assert {tag for tag, _ in BECOMES.values()} <= KEPT
    assert not set(TAKEN_OFF) & set(DROPPED)


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ("<ruby><b>港</b><rt>みなと</rt></ruby>", True),
        ("<ruby><b>東</b>京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>", True),
        ("<ruby><em><b>東</b></em><rt>ひがし</rt></ruby>", True),
        ("<ruby><rt>みなと</rt></ruby>", False),
        ("<ruby> <rt>みなと</rt>港</ruby>", False),
    ],
)
def test_a_reading_stays_above_characters_in_other_elements(markup: str, kept: bool) -> None:
    body = written(f"{markup} 。\n", language="ja").body
    assert ("<rt>" in body, "<ruby>" in body) == (kept, kept)
    assert "".join(re.findall(r"[ぁ-ん]+", body)) == "".join(re.findall(r"[ぁ-ん]+", markup))
