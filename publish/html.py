"""A book as one self-contained web page: CSS inside, pictures as `data:` addresses, no scripts, nothing to fetch."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence

from lxml import etree
from markupsafe import Markup

from publish import covers
from publish.books.byline import byline, day
from publish.books.colophon import colophon
from publish.books.makers import people
from publish.books.neighbours import target
from publish.errors import RenderError
from publish.fonts import formulas
from publish.frozen import frozen
from publish.language import direction, label, label_language
from publish.markup import codelines
from publish.markup.addresses import SCHEMES, give_up
from publish.markup.tree import body_of
from publish.model import Chapter, Image, Manuscript, Rendered
from publish.project.style import Style
from publish.text.patterns import late

__all__ = ["verify", "write"]

_ACTIVE = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "form", "base", "portal"})
_LOADS = frozenset(
    {"src", "srcset", "poster", "background", "{http://www.w3.org/1999/xlink}href", "xlink:href"}
)
_LEADS = frozenset({"href", "action", "formaction", "ping"})
_PICTURES = ("data:image/jpeg;", "data:image/png;", "data:image/gif;")
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_WHOLE = "#whole:"
"""Begins a link within the page whose target has its prefix already."""
_BLANKS = late(r"[\x00-\x20]+")


def write(manuscript: Manuscript, style: Style) -> Rendered:
    """The page as UTF-8.

    Raises StyleError when the style lacks a file, RenderError when a chapter is not well-formed, or when the finished
    page runs a script or loads something.
    """
    book = manuscript.book
    pictures = {image.name: image for image in book.images}
    several = len(book.chapters) > 1
    roots = [body_of(chapter) for chapter in book.chapters]
    if several:
        _connect(book.chapters, roots)
    pairs = zip(book.chapters, roots, strict=True)
    chapters = [_chapter(chapter, root, pictures, several) for chapter, root in pairs]
    face = _formula_face(frozenset().union(*(chapter.characters for chapter in chapters)))
    values: Mapping[str, object] = {
        "book": book,
        "accent": covers.accent(book.cover, style),
        "sheet": Markup(face + style.text("text.css") + style.text("screen.css")),  # noqa: S704  # our own style sheets
        "chapters": [chapter.values for chapter in chapters],
        "several": several,
        "spoken": label_language(book.language),
        "direction": direction(book.language),
        "colophon": colophon(book, covered=False),
        "people": people(book),
        "words": {key: label(key, book.language) for key in ("contents", "colophon", "texts")},
    }
    return Rendered(verify(style.render("page.html", values).encode(), book.chapters[0].label))


def verify(page: bytes, label: str) -> bytes:
    """The same bytes, if the page has no active content and loads nothing; `label` is the post. Raises RenderError."""
    tree = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in tree.iter(etree.Element):
        fault = f"holds a {element.tag} element" if element.tag in _ACTIVE else _fault_of(element)
        if fault:
            raise RenderError(f"not written, because the page {fault}: please report it", path=label)
    return page


def _fault_of(element: etree._Element) -> str:
    """The problem of an element, or empty."""
    for name, value in element.attrib.items():
        address = _BLANKS.sub("", str(value)).lower()
        scheme = found[1] if (found := re.match(r"([a-z][a-z0-9+.-]*):", address)) else ""
        if str(name).startswith("on") or name == "srcdoc":
            return f"runs a script ({name!s})"
        if name in _LOADS and address and not address.startswith(_PICTURES):
            return f"loads {address[:80]}"
        if name in _LEADS and scheme and scheme not in SCHEMES:
            return f"has a link with an unsafe address: {address[:80]}"
    if element.tag == "link" and element.get("rel") != "canonical":
        return f"loads {element.get('href', '')[:80]}"
    if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        return "leads to another page by itself"
    return ""


def _formula_face(characters: frozenset[int]) -> str:
    """Rules for the font of formulas, which comes with the page: few machines have one. Nothing without formulas."""
    if not characters:
        return ""
    data = base64.b64encode(formulas.cut(characters)).decode()
    source = f"url(data:font/ttf;base64,{data})"
    return (
        f'@font-face {{ font-family: "STIX Two Math"; src: {source} }}\n'
        'math { font-family: "STIX Two Math", math }\n'
    )


@frozen
class _Laid:
    """A chapter as the template takes it."""

    values: Mapping[str, object]
    characters: frozenset[int]
    """Code points that its formulas show."""


def _chapter(chapter: Chapter, root: etree._Element, pictures: Mapping[str, Image], several: bool) -> _Laid:
    prefix = f"{chapter.id}-" if several else ""
    characters = formulas.used(root)
    values = {
        "id": f"{prefix}title",
        "title": chapter.title,
        "language": chapter.language,
        "direction": direction(chapter.language),
        "byline": byline(chapter),
        "date": day(chapter),
        "datetime": chapter.date.date().isoformat() if chapter.date else "",
        "body": _body(root, chapter, pictures, prefix),
    }
    return _Laid(values, characters)


def _body(root: etree._Element, chapter: Chapter, pictures: Mapping[str, Image], prefix: str) -> Markup:
    for image in root.iter("img"):
        picture = pictures.get(image.get("src", ""))
        if picture is not None:
            image.set("src", f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}")
        image.set("alt", image.get("alt", ""))
    give_up(root)
    _scroll_formulas(root)
    codelines.hang(root)
    _link_back(root, chapter.language)
    if prefix:
        _prefix_ids(root, prefix)
    text = Markup.escape(root.text or "")
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return text + Markup("".join(parts))  # noqa: S704  # serialised from a tree


def _scroll_formulas(root: etree._Element) -> None:
    """A displayed formula scrolls by itself in a narrow window; the page does not."""
    for math in [each for each in root.iter(_MATH) if each.get("display") == "block"]:
        holder = etree.Element("span", {"class": "math-scroll"})
        holder.tail, math.tail = math.tail, None
        parent = math.getparent()
        assert parent is not None  # the body is not a formula
        parent.replace(math, holder)
        holder.append(math)


def _link_back(root: etree._Element, language: str) -> None:
    """Give every note links back to its calls."""
    calls = {
        call.get("href", "")[1:]: call.get("id", "")
        for call in reversed(root.findall(".//a[@class='noteref']"))
    }
    for note in root.iter("li"):
        call = calls.get(note.get("id", ""), "")
        if note.get("class") != "footnote" or not call:
            continue
        place = note[-1] if len(note) and note[-1].tag == "p" else note
        back = etree.SubElement(
            place, "a", {"class": "back", "href": f"#{call}", "aria-label": label("note-back", language)}
        )
        back.text = "↩\ufe0e"


def _connect(chapters: Sequence[Chapter], roots: Sequence[etree._Element]) -> None:
    """Let links to other chapters of the book lead there: `#ID-PLACE`, with a mark that it is whole."""
    addresses = {each.address.rstrip("/"): each.id for each in chapters if each.address}
    places = {
        chapter.id: {element.get("id", "") for element in root.iter(etree.Element)}
        for chapter, root in zip(chapters, roots, strict=True)
    }
    for root in roots:
        for link in root.iter("a"):
            href = link.get("href", "")
            other, place = target(href)
            if not other:
                address, _, place = href.partition("#")
                other = addresses.get(address.rstrip("/"), "")
            if other:
                link.set("href", f"{_WHOLE}{other}-{place if place in places[other] - {''} else 'title'}")


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        href = element.get("href", "")
        if href.startswith(_WHOLE):
            element.set("href", f"#{href.removeprefix(_WHOLE)}")
        elif href.startswith("#"):
            element.set("href", f"#{prefix}{href[1:]}")
