"""What a site's script takes for mathematics, and how it numbers equations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["BRACKETS", "DISPLAY", "DOLLARS", "KATEX_ENVIRONMENTS", "Pair", "Reading", "Tags"]

Pair = tuple[str, str]
"""What a formula stands between."""
Tags = Literal["none", "ams", "all", "asked"]
"""Which equations have numbers: none, those of numbered environments, all displays; `asked`: those of numbered
environments, if the post refers to one."""
DOLLARS: Pair = ("$", "$")
BRACKETS: tuple[Pair, ...] = ((r"\(", r"\)"),)
DISPLAY: tuple[Pair, ...] = ((r"\[", r"\]"),)
KATEX_ENVIRONMENTS = frozenset(("equation", "align", "alignat", "gather", "CD"))
"""Environments that KaTeX's auto-render finds by itself."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How formulas are told from words. The default is for a site that tells nothing: a dollar is money."""

    inline: tuple[Pair, ...] = BRACKETS
    display: tuple[Pair, ...] = DISPLAY
    environments: frozenset[str] | None = None
    """Names of the environments that are formulas without any sign around them; None means all."""
    references: bool = True
    """Whether a bare `\\ref{…}` is one."""
    escapes: bool = False
    """Whether `\\$` is a dollar."""
    cautious: bool = False
    """Whether only such dollars hold a formula that touch it, and none after which a digit comes (as Pandoc reads them):
    for a post that says it has formulas, on a site that does not say how they are written."""
    only_tex: bool = False
    """Whether only such dollars do that have a command of TeX between them: for a post of no site, which says nothing."""
    tags: Tags = "ams"
    macros: Mapping[str, tuple[str, int, str | None]] = field(default_factory=dict)
    """Name of each macro that the site's script defines → its TeX, its number of arguments, and what the first is where
    it is left out, if it may be."""
    colour_takes_argument: bool = True
    """Whether `\\color{red}{x}` colours x only (MathJax), or the rest of the group (LaTeX, KaTeX)."""
