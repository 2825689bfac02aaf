"""jekyll-scholar: `{% cite key %}`, `{% reference key %}`, `{% bibliography %}`, from the site's BibTeX file.

In its default style (APA): names and a year in the text, the list sorted by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import escape
from typing import TextIO, cast
from urllib.parse import quote

from liquid import RenderContext, Token
from liquid.ast import Node
from liquid.stream import TokenStream
from liquid.tag import Tag

from publish.markup.liquid.arguments import words_of
from publish.markup.liquid.sitefiles import SiteFiles
from publish.text.patterns import late

__all__ = ["SCHOLAR_TAGS", "Entry", "entries_of", "long", "short"]

Entry = Mapping[str, str]
MAX_ENTRIES = 2_000
MAX_VALUE = 4_000
"""Most characters of one value."""
_FILES = ("references.bib", "papers.bib", "bibliography.bib")
_ENTRY = late(r"@(\w{1,30})\s*\{\s*([^,\s{}]{1,200})\s*,")
_FIELD = late(r"(\w{1,40})\s*=\s*")
_ACCENT = late(r"\\([\"'`^~=.])\s*\{?(\\?\w)\}?")
_MARKS = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
}
_LETTERS = {
    r"\ss": "ß",
    r"\o": "ø",
    r"\O": "Ø",
    r"\aa": "å",
    r"\ae": "æ",
    r"\l": "ł",
    r"\&": "&",
    r"\%": "%",
    r"\_": "_",
}
_VALUED = late(r"""\s(?:-[lfqTrCoG]|--(?!cited|suppress|remove)\w+)[\s=]+(?:"[^"]*"|'[^']*'|\S+)""")
"""Options with a value."""
_SAID = late(r"""\s(?:-T|--text)[\s=]+("[^"]*"|'[^']*'|[^"'\s-]\S*(?:\s+(?!-)\S+)*)""")
"""The words of a link."""
_CITED = late(r"\{%-?\s*cite\s+([^%]{1,500})%\}")


def entries_of(text: str) -> dict[str, Entry]:
    """The entries of a BibTeX file by their keys."""
    entries: dict[str, Entry] = {}
    place = 0
    for _ in range(MAX_ENTRIES):
        found = _ENTRY.search(text, place)
        if found is None:
            break
        place = found.end()
        if found[1].lower() not in {"comment", "string", "preamble"}:
            entries[found[2]], place = _fields(text, place)
    return entries


def _fields(text: str, place: int) -> tuple[Entry, int]:
    """The fields of an entry, and its end."""
    fields: dict[str, str] = {}
    while (place := _after_space(text, place)) < len(text) and text[place] != "}":
        name = _FIELD.match(text, place)
        if name is None:
            break
        value, place = _value(text, name.end())
        fields.setdefault(name[1].lower(), _plain(value))
    return fields, place


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place


def _value(text: str, start: int) -> tuple[str, int]:
    """A value in braces, in quotation marks, or as a word; and its end."""
    if text[start : start + 1] not in {"{", '"'}:
        bare = re.compile(r"[^,}\s]*").match(text, start)
        return (bare[0], bare.end()) if bare else ("", start + 1)
    quoted, depth, place = text[start] == '"', 0, start
    while place < min(len(text), start + MAX_VALUE):
        character = text[place]
        depth += {"{": 1, "}": -1}.get(character, 0)
        ends = character == '"' and depth == 0 and place > start if quoted else depth == 0
        place += 1
        if ends:
            break
    return text[start + 1 : place - 1], place


def _plain(value: str) -> str:
    """Text with TeX's accents as letters, without braces."""
    value = _ACCENT.sub(lambda found: found[2].removeprefix("\\") + _MARKS[found[1]], value)
    for name, letter in _LETTERS.items():
        value = value.replace(name, letter)
    value = value.replace("{", "").replace("}", "").replace("~", " ").replace("---", "—").replace("--", "–")
    return unicodedata.normalize("NFC", " ".join(value.split()))


def _surnames(entry: Entry) -> list[str]:
    names = re.split(r"\s+and\s+", entry.get("author") or entry.get("editor") or "")
    return [name.partition(",")[0] if "," in name else name.split()[-1] for name in names if name.strip()]


def _year(entry: Entry) -> str:
    return entry.get("year") or entry.get("date", "")[:4] or "n.d."


def short(entry: Entry, *, only_year: bool = False) -> str:
    """Names and the year, for a citation in the text."""
    names = _surnames(entry)
    who = f"{names[0]} et al." if len(names) > 2 else " & ".join(names) or entry.get("title", "")
    return _year(entry) if only_year else f"{who}, {_year(entry)}"


def long(entry: Entry) -> str:
    """A line of HTML, for a list."""
    who = ", ".join(filter(None, re.split(r"\s+and\s+", entry.get("author") or entry.get("editor") or "")))
    where = (
        entry.get("journal") or entry.get("booktitle") or entry.get("publisher") or entry.get("school") or ""
    )
    detail = ", ".join(filter(None, (entry.get("volume", ""), entry.get("pages", ""))))
    title = f"<em>{escape(entry.get('title', ''))}</em>."
    place = ", ".join(filter(None, (escape(where), escape(detail))))
    address = entry.get("url") or (f"https://doi.org/{entry['doi']}" if entry.get("doi") else "")
    link = f' <a href="{escape(address)}">{escape(address)}</a>' if address.startswith("http") else ""
    return f"{escape(who)} ({escape(_year(entry))}). {title} {f'{place}.' if place else ''}{link}".strip()


class _Node(Node):
    def __init__(self, token: Token, words: str) -> None:
        super().__init__(token)
        self.words, self.blank = words, False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        files = cast("SiteFiles", context.env.files)  # type: ignore[attr-defined]  # set by our own Environment
        entries = _entries(files, self.words)
        keys = _keys(self.words)
        if self.token.value == "bibliography":
            return buffer.write(_list(entries, self.words, files))
        if self.token.value == "bibliography_count":
            return buffer.write(str(len(_shown(entries, self.words, files))))
        if self.token.value in {"cite_details", "details_link"}:
            return buffer.write(_details(self.token.value, self.words, files))
        for key in keys:
            if key not in entries:
                _notice(context, self.token, key)
        if self.token.value == "reference":
            return buffer.write(
                "; ".join(long(entries[key]) if key in entries else escape(key) for key in keys)
            )
        only_year = "-A" in self.words.split()
        said = [short(entries[key], only_year=only_year) if key in entries else key for key in keys]
        page = re.search(r"(?:-l|--locator)\s+(\S+)", self.words)
        where = f", p. {page[1]}" if page else ""
        return buffer.write(escape(f"({'; '.join(said)}{where})", quote=False)) if keys else 0


def _notice(context: RenderContext, token: Token, key: str) -> None:
    context.env.notices.add(  # type: ignore[attr-defined]  # like these
        "reference-unknown",
        f"the site's bibliography has no entry {key[:60]!r}: the book shows this key",
        line=context.env.line_of(token),  # type: ignore[attr-defined]
    )


def _keys(words: str) -> list[str]:
    """The keys among a tag's arguments, without its options and their values."""
    return [word for word in _VALUED.sub(" ", f" {words}").split() if not word.startswith("-")]


def _entries(files: SiteFiles, words: str) -> dict[str, Entry]:
    said = files.site.data.get("scholar")
    settings = said if isinstance(said, dict) else {}
    folder = str(settings.get("source") or "_bibliography").strip("./")
    named = re.search(r"(?:-f|--file)\s+(\S+)", words)
    names = [named[1], f"{named[1]}.bib"] if named else [str(settings.get("bibliography") or ""), *_FILES]
    texts = (files.text_of(f"{folder}/{name}") for name in names if name)
    return entries_of(next(filter(None, texts), ""))


def _shown(entries: Mapping[str, Entry], words: str, files: SiteFiles) -> Mapping[str, Entry]:
    """The entries that a list has: all, or those that the post cites."""
    if "--cited" not in words:
        return entries
    cited = {key for found in _CITED.findall(files.post.text) for key in _keys(found)}
    return {key: entry for key, entry in entries.items() if key in cited}


def _details(tag: str, words: str, files: SiteFiles) -> str:
    """A link to the page that the site makes of an entry, or its address."""
    text = _SAID.search(f" {words}")
    keys = _keys(_SAID.sub(" ", f" {words}"))
    said = files.site.data.get("scholar")
    settings = said if isinstance(said, dict) else {}
    folder = str(settings.get("details_dir") or "bibliography").strip("/")
    if not keys:
        return ""
    name = re.sub(r"[:\s]+", "_", keys[0])
    address = f"{files.site.url}{files.site.baseurl}/{folder}/{quote(name)}.html"
    shown = (text[1].strip("\"'") if text else "") or str(settings.get("details_link") or "Details")
    return address if tag == "details_link" else f'<a href="{escape(address)}">{escape(shown)}</a>'


def _list(entries: Mapping[str, Entry], words: str, files: SiteFiles) -> str:
    shown = _shown(entries, words, files)
    ordered = sorted(shown.values(), key=lambda entry: (_surnames(entry)[:1], _year(entry)))
    items = "".join(f"<li>{long(entry)}</li>" for entry in ordered)
    return f'\n\n<ol class="bibliography">{items}</ol>\n\n' if items else ""


class CiteTag(Tag):
    """`{% cite key … -l page %}`."""

    name = "cite"
    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        return _Node(token, words_of(stream))


class ReferenceTag(CiteTag):
    """`{% reference key %}`."""

    name = "reference"


class BibliographyTag(CiteTag):
    """`{% bibliography --cited %}`."""

    name = "bibliography"


class CountTag(CiteTag):
    """`{% bibliography_count %}`."""

    name = "bibliography_count"


class CiteDetailsTag(CiteTag):
    """`{% cite_details key --text words %}`."""

    name = "cite_details"


class DetailsLinkTag(CiteTag):
    """`{% details_link key %}`."""

    name = "details_link"


SCHOLAR_TAGS: tuple[type[Tag], ...] = (
    CiteTag, ReferenceTag, BibliographyTag, CountTag, CiteDetailsTag, DetailsLinkTag,
)  # fmt: skip
