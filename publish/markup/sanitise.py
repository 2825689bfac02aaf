"""HTML of unknown origin → a tree that holds nothing but what a book may hold.

nh3 parses as a browser does and keeps an allow-list of elements and attributes; what it writes is regular enough to become
XML, so that one strict parse gives the tree. Addresses are checked again on the tree (`addresses.py`).
"""

from __future__ import annotations

import re

import nh3
from lxml import etree

from publish.characters import FORBIDDEN
from publish.errors import ContentError
from publish.markup import bounds
from publish.markup.notices import Notices
from publish.markup.tree import VOID, Element, names
from publish.model import Limits

__all__ = ["to_tree"]

_PLAIN = (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd li "
    "main mark nav ol p picture pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td "
    "tfoot th thead time tr tt u ul var wbr"
)
_EMBEDS = "audio embed object param source video x-frame"
ELEMENTS = names(f"{_PLAIN} {_EMBEDS}")
"""Elements that come through; embeds are turned into links afterwards."""
DROPPED = names(
    "button canvas frameset map math noembed noframes noscript script select style svg template textarea title"
)
"""Elements that go with all they hold: scripts, looks, forms, drawings that could carry scripts."""
ATTRIBUTES = {
    "*": {"class", "id", "lang", "title", "dir"},
    "a": {"href", "name", "rel"},
    "img": {"src", "alt", "width", "height", "srcset", "data-src", "data-srcset", "role", "aria-hidden"},
    "p": {"role", "aria-hidden"},
    "source": {"src", "srcset"},
    "video": {"src", "poster"},
    "audio": {"src"},
    "embed": {"src"},
    "object": {"data"},
    "x-frame": {"src"},
    "input": {"type", "checked"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers", "style", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "style", "align"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
}
SCHEMES = names("http https mailto tel ftp sms geo magnet xmpp irc data file")
_CLEANER = nh3.Cleaner(
    tags=set(ELEMENTS),
    clean_content_tags=set(DROPPED),
    attributes=ATTRIBUTES,
    url_schemes=set(SCHEMES),
    link_rel=None,
    filter_style_properties={"text-align"},
)
_FRAME = re.compile(r"(</?)iframe\b", re.IGNORECASE)
_VOID = re.compile(rf'<({"|".join(sorted(VOID | {"param"}))})((?: [^\s"=<>]+="[^"]*")*)>')
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
)
_WORTH_A_NOTICE = {
    "script": "a script",
    "style": "a style sheet",
    "svg": "an SVG drawing",
    "form": "a form",
    "canvas": "a canvas",
    "math": "MathML",
}
_NOTICED = re.compile(rf"<({'|'.join(_WORTH_A_NOTICE)})\b", re.IGNORECASE)


def to_tree(html: str, limits: Limits, notices: Notices) -> Element:
    """The safe tree of an HTML fragment, its root `body`. ContentError when it is too deep or too large."""
    html = FORBIDDEN.sub("", html).replace("<![CDATA[", "")  # which would hide tags inside SVG
    # An iframe's content is raw text to a parser; under a name of ours it is markup and can be dropped as such.
    html = _FRAME.sub(r"\1x-frame", html)
    bounds.check_html(html, limits, notices.label)
    for name in dict.fromkeys(found.lower() for found in _NOTICED.findall(html)):
        what = _WORTH_A_NOTICE[name]
        notices.add(
            "element-removed", f"{what} (<{name}>) has no place in a book and was removed", f"<{name}"
        )
    cleaned = _CLEANER.clean(html)
    bounds.check_size(cleaned, limits, notices.label)
    root = _parse(cleaned, notices.label)
    bounds.check_depth(root, limits, notices.label)
    return root


def _parse(cleaned: str, label: str) -> Element:
    text = _VOID.sub(r"<\1\2/>", FORBIDDEN.sub("", cleaned.replace("&nbsp;", "\xa0")))
    try:
        return etree.fromstring(f"<body>{text}</body>", _PARSER)
    except (
        etree.XMLSyntaxError
    ) as error:  # nh3 has not written such a text in any test, but it is not ours to promise
        raise ContentError(f"the HTML in this post cannot be mended: {error.msg}", path=label) from error
