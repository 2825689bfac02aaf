"""How a site's script recognises formulas, and how it numbers equations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from publish.frozen import frozen

__all__ = ["BRACKETS", "DISPLAY", "DOLLARS", "KATEX_ENVIRONMENTS", "SKIPPED", "Pair", "Reading", "Tags"]

Pair = tuple[str, str]
"""Opening and closing delimiter of a formula."""
Tags = Literal["none", "ams", "all", "asked"]
"""Which equations are numbered: none, those in numbered environments, or all displayed ones; `asked`: those in
numbered environments, if the post refers to one.
"""
DOLLARS: Pair = ("$", "$")
BRACKETS: tuple[Pair, ...] = ((r"\(", r"\)"),)
DISPLAY: tuple[Pair, ...] = ((r"\[", r"\]"),)
KATEX_ENVIRONMENTS = frozenset(("equation", "align", "alignat", "gather", "CD"))
"""Environments that KaTeX's auto-render finds without delimiters."""
SKIPPED = frozenset("script noscript style textarea pre code annotation annotation-xml option".split())
"""Elements in which every script looks for nothing, where the site does not say otherwise."""


@frozen
class Reading:
    """How formulas are recognised in text. The default is for a site without information: a dollar is money."""

    inline: tuple[Pair, ...] = BRACKETS
    display: tuple[Pair, ...] = DISPLAY
    environments: frozenset[str] | None = None
    """Names of environments that are formulas without delimiters; None: all."""
    references: bool = True
    """Whether `\\ref{…}` alone is a formula."""
    escapes: bool = False
    """Whether `\\$` is a dollar."""
    cautious: bool = False
    """Whether dollars must touch the formula, and no digit may follow (as in Pandoc): for a post that says it has
    formulas, on a site that does not say how they are written.
    """
    only_tex: bool = False
    """Whether only such dollars do that have a command of TeX between them: for a post of no site, which says nothing."""
    ignored: frozenset[str] = frozenset()
    """Classes of elements in which the script looks for nothing, beside those that every script knows."""
    processed: frozenset[str] = frozenset()
    """Classes of elements inside those in which it looks all the same."""
    skipped: frozenset[str] = SKIPPED
    """Elements in which the script looks for nothing."""
    tags: Tags = "ams"
    macros: Mapping[str, tuple[str, int, str | None]] = field(default_factory=dict)
    """Name of each macro that the site's script defines → its TeX, its number of arguments, and what the first is where
    it is left out, if it may be."""
    preamble: tuple[str, ...] = ()
    """Formulas of the page around the post that define something, in order."""
    colour_takes_argument: bool = True
    """Whether `\\color{red}{x}` colours only x (MathJax), or the rest of the group (LaTeX, KaTeX)."""
