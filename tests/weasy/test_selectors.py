"""Selectors that are compiled later choose the same elements, and are compiled only when elements are compared."""

from __future__ import annotations

import pickle
from xml.etree import ElementTree

import cssselect2
import pytest
from cssselect2 import compiler

from publish.weasy.selectors import LateTest, compile_later

PAGE = """<html lang="en"><body id="all"><h1 class="a b">1</h1><p title="x y">2<em lang="de">3</em></p><p>4</p>
<ul><li>5</li><li class="b">6</li></ul></body></html>"""
SELECTORS = (
    "p", "*", "h1 + p", "h1 ~ p", "body > p em", "#all li", ".a.b", "[title~=y]", "em:lang(de)", "li:nth-child(2)",
    "p:not([title])", "li:is(.b, .c)", ":root", "ul:has(.b)", "p:empty", "a:link", ":nonsense",
)  # fmt: skip


def chosen() -> list[list[str]]:
    """For each element, the selectors that match it."""
    matcher = cssselect2.Matcher()
    for each in SELECTORS:
        try:
            found = cssselect2.compile_selector_list(each)
        except cssselect2.SelectorError:
            continue
        for selector in found:
            matcher.add_selector(selector, each)
    root = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(PAGE))
    return [[payload for *_, payload in matcher.match(element)] for element in root.iter_subtree()]


def test_the_same_elements_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_later()
    found = chosen()
    assert sum(map(len, found)) > 20
    monkeypatch.delattr(compiler, "eval")
    assert chosen() == found


def test_a_selector_is_compiled_when_an_element_is_compared() -> None:
    compile_later()
    (selector,) = cssselect2.compile_selector_list("p > em")
    assert isinstance(selector.test, LateTest)
    root = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(PAGE))
    elements = list(root.iter_subtree())
    assert [each.local_name for each in elements if selector.test(each)] == ["em"]
    assert [each.local_name for each in elements if selector.test(each)] == ["em"]


def test_a_selector_can_be_kept() -> None:
    compile_later()
    (selector,) = cssselect2.compile_selector_list("p > em")
    kept = pickle.loads(pickle.dumps(selector.test))
    root = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(PAGE))
    assert [each.local_name for each in root.iter_subtree() if kept(each)] == ["em"]
