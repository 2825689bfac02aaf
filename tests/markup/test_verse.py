"""Lines that the author ended: stanzas and addresses, and what is not verse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Options, Site

STANZA = "The tide comes in without a name,  \nthe tide goes out unsigned;  \nwhoever saw it is to blame."


def verses(text: str) -> int:
    return convert(replace(PLAIN, text=text), Site(), Options()).body.count('<p class="verse"')


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (STANZA, 1),
        (f"{STANZA}\n\n{STANZA}", 2),
        (f"> {STANZA}\n>\n> {STANZA}".replace("\n", "\n> "), 2),
        ("One line,  \nand its fellow.\n\nA third line,  \nand a fourth.", 2),
        ("床前明月光，<br>疑是地上霜。<br>舉頭望明月，<br>低頭思故鄉。", 1),
        (f'<div markdown="1">\n{STANZA}\n</div>', 1),
        (f'<section markdown="1">\n{STANZA}\n\n{STANZA}\n</section>', 2),
        ('<div class="poem" markdown="1">\nOne line,  \nand its fellow.\n</div>', 1),
        (f'<div class="verse"><p>{"word " * 20}<br>short</p></div>', 1),
        ("*Harbour Press*  \n12 Pier Street  \nNorth Quay<br>", 1),
    ],
)
def test_verse(text: str, count: int) -> None:
    assert verses(text) == count


@pytest.mark.parametrize(
    "text",
    [
        "Only one  \nbreak.",
        "A paragraph without any break.",
        "word " * 20 + "  \nshort  \nshort",
        "字" * 40 + "<br>短<br>短",
        "First.<br><br>Second, after an empty line.<br>Third.",
        "<p><br><br></p>",
        "<p><br><br>\n&nbsp;<br></p>",
        "- one  \n  two  \n  three",
        f'<div class="text-center" markdown="1">\n{STANZA}\n</div>',
        "| a |\n|---|\n| one<br>two<br>three |",
    ],
)
def test_no_verse(text: str) -> None:
    assert verses(text) == 0


@pytest.mark.parametrize("name", ["verse", "poem", "poetry", "stanza"])
def test_pre_that_is_said_to_be_verse_is_no_code(body: Callable[..., str], name: str) -> None:
    made = body(
        f'<pre class="{name}">\nOne <em>line</em>,\n  and its fellow.\n\nA third:\nalone.\n</pre>\n\nAfter.'
    )
    assert "<pre" not in made
    assert made.startswith(
        f'<div class="{name}"><p class="verse">One <em>line</em>,<br/>\u00a0\u00a0and its fellow.</p>'
        '<p class="verse">A third:<br/>alone.</p></div>'
    )
    made = body('<pre class="verse">One <em>line,\n  and <b>its\nfellow</b></em>.</pre>')
    assert "<em>line,<br/>\u00a0\u00a0and <b>its<br/>fellow</b></em>." in made
    assert "<pre" in body("<pre>\nOne line,\n  and its fellow.\n</pre>")
