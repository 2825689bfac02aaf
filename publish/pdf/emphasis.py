"""Chinese emphasis: a dot under each character, because Chinese has no italics (clreq, emphasis dots).

WeasyPrint does not know `text-emphasis`, so each character gets a span, and the style sheet draws the dot.
"""

from __future__ import annotations

from publish.language import is_chinese
from publish.markup.tree import Element, add_class, make, text_of
from publish.text.patterns import late
from publish.text.scripts import HAN

__all__ = ["dot"]

_HAN = late(f"[{HAN}]")
_MOST = 60
"""Most characters with dots; a longer passage is marked `long` and gets another font."""


def dot(root: Element, language: str) -> None:
    """Wrap every Han character of a Chinese `em` or `i` in `span.dot`."""
    for emphasis in [element for element in root.iter("em", "i") if is_chinese(_language(element, language))]:
        if any(outer.tag in {"em", "i"} for outer in emphasis.iterancestors()):
            continue
        if len(text_of(emphasis)) > _MOST or any(
            "standfirst" in outer.get("class", "") for outer in emphasis.iterancestors()
        ):
            add_class(emphasis, "long")
            continue
        for element in list(emphasis.iter()):
            if element is not emphasis and element.tail:
                parent = element.getparent()
                assert parent is not None  # it is inside the emphasis
                element.tail, spans = _split(element.tail)
                place = parent.index(element) + 1
                parent[place:place] = spans
            if element.text:
                element.text, spans = _split(element.text)
                element[0:0] = spans


def _language(element: Element, default: str) -> str:
    own = (outer.get("lang", "") for outer in (element, *element.iterancestors()))
    return next((tag for tag in own if tag), default)


def _split(text: str) -> tuple[str, list[Element]]:
    """The text before the first Han character, and a span for each Han character with the text after it."""
    first, spans = "", []
    for character in text:
        if _HAN.match(character):
            spans.append(make("span", character, class_="dot"))
        elif spans:
            spans[-1].tail = (spans[-1].tail or "") + character
        else:
            first += character
    return first, spans
