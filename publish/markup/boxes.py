"""Boxes such as tips and warnings, which themes show in colour; in a book they are an `aside` with a label.

Where the site shows the kind of box only by colour or icon, we add a label in the post's language. If the author
wrote a label, we add none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.language import label
from publish.markup.tree import HEADINGS, Element, classes, has_class, make, names, take, text_of
from publish.model import Site
from publish.project.themes import theme_of
from publish.text.patterns import late

__all__ = ["mark"]

_PREFIXES = ("prompt-", "notice--", "block-", "box-", "alert-", "callout-", "admonition-", "markdown-alert-")
"""From Chirpy, Minimal Mistakes and So Simple, al-folio, Beautiful Jekyll, Bootstrap, and plugins."""
_BARE = names("notice message alert callout admonition markdown-alert")
_KINDS: Mapping[str, str] = {
    "note": "note", "primary": "box", "secondary": "box", "default": "box", "accent": "box", "tip": "tip", "hint": "tip",
    "info": "info", "information": "info", "warning": "warning", "warn": "warning", "danger": "danger",
    "error": "error", "success": "success", "important": "important", "caution": "caution",
    "attention": "caution",
}  # fmt: skip
_NAMED = names("note tip important warning caution danger info success error attention hint")
"""Classes of paragraphs or quotations that many sites have. Unless the theme's file names them, we do not know what they
mean, and add no label.
"""
_LESSON = names(
    "callout challenge solution discussion checklist prereq testimonial keypoints objectives caution"
)
"""Classes of quotations in the Carpentries' lessons; the first heading is the label."""
_WORDS = late(
    r"\s*[\W_]{0,4}(?:note|tip|hint|info|warning|danger|important|caution|attention|error|success|update|edit|"
    r"提示|注意|警告|重要|危險|危险|說明|说明|註|注)\s*[:：!！]",
    re.IGNORECASE,
)
_ADMONITION = late(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)\s*")
_TITLED = late(r"\[!([A-Za-z][\w-]{0,30})\][+-]?[ \t]*(?:([^\n]{0,200})(?:\n\s*|$))?")
"""The same with a title, and a sign that folds it on a screen, as Hugo reads it and Obsidian writes it."""
_SAME: Mapping[str, str] = {
    "abstract": "box", "summary": "box", "tldr": "box", "todo": "box", "check": "success", "done": "success",
    "question": "box", "help": "box", "faq": "box", "failure": "error", "fail": "error", "missing": "error",
    "bug": "error", "example": "box", "quote": "box", "cite": "box",
}  # fmt: skip
_PLUGINS = names("jekyll-gfm-admonitions jekyll-github-alerts jekyll-gfm-alerts")
MAX_LABEL = 60
"""Most characters of bold words at the start of a box that count as its label."""


def mark(root: Element, language: str, site: Site, *, alerts: bool = False) -> None:
    """Turn each box into `aside.box`, with `p.box-title` that its author wrote, or `p.box-label` that says its kind.

    `alerts` says that `> [!NOTE]` is one; a plugin of the site may say so too.
    """
    callouts = site.data.get("callouts")
    own = callouts if isinstance(callouts, dict) else {}
    theme = theme_of(site)
    known = theme.boxes if theme else {}
    titled = alerts
    alerts = alerts or any(
        str(name) in _PLUGINS for key in ("plugins", "gems") for name in _list(site.data.get(key))
    )
    for element in list(root.iter("p", "blockquote", "div", "aside", "section")):
        kind = _admonition(element, titled=titled) if alerts and element.tag == "blockquote" else ""
        kind = kind or _kind(element, own, known)
        guessed = any(name in _NAMED and name not in own and name not in known for name in classes(element))
        if kind and element.getparent() is not None and (text_of(element).strip() or len(element)):
            _box(element, kind, "" if guessed else language, own)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _kind(element: Element, own: Mapping[str, object], known: Mapping[str, str]) -> str:
    """The kind of a box; `box` when the kind is not known, empty when the element is not a box."""
    found = ""
    for name in classes(element):
        if name in known and element.tag in {"p", "blockquote", "div"} and name not in own:
            return known[name]
        prefix = next((each for each in _PREFIXES if name.startswith(each)), "")
        if prefix and name.removeprefix(prefix) in _KINDS:
            return _KINDS[name.removeprefix(prefix)]
        if element.tag in {"p", "blockquote"} and (name in own or name.removesuffix("-title") in own):
            return name.removesuffix("-title")
        if element.tag == "blockquote" and name in _LESSON:
            return name
        if name in _NAMED and (element.tag in {"p", "blockquote"} or has_class(element, "admonition")):
            return _KINDS[name]
        if name in _BARE and not (element.tag == "p" and name == "alert"):
            found = "box"
    return found


def _admonition(element: Element, *, titled: bool) -> str:
    """The kind in `> [!NOTE]`; the mark is removed. `titled` says that a title may follow."""
    first = next(iter(element), None)
    words = (first.text or "") if first is not None and first.tag == "p" else ""
    plain = _ADMONITION.match(words)
    found = plain or (_TITLED.match(words) if titled else None)
    if first is None or found is None:
        return ""
    kind, title = found[1].lower(), "" if plain else (found[2] or "").strip()
    if found.end() == len(words) and len(first) and first[0].tag != "br":  # marks in the title
        title, first.text = "", words[: found.end()].partition("]")[2].lstrip("+- \t")
    else:
        first.text = words[found.end() :]
    if len(first) and first[0].tag == "br" and not first.text.strip():
        first.text = (first[0].tail or "").lstrip()
        first.remove(first[0])
    if not first.text.strip() and not len(first):
        element.remove(first)
    known = kind in _KINDS
    if title or not known:
        heading = make("p", title or kind.replace("-", " ").capitalize(), class_="admonition-title")
        heading.tail = "\n"
        element.insert(0, heading)
    return _KINDS[kind] if known else _SAME.get(kind, "box")


def _box(element: Element, kind: str, language: str, own: Mapping[str, object]) -> None:
    """Make a box; without a language, we add no label."""
    box = element
    if element.tag == "p":
        box = make("aside")
        element.addprevious(box)
        box.tail, element.tail = element.tail, None
        box.append(element)
        for name in ("id", "lang"):
            if value := element.attrib.pop(name, ""):
                box.set(name, value)
    given = (take(element, "title") or "").strip()
    said = given or _title(kind, own).strip()
    named = f"{kind}-title" in classes(element) or "title" in classes(element)
    element.attrib.pop("class", "")
    box.tag = "aside"
    box.set("class", f"box box-{kind}" if re.fullmatch(r"[\w-]{1,40}", kind) and kind != "box" else "box")
    first = next(iter(box), None) if not (box.text or "").strip() else None
    if first is not None and (first.tag in HEADINGS or has_class(first, "admonition-title") or named):
        first.tag = "p"
        first.set("class", "box-title")
    elif (words := said or _word(kind, language)) and (
        (given and not text_of(box).strip().lower().startswith(given.lower()))
        or not (_WORDS.match((box.text or "")[:MAX_LABEL]) or _labelled(first))
    ):
        if (box.text or "").strip():  # a `div` with its own text
            _wrap_words(box)
        line = make("p", words, class_="box-label")
        line.tail = "\n"
        box.insert(0, line)


def _wrap_words(box: Element) -> None:
    """Put the text at the start of a box, up to its first block, into a paragraph."""
    paragraph = make("p", (box.text or "").strip() + " " if len(box) else (box.text or "").strip())
    box.text = None
    while len(box) and box[0].tag not in _BLOCKS:
        paragraph.append(box[0])
    box.insert(0, paragraph)


_BLOCKS = names("p ul ol dl pre div figure table blockquote aside section details hr h1 h2 h3 h4 h5 h6")


def _title(kind: str, own: Mapping[str, object]) -> str:
    settings = own.get(kind)
    title = settings.get("title") if isinstance(settings, dict) else None
    return str(title) if isinstance(title, str) else ""


def _word(kind: str, language: str) -> str:
    if not language:
        return ""
    try:
        return label(f"box-{kind}", language)
    except KeyError:
        return ""


def _labelled(first: Element | None) -> bool:
    """Whether the author started with a label: bold words alone or before a colon, or a word such as `Note:`."""
    if first is None:
        return False
    if _WORDS.match(text_of(first)[:MAX_LABEL]):
        return True
    bold = next(iter(first), None)
    if bold is None or bold.tag not in {"strong", "b"} or (first.text or "").strip():
        return False
    words, after = text_of(bold).strip(), (bold.tail or "").lstrip()
    if len(words) > MAX_LABEL:
        return False
    alone = not after and bold.getnext() is None and first.getnext() is not None
    return alone or words.endswith((":", "：", "!")) or after.startswith((":", "："))
