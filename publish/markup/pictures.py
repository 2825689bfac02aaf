"""Pictures: one `img` each, with the author's address; the room `images` finds the files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.frozen import frozen
from publish.markup import lostpictures
from publish.markup.addresses import scheme_of
from publish.markup.tree import PHRASING, Element, classes, drop, make, names, take, text_of, unwrap
from publish.text.patterns import late
from publish.text.webaddress import placed_picture

__all__ = ["DECORATION", "LAZY", "LAZY_SETS", "Candidate", "candidates", "simplify"]

DECORATION = "presentation"
"""The role of a decorative picture, which screen readers skip (WAI-ARIA 1.2, 5.4)."""

_PICTURE = late(r"data:image/(?:png|jpe?g|gif|webp|bmp|avif|tiff|svg\+xml)[;,]", re.IGNORECASE)

_NO_PICTURES = names("about blob javascript vbscript")
"""Schemes of addresses that lead to no picture outside the page they stand in."""
_TWIN = late(r"#(?:gh-|only-)(light|dark)(?:-mode-only)?$")
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url")
"""Attributes with the address, for scripts that load pictures late."""
LAZY_SETS = ("data-srcset", "data-lazy-srcset")
"""The same with several addresses."""
_MOST_CHOICES = 50
_BLOCKS = names("body section aside blockquote")

_CANDIDATE = late(
    r"(?:(?<!\S)|(?<=[wx],))(?P<address>[^\s,]\S*+)(?:\s+(?P<size>\d{1,9}(?:\.\d{1,9})?)(?P<unit>[wx]))?(?=\s*(?:,|$)|(?<=,))"
)
_DARK = late(r"prefers-color-scheme\s*:\s*dark", re.IGNORECASE)


@frozen
class Candidate:
    """One address of a `srcset`."""

    address: str
    size: float
    unit: str
    """`w` for a width in pixels, `x` for pixels per CSS pixel."""


def candidates(srcset: str) -> Sequence[Candidate]:
    """The addresses in a `srcset` (HTML, 4.8.4.2.1).

    Commas inside an address stay: only one at its end, or after a descriptor, separates candidates.
    """
    return [
        Candidate(found["address"].rstrip(","), float(found["size"] or 1), found["unit"] or "x")
        for found in _CANDIDATE.finditer(srcset)
    ]


def simplify(root: Element, folder: str = "") -> None:
    """Reduce `picture` and lazy loading to plain images; `data:` addresses stay only for pictures, others become
    `lostpictures.REFUSED`. A `srcset` stays where it leaves a choice: `images` knows the device.

    `folder` is put before relative addresses.
    """
    for picture in list(root.iter("picture")):
        _one_image(picture)
    _mark_decoration(root)
    _hide_dark_twins(root)
    for image in root.iter("img"):
        source = image.get("src", "").strip()
        lazy = next(filter(None, [take(image, name).strip() for name in LAZY]), "")
        choices = ", ".join(filter(None, [take(image, name) for name in ("srcset", *LAZY_SETS)]))
        if lazy:  # then `src` has a small or grey placeholder
            source = lazy
        elif not source or (choices and source[:5].lower() == "data:"):
            source = _largest(choices) or source
        if source and _leads_to_none(source):
            image.set(lostpictures.REFUSED, source)
            source = ""
        image.set("src", placed_picture(source, folder))
        _keep_choices(image, choices, folder)
        image.set("alt", image.get("alt", ""))
        _give_a_paragraph(image)


def _leads_to_none(address: str) -> bool:
    """Whether an address is a script, or data of another kind."""
    scheme = scheme_of(address)
    return not _PICTURE.match(address) if scheme == "data" else scheme in _NO_PICTURES


def _give_a_paragraph(image: Element) -> None:
    """Put a picture between blocks into a paragraph, as Markdown does."""
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


def _hide_dark_twins(root: Element) -> None:
    """Of two pictures for light and dark pages, keep only the light one: paper is light.

    Endings of addresses (GitHub, MkDocs) and classes of themes tell which is which. A dark picture without a light
    twin stays.
    """
    images = list(root.iter("img"))
    kinds = [_light_or_dark(image) for image in images]
    for place, image in enumerate(images):
        near = kinds[max(0, place - 1) : place] + kinds[place + 1 : place + 2]
        if kinds[place] == "dark" and "light" in near:
            image.set("style", "display: none")
    for image in images:
        image.set("src", _TWIN.sub("", image.get("src", "")))


def _light_or_dark(image: Element) -> str:
    found = _TWIN.search(image.get("src", ""))
    marks = [found[1]] if found else [each.removesuffix("-mode") for each in classes(image)]
    return next(
        (each.removeprefix("only-") for each in marks if each.removeprefix("only-") in {"light", "dark"}), ""
    )


def _mark_decoration(root: Element) -> None:
    """Keep `role="presentation"` if the author marked pictures as decorative, on them or on their paragraph.

    Kramdown's attribute lists can be for either: after the picture, `![](a.png){: role="presentation"}`, or below the
    paragraph. `role="none"` and `aria-hidden="true"` mean the same.
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
    sources = [source for source in picture.iter("source") if _offered(source)]
    if images:
        _lend_choices(sources, images[0])
    elif sources:
        # Browsers show nothing for a picture without an img, but its author meant one.
        sources[0].tag = "img"
    for extra in [*picture.iter("source"), *images[1:]]:
        drop(extra)
    unwrap(picture)


def _offered(source: Element) -> str:
    return next(filter(None, (source.get(name, "").strip() for name in ("srcset", *LAZY_SETS, "src"))), "")


def _lend_choices(sources: Sequence[Element], image: Element) -> None:
    """Give sources' addresses to the image, but not those for dark pages. Addresses without widths only if it has none of
    its own: browsers, too, show a source then.
    """
    own = [image.get(name, "").strip() for name in ("src", "srcset", *LAZY, *LAZY_SETS)]
    is_bare = all(each[:5].lower() in {"", "data:"} for each in own)
    light = [source for source in sources if not _DARK.search(source.get("media", ""))]
    offers = map(_offered, light or (sources if is_bare else ()))
    lent = [each for each in offers if is_bare or any(one.unit == "w" for one in candidates(each))]
    if lent:
        image.set("srcset", ", ".join(filter(None, (image.get("srcset", ""), *lent))))


def _keep_choices(image: Element, choices: str, folder: str) -> None:
    kept = [
        f"{placed_picture(each.address, folder)} {each.size:g}{each.unit}"
        for each in candidates(choices)
        if each.address[:5].lower() != "data:"
    ][:_MOST_CHOICES]
    if len(kept) > 1 or (kept and kept[0].rpartition(" ")[0] != image.get("src")):
        image.set("srcset", ", ".join(kept))


def _largest(srcset: str) -> str:
    """The address in a `srcset` with the largest descriptor, the first of equals."""
    return max(candidates(srcset), key=lambda each: each.size, default=Candidate("", 0, "")).address
