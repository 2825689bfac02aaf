"""Words in scripts without italics (Arabic, Hebrew, Hindi, Thai …) inside a text whose language has them: class `upright`,
so that no engine slants them by machine.

Their letters decide: a few words seldom show their language, and need no `lang` for this.
"""

from __future__ import annotations

from publish.language import has_italics
from publish.markup.elements import SLANTED
from publish.markup.tree import Element, add_class, classes, make, names, text_of
from publish.text.patterns import late
from publish.text.scripts import UPRIGHT, is_western

__all__ = ["is_slanted", "mark"]

_SLANTED_CLASSES = names("standfirst pullquote book-description contents-byline c c1 ch cm cp cpf cs sd")
"""Classes that style sheets set in italics; the last are of comments in code."""
_UPRIGHT = late(f"[{UPRIGHT}]")
_RUN = late(f"[{UPRIGHT}](?:[{UPRIGHT}\u200c\u200d\\s.,:;!?·'\"()-]*[{UPRIGHT}])?")


def mark(root: Element, language: str) -> None:
    """Mark the slanted elements below an element in a language, or the words in them that are of such a script."""
    if is_western(all_text := text_of(root)) or not _UPRIGHT.search(all_text):
        return
    waiting = [(child, language) for child in root if isinstance(child.tag, str)]
    while waiting:
        element, around = waiting.pop()
        own = element.get("lang") or around
        if has_italics(own) and is_slanted(element) and _UPRIGHT.search(text := text_of(element)):
            if not any(each.isalpha() for each in _UPRIGHT.sub("", text)):
                add_class(element, "upright")
            else:
                _part(element)
        else:
            waiting += [(child, own) for child in element if isinstance(child.tag, str)]


def is_slanted(element: Element) -> bool:
    """Whether style sheets set an element in italics, by its name, in any namespace, or by a class."""
    name = element.tag.rpartition("}")[2]
    return name in SLANTED or not _SLANTED_CLASSES.isdisjoint(classes(element))


def _space(element: Element) -> str:
    """The namespace, in braces, as it stands before an element's name."""
    return "".join(element.tag.rpartition("}")[:2])


def _part(element: Element) -> None:
    """Put the words of such a script into elements of their own; those with a language are marked by it, and formulas
    and drawings stay as they are.
    """
    for child in list(element):
        own = isinstance(child.tag, str) and _space(child) == _space(element)
        if own and not child.get("lang") and "upright" not in classes(child):
            _part(child)
        _wrap(element, child)
    _wrap(element, None)


def _wrap(parent: Element, before: Element | None) -> None:
    """The same for the text after a child, or for the text before all of them."""
    text = (parent.text if before is None else before.tail) or ""
    runs = list(_RUN.finditer(text))
    if not runs:
        return
    at = 0 if before is None else parent.index(before) + 1
    first = text[: runs[0].start()]
    if before is None:
        parent.text = first
    else:
        before.tail = first
    for place, run in enumerate(runs):
        word = make(f"{_space(parent)}span", run.group(), class_="upright")
        end = runs[place + 1].start() if place + 1 < len(runs) else len(text)
        word.tail = text[run.end() : end]
        parent.insert(at + place, word)
