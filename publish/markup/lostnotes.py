"""Notes that do not come together: calls without a text, which readers see as `[^x]`, and texts that nothing calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from publish.markup.notices import Notices
from publish.markup.tree import Element, has_class

__all__ = ["say"]

_CALL = re.compile(r"\[\^([^\s\[\]]{1,80})\]")
_TEXT = re.compile(r"^(?:> ?)* {0,3}\[\^([\w-]{1,80})\]:", re.MULTILINE)
_NAME = re.compile(r"[\w-]+", re.ASCII)
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|\{%-?\s*comment.*?endcomment\s*-?%\}|\A---\n.*?^---$", re.DOTALL | re.MULTILINE
)
_FORMULAS = ("math-display", "math-inline")
_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math"})


def say(root: Element, source: str, notices: Notices) -> None:
    """Add a notice for each call without a text and each text without a call. `root` has kramdown's own notes."""
    shown = set(_CALL.findall("".join(map(str, root.itertext())))) if "[^" in source else set()
    for name in dict.fromkeys(_calls(root) if shown else ()):
        remedy = (
            f"write a line that begins with [^{name}]:"
            if _NAME.fullmatch(name)
            else "names of notes have only the letters a to z, digits, - and _"
        )
        notices.add(
            "note-missing", f"the note [^{name}] has no text and is shown as it is: {remedy}", f"[^{name}]"
        )
    notes = (
        note
        for holder in root.iter("div", "section")
        if has_class(holder, "footnotes")
        for note in holder.iter("li")
    )
    known = {unquote(note.get("id", "")).removeprefix("fn:") for note in notes} | shown
    if "[^" not in source:
        return
    for name in dict.fromkeys(_TEXT.findall(_HIDDEN.sub("", source))):
        if name not in known:
            notices.add(
                "note-uncalled",
                f"nothing calls the note [^{name}], so its text is left out: write [^{name}] where it belongs",
                f"[^{name}]:",
            )


def _calls(element: Element) -> Iterator[str]:
    """Names of the calls in the text of an element that were not read as calls; code is shown as it is."""
    if (
        not isinstance(element.tag, str)
        or element.tag in _CODE
        or any(has_class(element, name) for name in _FORMULAS)
    ):
        return
    yield from _CALL.findall(element.text or "")
    for child in element:
        yield from _calls(child)
        yield from _CALL.findall(child.tail or "")
