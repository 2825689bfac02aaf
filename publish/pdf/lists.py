"""Lists: HTML attributes of numbers are turned into CSS, because WeasyPrint reads only that; lists of short items are marked."""

from __future__ import annotations

from collections.abc import Iterator

from publish.fonts import coverage
from publish.markup.tree import Element, add_class, has_class
from publish.text.patterns import late

__all__ = ["mark_short", "number"]

_CLASSES = {
    "a": "list-lower-alpha",
    "A": "list-upper-alpha",
    "i": "list-lower-roman",
    "I": "list-upper-roman",
}
"""Values of `type`, and the style sheet's class for each."""
_STYLE = late(r"list-style-type: (?:(?P<name>[a-z-]+)|\"(?P<sign>[^\"]*)\")")
_SAMPLES = dict(
    each.split(":")
    for each in (
        "arabic-indic:١ armenian:Ա bengali:১ cambodian:១ devanagari:१ ethiopic-numeric:፩ georgian:ა "
        "gujarati:૧ gurmukhi:੧ hebrew:א kannada:೧ khmer:១ lao:໑ lower-armenian:ա malayalam:൧ mongolian:᠑ "
        "myanmar:၁ oriya:୧ persian:۱ tamil:௧ telugu:౧ thai:๑ tibetan:༡ upper-armenian:Ա "
        "korean-hangul-formal:일 hiragana:あ hiragana-iroha:い katakana:ア katakana-iroha:イ disclosure-open:▾ "
        "disclosure-closed:▸ "
    ).split()
)
"""Styles of numbers by name, and one sign of each; the others have Han characters."""
_HAN = "一"
_CHINESE = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal")
_JAPANESE = "japanese-informal"
"""Styles that WeasyPrint lacks, and the one that writes the same numbers up to 99."""
_COMMA = "、"
"""After numbers in Han characters and kana."""
_NARROW = 1.15
"""Ems of a number that fit into a list's normal indent."""
_SLIM, _BROAD = frozenset("ijlrftI-"), frozenset("mwMW")
"""Letters that are narrower or wider than others."""
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_SHORT = 90
"""Characters of an item that takes no more than two lines; those of Chinese are as wide as two."""
_WIDE = "\u2e80"
"""The first of these."""


def mark_short(root: Element) -> None:
    """Give lists of short items the class `short-items`: none of these is left alone on a page."""
    for listing in root.iter("ul", "ol"):
        if len(listing) > 1 and all(map(_is_short, listing)):
            add_class(listing, "short-items")


def _is_short(item: Element) -> bool:
    """Whether an item is a few words, and holds no other block."""
    blocks = item.xpath(
        ".//ul|.//ol|.//table|.//pre|.//img|.//figure|.//blockquote|.//dl|.//*[local-name()='math']"
    )
    words = " ".join("".join(map(str, item.itertext())).split())
    return not blocks and sum(2 if each >= _WIDE else 1 for each in words) <= _SHORT


def number(root: Element) -> None:
    """Number the items of ordered lists by `start`, `reversed` and `value` (HTML, 4.4.5 and 4.4.8).

    A style of numbers that no font here can print gives way to that of the style sheet.
    """
    for each in root.iter("ol", "ul", "li"):
        if (sample := _sample(each)) and coverage.lack(sample):
            each.attrib.pop("style")
        elif each.get("style", "").endswith(_CHINESE):
            each.set("style", f"list-style-type: {_JAPANESE}")
    for listing in root.iter("ol"):
        kind = _CLASSES.get(listing.get("type", ""), "")
        if kind:
            add_class(listing, kind)
        items = listing.findall("li")
        numbers = list(_numbers(listing, items))
        written = kind or next((name for name in _CLASSES.values() if has_class(listing, name)), "")
        widest = max((_ems(_shown(its, listing) or _label(its, written)) for its in numbers), default=0.0)
        if widest > _NARROW:
            add_class(listing, "wide-numbers")
            _style(listing, f"--label: {widest:.2f}")
        if numbers != list(range(1, len(items) + 1)):
            for item, its in zip(items, numbers, strict=True):
                _style(item, f"counter-set: list-item {its}; counter-increment: list-item 0")


def _sample(element: Element) -> str:
    """A sign of the marker that the `style` of a list or an item asks for, or empty."""
    found = _STYLE.fullmatch(element.get("style", ""))
    if not found:
        return ""
    return found["sign"] or _SAMPLES.get(found["name"] or "", _HAN)


def _shown(number: int, listing: Element) -> str:
    """The author's own sign, or a label that is as wide as a number in the script that the `style` asks for; or empty."""
    sample = _sample(listing)
    if not sample or listing.get("style", "").endswith('"'):
        return sample
    return sample * len(str(number)) + (_COMMA if sample >= _WIDE else "")


def _style(element: Element, declarations: str) -> None:
    """Add to an element's `style`."""
    element.set("style", f"{element.get('style', '')}; {declarations}".removeprefix("; "))


def _numbers(listing: Element, items: list[Element]) -> Iterator[int]:
    backwards = listing.get("reversed") is not None
    number = _given(listing, "start", len(items) if backwards else 1)
    for item in items:
        number = _given(item, "value", number)
        yield number
        number += -1 if backwards else 1


def _label(number: int, kind: str) -> str:
    """A number as a list's style writes it (CSS Counter Styles 3, 6.1 and 6.2)."""
    made = ""
    if kind.endswith("roman") and 0 < number <= _MOST_ROMAN:
        for value, letters in _ROMAN:
            made += letters * (number // value)
            number %= value
    elif kind.endswith("alpha") and number > 0:
        while number > 0:
            number, rest = divmod(number - 1, 26)
            made = chr(ord("a") + rest) + made
    else:
        return str(number)
    return made.upper() if "upper" in kind else made


def _ems(label: str) -> float:
    """About how wide a label is."""
    return sum(map(_width, label))


def _width(letter: str) -> float:
    if letter in _SLIM:
        return 0.36
    if letter in _BROAD or letter >= _WIDE:
        return 0.95
    return 0.7 if letter.isupper() else 0.55


def _given(element: Element, name: str, other: int) -> int:
    value = element.get(name, "")
    return int(value) if value.lstrip("-").isdecimal() else other
