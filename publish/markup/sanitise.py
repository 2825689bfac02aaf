"""From HTML of unknown origin to a tree with only what a book may contain.

nh3 parses like a browser and keeps an allow-list of elements and attributes; its output is regular enough for XML, so
one strict parse gives the tree. Addresses are checked again on the tree (`addresses.py`).
"""

from __future__ import annotations

import re
from html import unescape

import nh3
from lxml import etree

from publish.errors import ContentError
from publish.markup import backgrounds, drawings
from publish.markup.addresses import SCHEMES, scheme_of
from publish.markup.elements import DROPPED, FRAME, KNOWN, TAKEN_OFF, THROUGH
from publish.markup.limits import check_depth, check_html, check_size
from publish.markup.literal import literal
from publish.markup.notices import Notices
from publish.markup.pictures import LAZY, LAZY_SETS
from publish.markup.tree import VOID, Element, names
from publish.model import Limits
from publish.text.characters import PRIVATE, allowed, settle
from publish.text.patterns import late
from publish.text.webaddress import valid

__all__ = ["to_tree"]

ATTRIBUTES = {
    "*": {"class", "id", "lang", "title", "dir"} | backgrounds.ATTRIBUTES,
    "a": {"href", "name", "rel"},
    "img": names("src alt width height w h style srcset role aria-hidden align") | {*LAZY, *LAZY_SETS},
    "pre": {"file"},
    "p": {"role", "aria-hidden", "style", "align"},
    "div": {"style", "align"},
    **{f"h{level}": {"style", "align"} for level in range(1, 7)},
    "figure": {"style"},
    "source": {"src", "srcset", "media", *LAZY_SETS},
    "video": {"src", "poster"},
    "audio": {"src"},
    "embed": names("src width height style"),
    "object": names("data width height style"),
    FRAME: names("src width height style"),
    "input": {"type", "checked", "disabled", "name"},
    "ol": {"start", "reversed", "type", "style"},
    "ul": {"type", "style"},
    "li": {"value", "type", "style"},
    "td": {"colspan", "rowspan", "headers", "style", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "style", "align"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "details": {"open"},
}
_SCHEMES = SCHEMES | {"data", "file"}
"""Also those of pictures, which the room `images` checks."""
_CLEANER = nh3.Cleaner(
    tags=set(THROUGH),
    clean_content_tags=set(DROPPED),
    attributes=ATTRIBUTES,
    url_schemes=set(_SCHEMES),
    link_rel=None,
)
_FRAME = late(r"(</?)iframe\b", re.IGNORECASE)
_HOLDS_HTML = names("annotation-xml desc foreignobject mi mn mo ms mtext title")
"""Elements of SVG and MathML that may contain HTML again (HTML, 13.2.6)."""
_TAG = late(r"(</?)([A-Za-z][^\s/>]*)")
_MADE_UP = "x-words"
_LINK = late(r"""<a\b[^<>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_PICTURE = late(
    r"""(?P<before><img\b(?:[^<>"']|"[^"]*"|'[^']*'){0,200}?\s)src\s*=\s*(?P<address>"[^"]*"|'[^']*'|[^\s"'<>]+)""",
    re.IGNORECASE,
)
_VOID = late(rf'<({"|".join(sorted(VOID))})((?: [^\s"=<>]+="[^"]*")*)>')
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
)
_NOTICED = late(rf"<({'|'.join([*DROPPED, *TAKEN_OFF])})\b", re.IGNORECASE)


def to_tree(html: str, limits: Limits, notices: Notices) -> Element:
    """The safe tree of an HTML fragment, with the root `body`. Raises ContentError when it is too deep or too large."""
    html = allowed(html).replace("<![CDATA[", "")  # this would hide tags inside SVG
    html = drawings.as_pictures(literal(html))
    # To a parser, an iframe's content is raw text; under our own name it is markup and can be removed as such.
    html = _without_made_up(_FRAME.sub(rf"\1{FRAME}", html))
    html = _PICTURE.sub(_kept_address, html)
    check_html(html, limits, notices.label)
    for name in dict.fromkeys(found.lower() for found in _NOTICED.findall(html)):
        what, rest = (
            (DROPPED[name], "was removed") if name in DROPPED else (TAKEN_OFF[name], "its text stays")
        )
        join = " and " if name in DROPPED else "; "
        notices.add("element-removed", f"{what} (<{name}>) is not allowed in a book{join}{rest}", f"<{name}")
    _tell_of_links(html, notices)
    cleaned = _CLEANER.clean(html)
    check_size(cleaned, limits, notices.label)
    if found := PRIVATE.search(
        cleaned
    ):  # as a reference: the characters themselves were removed when the file was read
        shown = f"U+{ord(found.group()):04X}"
        message = f"left out characters that only an icon font can show, the first {shown}: use a word or a picture in their place"
        near = f"&#x{ord(found.group()):x}"
        notices.add("characters-private", message, near, notices.line_of(f"&#{ord(found.group())};"))
    root = _parse(cleaned, notices.label)
    check_depth(root, limits, notices.label)
    return root


def _without_made_up(html: str) -> str:
    """The HTML with all unknown tags under one name, which the cleaner removes without their content.

    The cleaner would remove those that SVG or MathML also has (such as `<text>`) together with their content.
    """
    if {name.lower() for _, name in _TAG.findall(html)} <= KNOWN:
        return html
    drawings = 0

    def known(tag: re.Match[str]) -> str:
        nonlocal drawings
        name = tag[2].lower()
        if name in {"svg", "math"} and html[html.find(">", tag.end(), tag.end() + 1_000) - 1] != "/":
            drawings = max(0, drawings + (-1 if tag[1] == "</" else 1))
        kept = name in KNOWN or (drawings and name in _HOLDS_HTML)
        return tag[0] if kept else f"{tag[1]}{_MADE_UP}"

    return _TAG.sub(known, html)


def _kept_address(found: re.Match[str]) -> str:
    """A picture's tag; with an address that the cleaner cannot read or does not allow, under a name that it does not look
    at.

    So what stands in for the picture can name the author's address.
    """
    address = unescape(found["address"].strip("\"'"))
    scheme = scheme_of(address)
    is_broken = scheme in {"http", "https"} and valid(address) is None
    is_kept_out = is_broken or (scheme and scheme not in _SCHEMES)
    return f"{found['before']}data-src={found['address']}" if is_kept_out else found[0]


def _tell_of_links(html: str, notices: Notices) -> None:
    """A notice for each link whose address the cleaner removes for its scheme."""
    for found in _LINK.finditer(html):
        raw = found[1] or found[2] or found[3] or ""
        address = unescape(raw)
        scheme = scheme_of(address)
        if scheme and scheme not in _SCHEMES:
            message = f"a link to {address[:60]!r} is not allowed in a book: its text stays, without the link"
            notices.add("link-removed", message, line=notices.line_of(raw) or notices.line_of(address))


def _parse(cleaned: str, label: str) -> Element:
    text = _VOID.sub(r"<\1\2/>", settle(cleaned.replace("&nbsp;", "\xa0")))
    try:
        return etree.fromstring(f"<body>{text}</body>", _PARSER)
    except (
        etree.XMLSyntaxError
    ) as error:  # nh3 has not written such a text in any test, but it is not ours to promise
        raise ContentError(f"publish cannot repair the HTML in this post: {error.msg}", path=label) from error
