"""The tags of the theme Tufte: notes beside the text, figures in several widths, epigraphs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from liquid import RenderContext

from publish.markup.liquid.arguments import parts_of

__all__ = ["TUFTE"]


def _note(_: str, words: str, __: str, ___: RenderContext) -> str:
    """`{% sidenote "id" "words" %}`, `{% marginnote "id" "words" %}`: a note."""
    parts = parts_of(words)
    said = parts[1] if len(parts) == 2 else " ".join(parts[1:] or parts)  # its id and its words
    return f'<span class="d-footnote">{said}</span>' if said else ""  # a note, as Distill's are


def _thought(_: str, words: str, __: str, ___: RenderContext) -> str:
    """`{% newthought "words" %}`: the first words of a section."""
    return " ".join(parts_of(words))


def _figure(name: str, words: str, _: str, context: RenderContext) -> str:
    """`{% maincolumn "picture" "caption" %}`, `{% fullwidth … %}`; `{% marginfigure "id" "picture" "caption" %}`."""
    parts = [*parts_of(words)[name == "marginfigure" :], "", ""]
    address, caption = parts[:2]
    address = str(context.env.filters["relative_url"](address)) if address else ""
    read = str(context.env.filters["markdownify"](caption)).strip().removeprefix("<p>").removesuffix("</p>")
    below = f"<figcaption>{read}</figcaption>" if caption else ""
    return f'\n\n<figure><img src="{escape(address)}" alt="">{below}</figure>\n\n' if address else ""


def _epigraph(_: str, words: str, __: str, ___: RenderContext) -> str:
    """`{% epigraph "words" "author" "source" %}`."""
    said, *source = parts_of(words) or [""]
    below = f'<p class="source">— {escape(", ".join(filter(None, source)))}</p>' if any(source) else ""
    return f"\n\n<blockquote><p>{escape(said)}</p>{below}</blockquote>\n\n" if said else ""


TUFTE: Mapping[str, Callable[[str, str, str, RenderContext], str]] = {
    "sidenote": _note,
    "marginnote": _note,
    "newthought": _thought,
    "maincolumn": _figure,
    "fullwidth": _figure,
    "marginfigure": _figure,
    "epigraph": _epigraph,
}
