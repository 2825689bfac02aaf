"""Pictures: one `img` each, its address as the author wrote it; finding the file is the image stage's work."""

from __future__ import annotations

import re

from publish.markup.notices import Notices
from publish.markup.tree import PHRASING, Element, drop, make, names, take, text_of, unwrap
from publish.text.placing import placed

__all__ = ["DECORATION", "simplify"]

DECORATION = "presentation"
"""The role of a picture that says nothing to those who hear the book (WAI-ARIA 1.2, 5.4)."""

_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp|avif|tiff|svg\+xml)[;,]", re.IGNORECASE)

_BLOCKS = names("body section aside blockquote")

_CANDIDATE = re.compile(
    r"(?P<address>[^\s,]\S*)(?:\s+(?P<size>\d{1,9}(?:\.\d{1,9})?)[wx])?(?=\s*(?:,|$)|(?<=,))"
)


def simplify(root: Element, notices: Notices, folder: str = "") -> None:
    """Reduce `picture`, `srcset` and lazy loading to plain images; data addresses only for pictures.

    `folder` stands before the address of each picture that names no place of its own.
    """
    for picture in list(root.iter("picture")):
        _one_image(picture)
    _mark_decoration(root)
    for image in root.iter("img"):
        source = image.get("src", "").strip()
        lazy = take(image, "data-src")
        choices = ", ".join(filter(None, (take(image, "srcset"), take(image, "data-srcset"))))
        if not source or (lazy and source.startswith("data:")):
            source = lazy or _largest(choices) or source
        if source[:5].lower() == "data:" and not _PICTURE.match(source):
            notices.add("image-unsafe", "a data: address that is no picture was removed", source[:40])
            source = ""
        image.set("src", placed(source, folder))
        image.set("alt", image.get("alt", ""))
        _give_a_paragraph(image)


def _give_a_paragraph(image: Element) -> None:
    """Let a picture that stands between blocks be a paragraph, as one is that Markdown makes."""
    parent, before, after = image.getparent(), image.getprevious(), image.getnext()
    if parent is None or parent.tag not in _BLOCKS:
        return
    words = before.tail if before is not None else parent.text
    near = [each for each in (before, after) if each is not None]
    if (words or "").strip() or (image.tail or "").strip() or any(each.tag in PHRASING for each in near):
        return
    paragraph = make("p")
    paragraph.tail, image.tail = image.tail, None
    parent.replace(image, paragraph)
    paragraph.append(image)


def _mark_decoration(root: Element) -> None:
    """Keep `role="presentation"` where the author set pictures apart as decoration, on them or on their paragraph.

    Kramdown's attribute lists reach either: the picture's own, `![](a.png){: role="presentation"}`, or below the
    paragraph. `role="none"` and `aria-hidden="true"` mean the same of a picture.
    """
    for element in root.iter("p", "img"):
        role, hidden = take(element, "role"), take(element, "aria-hidden")
        if role not in {DECORATION, "none"} and hidden != "true":
            continue
        for image in [element] if element.tag == "img" else element.iter("img"):
            if element.tag == "img" or not text_of(element).strip():
                image.set("role", DECORATION)
                image.set("alt", "")


def _one_image(picture: Element) -> None:
    images = list(picture.iter("img"))
    sources = [source for source in picture.iter("source") if source.get("srcset") or source.get("src")]
    if not images and sources:
        # A picture without an img shows nothing in a browser, but its author meant one.
        images = [sources[0]]
        sources[0].tag = "img"
    for source in list(picture.iter("source")):
        drop(source)
    for extra in images[1:]:
        drop(extra)
    unwrap(picture)


def _largest(srcset: str) -> str:
    """The address of a `srcset` with the largest descriptor, the first of equals (HTML, 4.8.4.2.1).

    Commas inside an address stay: only one at its end, or after a descriptor, parts two candidates.
    """
    best, most = "", -1.0
    for found in _CANDIDATE.finditer(srcset):
        size = float(found["size"] or 1)
        if size > most:
            best, most = found["address"].rstrip(","), size
    return best
