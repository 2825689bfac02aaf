"""A chapter's body as the page needs it: notes where they are called, code by the line, pictures by our addresses."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from markupsafe import Markup

from publish.errors import RenderError
from publish.model import Chapter
from publish.pdf import code, mathematics, pictures

__all__ = ["prepare"]

_LONG_NOTE = 1_500
"""Characters from which a note is too long for the foot of a page and stays at the chapter's end."""
_TOO_BIG_FOR_A_FOOT = "|".join(
    f"self::{name}" for name in ("table", "pre", "figure", "img", "ul", "ol", "dl")
)
_NO_FOOT_HERE = "ancestor::table|ancestor::figcaption|ancestor::h2|ancestor::h3|ancestor::h4|ancestor::li[@class='footnote']"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def prepare(chapter: Chapter, prefix: str) -> Markup:
    """The body as HTML text. `prefix` goes before every id, so that chapters do not collide in one file."""
    try:
        root = etree.fromstring(f"<body>{chapter.body}</body>", _PARSER)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"the converted text is not well-formed: {error.msg}", path=chapter.label
        ) from error
    _notes_to_feet(root)
    mathematics.draw(root)
    code.split_lines(root)
    pictures.prepare(root, chapter.language)
    if prefix:
        _prefix_ids(root, prefix)
    text = root.text or ""
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return Markup(Markup.escape(text) + Markup("".join(parts)))  # noqa: S704  # serialised from a tree


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")


def _notes_to_feet(root: etree._Element) -> None:
    """Move each note to its first call as `span.footnote`, which style sheets float to the foot of the page.

    A note that is long, holds blocks other than paragraphs, or is called where no foot can be (in a table) stays.
    """
    notes = {note.get("id", ""): note for note in root.iterfind(".//section[@class='footnotes']/ol/li")}
    for call in root.xpath("//a[@class='noteref']"):
        note = notes.get(call.get("href", "")[1:])
        if note is None or call.xpath(_NO_FOOT_HERE) or _big(note):
            continue
        foot = _foot(note, call.text or "")
        foot.tail, call.tail = call.tail, None
        call.getparent().replace(call, foot)
        notes.pop(note.get("id", ""))
        note.getparent().remove(note)
    for section in root.iterfind(".//section[@class='footnotes']"):
        for note in section.iter("li"):
            note.set("value", note.get("id", "").rpartition("-")[2])
        if section.find("ol/li") is None:
            section.getparent().remove(section)


def _big(note: etree._Element) -> bool:
    return len("".join(note.itertext())) > _LONG_NOTE or bool(note.xpath(f".//*[{_TOO_BIG_FOR_A_FOOT}]"))


def _foot(note: etree._Element, number: str) -> etree._Element:
    """`span.footnote` with what the note holds; paragraphs become spans, because a paragraph holds no paragraph."""
    foot = etree.Element("span", {"class": "footnote", "id": note.get("id", ""), "data-number": number})
    foot.text = note.text
    for child in note:
        foot.append(deepcopy(child))
    for inner in foot.iter("p", "div", "blockquote"):
        inner.tag = "span"
        inner.set("class", "note-paragraph")
    return foot
