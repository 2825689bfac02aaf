"""Buttons, columns and cards: words in order, links kept, nothing run together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Body = Callable[..., str]
LINK = '<a href="https://a.example">Get it</a>'
FRAMED = LINK.replace(' href="https://a.example"', ' class="btn" href="https://a.example"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a href="https://a.example"><button type="button" class="btn">Get it</button></a>', LINK),
        (f'<button class="btn">{LINK}</button>', LINK),
        ('<a href="https://a.example"><i class="x"></i> <button>Get it</button></a>', "Get it</a>"),
        ("""<button onclick="window.location.href='https://a.example'">Get it</button>""", FRAMED),
        ("""<button onclick='window.open("https://a.example")'>Get it</button>""", FRAMED),
        ("<button onclick=\"location.assign(&quot;https://a.example&quot;)\">Get it</button>", FRAMED),
    ],
)  # fmt: skip
def test_a_button_that_leads_somewhere_is_a_link(body: Body, text: str, expected: str) -> None:
    assert expected in body(f"Before {text} after.").replace(
        ' href="https://a.example" class="btn"', ' class="btn" href="https://a.example"'
    )
    assert "Get it" in body(f"<p>{text}</p>")


@pytest.mark.parametrize("text", ['<button onclick="count()">Count</button>', "<button>Count</button>"])
def test_a_button_for_a_script_is_left_out(body: Body, text: str) -> None:
    assert body(f"Before {text} after.") == "<p>Before  after.</p>"


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "file:///etc/passwd"])
def test_a_button_leads_to_no_bad_address(body: Body, scheme: str) -> None:
    made = body(f"<p>a <button onclick=\"location='{scheme}'\">Go</button></p>")
    assert "javascript" not in made
    assert "href" not in made


def test_code_shows_a_button(body: Body) -> None:
    text = '`<a href="x"><button>Go</button></a>`'
    assert "&lt;button&gt;Go&lt;/button&gt;" in body(text)


@pytest.mark.parametrize("name", ["btn", "button", "badge"])
def test_buttons_stand_apart(body: Body, name: str) -> None:
    one = f'<a class="{name}" href="https://a.example">One</a>'
    made = body(f"<p>{one}{one.replace('One', 'Two')}</p>")
    assert "</a> <a" in made
    plain = body('<p><a href="https://a.example">O</a><a href="https://b.example">ne</a></p>')
    assert "</a><a" in plain


def test_columns_and_cards_keep_their_order(body: Body) -> None:
    text = """
<div class="row">
  <div class="col-md-6" markdown="1">
First *column* with [a link](https://a.example).
  </div>
  <div class="col-md-6"><div class="card"><a href="https://b.example"><h5 class="card-title">A card</h5></a><p class="card-text">Its words.</p></div></div>
</div>
"""
    made = body(text)
    places = [
        made.index(words)
        for words in ("First", "https://a.example", "https://b.example", "A card", "Its words.")
    ]
    assert places == sorted(places)
