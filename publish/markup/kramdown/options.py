"""The settings under `kramdown:` in a site's `_config.yml` (https://kramdown.gettalong.org/options.html)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.entities import name2codepoint

from publish.frozen import frozen
from publish.markup.kramdown.document import Document, LinkDefinition, link_key
from publish.markup.kramdown.node import Node

__all__ = ["PLAIN", "KramdownOptions", "commonmark", "levels_of", "number_of", "options_of", "quotes_of"]

_NO = frozenset(["false", "no", "off", ""])
_SYMBOLS = {
    "hellip": "...", "mdash": "---", "ndash": "--", "laquo": "<<", "raquo": ">>", "laquo_space": "<< ", "raquo_space": " >>",
}  # fmt: skip
_AS_TYPED = tuple((mark, mark) for mark in _SYMBOLS.values())
_ENTITIES = {name: chr(code) for name, code in name2codepoint.items()} | {"apos": "'"}


@frozen
class KramdownOptions:
    """Options that change the visible result, with Jekyll's defaults."""

    github: bool = True
    paragraph_end: bool = True
    commonmark: bool = False
    hard_wrap: bool = False
    auto_ids: bool = True
    auto_id_prefix: str = ""
    parse_block_html: bool = False
    parse_span_html: bool = True
    toc_levels: frozenset[int] = frozenset(range(1, 7))
    header_offset: int = 0
    footnote_nr: int = 1
    quotes: tuple[str, ...] = ("‘", "’", "“", "”")
    symbols: tuple[tuple[str, str], ...] = ()
    """Replacements for dashes, ellipses, guillemets; others stay."""
    links: tuple[tuple[str, str, str], ...] = ()
    """Name, address and title of the links that every post may use."""

    def document(self) -> Document:
        """An empty document with these options."""
        return Document(
            links={
                name: LinkDefinition(to, title or None, Node("eob", "link")) for name, to, title in self.links
            },
            github=self.github,
            paragraph_end=self.paragraph_end,
            commonmark=self.commonmark,
            hard_wrap=self.hard_wrap,
            auto_ids=self.auto_ids,
            auto_id_prefix=self.auto_id_prefix,
            parse_block_html=self.parse_block_html,
            parse_span_html=self.parse_span_html,
            toc_levels=self.toc_levels,
            header_offset=self.header_offset,
            footnote_nr=self.footnote_nr,
            quotes=self.quotes,
            symbols=dict(self.symbols),
        )


PLAIN = KramdownOptions()


def options_of(data: Mapping[str, object]) -> KramdownOptions:
    """The options in a site's settings. Invalid values count as missing."""
    other = _text(data.get("markdown")).strip().lower()
    if other.startswith("commonmark"):  # jekyll-commonmark, or GitHub's, which is smart unless told otherwise
        section = data.get("commonmark")
        words = section.get("options") if isinstance(section, dict) else None
        return commonmark(smart=other.endswith("ghpages") if words is None else "SMART" in _words(words))
    said = data.get("kramdown")
    if not isinstance(said, dict) or not said:
        return PLAIN
    github = _text(said.get("input")).strip().lower() != "kramdown"
    quirks = _quirks(said.get("gfm_quirks", "paragraph_end"))
    return KramdownOptions(
        github=github,
        paragraph_end=github and "paragraph_end" in quirks,
        hard_wrap=github and _flag(said, "hard_wrap", PLAIN.hard_wrap),
        auto_ids=_flag(said, "auto_ids", PLAIN.auto_ids),
        auto_id_prefix=re.sub(r"[^\w.-]", "", _text(said.get("auto_id_prefix"))),
        parse_block_html=_flag(said, "parse_block_html", PLAIN.parse_block_html),
        parse_span_html=_flag(said, "parse_span_html", PLAIN.parse_span_html),
        toc_levels=levels_of(said.get("toc_levels")) or PLAIN.toc_levels,
        header_offset=_offset(said.get("header_offset")),
        footnote_nr=number_of(said.get("footnote_nr")) or PLAIN.footnote_nr,
        quotes=quotes_of(said.get("smart_quotes")) or PLAIN.quotes,
        symbols=_AS_TYPED
        if github and "no_auto_typographic" in quirks
        else _symbols(said.get("typographic_symbols")),
        links=_links(said.get("link_defs")),
    )


def commonmark(*, smart: bool) -> KramdownOptions:
    """The options for posts of Hugo, Zola, and Jekyll with `markdown: CommonMark`.

    `smart` says whether quotation marks and dashes are set as printers do.
    """
    if smart:
        return KramdownOptions(commonmark=True)
    return KramdownOptions(commonmark=True, quotes=("'", "'", '"', '"'), symbols=_AS_TYPED)


def levels_of(value: object) -> frozenset[int]:
    """The heading levels in `2..3`, `2,3` or a list; empty for anything else."""
    words = ",".join(map(_text, value)) if isinstance(value, list) else _text(value).strip()
    if between := re.fullmatch(r"(\d)\.\.(\d)", words):
        return frozenset(range(int(between[1]), int(between[2]) + 1))
    if re.fullmatch(r"\d(?: *, *\d)*", words):
        return frozenset(map(int, words.split(",")))
    return frozenset()


def number_of(value: object) -> int:
    """The number of the first note; 0 for anything else."""
    words = _text(value).strip()
    return int(words) if re.fullmatch(r"[0-9]{1,4}", words) else 0


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _flag(said: Mapping[str, object], name: str, otherwise: bool) -> bool:  # the default
    return _text(said[name]).strip().lower() not in _NO if name in said else otherwise


def _offset(value: object) -> int:
    words = _text(value)
    return int(words) if re.fullmatch(r"-?\d", words) else 0


def quotes_of(value: object) -> tuple[str, ...]:
    """Four entities by name or number, for single and double quotation marks: `apos,apos,quot,quot`."""
    marks = tuple(map(_entity, _words(value)))
    return marks if len(marks) == 4 and all(marks) else ()


def _entity(name: str) -> str:
    if re.fullmatch(r"[0-9]{2,6}", name) and 0x20 < int(name) < 0x110000 and not 0xD800 <= int(name) < 0xE000:
        return chr(int(name))
    return _ENTITIES.get(name, "")


def _quirks(value: object) -> tuple[str, ...]:
    return tuple(word.lstrip(":") for word in _words(value))


def _words(value: object) -> list[str]:
    """The words of a list, or of a text with commas between them."""
    words = value if isinstance(value, list) else _text(value).split(",")
    return [_text(word).strip() for word in words]


def _links(value: object) -> tuple[tuple[str, str, str], ...]:
    """`link_defs`: an address, or a list of address and title, under each name."""
    found = []
    for name, said in value.items() if isinstance(value, dict) else ():
        address, title, *_ = [*map(_text, said if isinstance(said, list) else [said]), "", ""]
        if address:
            found.append((link_key(_text(name)), address, title))
    return tuple(found)


def _symbols(value: object) -> tuple[tuple[str, str], ...]:
    said = value if isinstance(value, dict) else {}
    return tuple((mark, _text(said[name])) for name, mark in _SYMBOLS.items() if _text(said.get(name)))
