"""Which elements may contain which: HTML's content models (HTML, 4). EPUB's validators check them, parsers do not.

A browser accepts `<h2><div>` or a list item without a list; a book must not have them. Each repair is the smallest
one that keeps the text and its order.
"""

from __future__ import annotations

from publish.markup.elements import BECOMES, PARTS
from publish.markup.tree import HEADINGS, PHRASING, Element, drop, make, names, rename, text_of, unwrap

__all__ = ["name_plainly", "repair"]

_LINES_ONLY = frozenset({*HEADINGS, "p", "pre", "summary"})
"""Blocks that contain only text lines."""
_SIMPLE = names("div p section aside figure figcaption blockquote dt dd li")
_TABLE = names("caption colgroup col thead tbody tfoot tr td th")


def repair(root: Element) -> None:
    """Repair content models in the whole tree."""
    modernise(root)
    for element in list(root.iter("li", "dt", "dd", "figcaption", "summary")):
        _at_home(element)
    for element in list(root.iter("ul", "ol", "dl")):
        _only_items(element)
    for element in list(root.iter("dl")):
        _groups(element)
    _ruby(root)
    _table_feet(root)
    for element in list(root.iter()):
        if element.tag not in PHRASING and element.tag not in _TABLE and element is not root:
            _out_of_line(element)
    for element in list(root.iter("details")):
        _details(element)
    _drop_empty(root)


def _table_feet(root: Element) -> None:
    """A foot must be a table's last part (HTML, 4.9.1); the rows keep their order."""
    for foot in list(root.iter("tfoot")):
        if any(sibling.tag == "tbody" for sibling in foot.itersiblings()):
            rename(foot, "tbody", "tfoot")


def _drop_empty(root: Element) -> None:
    """Remove paragraphs that the parser made for misplaced tags."""
    for element in list(root.iter("p")):
        if not len(element) and not (element.text or "").strip() and not element.get("id"):
            drop(element)


def modernise(root: Element) -> None:
    """Replace obsolete elements by their successors; empty ones are removed."""
    for element in list(root.iter(*BECOMES, *PARTS)):
        if element.tag in PARTS:
            unwrap(element)
        else:
            tag, name = BECOMES[str(element.tag)]
            rename(element, tag, *filter(None, [name]))
            if not len(element) and not (element.text or "").strip() and not element.get("id"):
                drop(element)
    for anchor in list(root.iter("a")):
        if anchor.get("href") is None and anchor.get("id") is None and anchor.get("name") is None:
            unwrap(anchor)


def name_plainly(root: Element) -> None:
    """Elements that are useless without an attribute, after all attributes were checked (HTML, 4.5.14 and 4.5.25)."""
    for element in list(root.iter("time", "bdo")):
        useful = (
            "datetime" in element.attrib if element.tag == "time" else element.get("dir") in ("ltr", "rtl")
        )
        if not useful:
            element.tag = "span"


def _at_home(element: Element) -> None:
    """An item outside of a list, or a caption outside of a figure, becomes an ordinary block."""
    parent = element.getparent()
    inside = parent.tag if parent is not None else ""
    if element.tag == "li" and inside not in ("ul", "ol"):
        element.tag = "div"
        element.attrib.pop("value", "")
    elif element.tag in ("dt", "dd") and not _in_definition_list(parent):
        element.tag = "p" if element.tag == "dt" else "div"
    elif element.tag == "figcaption" and inside != "figure":
        element.tag = "div"
    elif element.tag == "summary" and inside != "details":
        element.tag = "p"


def _in_definition_list(parent: Element | None) -> bool:
    if parent is None or parent.tag == "dl":
        return parent is not None
    holder = parent.getparent()
    return parent.tag == "div" and holder is not None and holder.tag == "dl"


def _groups(holder: Element) -> None:
    """A definition list has terms, then definitions (HTML, 4.4.9); any other becomes plain blocks."""
    kinds = [child.tag for child in holder]
    sound = not kinds or (set(kinds) <= {"dt", "dd"} and kinds[0] == "dt" and kinds[-1] == "dd")
    if sound:
        return
    rename(holder, "div", "dl")
    for child in holder:
        if child.tag in ("dt", "dd"):
            child.tag = "p" if child.tag == "dt" else "div"
        else:
            for item in child:
                if item.tag in ("dt", "dd"):
                    item.tag = "p" if item.tag == "dt" else "div"


def _ruby(root: Element) -> None:
    """Readings must be inside `ruby`, and a `ruby` needs one (HTML, 4.5.10)."""
    for part in list(root.iter("rt", "rp", "rtc")):
        parent = part.getparent()
        if parent is None or parent.tag != "ruby" or part.tag == "rtc":
            part.tag = "span"
    for ruby in root.iter("ruby"):
        if ruby.find("rt") is None or not _base(ruby).strip():
            for part in ruby:
                if part.tag in ("rt", "rp"):
                    part.tag = "span"
            ruby.tag = "span"


def _base(ruby: Element) -> str:
    """The text before a ruby's first reading, also in other elements."""
    base = ruby.text or ""
    for part in ruby:
        if part.tag in ("rt", "rp"):
            break
        base += text_of(part) + (part.tail or "")
    return base


def _only_items(holder: Element) -> None:
    """A list may contain only items: a list directly inside joins the item before it, anything else gets an item."""
    allowed = {"dt", "dd", "div"} if holder.tag == "dl" else {"li"}
    wrapper = "dd" if holder.tag == "dl" else "li"
    if (holder.text or "").strip():
        first = make(wrapper, holder.text or "")
        holder.text = None
        holder.insert(0, first)
    for child in list(holder):
        if child.tag not in allowed:
            previous = child.getprevious()
            if previous is not None and previous.tag == wrapper:
                previous.append(child)
            else:
                item = make(wrapper)
                holder.replace(child, item)
                item.append(child)
            tail, child.tail = child.tail, None
            if (tail or "").strip():
                child.tail = tail
        elif (child.tail or "").strip():
            after = make(wrapper, child.tail or "")
            child.tail = None
            child.addnext(after)


def _out_of_line(block: Element) -> None:
    """A block inside inline elements: either these become blocks, or the block becomes inline."""
    line: list[Element] = []
    parent = block.getparent()
    while parent is not None and parent.tag in PHRASING:
        line.append(parent)
        parent = parent.getparent()
    if parent is not None and parent.tag in _LINES_ONLY:
        if block.tag in _SIMPLE and not len(block.findall("li")):
            block.tag = "span"
            return
        if block.tag in HEADINGS or block.tag == "hr":
            block.tag = "span" if block.tag != "hr" else "br"
            return
        parent.tag = "div"
    for element in line:
        if element.tag != "a":
            rename(element, "div", str(element.tag))


def _details(element: Element) -> None:
    """Show the content of `details`, with the summary first."""
    summaries = element.findall("summary")
    for extra in summaries[1:]:
        extra.tag = "p"
    if not summaries:
        # HTML requires one (4.11.2); an empty one is invisible on paper.
        summaries = [make("summary")]
        summaries[0].tail, element.text = element.text, None
        element.insert(0, summaries[0])
    element.set("open", "open")
    summary = summaries[0]
    if element.index(summary) or (element.text or "").strip():
        text, element.text = element.text, None
        tail, summary.tail = summary.tail, text
        previous = summary.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + (tail or "")
            element.insert(0, summary)
        else:
            summary.tail = (text or "") + (tail or "")
