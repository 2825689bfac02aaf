"""Code and formulas run from left to right in every language; a quotation has its language's direction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from markup_samples import PLAIN

from publish.language import direction
from publish.markup.convert import convert
from publish.model import Options, Site

TEXT = """Text with `a = b` and <kbd>x</kbd>, $$a^2$$.

```python
x = 1
```

<blockquote lang="en">Words.</blockquote>

<blockquote lang="ar">كلمات.</blockquote>

A <span lang="en">name</span> amid others, <bdo dir="rtl">said</bdo>.
"""


def directions(language: str) -> dict[str, list[str]]:
    body = convert(replace(PLAIN, text=TEXT, language=language), Site(), Options()).body
    tree = etree.fromstring(f"<body>{body}</body>")
    found: dict[str, list[str]] = {}
    for element in tree.iter(etree.Element):
        if element.get("dir"):
            found.setdefault(etree.QName(element).localname, []).append(
                element.get("lang", "") + element.get("dir", "")
            )
    return found


@pytest.mark.parametrize("language", ["ar", "he", "fa", "ur-PK", "ckb", "ug", "pa-Arab", "az-Arab-IR"])
def test_code_formulas_and_quotations_have_their_own_direction(language: str) -> None:
    assert directions(language) == {
        "code": ["ltr"],
        "kbd": ["ltr"],
        "math": ["ltr"],
        "pre": ["ltr"],
        "blockquote": ["enltr"],
        "bdo": ["rtl"],
    }


@pytest.mark.parametrize("language", ["en", "zh-Hant", "ja", "ar-Latn", "tr", "uz-Cyrl"])
def test_where_all_runs_one_way_nothing_is_said(language: str) -> None:
    assert directions(language) == {"blockquote": ["arrtl"], "bdo": ["rtl"]}


@pytest.mark.parametrize(
    ("tag", "way"),
    [("sd", "rtl"), ("sd-IN", "ltr"), ("sd-Deva", "ltr"), ("ks-Arab", "rtl"), ("pa", "ltr"), ("pa-PK", "rtl"), ("yi", "rtl"),
     ("ff-Adlm", "rtl"), ("he-IL", "rtl"), ("de", "ltr"), ("", "ltr")],
)  # fmt: skip
def test_a_script_or_region_decides(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("هذا نص عربي مع English وأرقام 123.", {"p": ["rtl"]}),
        ("> שלום עולם (PDF).", {"blockquote": ["rtl"]}),
        ("## العنوان 2026", {"h2": ["rtl"]}),
        ("* أول\n* ثان with", {"ul": ["rtl"]}),
        ("* first\n* ثان", {}),
        ("The word سلام means peace.", {}),
        ("سلام is the word that means peace.", {}),
        ("2026: 123, *!*", {}),
        ("中文，以及 Latin。", {}),
    ],
)
def test_a_text_in_letters_from_right_to_left_runs_so(text: str, expected: dict[str, list[str]]) -> None:
    body = convert(replace(PLAIN, text=text, language="en"), Site(), Options()).body
    found: dict[str, list[str]] = {}
    for element in etree.fromstring(f"<body>{body}</body>").iter(etree.Element):
        if element.get("dir") and element.tag not in ("span", "bdi"):
            found.setdefault(element.tag, []).append(element.get("dir", ""))
    assert found == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("| a | b |\n|---|---|\n| שלום, עולם! | b |", ["td"]),
        ("| كلمة! | b |\n|---|---|\n| a | b |", ["th"]),
        ("| a | b |\n|---|---|\n| word שלום עולם | b |", []),
        ("term\n: הגדרה (definition) בעברית.", ["dd"]),
        ("مصطلح!\n: definition", ["dt"]),
    ],
)
def test_cells_and_definitions_run_as_their_letters_do(text: str, found: list[str]) -> None:
    body = convert(replace(PLAIN, text=text), Site(), Options()).body
    tree = etree.fromstring(f"<body>{body}</body>")
    assert [each.tag for each in tree.iter(etree.Element) if each.get("dir") == "rtl"] == found
    body = convert(replace(PLAIN, text=text, language="he"), Site(), Options()).body
    assert 'dir="rtl"' not in body
