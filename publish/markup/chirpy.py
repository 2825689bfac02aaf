"""Chirpy's names of files over code."""

from __future__ import annotations

from publish.markup.tree import Element, make, take

__all__ = ["name_files"]


def name_files(root: Element) -> None:
    """`{: file="_config.yml" }` under code: show the file name above it."""
    for code in list(root.iter("pre")):
        name = take(code, "file").strip()
        if not name or code.getparent() is None:
            continue
        figure = make("figure", class_="highlight")
        code.addprevious(figure)
        figure.tail, code.tail = code.tail, None
        caption = make("figcaption")
        caption.append(make("code", name))
        figure.extend([caption, code])
