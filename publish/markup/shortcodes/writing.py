"""The results of known shortcodes: Hugo's own, and those that themes of Hugo and Zola agree on.

A site's own templates are not run. Shortcodes of the same name do the same in nearly all themes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import quote

from publish.markup.shortcodes import boxes, players
from publish.markup.shortcodes.asked import Asked, Write, Written, in_line, inline

__all__ = ["plain", "write"]


def write(asked: Asked) -> Written | None:
    """The result of a shortcode; None for an unknown one."""
    asked = _by_plain_name(asked)
    name = asked.code.name
    for table in (_WRITERS, boxes.WRITERS, players.WRITERS):
        if name in table:
            return table[name](asked)
    return None


def plain(asked: Asked) -> str | None:
    """The result of a shortcode as plain text; None when it is more than that."""
    asked = _by_plain_name(asked)
    return _WORDS[asked.code.name](asked).before if asked.code.name in _WORDS else None


def _by_plain_name(asked: Asked) -> Asked:
    """The same shortcode with its name as in the tables: `ui/link_card` and `link-card.html` become `link-card`."""
    name = asked.code.name.rpartition("/")[2].removesuffix(".html").replace("_", "-")
    return replace(asked, code=replace(asked.code, name=name))


def _figure(asked: Asked) -> Written:
    """`{{< figure src= alt= title= caption= link= width= height= class= attr= attrlink= >}}`."""
    source = asked.option("src", "image", "path", "url", "file", "name", word=0)
    if not source:
        return Written("", asked.inner)
    names = ("width", "height")
    sizes = "".join(f' {name}="{escape(asked.option(name))}"' for name in names if asked.option(name))
    picture = f'<img src="{escape(source)}" alt="{escape(asked.option("alt", word=1))}"{sizes}>'
    if link := asked.option("link", "href"):
        picture = f'<a href="{escape(link)}">{picture}</a>'
    title, credit = in_line(asked.option("title"), asked), in_line(asked.option("attr", "credit"), asked)
    if credit and (address := asked.option("attrlink")):
        credit = f'<a href="{escape(address)}">{credit}</a>'
    words = in_line(
        (asked.inner or "").strip() or asked.option("caption", "desc", "description", word=2), asked
    )
    said = " ".join(filter(None, (f"<strong>{title}</strong>" if title else "", words, credit)))
    if not said and asked.code.name != "figure":
        return Written(picture, block=False)
    kinds = f' class="{escape(asked.option("class"))}"' if asked.option("class") else ""
    return Written(f"<figure{kinds}>{picture}{f'<figcaption>{said}</figcaption>' if said else ''}</figure>")


def _highlight(asked: Asked) -> Written:
    """`{{< highlight go "linenos=inline,hl_lines=3" >}}`: its options are for the screen."""
    return _fenced(asked, asked.option("lang", "language", word=0))


def _fenced(asked: Asked, language: str, attributes: str = "") -> Written:
    code = asked.inner or asked.option("code", "content") or ""
    longest = max((len(found) for found in re.findall("~{3,}", code)), default=2)
    fence = "~" * (longest + 1)
    language = language if re.fullmatch(r"[\w.+#-]{1,40}", language) else ""
    name = asked.option("title", "filename", "file")
    attributes += f' file="{escape(name)}"' if name else ""
    after = f"{fence}\n{{:{attributes}}}" if attributes else fence
    return Written(f"{fence} {language}".rstrip(), code, after, code=True)


def _diagram(asked: Asked) -> Written:
    if not (asked.inner or "").strip():
        return inline("")
    names = {"uml": "plantuml", "dot": "graphviz", "diagram": "mermaid"}
    return _fenced(asked, names.get(asked.code.name, asked.code.name), " .diagram")


def _reference(asked: Asked) -> Written:
    """`{{< ref "post.md#place" >}}` and `relref`: the page's address."""
    name = asked.option("path", word=0)
    return inline(_safe(asked.pages.address_of(name, name)) if name else "")


def _safe(address: str) -> str:
    """An address that may stand between the brackets of a link."""
    return quote(address, safe="/%:@!$&*+,;=~?#[]")


def _parameter(asked: Asked) -> Written:
    """`{{< param "name" >}}`: a value of the front matter, else of the site's `params`."""
    found: object = None
    for values in (asked.post.meta, asked.site.data.get("params")):
        found = values
        for key in asked.option("name", word=0).lower().split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        if found is not None:
            break
    return inline(str(found) if isinstance(found, str | int | float) else "")


def _formula(asked: Asked) -> Written:
    text = (asked.inner or asked.option("content", word=0)).strip()
    if not text or "$" in text or text.startswith(("\\(", "\\[", "\\begin")):
        return Written(text, block="\n" in text) if text else inline("")
    stands = (
        "display" in asked.code.words or "display" in asked.code.options or asked.option("block") == "true"
    )
    return Written(f"$${text}$$") if stands else inline(f"$${text}$$")


def _quotation(asked: Asked) -> Written:
    link, source = (
        asked.option("link", "url", "attrlink"),
        asked.option("source", "cite", "title", "from", "attr"),
    )
    author = in_line(asked.option("author", "by", "name", word=0), asked)
    source = in_line(source, asked)
    if link:
        source = f'<a href="{escape(link)}">{source or escape(link)}</a>'
    named = ", ".join(filter(None, (author, f"<cite>{source}</cite>" if source else "")))
    below = f'<p class="source">— {named}</p>\n' if named else ""
    words = (asked.inner or "").strip("\n") or asked.option("text", "quote", "content")
    return Written('<blockquote markdown="1">', words, f"{below}</blockquote>")


def _details(asked: Asked) -> Written:
    word = 0 if asked.code.words[:1] not in (("true",), ("false",)) else None
    words = asked.option("summary", "title", "header", "label", "name", word=word)
    summary = f"<summary>{in_line(words, asked)}</summary>" if words else ""
    return Written(f'<details markdown="1">{summary}', asked.inner or asked.option("content"), "</details>")


def _tab(asked: Asked) -> Written:
    """One of several tabs: its label and its content. In Hextra, the shortcode around them has the labels."""
    label = asked.option("name", "title", "header", "label", "tabname", word=0)
    if not label and asked.holder is not None:
        labels = re.split(r"\s*,\s*", asked.holder.options.get("items", ""))
        label = labels[asked.count] if asked.count < len(labels) else ""
    words = f'<p class="tab-label"><strong>{in_line(label, asked)}</strong></p>' if label else ""
    language = asked.option("lang") or (asked.holder.options.get("lang", "") if asked.holder else "")
    if asked.holder is not None and asked.holder.name == "tabpane" and "text" not in asked.holder.options:
        fenced = _fenced(asked, language)  # Docsy's hold code, unless they say that it is text
        return Written(f"{words}\n\n{fenced.before}", fenced.inner, fenced.after, code=True)
    return Written(words, asked.inner)


def _through(asked: Asked) -> Written:
    """A shortcode that only changes how its content looks on a screen."""
    return Written("", asked.inner) if "\n" in (asked.inner or "") else inline(asked.inner or "")


def _link(asked: Asked) -> Written:
    """A button or a card: a link with its text."""
    address = asked.option("href", "link", "url", "ref", "relref", "to", "target")
    words = (asked.inner or "").strip() or asked.option("text", "title", "label", "content", word=0)
    if asked.option("relref", "ref"):
        address = asked.pages.address_of(address, address)
    rest = asked.option("subtitle", "description") if asked.code.name == "card" else ""
    shown = " – ".join(filter(None, (words.replace("\n", " "), rest)))
    if not address:
        return inline(shown)
    return inline(f"[{shown or address}]({_safe(address)})")


def _words_alone(asked: Asked) -> Written:
    return inline((asked.inner or "").strip() or asked.option("text", "content", "title", "name", word=0))


def _element(asked: Asked) -> Written:
    """`{{< kbd "Ctrl" >}}`, `mark`, `sub`, `sup`: an HTML element around its text."""
    name = {"key": "kbd", "underline": "u", "highlighted": "mark"}.get(asked.code.name, asked.code.name)
    words = (asked.inner or "").strip() or asked.option("text", "content", word=0)
    return inline(f"<{name}>{words}</{name}>")


def _ruby(asked: Asked) -> Written:
    words, above = (asked.inner or "").strip() or asked.option("rb", word=0), asked.option("rt", word=1)
    return inline(f"<ruby>{words}<rt>{above}</rt></ruby>" if above else words)


def _nothing(_: Asked) -> Written:
    return inline("")


def _contents(_: Asked) -> Written:
    return Written("* Contents\n{:toc}")


def _table(names: str, writer: Write) -> dict[str, Write]:
    return dict.fromkeys(names.split(), writer)


_WRITERS: Mapping[str, Write] = {
    **_table("figure image img picture photo imgproc bundle-image responsive-image resize-image", _figure),
    **_table("highlight code codeblock code-block", _highlight),
    **_table("mermaid plantuml uml graphviz dot diagram chart echarts", _diagram),
    **_table("ref relref", _reference),
    **_table("param", _parameter),
    **_table("katex math latex mathjax", _formula),
    **_table("quote blockquote epigraph", _quotation),
    **_table(
        "details expand collapse fold foldable spoiler toggle accordion-item accordionitem collapsible",
        _details,
    ),
    **_table("tab tabitem", _tab),
    **_table(
        "tabs tabpane tab-pane columns column cols col grid row steps step lead center right left cards accordion typeit "
        "typewriter gallery section div block rawhtml raw-html html raw unsafe timeline timelineitem wide full fullwidth "
        "content panel-group markdown md p",
        _through,
    ),
    **_table("button btn card link-card linkcard cta", _link),
    **_table("badge label tag keyword chip pill small span text color colour", _words_alone),
    **_table("kbd key mark sub sup u underline", _element),
    **_table("ruby", _ruby),
    **_table("comment icon fa fontawesome toc-off br-none like comments adsense", _nothing),
    **_table("toc tableofcontents table-of-contents", _contents),
    **_table("br", lambda _: inline("<br>")),
    **_table("hr", lambda _: Written("<hr>")),
}
"""Shortcode → its function. Hugo's own; those of LoveIt, DoIt, Hextra, Docsy, Relearn, Book, Blowfish, Congo, Wowchemy, Stack, and what
Zola's themes have.
"""
_WORDS: Mapping[str, Write] = {"ref": _reference, "relref": _reference, "param": _parameter}
"""Those whose result is plain text."""
