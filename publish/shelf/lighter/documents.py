"""Documents whose pictures have moved or are left out; text takes the place of removed pictures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from publish.images.alternatives import is_description
from publish.language import in_all_languages, label
from publish.text.patterns import late

__all__ = ["Words", "rewrite", "rewrite_css"]

_XHTML = "{http://www.w3.org/1999/xhtml}"
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_POINTERS = ("src", "href", _XLINK, "data", "poster", "background")
_CSS_URL = late(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""", re.IGNORECASE)
_CANDIDATE = late(r"([^\s,]\S*?)(\s+[\d.]+[wx])?\s*(?:,|$)")
_UNDESCRIBED = in_all_languages("image-undescribed")

Moved = Mapping[str, str | None]


@dataclass
class Words:
    """The texts for removed pictures, and counts of them."""

    language: str
    left_out: int = 0
    """Removed pictures that had content."""
    undescribed: int = 0
    """Those of them without any description."""
    shows: bool = False
    """Whether documents still show something: drawings, videos, scripts."""
    moves: bool = False
    """Whether something in them still moves or makes sound."""

    def of(self, picture: etree._Element, said: str = "") -> str:
        """The text for a picture: `said`, or a description in its attributes; empty for a decorative picture."""
        said = said or picture.get("aria-label") or picture.get("alt") or picture.get("title") or ""
        said = " ".join(said.split())
        if _is_decoration(picture) and not _is_only_content_of_link(picture):
            return ""
        self.left_out += 1
        language = next(
            (e.get(_LANG) or e.get("lang") or "" for e in _ancestors(picture) if _has_language(e)), ""
        )
        if said in _UNDESCRIBED or not is_description(said, picture.get("src", "")):
            self.undescribed += 1
            return label("picture-out", language or self.language)
        if _folded(said) == _folded(_caption(picture)):
            return label("picture-out", language or self.language)
        return label("picture-words", language or self.language).format(words=said)


def rewrite(data: bytes, name: str, moved: Moved, words: Words, item: etree._Element) -> bytes:
    """A document with its pictures moved or left out; the same bytes when it has none of them.

    `item` is its entry in the manifest, whose properties are updated. Raises lxml's XMLSyntaxError.
    """
    root = etree.fromstring(data, _parser())
    changed = False
    for element in list(root.iter(etree.Element)):
        if element is not root and element.getroottree().getroot() is not root:
            continue  # already removed with its parent
        changed |= _sets(element, name, moved)
        for pointer in _POINTERS:
            target = _target(element.get(pointer), name)
            if target in moved:
                changed = True
                _redirect(element, pointer, _relative(moved[target], name), words)
                break
        changed |= _css(element, name, moved)
    tags = {etree.QName(e).localname for e in root.iter(etree.Element)}
    words.shows |= bool(tags & {"svg", "video", "object", "embed", "canvas", "iframe", "script"})
    words.moves |= bool(
        tags & {"video", "audio", "script", "animate", "animateTransform", "object", "iframe"}
    )
    if not changed:
        return data
    if "svg" not in tags and "svg" in (properties := (item.get("properties") or "").split()):
        properties.remove("svg")
        item.set("properties", " ".join(properties))
        if not properties:
            del item.attrib["properties"]
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)


def rewrite_css(text: str, name: str, moved: Moved) -> str:
    """A style sheet with its pictures moved, or `none` for removed ones."""

    def one(found: re.Match[str]) -> str:
        target = _target(found[1] or found[2] or found[3], name)
        if target not in moved:
            return found[0]
        new = _relative(moved[target], name)
        return "none" if new is None else f'url("{new}")'

    return _CSS_URL.sub(one, text)


def _parser() -> etree.XMLParser:
    """Keeps everything as written, also entities, and loads nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _target(address: str | None, name: str) -> str:
    """The file in the archive that an address in a document means; empty for none."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return normpath(join(dirname(name), unquote(parts.path)))


def _relative(new: str | None, name: str) -> str | None:
    return None if new is None else quote(relpath(new, dirname(name) or "."))


def _redirect(element: etree._Element, pointer: str, new: str | None, words: Words) -> None:
    """Set a picture's new address on an element; without one, replace it by text."""
    if new is not None:
        element.set(pointer, new)
        _type(element, new)
    elif element.tag in {f"{_XHTML}img", f"{_XHTML}object", f"{_XHTML}embed"}:
        _replace(element, words.of(element, "".join(map(str, element.itertext()))))
    elif element.tag == f"{_SVG}image":
        drawing = next((e for e in element.iterancestors(f"{_SVG}svg") if e.getparent() is not None), element)
        only = next(drawing.iter(f"{_SVG}text", f"{_SVG}path", f"{_SVG}use"), None) is None
        said = words.of(drawing, drawing.findtext(f"{_SVG}title") or "") if only else ""
        _replace(drawing if only else element, said)
    elif element.tag == f"{_XHTML}link":
        _replace(element, "")
    else:
        del element.attrib[pointer]  # a link to a removed picture, the poster of a video, a background


def _replace(element: etree._Element, text: str) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if parent.tag == f"{_XHTML}picture" and element.tag == f"{_XHTML}img":
        _replace(parent, text)
        return
    tail, element.tail = element.tail or "", None
    if text:
        words = etree.Element(f"{_XHTML}span", {"class": "picture-left-out"})
        if element.get("id"):
            words.set("id", element.get("id", ""))
        words.text, words.tail = text, tail
        parent.replace(element, words)
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _sets(element: etree._Element, name: str, moved: Moved) -> bool:
    """Correct `srcset`. A `source` without any picture is removed; the `img` after it shows what is left."""
    given = element.get("srcset")
    if given is None:
        return False
    kept, changed = [], False
    for found in _CANDIDATE.finditer(given):
        target = _target(found[1], name)
        new = _relative(moved[target], name) if target in moved else found[1]
        changed |= new != found[1]
        if new is not None:
            kept.append(f"{new}{found[2] or ''}")
    if changed and kept:
        element.set("srcset", ", ".join(kept))
        _type(element, kept[0].split()[0])
    elif changed and element.tag == f"{_XHTML}source":
        _replace(element, "")
    elif changed:
        del element.attrib["srcset"]
    return changed


def _type(element: etree._Element, address: str) -> None:
    """Correct the declared media type of a picture."""
    if (element.get("type") or "").startswith("image/"):
        element.set("type", "image/png" if address.endswith(".png") else "image/jpeg")


def _css(element: etree._Element, name: str, moved: Moved) -> bool:
    changed = False
    style = element.get("style")
    if style and (new := rewrite_css(style, name, moved)) != style:
        element.set("style", new)
        changed = True
    if element.tag == f"{_XHTML}style" and element.text:
        new = rewrite_css(element.text, name, moved)
        changed |= new != element.text
        element.text = new
    return changed


def _is_decoration(picture: etree._Element) -> bool:
    """Whether the author marked a picture as decorative (WCAG 2.2, technique H67)."""
    return (
        picture.get("role") in {"presentation", "none"}
        or picture.get("aria-hidden") == "true"
        or (picture.get("alt") is not None and not picture.get("alt", "").strip())
    )


def _is_only_content_of_link(picture: etree._Element) -> bool:
    link = next(picture.iterancestors(f"{_XHTML}a"), None)
    return link is not None and not "".join(map(str, link.itertext())).strip()


def _caption(picture: etree._Element) -> str:
    """The caption under or beside a picture; a drawing's own title is in the drawing."""
    if picture.tag == f"{_SVG}svg":
        return ""
    figure = next(picture.iterancestors(f"{_XHTML}figure", f"{_XHTML}p", f"{_XHTML}div"), None)
    caption = None if figure is None else figure.find(f".//{_XHTML}figcaption")
    holder = figure if caption is None else caption
    return "" if holder is None else "".join(map(str, holder.itertext()))


def _folded(text: str) -> str:
    return " ".join(text.split()).strip("▲ .。").casefold()


def _ancestors(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors()]


def _has_language(element: etree._Element) -> bool:
    return bool(element.get(_LANG) or element.get("lang"))
