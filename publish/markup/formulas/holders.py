"""Formulas in the page's tree: each is put into an element with its TeX, as a script finds it in the finished page.

Text is joined across line breaks and comments, but not across other elements; code is skipped (MathJax's
`skipHtmlTags`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from publish.markup.formulas.finding import Finder, Found
from publish.markup.formulas.reading import Reading
from publish.markup.tree import PHRASING, Element, classes, make, names
from publish.text.patterns import late

__all__ = ["DISPLAY", "INLINE", "find", "from_elements", "from_scripts"]

INLINE, DISPLAY = "math-inline", "math-display"
_NEVER_READ = names("script noscript style textarea pre annotation annotation-xml math svg")
"""Elements in which a book has no formulas, whatever the site's script does."""
_IGNORED = frozenset(("tex2jax_ignore", "mathjax_ignore", "no-mathjax"))
_READ_AGAIN = frozenset(("tex2jax_process", "mathjax_process"))
_JOINED = {"br": "\n", "wbr": ""}
_LINES_ONLY = PHRASING | names("p h1 h2 h3 h4 h5 h6 summary dt")


_SCRIPT = late(
    r"<script\b(?P<said>[^<>]*+)>(?P<tex>[^<]*+(?>(?:<(?!/?script\b)[^<]*+)*))</script\s*>", re.IGNORECASE
)
"""A script, which is a formula as older Markdown engines hand it to MathJax where its type says so."""
_TEX_TYPE = late(r"\btype\s*=\s*[\"']?math/tex(?P<display>\s*;\s*mode\s*=\s*display)?", re.IGNORECASE)
_DISTILL = late(
    r"<d-math\b(?P<said>[^<>]*+)>(?P<tex>[^<]*+(?>(?:<(?!/?d-math\b)[^<]*+)*))</d-math\s*>", re.IGNORECASE
)
_BLOCK = late(r"\bblock\b", re.IGNORECASE)
_PANDOC = late(
    r"""<(?P<tag>span|div)\s+class=["']?math(?P<kind>[\s-]+inline|[\s-]+display|)["']?\s*>(?P<tex>[^<]*+)</(?P=tag)\s*>""",
    re.IGNORECASE,
)
_TAG = late(r"<[^<>]*>")
_LOOKS = late(r"[\\^_]")
"""What tells TeX from words."""
_CDATA = late(r"%\s*<!\[CDATA\[|%\s*\]\]>")


@dataclass(slots=True)
class _Run:
    """Text that a script reads as one: it starts as an element's text, or after one of its children."""

    parent: Element
    after: Element | None
    text: str
    breaks: list[tuple[Element, str]] = field(default_factory=list)
    """Each break in it, and the text after that."""

    @property
    def whole(self) -> str:
        rest = (_JOINED[str(element.tag)] + text for element, text in self.breaks)
        return self.text + "".join(rest)


def from_scripts(html: str) -> str:
    """HTML with formulas in scripts (`<script type="math/tex">`) turned into text, as MathJax 2 shows them."""

    def shown(found: re.Match[str]) -> str:
        kind = _TEX_TYPE.search(found["said"])
        if kind is None:
            return found[0]
        tex = escape(_unescaped(_CDATA.sub("", found["tex"])).strip(), quote=False)
        return rf"\[{tex}\]" if kind["display"] else rf"\({tex}\)"

    return _SCRIPT.sub(shown, html) if "math/tex" in html else html


def from_elements(html: str) -> str:
    """HTML in which formulas in elements of their own, as Distill and Pandoc have them, stand between signs."""
    html = _DISTILL.sub(
        lambda found: _signed(_TAG.sub("", found["tex"]), display=_BLOCK.search(found["said"]) is not None),
        html,
    )
    return _PANDOC.sub(_of_pandoc, html)


def _of_pandoc(found: re.Match[str]) -> str:
    tex = found["tex"].strip()
    kind = found["kind"].strip(" \t\n-")
    if tex.startswith(("$", r"\(", r"\[")) or not (kind or _LOOKS.search(tex)):
        return found[0]
    return _signed(tex, display=kind == "display")


def _signed(tex: str, *, display: bool) -> str:
    return rf"\[{tex.strip()}\]" if display else rf"\({tex.strip()}\)"


def _unescaped(tex: str) -> str:
    """TeX as it was written: Markdown escapes it where a script stands in a line of text."""
    return tex.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def find(root: Element, reading: Reading) -> None:
    """Put `span.math-inline` or `span.math-display` around the TeX of each formula, or `div.math-display` for one
    alone between blocks; the delimiters are removed.
    """
    finder = Finder(reading)
    for run in _runs(root, finder):
        found = list(finder.find(run.whole))
        if found:
            _write(run, found)
            if run.parent.tag == "code":  # which only stands there to keep Markdown away from the formula
                run.parent.tag = "span"
                if run.parent.get("class") is not None:
                    del run.parent.attrib["class"]


def _runs(root: Element, finder: Finder) -> list[_Run]:
    runs: list[_Run] = []
    stack = [(root, False)]
    skipped = _NEVER_READ | finder.reading.skipped
    deaf, heard = _IGNORED | finder.reading.ignored, _READ_AGAIN | finder.reading.processed
    while stack:
        element, ignored = stack.pop()
        words = set(classes(element))
        if element.tag in skipped or words & {INLINE, DISPLAY}:
            continue
        ignored = bool(words & deaf) or (ignored and not words & heard)
        if not ignored:
            runs += [run for run in _own_runs(element) if finder.may_hold(run.whole)]
        stack += [(child, ignored) for child in element if child.tag not in _JOINED]
    return runs


def _own_runs(element: Element) -> list[_Run]:
    runs = [_Run(element, None, element.text or "")]
    for child in element:
        if child.tag in _JOINED and not len(child):
            runs[-1].breaks.append((child, child.tail or ""))
        else:
            runs.append(_Run(element, child, child.tail or ""))
    return [run for run in runs if run.text or run.breaks]


def _write(run: _Run, found: list[Found]) -> None:
    """Put the text back with an element for each formula; line breaks inside formulas are removed."""
    parts: list[str | Element] = []
    waiting = list(reversed(found))
    place = 0
    for piece in [run.text, *(part for pair in run.breaks for part in pair)]:
        text = piece if isinstance(piece, str) else _JOINED[str(piece.tag)]
        end = place + len(text)
        inside = waiting[-1].start < end and place >= waiting[-1].start if waiting else False
        if not isinstance(piece, str):
            if not inside:
                parts.append(piece)
        else:
            _cut(text, place, waiting, parts)
        place = end
        while waiting and waiting[-1].end <= place:
            waiting.pop()
    _put(run, parts)


def _cut(text: str, offset: int, waiting: list[Found], parts: list[str | Element]) -> None:
    """Add the pieces of one text: words, and formulas that start in it."""
    done = 0
    for each in reversed(waiting):
        if each.start >= offset + len(text):
            break
        if each.start >= offset:
            parts.append(text[done : each.start - offset])
            parts.append(each.text if each.escaped else _holder(each))
        done = min(max(done, each.end - offset), len(text))
    parts.append(text[done:])


def _holder(found: Found) -> Element:
    return make("span", found.text.strip(), class_=DISPLAY if found.display else INLINE)


def _put(run: _Run, parts: list[str | Element]) -> None:
    parent, last = run.parent, run.after
    for element, _ in run.breaks:
        element.tail = None
        parent.remove(element)
    if last is None:
        parent.text = None
    else:
        last.tail = None
    for part in parts:
        if isinstance(part, str):
            if last is None:
                parent.text = (parent.text or "") + part or None
            else:
                last.tail = (last.tail or "") + part or None
        else:
            _insert(parent, last, part)
            last = part
    _make_blocks(parent, [part for part in parts if not isinstance(part, str) and part.tag == "span"])


def _insert(parent: Element, after: Element | None, part: Element) -> None:
    if after is None:
        parent.insert(0, part)
        return
    tail, after.tail = after.tail, None  # else it would move after the new element
    after.addnext(part)
    after.tail = tail


def _make_blocks(parent: Element, holders: list[Element]) -> None:
    """A displayed formula directly inside a block with other blocks, without text beside it, becomes a block."""
    if parent.tag in _LINES_ONLY:
        return
    for holder in holders:
        before = holder.getprevious()
        words = (parent.text if before is None else before.tail) or ""
        beside = [each for each in (before, holder.getnext()) if each is not None]
        alone = not words.strip() and not (holder.tail or "").strip()
        if alone and holder.get("class") == DISPLAY and all(_is_block(each) for each in beside):
            holder.tag = "div"


def _is_block(element: Element) -> bool:
    return element.tag not in PHRASING or element.get("class") == DISPLAY
