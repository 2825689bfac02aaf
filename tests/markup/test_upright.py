"""Words in scripts without italics, in a text whose language has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Body = Callable[..., str]


@pytest.mark.parametrize(
    "word",
    ["كتاب", "ספר", "किताब", "หนังสือ", "წიგნი", "መጽሐፍ", "বই", "புத்தகம்", "សៀវភៅ", "چۭ"],
    ids=["ar", "he", "hi", "th", "ka", "am", "bn", "ta", "km", "fa"],
)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Read *{}*.", '<em class="upright">{}</em>'),
        ("Read *{} {}!*", '<em class="upright">{} {}!</em>'),
        ("Read <cite>{}</cite>.", '<cite class="upright">{}</cite>'),
        ("Read <i>{}</i>.", '<i class="upright">{}</i>'),
        ("Read <var>{}</var>.", '<var class="upright">{}</var>'),
        ("Read *the {} now*.", '<em>the <span class="upright">{}</span> now</em>'),
        ("Read *the **old {}, {}** and {}*.",
         '<em>the <strong>old <span class="upright">{}, {}</span></strong> and <span class="upright">{}</span></em>'),
        ("<address>The {}</address>", "<div>The {}</div>"),
        ("A post\n\n#### {}\n\nmore", '<h2 class="upright"'),
        ("```python\n# {}\n```", "upright"),
    ],
)  # fmt: skip
def test_what_is_slanted_is_marked(body: Body, word: str, text: str, expected: str) -> None:
    made = body(text.replace("{}", word))
    if text.startswith("A post"):  # a heading that no style sheet slants
        assert "upright" not in made
    else:
        assert expected.replace("{}", word) in made


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Read *a book*, *книга*, *βιβλίο*, *գիրք*.", "en"),
        ("كتاب **كتاب** in a line", "en"),
        ("اقرأ *كتاب* الآن", "ar"),
        ('Read <em lang="fa">کتاب</em>.', "en"),
        ("*強調*した文です。", "ja"),
        ("Read *a \ufeff book*.", "en"),
    ],
)
def test_nothing_else_is_marked(body: Body, text: str, language: str) -> None:
    assert "upright" not in body(text, language=language)


def test_formulas_stay_as_they_are(body: Body) -> None:
    made = body("*the $$x = \\text{ספר}$$ and ספר*")
    assert made.count("upright") == 1
    assert made.endswith('<span class="upright">ספר</span></em></p>')


def test_a_whole_standfirst(body: Body) -> None:
    made = body("_كتاب قديم في المدينة_\n\nThe text is in English, and it goes on for a while.")
    assert made.count("upright") == 1
