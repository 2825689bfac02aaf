"""HTML's elements, current and obsolete, and what happens to each in a book.

All rules that need element names use this module, so that no two lists must agree. An element in none of these lists
is removed, but its content stays. These are unknown names, and `blink`, `marquee` inside text, `nobr`, `meter`,
`progress`, `output`, `label`, `slot`, `canvas`, `aside`.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.markup.tree import names

__all__ = [
    "BECOMES",
    "DROPPED",
    "EMBEDS",
    "EMPHASIS",
    "FRAME",
    "KNOWN",
    "PARTS",
    "SLANTED",
    "TAKEN_OFF",
    "THROUGH",
]

KEPT = names(
    "a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
"""Elements that stay."""
EMPHASIS = names("cite dfn em i var")
"""Elements that engines set in italics by themselves."""
SLANTED = EMPHASIS | names("h4 h5 h6")
"""Those that style sheets set in italics."""
BECOMES: Mapping[str, tuple[str, str]] = {
    "acronym": ("abbr", ""), "address": ("div", ""), "article": ("div", ""), "big": ("span", "big"),
    "center": ("div", "center"), "data": ("span", ""), "dialog": ("div", ""),
    "dir": ("ul", ""), "fieldset": ("div", ""), "font": ("span", ""), "footer": ("div", "footer"),
    "form": ("div", ""), "header": ("div", "header"), "hgroup": ("div", ""), "legend": ("div", ""),
    "listing": ("pre", ""), "main": ("div", ""), "marquee": ("div", ""), "menu": ("ul", ""), "multicol": ("div", ""),
    "nav": ("div", ""), "search": ("div", ""), "strike": ("s", ""),
    "tt": ("code", ""),
}  # fmt: skip  # a table reads better
"""Elements that are obsolete, have a function only on web pages, or would belong to the book's own structure; with
their replacement, and a class with their old meaning.
"""
FRAME = "x-frame"
"""Our name for `iframe`. To a parser, an `iframe`'s content is raw text; with this name it is markup."""
EMBEDS = ("audio", "embed", "object", "video", FRAME)
"""Elements with content that a book cannot contain; a link replaces them."""
PARTS = names("param rb rtc source")
"""Elements inside others, needed until those are handled."""
THROUGH = KEPT | BECOMES.keys() | set(EMBEDS) | PARTS
"""All elements that the sanitiser allows."""
DROPPED: Mapping[str, str] = {
    "button": "a button",
    "canvas": "a canvas",
    "datalist": "a list of suggestions",
    "math": "MathML",
    "noembed": "the fallback of an embed",
    "noframes": "the fallback of frames",
    "noscript": "the fallback of a script",
    "script": "a script",
    "select": "a list to choose from",
    "style": "a style sheet",
    "svg": "an SVG drawing that is empty or has no end tag",
    "template": "a template",
    "textarea": "a text field",
    "title": "the title of a page",
}
"""Elements that are removed with their content, described in plain words: invisible ones, ones that could contain a
script, and controls, which have no function in a book.
"""
TAKEN_OFF: Mapping[str, str] = {"form": "a form", "frameset": "a set of frames"}
"""Elements that are removed with a notice, although their content stays."""
KNOWN = (
    THROUGH
    | DROPPED.keys()
    | TAKEN_OFF.keys()
    | names(
        "applet area base basefont bgsound body frame head html image keygen label link meta nobr noindex optgroup "
        "plaintext slot track xmp"
    )
)
"""All these, and other names that HTML's parser handles specially (HTML, 13.2.6)."""
