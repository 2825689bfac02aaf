"""Texts that make a pattern look again and again at the same characters: the time they take must not grow with their square."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN
from processes import computing

from publish.markup.convert import convert
from publish.model import Chapter, Maker, Options, Site

SECONDS = 15
"""Of processor time at most; each of these texts took far longer once."""
JEKYLL = Site(root=Path("/nowhere"), data={"plugins": ["jekyll-spaceship"]})
LONG = "{% capture long %}" + "a" * 50_000 + "{% endcapture %}"


def converted(text: str, maker: Maker = "jekyll") -> Chapter:
    """The chapter, made in time."""
    site = replace(JEKYLL, maker=maker)
    with computing(SECONDS):
        return convert(replace(PLAIN, text=text, dialect=maker), site, Options())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LONG + "{% note {{ long }} %}Words.{% endnote %}", "Words."),
        (LONG + "{% responsive_image path: a.png alt: {{ long }} %} Words.", "Words."),
        ("{% pullquote %}Words." + " " * 100_000 + "x{% endpullquote %}", "Words."),
        ("{% capture long %}x" + " " * 50_000 + "y{% endcapture %}{% blockquote {{ long }} %}Words.{% endblockquote %}", "Words."),
        ("Words.{% unknown " + "a=" * 2_000 + "/ %}" * 20, "Words."),
        ("{% katexmm %}Words. " + "$$a$$ " * 500 + "{% endkatexmm %}", "Words."),
        ("Words. " + "{{" * 9_000 + "\n\n{{ page.excerpt }}", "Words."),
        ("|a|b|\n|---|---|\n" + "|c|d|\\\n" * 4_000 + "|e|f|\n\nWords.", "c<br/>c"),
        ("|a|b|\n|---|---|\n|c" + " " * 2_000 + "d|e|\\\n|f|g|\n\nWords.", "<br/>f"),
        ("|a|b|\n|---|---|\n| : c |d|\\\n|x : |e : |\n", 'class="align-center">c<br/>x<'),
        (f"<img src='x.png' srcset='{'a' * 50_000} b'>\n\nWords.", "Words."),
    ],
)  # fmt: skip
def test_long_texts_of_jekyll(text: str, says: str) -> None:
    assert says in converted(text).body


@pytest.mark.parametrize("maker", ["hugo", "zola"])
@pytest.mark.parametrize(
    "text",
    [
        "a\n|x\n-" + " " * 50_000 + "x\n",
        "www." + "a." * 20_000 + "\n",
        "<div>\n<!-- <div> -->\n</div>\n\n" * 8_000,
        "<div>\n\n" + "    \n" * 60_000 + "x\n</div>\n",
    ],
)  # fmt: skip
def test_long_texts_of_other_sites(text: str, maker: Maker) -> None:
    assert "Words." in converted(f"{text}\n\nWords.\n", maker).body
