"""Captions: under a picture, a line that begins with ▲ or one that is all in emphasis."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.tree import (
    PHRASING,
    Element,
    add_class,
    classes,
    drop,
    has_class,
    make,
    only_child,
    take,
    text_of,
    unwrap,
)
from publish.text.patterns import late

__all__ = ["caption", "classed", "emphasised", "name_files"]

MAX_NAME = 300
"""Most characters of a line that names a file."""
_FILE_COMMENT = late(r"""[^\w\n"'`]{1,6}\s*file:\s*(["'`])([^"'`\n]+)\1[^\n\w]*(?:\n|$)""", re.IGNORECASE)
MARK = "\N{BLACK UP-POINTING TRIANGLE}"


def caption(root: Element) -> None:
    """Turn `picture, line break, ▲ words` into a `figure`, and mark captions in paragraphs of their own.

    A caption in the next paragraph stays a paragraph (`p.caption` beside `p.picture` in `div.figure`), because the
    author made two. Emphasis around the whole caption is removed: the style decides that.
    """
    for paragraph in list(root.iter("p")):
        if MARK not in text_of(paragraph):
            continue
        pictures = _leading_pictures(paragraph)
        if not pictures and _begins_with_mark(paragraph):
            _caption_paragraph(paragraph)
        elif pictures and _caption_follows(pictures[-1]) and _no_more_pictures(pictures[-1]):
            _figure(paragraph, pictures)


def emphasised(root: Element) -> None:
    """`![…](…)` and `_words_` after it, and nothing else in the paragraph: a figure with its caption, as many themes set it."""
    for paragraph in list(root.iter("p")):
        words = paragraph[-1] if len(paragraph) > 1 else None
        if words is None or words.tag != "em" or (words.tail or "").strip():
            continue
        pictures = _leading_pictures(paragraph)
        others = [each for each in paragraph if each.tag != "br"]
        if (
            pictures
            and others == [*pictures, words]
            and not any((each.tail or "").strip() for each in paragraph)
        ):
            for line_break in paragraph.findall("br"):
                drop(line_break)
            paragraph.tag, words.tag = "figure", "figcaption"


def classed(root: Element) -> None:
    """Captions by their class: `.figure` on a picture and the words after it or on these alone, `.figcaption`
    (Hydejack), `.caption` on a `div` (al-folio).
    """
    for block in list(root.iter("p", "div")):
        names = classes(block)
        if block.tag == "div":
            if "caption" in names and all(child.tag in PHRASING for child in block):
                block.tag = "p"
            continue
        if not {"figure", "figcaption"}.intersection(names) or not text_of(block).strip():
            continue
        block.set("class", " ".join(name for name in names if name not in {"figure", "figcaption"}))
        pictures = _leading_pictures(block)
        if not pictures:
            _caption_paragraph(block)
        elif _no_more_pictures(pictures[-1]):
            _figure(block, pictures)
        if not block.get("class"):
            block.attrib.pop("class", "")


def name_files(root: Element, *, comments: bool = False) -> None:
    """`{: file="_config.yml" }` under code: show the file name above it. `comments` says that a first line such as
    `// file: "a.js"` names it too.
    """
    for code in list(root.iter("pre")):
        name = take(code, "file").strip()
        if comments and not name and (found := _FILE_COMMENT.match(text_of(code)[:MAX_NAME])):
            name = found[2].strip()
            _without_first(code, found.end())
        if not name or code.getparent() is None:
            continue
        figure = make("figure", class_="highlight")
        code.addprevious(figure)
        figure.tail, code.tail = code.tail, None
        caption = make("figcaption")
        caption.append(make("code", name))
        figure.extend([caption, code])


def _without_first(code: Element, count: int) -> None:
    """Remove characters at the start of code."""
    for event, element in etree.iterwalk(code, events=("start", "end")):
        name = "text" if event == "start" else "tail"
        words = getattr(element, name) or ""
        if element is not code or event == "start":
            setattr(element, name, words[count:])
            count -= min(count, len(words))
        if not count:
            break
    for span in list(code.iter("span")):
        if not len(span) and not span.text:
            drop(span)


def _is_picture(element: Element) -> bool:
    if element.tag == "img" or (element.tag == "a" and has_class(element, "embed")):
        return True
    return (
        element.tag == "a"
        and len(element) > 0
        and not text_of(element).strip()
        and all(child.tag == "img" for child in element)
    )


def _leading_pictures(paragraph: Element) -> list[Element]:
    """Pictures at the start of a paragraph, with only white space and line breaks between them."""
    found: list[Element] = []
    if (paragraph.text or "").strip():
        return found
    for child in paragraph:
        if _is_picture(child):
            found.append(child)
        elif child.tag != "br":
            break
        if (child.tail or "").strip():
            break
    return found


def _caption_follows(picture: Element) -> bool:
    """Whether the first words after a picture start with the mark."""
    node: Element | None = picture
    while node is not None:
        words = (node.tail or "").lstrip()
        if words:
            return words.startswith(MARK)
        node = node.getnext()
        if node is not None and node.tag != "br":
            return text_of(node).lstrip().startswith(MARK)
    return False


def _no_more_pictures(last: Element) -> bool:
    """Whether there is no other picture after the caption; with one, the paragraph is a row of figures and stays."""
    return all(sibling.tag != "img" and sibling.find(".//img") is None for sibling in last.itersiblings())


def _begins_with_mark(paragraph: Element) -> bool:
    return text_of(paragraph).lstrip().startswith(MARK)


def _figure(paragraph: Element, pictures: list[Element]) -> None:
    words = make("figcaption")
    rest = list(pictures[-1].itersiblings())
    words.text, pictures[-1].tail = pictures[-1].tail, "\n"
    words.extend(rest)
    while len(words) and words[0].tag == "br" and not (words.text or "").strip():
        drop(words[0])
    _plain_caption(words)
    for line_break in paragraph.findall("br"):
        drop(line_break)
    paragraph.tag = "figure"
    paragraph.append(words)


def _plain_caption(words: Element) -> None:
    """Remove emphasis around all of the caption, and put the mark into a span, which a style may hide."""
    for tag in ("em", "strong"):
        inner = only_child(words, tag)
        if inner is not None:
            words.text = inner.tail = None
            unwrap(inner)
    for element in words.iter():
        if (element.text or "").strip():
            _wrap_mark(element, element.text or "")
            return
        if element is not words and (element.tail or "").strip():
            return


def _wrap_mark(element: Element, text: str) -> None:
    text = text.lstrip()
    if text.startswith(MARK):
        rest = text.removeprefix(MARK)
        words = rest.lstrip()
        mark = make("span", MARK + rest[: len(rest) - len(words)], class_="caption-mark")
        mark.tail = words
        element.text = None
        element.insert(0, mark)


def _caption_paragraph(paragraph: Element) -> None:
    previous = paragraph.getprevious()
    add_class(paragraph, "caption")
    if (
        previous is None
        or previous.tag != "p"
        or (previous.tail or "").strip()
        or not _only_pictures(previous)
    ):
        return
    _plain_caption(paragraph)
    holder = make("div", class_="figure")
    previous.addprevious(holder)
    add_class(previous, "picture")
    holder.tail = paragraph.tail
    paragraph.tail = None
    holder.extend([previous, paragraph])


def _only_pictures(paragraph: Element) -> bool:
    pictures = _leading_pictures(paragraph)
    return bool(pictures) and not text_of(paragraph).strip() and len(pictures) == len(paragraph)
