"""HTML's elements, current and obsolete, and what becomes of each in a book.

Every rule that asks about elements by name asks here, so that no two lists have to agree. An element that stands in none
of these is taken off, and its words stay where they are: so it is with names that HTML does not know, and `blink`,
`marquee` in a line, `nobr`, `meter`, `progress`, `output`, `label`, `slot`, `canvas` aside.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.markup.tree import names

__all__ = ["BECOMES", "DROPPED", "EMBEDS", "FRAME", "KNOWN", "PARTS", "TAKEN_OFF", "THROUGH"]

KEPT = names(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
"""Elements that stay what they are."""
BECOMES: Mapping[str, tuple[str, str]] = {
    "acronym": ("abbr", ""), "address": ("div", ""), "article": ("div", ""), "big": ("span", "big"),
    "center": ("div", "center"), "data": ("span", ""), "dialog": ("div", ""),
    "dir": ("ul", ""), "fieldset": ("div", ""), "font": ("span", ""), "footer": ("div", "footer"),
    "form": ("div", ""), "header": ("div", "header"), "hgroup": ("div", ""), "legend": ("div", ""),
    "listing": ("pre", ""), "main": ("div", ""), "marquee": ("div", ""), "menu": ("ul", ""), "multicol": ("div", ""),
    "nav": ("div", ""), "search": ("div", ""), "strike": ("s", ""),
    "tt": ("code", ""),
}  # fmt: skip  # a table reads better
"""Elements that HTML has retired, that are for pages with controls, or that would claim a place in the book's own
structure; what takes the place of each, and the class that says what it was.
"""
FRAME = "x-frame"
"""Our name for `iframe`, whose content is raw text to a parser: under this name it is markup."""
EMBEDS = ("audio", "embed", "object", "video", FRAME)
"""Elements that show something which no book can hold; a link takes their place."""
PARTS = names("param source")
"""What stands inside others and is needed until those are dealt with."""
THROUGH = KEPT | BECOMES.keys() | set(EMBEDS) | PARTS
"""All that the sanitiser lets through."""
DROPPED: Mapping[str, str] = {
    "button": "a button",
    "canvas": "a canvas",
    "datalist": "a list of suggestions",
    "math": "MathML",
    "noembed": "what stands in for an embed",
    "noframes": "what stands in for frames",
    "noscript": "what stands in for a script",
    "script": "a script",
    "select": "a list to choose from",
    "style": "a style sheet",
    "svg": "an empty SVG drawing, or one that does not end",
    "template": "a template",
    "textarea": "a text field",
    "title": "the title of a page",
}
"""Elements that go with all they hold, in plain words: what a browser does not show, what could carry a
script, and controls, which do nothing in a book.
"""
TAKEN_OFF: Mapping[str, str] = {"form": "a form", "frameset": "a set of frames"}
"""Elements of which a reader is told although their words stay."""
KNOWN = (
    THROUGH
    | DROPPED.keys()
    | TAKEN_OFF.keys()
    | names(
        "applet area base basefont bgsound body frame head html image keygen label link meta nobr noindex optgroup "
        "plaintext rb rtc slot track xmp"
    )
)
"""All these, and further names for which HTML's parser has rules (HTML, 13.2.6)."""
