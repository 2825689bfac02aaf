"""Tags with formulas: jekyll-katex's and the like."""

from __future__ import annotations

import re

from liquid import RenderContext

from publish.text.patterns import late

__all__ = ["formula", "mixed"]

_MIXED = late(r"\\\$|\$\$(?P<display>(?:[^$\\]|\\.)+?)\$\$|\$(?P<inline>(?:[^$\\]|\\.)+?)\$", re.DOTALL)
_NEAR = 200
"""Characters before and after a formula in which its line's end is looked for."""


def formula(name: str, words: str, inside: str, _: RenderContext) -> str:
    stands = "display" in words or "centred" in words or name == "latex"
    return f"\n\n$${inside.strip()}$$\n\n" if stands else f"$${inside.strip()}$$"


def mixed(_: str, __: str, inside: str, ___: RenderContext) -> str:
    """`{% katexmm %}`: text with formulas between dollars, displays between two (jekyll-katex)."""

    def written(found: re.Match[str]) -> str:
        if found["display"]:
            script = f'<script type="math/tex; mode=display">{found["display"]}</script>'
            return found[0] if _is_alone(found) else script
        if not found["inline"]:
            return found[0]
        tex = found["inline"].replace(r"\|", r"\Vert ").replace("|", r"\vert ")  # which would be a table's
        ends = not found.string[found.end() : found.end() + _NEAR].partition("\n")[0].strip()
        return f"$${tex}$${'<!-- -->' if ends else ''}"  # two dollars that stand alone are a display

    return _MIXED.sub(written, inside)


def _is_alone(found: re.Match[str]) -> bool:
    """Whether blank lines, or nothing, stand before and after a match."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[max(0, start - _NEAR) : start].rstrip(" "), text[end : end + _NEAR].lstrip(" ")
    return before[-2:] in ("", "\n", "\n\n") and (
        not after.strip() or after.startswith("\n\n") or after == "\n"
    )
