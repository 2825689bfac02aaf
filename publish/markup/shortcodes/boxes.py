"""Boxes, which themes call notices, admonitions or callouts."""

from __future__ import annotations

from collections.abc import Mapping

from publish.markup.shortcodes.asked import Asked, Write, Written, in_line

__all__ = ["WRITERS"]

_LABELLED = {
    "note": "note", "tip": "tip", "hint": "tip", "info": "info", "information": "info", "warning": "warning",
    "warn": "warning", "danger": "danger", "error": "error", "success": "success", "important": "important",
    "caution": "caution", "attention": "caution",
}  # fmt: skip
"""Kinds of boxes for which we have a label in every language."""
_KINDS = frozenset(
    "abstract bug check done example fail failure faq help missing primary question secondary summary tldr todo "
    "default accent green grey gray red orange yellow blue light dark".split()
)
"""Further kinds that themes know; those that are words are the label themselves."""
_COLOURS = frozenset(
    "primary secondary default accent green grey gray red orange yellow blue light dark".split()
)
_ANY = frozenset(
    "notice admonition callout alert hint message panel pageinfo box infobox flag disclaimer".split()
)
"""Shortcodes whose argument says the kind of box."""


def _box(asked: Asked) -> Written:
    """`{{% notice tip "Title" %}}`, `{{< admonition type="tip" title="…" >}}`, `{{< tip >}}` and the like."""
    name, words = asked.code.name, list(asked.code.words)
    kind = asked.option("type", "kind", "style", "level", "color", "theme", "class", "status").lower()
    if not kind and words and (words[0].lower() in _LABELLED or words[0].lower() in _KINDS):
        kind = words.pop(0).lower()
    if name in {"admonition", "notice", "callout"} and words and not kind:
        kind = words.pop(0).lower()
    if name in _LABELLED and name not in _ANY:
        kind = name
    if not kind and name == "hint":
        kind = "tip"
    title = asked.option("title", "heading", "header", "summary", "label")
    inner = asked.inner
    if inner is None:
        inner = asked.option("text", "content", "body") or (words.pop(0) if words else "")
    elif words and not title and name not in {"alert"} and words[0].lower() not in {"true", "false"}:
        title = words[0]
    if not title and kind in _KINDS - _COLOURS:
        title = kind.capitalize()
    sort = _LABELLED.get(kind, "")
    opening = f'<div class="{f"notice--{sort}" if sort else "notice"}" markdown="1">'
    if title:
        opening += f'\n<p class="admonition-title">{in_line(title, asked)}</p>'
    return Written(opening, inner, "</div>")


WRITERS: Mapping[str, Write] = dict.fromkeys(
    (*_ANY, *_LABELLED, "question", "example", "todo", "abstract", "bug", "summary", "aside"), _box
)
