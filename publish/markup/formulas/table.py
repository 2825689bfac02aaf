r"""Rewrites commands that the converter does not know into known ones: one table, read like macros.

`#1` is an argument; in a pair (text, n), n is the number of arguments. From LaTeX, AMS-LaTeX, MathJax's extensions and
plain TeX.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.markup.formulas import morecommands
from publish.markup.formulas.macros import Macro
from publish.markup.formulas.tokens import tokens_of

__all__ = ["ENVIRONMENTS", "KEPT_ENVIRONMENTS", "REWRITTEN"]

_PLAIN = {
    # dots, signs and letters
    "hdots": r"\ldots", "dotsc": r"\ldots", "dotso": r"\ldots", "mathellipsis": r"\ldots", "dotsb": r"\cdots",
    "dotsi": r"\cdots", "dotsm": r"\cdots", "adots": r"\iddots", "Colon": r"\dblcolon", "qed": r"\square",
    "QED": r"\square", "thickapprox": r"\approx", "thicksim": r"\sim", "smallsetminus": r"\setminus",
    "centerdot": r"\cdot", "sdot": r"\cdot", "intop": r"\int", "smallint": r"\int", "arrowvert": r"\vert",
    "bracevert": r"\vert", "centernot": r"\not", "or": r"\lor", "and": r"\land", "euro": "€", "AA": "Å",
    "perthousand": "‰", "permil": "‰", "textdegree": "°", "degree": "°", "celsius": r"°\mathrm{C}",
    "micro": r"\mathrm{µ}", "ohm": r"\mathrm{Ω}", "llbrack": r"\llbracket", "rrbrack": r"\rrbracket", "upalpha": r"\mathrm{α}", "upbeta": r"\mathrm{β}",
    "upgamma": r"\mathrm{γ}", "updelta": r"\mathrm{δ}", "upepsilon": r"\mathrm{ϵ}", "uptheta": r"\mathrm{θ}",
    "uplambda": r"\mathrm{λ}", "upmu": r"\mathrm{μ}", "upnu": r"\mathrm{ν}", "uppi": r"\mathrm{π}",
    "uprho": r"\mathrm{ρ}", "upsigma": r"\mathrm{σ}", "uptau": r"\mathrm{τ}", "upphi": r"\mathrm{ϕ}",
    "upchi": r"\mathrm{χ}", "uppsi": r"\mathrm{ψ}", "upomega": r"\mathrm{ω}", "Q": r"\mathbb{Q}", "C": r"\mathbb{C}", "complexes": r"\mathbb{C}",
    "lt": "<", "gt": ">",
    # operators
    "varliminf": r"\underline{\lim}", "varlimsup": r"\overline{\lim}",
    "sgn": r"\operatorname{sgn}",
    # spaces and breaks
    "enskip": r"\enspace", "hfill": r"\quad", "hfil": r"\quad", "hfilneg": "", "nonscript": "", "mathsurround": "",
    "allowbreak": "", "nobreak": "", "goodbreak": "", "break": "", "linebreak": "", "nobreakdash": "", "bigskip": "",
    "medskip": "", "smallskip": "", "displaylimits": "", "relax": "", "hfuzz": "", "noindent": "", "centering": "",
    "newline": r"\\", "cr": r"\\", "strut": r"\vphantom{(}", "mathstrut": r"\vphantom{(}", "null": "{}",
    "ignorespaces": "", "unskip": "", "protect": "", "nolinebreak": "", "pagebreak": "", "displaybreak": "",
    # letters' shapes as switches
    "mit": r"\it", "oldstyle": "", "em": "", "upshape": "", "itshape": r"\it", "bfseries": r"\bf",
    "rmfamily": r"\rm", "sffamily": r"\sf", "ttfamily": r"\tt", "mdseries": "", "normalfont": r"\rm",
}  # fmt: skip  # a table reads better
_ONE = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}", "pmb": r"\boldsymbol{#1}", "mathnormal": "{#1}",
    "mathbfit": r"\boldsymbol{#1}", "symbb": r"\mathbb{#1}", "symbfit": r"\boldsymbol{#1}", "mathbbm": r"\mathbb{#1}",
    "mathds": r"\mathbb{#1}", "bold": r"\mathbf{#1}",  "cbrt": r"\sqrt[3]{#1}",
    "wideparen": r"\overparen{#1}", "overarc": r"\overparen{#1}",
    "matrix": r"\begin{matrix}#1\end{matrix}", "pmatrix": r"\begin{pmatrix}#1\end{pmatrix}",
    "cases": r"\begin{cases}#1\end{cases}", "eqalign": r"\begin{aligned}#1\end{aligned}",
    "eqalignno": r"\begin{aligned}#1\end{aligned}", "displaylines": r"\begin{gathered}#1\end{gathered}",
    "vspace": "", "vskip": "",
     "ensuremath": "{#1}", "mathsurround": "",
    "texorpdfstring": "",
}  # fmt: skip
_TWO = {
    "cssId": "{#2}", "class": "{#2}", "style": "{#2}", "data": "{#2}", "texorpdfstring": "{#1}", "rotatebox": "{#2}",
    "cancelto": r"{\cancel{#2}}^{#1}", "scalebox": "{#2}", "tooltip": "{#1}", "mathtip": "{#1}", "texttip": "{#1}",

}  # fmt: skip
_THREE = {
    "underoverset": r"\underset{#1}{\overset{#2}{#3}}", "overunderset": r"\overset{#1}{\underset{#2}{#3}}",
}  # fmt: skip


def _macros(table: Mapping[str, str], parameters: int) -> dict[str, Macro]:
    return {f"\\{name}": Macro(tuple(tokens_of(body)), parameters) for name, body in table.items()}


REWRITTEN: Mapping[str, Macro] = {
    **_macros(morecommands.PLAIN | _PLAIN, 0),
    **_macros(morecommands.ONE | _ONE, 1),
    **_macros(morecommands.TWO | _TWO, 2),
    **_macros(morecommands.THREE | _THREE, 3),
}  # fmt: skip
ENVIRONMENTS = {
    "split": "aligned", "alignedat": "aligned", "eqnarray": "align", "flalign": "align", "xalignat": "align",
    "xxalignat": "align", "alignat": "align", "dmath": "equation", "displaymath": "equation*", "math": "",
    "smallmatrix": "matrix", "psmallmatrix": "pmatrix", "bsmallmatrix": "bmatrix", "vsmallmatrix": "vmatrix",
    "Bsmallmatrix": "Bmatrix", "Vsmallmatrix": "Vmatrix", "crampedsubarray": "subarray", "subnumcases": "cases",
    "multlined": "gathered", "gathered": "gathered", "darray": "array", "dgroup": "gather", "numcases": "cases",
    "subequations": "", "center": "", "small": "", "dcases*": "dcases", "cases*": "cases", "rcases*": "rcases",
    "drcases*": "drcases", "matrix*": "matrix", "pmatrix*": "pmatrix", "bmatrix*": "bmatrix", "Bmatrix*": "Bmatrix",
    "vmatrix*": "vmatrix", "Vmatrix*": "Vmatrix", "lgathered": "gathered", "rgathered": "gathered",
    "empheq": "", "spreadlines": "", "tabular": "array", "longtable": "array", "IEEEeqnarray": "align",
}  # fmt: skip
"""Environments that the converter does not know → those that say the same; nothing where only the content counts."""
KEPT_ENVIRONMENTS = frozenset(
    (
        "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "array", "subarray", "cases", "rcases", "dcases",
        "drcases", "aligned", "gathered", "align", "align*", "gather", "gather*", "equation", "equation*", "multline",
        "multline*",
    )
)  # fmt: skip
