"""What nobody would miss until the book is printed: rules of a style of one's own that the PDF engine does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from publish.keep.files import is_file
from publish.model import Notice
from publish.project.sheetfaults import braces
from publish.project.style import Style, builtin_folder
from publish.text.messages import did_you_mean
from publish.text.patterns import late

__all__ = ["style_faults"]

_SHEETS = ("theme.css", "text.css", "print.css", "volume.css")
_SHARED = frozenset({"text.css"})
"""Sheets of web pages too."""
_OF_PAGES = ("text-emphasis", "-webkit-text-emphasis")
"""Beginnings of properties that browsers need and the PDF engine does not: `pdf/emphasis` draws the dots."""
_IGNORED = late(
    r"Ignored `(?P<rule>.*?)\s*` at (?P<line>\d+):\d+, (?P<why>unknown property|invalid value)", re.DOTALL
)
_SELECTOR = late(r"Invalid or unsupported selector, '(?:\^)?(?P<rule>.*)'", re.DOTALL)
_OTHER = late(r"(?:Unknown rule <AtRule (?P<rule>@[\w-]+).*|Parse error) at (?P<line>\d+):\d+", re.DOTALL)


def style_faults(style: Style, name: str) -> tuple[Notice, ...]:
    """Warnings about the style sheets of a folder of one's own, which the user calls `name`; none about built-in ones."""
    if style.folder.is_relative_to(builtin_folder().resolve()):
        return ()
    sheets = [sheet for sheet in _SHEETS if is_file(style.folder / sheet)]
    return tuple(
        Notice("style-fault", message, str(Path(name) / sheet), line)
        for sheet in sheets
        for line, message in _faults(
            (style.folder / sheet).read_text("utf-8", "replace"), shared=sheet in _SHARED
        )
    )


@lru_cache(maxsize=8)
def _faults(text: str, *, shared: bool) -> tuple[tuple[int, str], ...]:
    """Lines, counted from 1, and what is wrong there; in a `shared` sheet not what only web pages use."""
    unclosed = list(braces(text))
    return tuple(sorted({*unclosed, *_rules(text, selectors=not unclosed, shared=shared)}))


def _rules(text: str, *, selectors: bool, shared: bool) -> Iterator[tuple[int, str]]:
    """Rules that the engine ignores; of selectors only where no brace is wrong, for then they are none."""
    from publish.weasy.complaints import complaints, properties

    for said in complaints(text):
        if found := _IGNORED.search(said):
            rule = " ".join(found["rule"].split())[:80]
            if found["why"] == "invalid value":
                yield int(found["line"]), f"`{rule}`: no value of that property; ignored"
                continue
            if shared and rule.startswith(_OF_PAGES):
                continue
            near = did_you_mean(rule.partition(":")[0].strip(), properties())
            yield int(found["line"]), f"`{rule}`: no property that the PDF engine knows; ignored{near}"
        elif found := _OTHER.search(said):
            what = f"`{found['rule']}`: no such rule" if found["rule"] else "cannot be read"
            yield int(found["line"]), f"{what}; ignored"
        elif selectors and (found := _SELECTOR.search(said)):
            rule = found["rule"].strip()
            at = text.find(rule)
            line = text.count("\n", 0, at) + 1 if at >= 0 else 1
            yield line, f"`{' '.join(rule.split())[:80]}`: no selector that the PDF engine knows; ignored"
