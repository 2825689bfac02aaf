"""A chapter's body prepared for the page: footnotes at their calls, code split into lines, our addresses for
pictures.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from markupsafe import Markup

from publish.frozen import frozen
from publish.markup.addresses import give_up
from publish.markup.headings import name_of
from publish.markup.tree import HEADINGS, Element, add_class, body_of, has_class, only_child, text_of, unwrap
from publish.model import Chapter
from publish.pdf import (
    code,
    emphasis,
    links,
    lists,
    longwords,
    mathematics,
    notes,
    pictures,
    ruby,
    tables,
    tokens,
)
from publish.pdf.runninghead import in_capitals, section_head
from publish.text.characters import without_hints
from publish.weasy import pagebreaks

__all__ = ["Body", "Room", "prepare"]

_SHORT, _WIDE, _VERY_WIDE = 12, 6, 9
"""Rows of a table that stays on one page; numbers of columns from which its font gets smaller, twice."""
_TALL = 600
"""Characters in a cell from which its row may break across pages."""
_LEAD_LINE = 120
"""Most characters of a paragraph in bold that is a heading or a question."""
_LED_TO = frozenset({"ul", "ol", "dl", "pre", "div", "table", "figure", "blockquote"})
_BLOCKS = frozenset("p li dt dd td th pre h2 h3 h4 h5 h6 figure figcaption caption blockquote div".split())
"""Elements whose text is counted, to find where pages start."""


@frozen
class Room:
    """What a page offers to a chapter."""

    measure: float
    """Characters in a line."""
    longest_note: int
    """Characters from which a note is too long for the foot of a page."""
    tables: float | None = None
    """The size of all tables in ems, if the style makes none smaller."""
    link_notes: bool = False
    """Whether addresses of links become footnotes."""


@frozen
class Body:
    """A chapter's body as HTML text, in two parts: a list of contents may stand between them."""

    lead: Markup
    """Subtitle and standfirst, and what stands between them; or nothing."""
    text: Markup
    """All the rest."""


def prepare(chapter: Chapter, prefix: str, room: Room) -> Body:
    """The body for the page. `prefix` is added to every id, so that chapters do not clash in one file.

    Raises RenderError when the body is not well-formed.
    """
    root = body_of(chapter)
    for number, element in enumerate(root.iter(etree.Element)):
        if number and element.tag in _BLOCKS:
            element.set(pagebreaks.NUMBER, str(number))
    give_up(root)
    _name_headings(root, chapter.title)
    _say_plainly(root)
    notes.to_feet(root, room.longest_note)
    if room.link_notes:
        links.write_out(root)
    lists.number(root)
    lists.mark_short(root)
    mathematics.draw(root)
    code.split_lines(root)
    emphasis.dot(root, chapter.language)
    pictures.prepare(root, chapter.language)
    ruby.stack(root)
    tokens.mark(root)
    longwords.part(root)
    tables.divide(root, room.measure, chapter.language, room.tables)
    _size_tables(root)
    _join_what_leads_on(root)
    _mark_lead_lines(root)
    _mark_end(root)
    if prefix:
        _prefix_ids(root, prefix)
    blocks = list(root)
    lead = _length_of_lead(blocks)
    return Body(Markup.escape(root.text or "") + _written(blocks[:lead]), _written(blocks[lead:]))


def _written(blocks: Iterable[Element]) -> Markup:
    parts = (etree.tostring(each, encoding="unicode", method="html") for each in blocks)
    return Markup("".join(parts))  # noqa: S704  # serialised from a tree


def _length_of_lead(blocks: Iterable[Element]) -> int:
    """How many blocks the lead has. It begins with a standfirst; a figure may come before the next one."""
    length = 0
    for number, block in enumerate(blocks):
        if has_class(block, "standfirst"):
            length = number + 1
        elif not length or block.tag != "figure":
            break
    return length


def _size_tables(root: Element) -> None:
    """Mark tables that should stay on one page (`short`) and those that need a smaller font (`wide`, `very-wide`).

    Rows that may be taller than a page (`tall`) may break, and so may their tables.
    """
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        columns = max((len(row) for row in rows), default=0)
        tall = [row for row in rows if any(len(text_of(cell)) > _TALL for cell in row)]
        for row in tall:
            add_class(row, "tall")
        if len(rows) <= _SHORT and not tall:
            add_class(table, "short")
        if columns >= _WIDE:
            add_class(table, "very-wide" if columns >= _VERY_WIDE else "wide")


def _say_plainly(root: Element) -> None:
    """Questions and pull quotes are neither code nor emphasis, however their author marked them."""
    for paragraph in root.iter("p"):
        if has_class(paragraph, "question") or has_class(paragraph, "pullquote"):
            for outer in ("em", "i", "code"):
                if (inner := only_child(paragraph, outer)) is not None:
                    paragraph.text = inner.tail = None
                    unwrap(inner)


def _name_headings(root: Element, title: str) -> None:
    """Set the text of headings for bookmarks, and the text of second-level headings for running heads."""
    for heading in root.iter(*HEADINGS):
        name = name_of(heading)
        if name:
            heading.set("data-name", without_hints(name))
        if in_capitals(name):
            add_class(heading, "capitals")
        if heading.tag == "h2":
            heading.set("data-head", section_head(name, title))


def _mark_end(root: Element) -> None:
    """Give the last paragraph of the text a class, for styles with a mark at a chapter's end."""
    ends = [each for each in root if each.tag == "p" and not has_class(each, "author-note")]
    if ends and text_of(ends[-1]).strip():
        add_class(ends[-1], "ends")


def _mark_lead_lines(root: Element) -> None:
    """Mark short paragraphs in bold, which authors write as headings or questions: text follows on the same page."""
    bold = {each for each in root.iter("p") if _is_lead_line(each)}
    for paragraph in bold:
        if (following := paragraph.getnext()) is not None and following not in bold:
            add_class(paragraph, "lead-line")


def _is_lead_line(paragraph: Element) -> bool:
    whole = only_child(paragraph, "strong") is not None or only_child(paragraph, "b") is not None
    return whole and not paragraph.get("class") and 0 < len(text_of(paragraph).strip()) <= _LEAD_LINE


def _join_what_leads_on(root: Element) -> None:
    """Mark paragraphs that end with a colon before a list, code, table or picture: they stay together."""
    for paragraph in root.iter("p"):
        following = paragraph.getnext()
        if (
            following is not None
            and following.tag in _LED_TO
            and text_of(paragraph).rstrip().endswith((":", "："))
        ):
            add_class(paragraph, "leads-on")


def _prefix_ids(root: Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")
