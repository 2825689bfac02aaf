"""Distill's own elements, as al-folio's layout `distill` shows them: notes, citations and code.

`<d-footnote>` is a note, `<d-cite key="a,b">` cites entries of the BibTeX file that `bibliography:` names in the folder
`assets/bibliography`, and `<d-code>` is code. The works that were cited are listed at the end.
"""

from __future__ import annotations

import re
from textwrap import dedent
from urllib.parse import unquote

from lxml import etree

from publish.language import label
from publish.markup.notices import Notices
from publish.markup.tree import Element, has_class, make, names, take, text_of, unwrap
from publish.model import Post, Site
from publish.text.patterns import late

__all__ = ["renamed", "settle"]

_OPEN = late(
    r"<d-(footnote|cite|code)((?:\s+[\w:-]{1,40}(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[\w-]+))?)*)\s*/?>"
)
_CLOSE = late(r"</d-(footnote|cite|code)\s*>")
_GIVEN = late(r"(key|bibtex-key|language)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))")
_BLOCK = late(r"\sblock(?:\s|=|$)")
_BLOCKS = names("p div ul ol pre table blockquote figure")
FOLDER = "assets/bibliography"
MAX_KEYS = 50
"""Most works that one citation names."""


def renamed(html: str) -> str:
    """The HTML with these elements under names that HTML has; code in which they stand is not touched."""
    if "<d-" not in html:
        return html
    return _CLOSE.sub("</span>", _OPEN.sub(_opening, html))


def _opening(tag: re.Match[str]) -> str:
    given = {name: a or b or c for name, a, b, c in _GIVEN.findall(tag[2])}
    said = given.get("key") or given.get("bibtex-key") or ""
    if tag[1] == "code":
        said = given.get("language", "")
    kind = f"d-{tag[1]}" + (" d-block" if tag[1] == "code" and _BLOCK.search(tag[2]) else "")
    end = "</span>" if tag[0].endswith("/>") else ""
    return f'<span class="{kind}" title="{said}">{end}'


def settle(root: Element, post: Post, site: Site, notices: Notices, files: dict[str, str]) -> None:
    """Make code, citations and notes of the renamed elements. `files` collects the files that were read."""
    spans = [span for span in root.iter("span") if any(has_class(span, f"d-{name}") for name in _KINDS)]
    if not spans:
        return
    for span in spans:
        if has_class(span, "d-code"):
            _code(span)
    cites = [span for span in spans if has_class(span, "d-cite")]
    if cites:
        _cite(root, cites, post, site, notices, files)
    notes = [span for span in spans if has_class(span, "d-footnote")]
    if notes:
        _notes(root, notes)


_KINDS = ("footnote", "cite", "code")


def _code(span: Element) -> None:
    language, block = take(span, "title"), has_class(span, "d-block")
    words = text_of(span)
    span[:] = []
    span.attrib.clear()
    if re.fullmatch(r"[\w+#.-]{1,40}", language):
        span.set("class", f"language-{language}")
    span.tag = "code"
    span.text = f"{dedent(words).strip(chr(10)).rstrip()}\n" if block else words
    if block:
        holder, tail = make("pre"), span.tail
        span.tail = None
        span.addprevious(holder)
        holder.append(span)
        holder.tail = tail


def _cite(
    root: Element, cites: list[Element], post: Post, site: Site, notices: Notices, files: dict[str, str]
) -> None:
    """Put names and years into the text, and the list of what was cited at the end."""
    from publish.markup.liquid import scholar  # they load the engine of templates
    from publish.markup.liquid.sitefiles import SiteFiles

    named = str(post.meta.get("bibliography") or "")
    text = SiteFiles(site, post, files).text_of(f"{FOLDER}/{named}") if named else ""
    entries = scholar.entries_of(text)
    cited: dict[str, None] = {}
    for span in cites:
        keys = [key.strip() for key in take(span, "title").split(",") if key.strip()][:MAX_KEYS]
        for key in keys:
            if key in entries:
                cited.setdefault(key)
            else:
                notices.add(
                    "reference-unknown",
                    f"the post's bibliography has no entry {key[:60]!r}: the book shows this key",
                    key,
                )
        said = "; ".join(scholar.short(entries[key]) if key in entries else key for key in keys)
        span.text = f"({said}){span.text or ''}" if said else span.text
        span.attrib.clear()
        unwrap(span)
    if cited:
        root.append(make("h2", label("references", post.language)))
        items = "".join(f"<li>{scholar.long(entries[key])}</li>" for key in cited)
        root.append(etree.fromstring(f'<ol class="bibliography">{items}</ol>'))


def _notes(root: Element, notes: list[Element]) -> None:
    """Make notes as kramdown writes them, in the order of their calls among its own."""
    holders = [each for each in root.iter("div", "section") if has_class(each, "footnotes")]
    listing = holders[0].find("./ol") if holders else None
    if listing is None:
        holder = make("div", class_="footnotes")
        listing = make("ol")
        holder.append(listing)
        root.append(holder)
    for number, span in enumerate(notes, 1):
        call = make("a", class_="footnote", href=f"#fn:d-{number}")
        call.tail, span.tail = span.tail, None
        span.addprevious(call)
        item = make("li", id=f"fn:d-{number}")
        item.append(span)
        span.attrib.clear()
        span.tag = "div" if any(child.tag in _BLOCKS for child in span) else "p"
        listing.append(item)
    calls = [unquote(link.get("href", "")[1:]) for link in root.iter("a") if link.get("href", "")[:1] == "#"]
    place = {name: at for at, name in reversed(list(enumerate(calls)))}
    listing[:] = sorted(listing, key=lambda item: place.get(item.get("id", ""), len(calls)))
