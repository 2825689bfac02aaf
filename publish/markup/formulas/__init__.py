"""Mathematics: finds the formulas that the site's script would find in the page, and converts them to MathML."""

from __future__ import annotations

from dataclasses import replace

from publish.markup.formulas.given import place, without_drawn
from publish.markup.formulas.given import take_out as _mathml_out
from publish.markup.formulas.holders import find, from_elements, from_scripts
from publish.markup.formulas.plain import plain
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.sitescript import reading_of
from publish.markup.notices import Notices
from publish.markup.tree import Element, has_class, make, text_of
from publish.model import Options, Post, Site
from publish.text.patterns import late

__all__ = [
    "Reading",
    "find",
    "may_hold",
    "place",
    "reading_of",
    "spoken",
    "take_out",
    "to_mathml",
    "without_drawn",
]

_EM = "{http://www.w3.org/1998/Math/MathML}"
_SIGNS = late(r"\$|\\[(\[]|\\begin\b")
"""What begins a formula in some reading."""
MAX_SAID = 1_000
"""Characters that macros may make of a title."""
_DOUBLED = late(r"\$\$(?=\S)(?:[^$]*[^\s$])\$\$")


def take_out(html: str) -> tuple[str, tuple[Element, ...]]:
    """HTML in which formulas that stand as elements are text between signs; those that have no TeX, as `place` wants them."""
    return _mathml_out(from_elements(from_scripts(html)))


def to_mathml(root: Element, reading: Reading, notices: Notices) -> None:
    """Replace the formulas by MathML. The TeX reader is loaded for the first post that has a formula."""
    held = (
        has_class(each, kind) for each in root.iter("span", "div") for kind in ("math-inline", "math-display")
    )
    if any(held):
        from publish.markup.formulas import convert

        convert.to_mathml(root, reading, notices)


def may_hold(text: str) -> bool:
    """Whether a title or the like holds anything that begins a formula."""
    return _SIGNS.search(text) is not None


def spoken(text: str, post: Post, site: Site, options: Options) -> str:
    """A title or the like, without markup, in which formulas are plain text: `$L^2$` is `L²`."""
    return _said(text, reading_of(post, site, options), post) if may_hold(text) else text


def speak_alternatives(root: Element, reading: Reading, post: Post) -> None:
    """Let what is read aloud for pictures, and stands for those that are missing, be words: no script sets TeX there."""
    for image in root.iter("img"):
        for name in ("alt", "title"):
            if may_hold(said := image.get(name, "")):
                image.set(name, _said(said, reading, post))


def _said(text: str, reading: Reading, post: Post) -> str:
    if _DOUBLED.search(text):  # which a theme that reads titles as Markdown hands to the script
        reading = replace(reading, display=tuple(dict.fromkeys((("$$", "$$"), *reading.display))))
    root = make("body")
    root.append(make("span", text))
    find(root, reading)
    to_mathml(root, reading, Notices(post))
    for math in list(root.iter(f"{_EM}math")):
        words, parent = make("span", plain(math)), math.getparent()
        words.tail = math.tail
        if parent is not None:
            parent.replace(math, words)
    said = text_of(root)
    return said if len(said) <= max(MAX_SAID, len(text)) else text
