"""Faults in style sheets that reading systems and browsers read: they drop such a rule, or all after it, and say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.model import Format, Notice
from publish.project.style import Style, builtin_folder
from publish.text.messages import did_you_mean
from publish.text.patterns import late

__all__ = ["braces", "faults", "sheet_faults"]

_SKIPPED = late(r"/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_RULES = frozenset(
    "charset container counter-style font-face font-feature-values font-palette-values import keyframes layer media "
    "namespace page property scope starting-style supports view-transition".split()
)
_NESTING = frozenset({"container", "layer", "media", "scope", "starting-style", "supports"})
"""At-rules with other rules inside."""
_PROPERTIES = frozenset(
    "align-content align-items align-self all animation appearance aspect-ratio background background-attachment "
    "background-clip background-color background-image background-position background-repeat background-size border "
    "border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color border-image "
    "border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style "
    "border-top-width border-width bottom box-decoration-break box-shadow box-sizing break-after break-before break-inside "
    "caption-side caret-color clear clip clip-path color color-scheme column-count column-fill column-gap column-rule "
    "column-span column-width columns contain content counter-increment counter-reset counter-set cursor direction display "
    "empty-cells filter flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap float font font-family "
    "font-feature-settings font-kerning font-optical-sizing font-size font-size-adjust font-stretch font-style "
    "font-synthesis font-variant font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric "
    "font-variation-settings font-weight gap grid grid-area grid-column grid-row grid-template grid-template-areas "
    "grid-template-columns grid-template-rows hanging-punctuation height hyphenate-character hyphenate-limit-chars hyphens "
    "image-orientation image-rendering inset justify-content justify-items justify-self left letter-spacing line-break "
    "line-height list-style list-style-image list-style-position list-style-type margin margin-block margin-bottom "
    "margin-inline margin-left margin-right margin-top max-height max-width min-height min-width mix-blend-mode object-fit "
    "object-position opacity order orphans outline outline-color outline-offset outline-style outline-width overflow "
    "overflow-wrap overflow-x overflow-y padding padding-block padding-bottom padding-inline padding-left padding-right "
    "padding-top page page-break-after page-break-before page-break-inside place-items pointer-events position "
    "print-color-adjust quotes resize right row-gap ruby-align ruby-position scroll-behavior scroll-margin size src tab-size "
    "table-layout text-align text-align-last text-combine-upright text-decoration text-decoration-color "
    "text-decoration-line text-decoration-skip-ink text-decoration-style text-decoration-thickness text-emphasis "
    "text-emphasis-position text-indent text-justify text-orientation text-overflow text-rendering text-shadow "
    "text-spacing-trim text-transform text-underline-offset text-underline-position text-wrap top transform transition "
    "unicode-bidi unicode-range user-select vertical-align visibility white-space widows width word-break word-spacing "
    "word-wrap writing-mode z-index zoom".split()
)
"""Usual properties. A name that is not here may be sound; it is told only if it is nearly one of these."""

Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""


def sheet_faults(style: Style, name: str, kind: Format) -> tuple[Notice, ...]:
    """Warnings about the sheets for EPUBs or pages in a style of one's own, which the user calls `name`."""
    if style.folder.is_relative_to(builtin_folder().resolve()):
        return ()
    wanted = ("epub/*.css",) if kind == "epub" else ("text.css", "screen.css")
    sheets = sorted(sheet for pattern in wanted for sheet in style.folder.glob(pattern))
    return tuple(
        Notice("style-fault", message, (Path(name) / sheet.relative_to(style.folder)).as_posix(), line)
        for sheet in sheets
        for line, message in faults(sheet.read_text("utf-8", "replace"), variables=kind != "epub")
    )


def faults(text: str, *, variables: bool = True) -> tuple[Fault, ...]:
    """The faults of a style sheet, sorted. Without `variables`, uses of them are faults too: Kindle refuses the sheet."""
    from tinycss2 import parse_stylesheet

    found = [*braces(text)]
    if not found:  # with a wrong brace, every other message would be noise
        found += _rules(parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    if not variables:
        found += _variables(text)
    return tuple(sorted(set(found)))


def braces(text: str) -> Iterator[Fault]:
    """Braces that are not closed, or close nothing."""
    opened: list[int] = []
    for line, row in enumerate(_plain(text).split("\n"), 1):
        for sign in re.findall(r"[{}]", row):
            if sign == "{":
                opened.append(line)
            elif opened:
                opened.pop()
            else:
                yield line, "a } that closes nothing: delete it"
    for line in opened:
        yield line, "a { is not closed: add a }"


def _plain(text: str) -> str:
    """A style sheet with blanks in the place of comments and strings."""
    return _SKIPPED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _variables(text: str) -> Iterator[Fault]:
    for line, row in enumerate(_plain(text).split("\n"), 1):
        if found := re.search(r"(?:^|[\s;{])(--[\w-]+)\s*:|\bvar\(\s*(--[\w-]+)", row):
            yield (
                line,
                f"`{found[1] or found[2]}`: Kindle refuses a sheet with variables; write the value itself",
            )


def _rules(nodes: Iterable[object]) -> Iterator[Fault]:
    from tinycss2 import ast, parse_rule_list

    for node in nodes:
        if isinstance(node, ast.ParseError):
            yield node.source_line, "cannot be read; ignored"
        elif isinstance(node, ast.AtRule):
            name = node.lower_at_keyword
            if name not in _RULES and not name.startswith("-"):
                yield node.source_line, f"`@{name}`: no such rule; ignored{did_you_mean(name, _RULES)}"
            elif name in _NESTING and node.content is not None:
                yield from _rules(parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
            elif name == "font-face" and node.content is not None:
                yield from _declarations(node.content)
        elif isinstance(node, ast.QualifiedRule):
            yield from _declarations(node.content)


def _declarations(content: list[object]) -> Iterator[Fault]:
    from tinycss2 import ast, parse_blocks_contents

    for node in parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(node, ast.ParseError):
            yield node.source_line, "cannot be read; ignored"
        elif isinstance(node, ast.QualifiedRule):
            yield from _declarations(node.content)
        elif isinstance(node, ast.Declaration):
            name = node.lower_name
            if near := _misspelt(name):
                yield node.source_line, f"`{name}`: no such property; ignored; did you mean {near!r}?"
            elif not any(part.type not in {"whitespace", "comment"} for part in node.value):
                yield node.source_line, f"`{name}`: has no value; ignored"


def _misspelt(name: str) -> str:
    """The property that a name was probably meant to be; empty for a sound name, and for one that is like none."""
    longer = any("-" in each and name.startswith(f"{each}-") for each in _PROPERTIES)
    if longer or name in _PROPERTIES or name.startswith("-"):
        return ""
    from difflib import get_close_matches  # only a wrong name needs it

    return next(iter(get_close_matches(name[:100], sorted(_PROPERTIES), 1, 0.85)), "")
