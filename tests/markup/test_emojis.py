"""Names of emoji, if the site's plugin reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from publish.model import Site

Body = Callable[..., str]


@pytest.mark.parametrize(
    "data",
    [
        {"plugins": ["jekyll-feed", "jemoji"]},
        {"gems": ["jemoji"]},
        {"plugins": ["jekyll-emoji"]},
        {"kramdown": {"gfm_emojis": True}},
    ],
)
def test_names_become_characters_outside_code(body: Body, data: dict[str, object]) -> None:
    text = "Go :rocket: *now :tada:* `:tada:` :no_such_name: at 10:30:15\n\n    :tada:"
    made = body(text, Site(data=data))
    assert "Go 🚀 <em>now 🎉</em> <code>:tada:</code> :no_such_name: at 10:30:15" in made
    assert ":tada:\n</code></pre>" in made


@pytest.mark.parametrize("data", [{}, {"plugins": "jemoji"}, {"kramdown": {"gfm_emojis": False}}])
def test_names_stay_where_nobody_reads_them(body: Body, data: dict[str, object]) -> None:
    assert ":rocket:" in body("Go :rocket:", Site(data=data))
