"""The same post in several languages: a volume has it once (jekyll-polyglot, and sites that link them by `ref`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from publish.books.choosing.spec import Spec
from publish.books.facts import Facts
from publish.language import normalise
from publish.model import Notice, Site

__all__ = ["without_twins"]


def without_twins(
    facts: Sequence[Facts], named: Collection[Path], spec: Spec, site: Site
) -> tuple[list[Facts], tuple[Notice, ...]]:
    """The posts, of each translated one only that in the volume's language, else in the site's; and what to say of it.

    Only where the site's settings list languages. Files in `named`, which the user named one by one, all stay.
    """
    if len(site.languages) < 2:
        return list(facts), ()
    groups: dict[str, list[Facts]] = {}
    for each in facts:
        groups.setdefault(_name(each, site), []).append(each)
    wanted = [
        tag
        for tag in (spec.language, normalise(str(site.data.get("default_lang") or "")), site.language)
        if tag
    ]
    wanted = wanted or [normalise(site.languages[0])]  # jekyll-multiple-languages-plugin
    left = set()
    for group in groups.values():
        if len({each.language for each in group}) > 1:
            kept = min(group, key=lambda each: _place(each.language, wanted))
            left |= {each.path for each in group if each.language != kept.language} - set(named)
    if not left:
        return list(facts), ()
    count = "1 post is a translation" if len(left) == 1 else f"{len(left)} posts are translations"
    said = f"{count} of another in this volume, and left out: name its file, or set `language`, to have it"
    return [each for each in facts if each.path not in left], (Notice("twins-left-out", said, spec.label),)


def _place(language: str, wanted: Sequence[str]) -> int:
    """How early a language is among those wanted; `pt-BR` is as good as `pt` where that is wanted."""
    base = language.partition("-")[0]
    for place, tag in enumerate(wanted):
        if language == tag or base == tag.partition("-")[0]:
            return place
    return len(wanted)


def _name(each: Facts, site: Site) -> str:
    """What all translations of a post have in common: a name of the author's, else the address without languages."""
    if each.twin:
        return f"={each.twin}"
    address = each.address.removeprefix(site.url) or each.path.with_suffix("").as_posix()
    known = "|".join(re.escape(name) for name in site.languages)
    return re.sub(rf"(?:^|(?<=/))(?:{known})/", "", address, flags=re.IGNORECASE)
