"""Pictures: our addresses, and alternative texts that promise no more than we know."""

from __future__ import annotations

from publish.language import label
from publish.markup.pictures import DECORATION
from publish.markup.tree import Element, has_class, text_of
from publish.weasy import IMAGE_SCHEME

__all__ = ["prepare"]


def prepare(root: Element, language: str) -> None:
    """Set the address of every `img`, and `data-alt` on it or its figure: its alternative text, else its caption,
    else a note that there is none.
    """
    for image in root.iter("img"):
        image.set("src", IMAGE_SCHEME + image.get("src", ""))
        if has_class(image, "stand-in-code") or image.get("role") == DECORATION:
            continue  # the QR code of an address beside it, or a decorative picture, has no content
        figure = next(image.iterancestors("figure"), None)
        alone = figure is not None and len(figure.findall(".//img")) == 1
        caption = figure.find(".//figcaption") if figure is not None else None
        said = image.get("alt", "").strip() or _words(caption) or label("image-undescribed", language)
        if figure is not None and alone:
            figure.set("data-alt", said)
            image.set("data-in-figure", "1")
        else:
            image.set("data-alt", said)
    for figure in root.iter("figure"):
        if not figure.get("data-alt"):
            figure.set("data-group", "1")


def _words(element: Element | None) -> str:
    return "" if element is None else " ".join(text_of(element).split())
