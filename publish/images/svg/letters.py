"""The characters of a drawing's text: a picture cannot use the reader's fonts, and must show no boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from publish.errors import RenderError
from publish.fonts import coverage
from publish.images.errors import FontError
from publish.text.characters import settle

__all__ = ["print_letters"]

_TEXT = "{http://www.w3.org/2000/svg}text"
_LANGUAGE = ("lang", "{http://www.w3.org/XML/1998/namespace}lang")


def print_letters(root: etree._Element, source: etree._Element, language: str) -> str:
    """Clean the texts of a drawing, and put the names of emoji that no font has in their place. `source` is the drawing as
    its author wrote it, which may tell its language; else it is `language` (BCP 47).

    Returns those emoji. Raises FontError for other characters that no font of this machine has.
    """
    parts = list(_parts(root))
    if not parts:
        return ""
    texts = [settle(text) for *_, text in parts]
    try:
        lacking = coverage.lack("".join(texts))
    except RenderError:  # without fontconfig we cannot tell
        lacking = coverage.Lack()
    if lacking.lost:
        shown, remedy = coverage.shown(lacking.lost), coverage.remedy(lacking.lost)
        raise FontError(f"no font on this machine has {shown}; {remedy}")
    language = next(filter(None, map(source.get, _LANGUAGE)), language or "en")
    for (element, place, _), text in zip(parts, texts, strict=True):
        setattr(element, place, coverage.printed(text, language, lacking))
    return "".join(sorted(lacking.named))


def _parts(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Each piece of text that is drawn: the element, `text` or `tail`, and the piece."""
    for block in root.iter(_TEXT):
        for element in block.iter():
            if element.text:
                yield element, "text", str(element.text)
            if element is not block and element.tail:
                yield element, "tail", str(element.tail)
