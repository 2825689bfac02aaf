"""Notes in a neutral structure: the PDF makes footnotes of them, the EPUB pop-ups.

A call is `a.noteref`, a note is `li.footnote` in one `section.footnotes > ol` at the end; the writers add the links
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from publish.markup.tree import HEADINGS, Element, drop, has_class, make, text_of
from publish.text.patterns import late

__all__ = ["neutralise"]

_BACK = late(r"#fnref")
_CALL = late(r"#fn[:\-_]?\w")
_NUMBER = late(r"[0-9]{1,4}")


def neutralise(root: Element) -> None:
    """Rebuild kramdown's footnotes: number notes in order, from the number that their list begins with, and calls by their note; remove links back."""
    holders = [holder for holder in root.iter("div", "section") if has_class(holder, "footnotes")]
    notes = [note for holder in holders for note in holder.findall("./ol/li") if note.get("id")]
    first = _first(holders)
    numbers = {note.get("id", ""): number for number, note in enumerate(notes, first)}
    if not numbers:
        return
    section = make("section", class_="footnotes")
    listing = make("ol") if first == 1 else make("ol", start=str(first))
    section.append(listing)
    for holder in holders:
        drop(holder)
    for number, note in enumerate(notes, first):
        _remove_backlinks(note)
        for part in note.iter(*HEADINGS, "details", "summary"):
            part.tag = (
                "div" if part.tag == "details" else "p"
            )  # a note has no sections, and nothing to unfold
        note.attrib.clear()
        note.set("class", "footnote")
        note.set("id", f"fn-{number}")
        note.tail = "\n"
        listing.append(note)
    root.append(section)
    _renumber_calls(root, numbers)


def _first(holders: Sequence[Element]) -> int:
    """The number of the first note: what the first list says (`footnote_nr`), else 1."""
    said = next((listing.get("start", "") for holder in holders for listing in holder.findall("./ol")), "")
    return int(said) if _NUMBER.fullmatch(said) and int(said) else 1


def _renumber_calls(root: Element, numbers: dict[str, int]) -> None:
    times: dict[int, int] = {}
    for call in list(root.iter("a")):
        number = numbers.get(unquote(call.get("href", "")[1:])) if _is_call(call) else None
        if number is None:
            continue
        times[number] = times.get(number, 0) + 1
        again = f"-{times[number]}" if times[number] > 1 else ""
        _replace(call, f"fnref-{number}{again}", f"#fn-{number}", str(number))


def _is_call(link: Element) -> bool:
    return bool(_CALL.match(link.get("href", ""))) and not _BACK.match(link.get("href", ""))


def _replace(call: Element, name: str, address: str, words: str) -> None:
    fresh = make("a", words, class_="noteref", id=name, href=address)
    outer, parent = call, call.getparent()
    if parent is not None and parent.tag == "sup" and text_of(parent).strip() == text_of(call).strip():
        outer = parent
    holder = outer.getparent()
    if holder is not None:
        fresh.tail = outer.tail
        holder.replace(outer, fresh)


def _remove_backlinks(note: Element) -> None:
    for link in list(note.iter("a")):
        if not (_BACK.match(link.get("href", "")) or has_class(link, "reversefootnote")):
            continue
        parent = link.getparent()
        drop(link)
        if parent is None:
            continue
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "").rstrip(" \xa0")
        else:
            parent.text = (parent.text or "").rstrip(" \xa0")
        # kramdown puts the link back into its own paragraph when the note ends in a list or code
        if parent is not note and not len(parent) and not (parent.text or "").strip():
            drop(parent)
