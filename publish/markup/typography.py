"""One pass over the text: line breaks between Han characters, languages, fine spaces."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from publish.language import is_chinese, is_right_to_left
from publish.markup import chinese, english, hanbreaks, languages
from publish.markup.languages import Foreign, Run
from publish.markup.texts import Piece, lines
from publish.markup.tree import Element, make
from publish.text.characters import dashes_at_line_ends

__all__ = ["set_text"]


def set_text(root: Element, language: str, site_language: str, *, fine: bool) -> None:
    """Apply the rules about characters to a chapter in a language. `fine` switches fine spaces, but not languages."""
    found = lines(root, language)
    foreign = Foreign(language, "".join(line.text for line in found), site_language)
    for line in found:
        hanbreaks.join(line)
        whole = foreign.whole(line)
        if whole:
            languages.spread(line, whole)
        before = ""
        for index, piece in enumerate(line.pieces):
            following = line.pieces[index + 1].text[:1] if index + 1 < len(line.pieces) else ""
            last = piece.text[-1:] or before
            if not piece.opaque and piece.text:
                _set_piece(piece, foreign, before, following, fine=fine)
            before = last


def _set_piece(piece: Piece, foreign: Foreign, before: str, following: str, *, fine: bool) -> None:
    text, base = piece.text, piece.language
    runs = foreign.runs(text, base)
    gaps = chinese.gaps(text, following) if fine and is_chinese(base) else []
    if not runs and not gaps:
        new = _fine(text, base, before) if fine else text
        if new != text:
            piece.write(new)
        return
    _write(piece, _parts(text, base, runs, gaps), before, fine=fine)


def _fine(text: str, language: str, before: str) -> str:
    if is_right_to_left(language):
        return dashes_at_line_ends(text)
    return english.typeset(text, before) if language.split("-", 1)[0].lower() == "en" else text


def _parts(text: str, base: str, runs: list[Run], gaps: list[int]) -> list[tuple[str, str, bool]]:
    """Parts of a text: (text, language or empty for the base, whether a gap follows)."""
    cuts = {0, len(text)}
    for run in runs:
        cuts.update((run.start, run.end))
    for place in gaps:
        cuts.update((place, place + 1))
    wanted, gap_places = deque(runs), frozenset(gaps)
    parts: list[tuple[str, str, bool]] = []
    for start, end in pairwise(sorted(cuts)):
        while wanted and wanted[0].end <= start:
            wanted.popleft()
        inside = bool(wanted) and wanted[0].start <= start and wanted[0].language != base
        language, gap = wanted[0].language if inside else "", start in gap_places
        parts.append((text[start:end], language, gap))
    return parts


def _write(piece: Piece, parts: list[tuple[str, str, bool]], before: str, *, fine: bool) -> None:
    """Write parts into the tree, those with a language or a gap as spans."""
    base = piece.language
    plain, spans = "", []
    for text, language, gap in parts:
        fresh = _fine(text, language or base, before) if fine else text
        before = text[-1]
        if language or gap:
            span = make("span", fresh)
            if language:
                span.set("lang", language)
            if gap:
                span.set("class", "gap")
            spans.append(span)
        elif spans:
            spans[-1].tail = (spans[-1].tail or "") + fresh
        else:
            plain += fresh
    piece.write("")
    for span in reversed(spans):  # in reverse, each right after a known node: no search among siblings
        if piece.is_tail:
            piece.element.addnext(span)
        else:
            piece.element.insert(0, span)
    piece.write(plain)
