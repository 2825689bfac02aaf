"""Links on paper: the address of each is printed, as a footnote or beside the link."""

from __future__ import annotations

from publish.markup.tree import Element, has_class, make, text_of

__all__ = ["write_out"]

_BESIDE = ("table", "figcaption", "caption", "dt")
"""Elements in which a call cannot have a footnote: the address follows the link in brackets."""
_NOTHING = ("h1", "h2", "h3", "h4", "h5", "h6", "pre")
"""Elements in which even that would spoil the line."""


def write_out(root: Element) -> None:
    """Give every web link its address as a footnote. Each address appears once; later links call its note again.

    The notes have numbers, or letters if the author's notes have numbers. A link whose text is the address needs
    none.
    """
    letters = next(
        (e for e in root.iter("a", "span") if has_class(e, "noteref") or has_class(e, "footnote")), None
    )
    known: dict[str, str] = {}
    for link in list(root.iter("a")):
        address, outer = _address(link), {str(each.tag) for each in link.iterancestors()}
        if not address or _display_address(address) in text_of(link) or not outer.isdisjoint(_NOTHING):
            continue
        in_note = any(
            has_class(each, "footnote") or has_class(each, "stand-in") for each in link.iterancestors()
        )
        if in_note or not outer.isdisjoint(_BESIDE):
            _add_note(link, make("span", f" ({_display_address(address)})", class_="written-address"))
        elif address in known:
            number = known[address]
            _add_note(link, make("a", number, class_="noteref", href=f"#link-{number}"))
        else:
            known[address] = number = _letter(len(known)) if letters is not None else str(len(known) + 1)
            note = make("span", class_="footnote address", id=f"link-{number}")
            note.set("data-number", number)
            note.append(make("a", _display_address(address), href=link.get("href", "")))
            _add_note(link, note)


def _address(link: Element) -> str:
    """A link's address if it is outside the book."""
    address = link.get("href", "")
    return address if address.startswith(("http://", "https://", "mailto:")) else ""


def _display_address(address: str) -> str:
    """An address as people type it."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/")


def _add_note(link: Element, element: Element) -> None:
    element.tail, link.tail = link.tail, None
    link.addnext(element)


def _letter(number: int) -> str:
    """a, b, … z, aa, ab, …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
