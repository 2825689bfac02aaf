"""The right address of a picture: with late loading, and with twins for dark pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def addresses(body: str) -> list[str]:
    return re.findall(r'<img[^>]*?\bsrc="([^"]*)"', body)


@pytest.mark.parametrize("name", ["data-src", "data-original", "data-lazy-src", "data-lazy", "data-url"])
@pytest.mark.parametrize("source", ["", f"src='{DOT}'", "src='small.jpg'"])
def test_a_late_address_is_the_picture(body: Callable[..., str], name: str, source: str) -> None:
    found = body(f"<img class='lazy' {source} {name}='a.jpg' alt='A boat'>")
    assert addresses(found) == ["a.jpg"]
    assert name not in found


@pytest.mark.parametrize("name", ["srcset", "data-srcset", "data-lazy-srcset"])
@pytest.mark.parametrize("source", ["", f"src='{DOT}'"])
def test_the_largest_of_a_set_is_the_picture(body: Callable[..., str], name: str, source: str) -> None:
    assert addresses(body(f"<img {source} {name}='a.jpg 100w, b.jpg 900w' alt='A boat'>")) == ["b.jpg"]


@pytest.mark.parametrize(
    ("light", "dark"),
    [
        ("![A](a.png#gh-light-mode-only)", "![B](b.png#gh-dark-mode-only)"),
        ("![A](a.png#only-light)", "![B](b.png#only-dark)"),
        ("![A](a.png){: .light }", "![B](b.png){: .dark }"),
        ("<img class='light-mode' src='a.png'>", "<img class='dark-mode' src='b.png'>"),
        ("<img class='only-light' src='a.png'>", "<img class='only-dark' src='b.png'>"),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_of_light_and_dark_twins_the_light_one_is_shown(
    body: Callable[..., str], light: str, dark: str, between: str
) -> None:
    for text in (f"{light}{between}{dark}", f"{dark}{between}{light}"):
        found = body(text)
        assert [each.partition("#")[0] for each in addresses(found)] == ["a.png"]
        assert found.count("<p>") == 1
    assert [each.partition("#")[0] for each in addresses(body(dark))] == ["b.png"]
    assert len(addresses(body(f"{dark}{between}{dark}"))) == 2


def test_an_embedded_picture_is_a_picture(body: Callable[..., str]) -> None:
    assert body("<object data='a.svg' width='50%'>A boat</object>") == (
        '<p><img src="a.svg" alt="A boat" style="width: 50%"/></p>'
    )
    assert '<img src="b.png?x" alt="Title"' in body("<embed src='b.png?x' title='Title'>")
    assert '<img src="c.svg"' in body("<iframe src='c.svg'></iframe>")
    assert 'class="embed' in body("<object data='https://a.example/b.pdf'></object>")
