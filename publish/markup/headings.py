"""Heading levels without gaps, for reading software (WCAG 2.2, 1.3.1; PDF/UA-1, 7.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from publish.markup.formulas.plain import plain
from publish.markup.tree import HEADINGS, Element, drop, has_class, text_of
from publish.model import Heading, Post, Site
from publish.project.themes import theme_of

__all__ = ["listing", "name_of", "repair", "without_title"]

LOWEST = 6


def without_title(root: Element, post: Post, site: Site) -> None:
    """Remove a first heading that repeats the title, where the theme's pages print no title of their own, or where the
    title is that heading's own (`_gave_title`).
    """
    first = next(iter(root), None)
    if first is None or first.tag != "h1" or (root.text or "").strip():
        return
    theme = theme_of(site)
    if not (theme and not theme.titled) and not _gave_title(first, root, post):
        return
    if any(has_class(each, "noteref") or each.tag == "img" for each in first.iter()):
        return  # there is more than the title
    if name_of(first).casefold() == " ".join(post.title.split()).casefold():
        drop(first)


def _gave_title(heading: Element, root: Element, post: Post) -> bool:
    """Whether a post without front matter has its title from this heading, which is the only one of its rank. One that
    the post links to stays.
    """
    if post.head or len(list(root.iter("h1"))) > 1:
        return False
    return all(link.get("href") != f"#{heading.get('id')}" for link in root.iter("a"))


def repair(root: Element) -> None:
    """Change heading levels so that the first is h2 (the title is h1) and none is skipped. Each gets an id; empty
    ones are removed.

    A heading keeps its rank relative to the others: one level below the last heading with a higher rank.
    """
    open_ranks: list[int] = []
    unnamed = 0
    for element in list(root.iter(*HEADINGS)):
        if not text_of(element).strip() and element.find(".//img") is None:
            drop(element)
            continue
        rank = int(element.tag[1])
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        element.tag = f"h{min(len(open_ranks) + 1, LOWEST)}"
        if not element.get("id", "").strip():
            unnamed += 1
            element.set("id", f"section-{unnamed}")


def listing(root: Element) -> tuple[Heading, ...]:
    """The headings in order, for contents and bookmarks; without empty ones."""
    found = []
    for element in root.iter(*HEADINGS):
        if words := name_of(element):
            found.append(Heading(int(element.tag[1]), element.get("id", ""), words))
    return tuple(found)


def name_of(heading: Element) -> str:
    """A heading's text for use elsewhere: without note calls and missing pictures, formulas as plain text; without text,
    the alternative text of its pictures, also of missing ones.
    """
    return " ".join("".join(_words(heading)).split()) or _alternative(heading) or _missing(heading)


def _is_in_brackets(reading: Element) -> bool:
    before = reading.getprevious()
    return before is not None and before.tag == "rp" and not (before.tail or "").strip()


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if str(child.tag).endswith("}math"):
            yield plain(child)
        elif child.tag == "rt" and not _is_in_brackets(child):  # in one line, a reading is
            yield from ("(", *_words(child), ")")
        elif not has_class(child, "noteref") and not has_class(child, "stand-in"):
            yield from _words(child)
        yield child.tail or ""


def _missing(heading: Element) -> str:
    """The description in a missing picture's panel, else its title."""
    spans = {each.get("class", ""): text_of(each) for each in heading.iter("span")}
    return spans.get("stand-in-text") or spans.get("stand-in-title", "")


def _alternative(element: Element) -> str:
    return " ".join(image.get("alt", "") for image in element.iter("img")).strip()
