r"""More rewriting rules: commands of MathJax's rarer extensions, `physics`, `upgreek` and old font names."""

from __future__ import annotations

__all__ = ["ONE", "PLAIN", "THREE", "TWO"]

_UPRIGHT = {
    "zeta": "ζ", "eta": "η", "iota": "ι", "kappa": "κ", "xi": "ξ", "omicron": "ο", "upsilon": "υ", "varepsilon": "ε",
    "vartheta": "ϑ", "varpi": "ϖ", "varrho": "ϱ", "varsigma": "ς", "varphi": "φ",
}  # fmt: skip
_CAPITALS = {
    "gamma": "Γ", "delta": "Δ", "theta": "Θ", "lambda": "Λ", "xi": "Ξ", "pi": "Π", "sigma": "Σ", "upsilon": "Υ", "phi": "Φ",
    "psi": "Ψ", "omega": "Ω",
}  # fmt: skip
_FUNCTIONS = (
    "sech csch arcsec arccsc arccot arsinh arcosh artanh asin acos atan tr Tr rank Res erf erfc sinc vol diag span supp Var "
    "Cov Hom End Aut Ext Tor Spec Gal lcm softmax sigmoid conv cov"
).split()
"""Operators that posts use without defining them."""
_BETWEEN = (
    "if then else otherwise unless given using assume since let for all even odd integer and or as in".split()
)
_LONG = {
    "sine": "sin",
    "cosine": "cos",
    "tangent": "tan",
    "cosecant": "csc",
    "secant": "sec",
    "cotangent": "cot",
}
"""How the package `physics` spells functions out."""
PLAIN: dict[str, str] = {
    **{f"{kind}{name}": rf"\{kind}{short}" for name, short in _LONG.items() for kind in ("", "arc", "a")},
    **{f"hyp{name}": rf"\{short}h" for name, short in _LONG.items()},
    "exponential": r"\exp", "logarithm": r"\log", "naturallogarithm": r"\ln", "determinant": r"\det", "Probability": r"\Pr",
    "trace": r"\tr", "Trace": r"\Tr", "Residue": r"\Res", "principalvalue": r"\mathcal{P}", "pv": r"\mathcal{P}",
    "PV": r"\mathrm{P.V.}", "dotproduct": r"\cdot", "crossproduct": r"\times", "cp": r"\times", "gradientnabla": r"\nabla",
    "diffd": r"\mathrm{d}", "variation": r"\delta", "acsc": r"\operatorname{acsc}", "asec": r"\operatorname{asec}",
    "acot": r"\operatorname{acot}", "MTThinColon": ":", "longRightleftharpoons": r"\rightleftharpoons",
    "longLeftrightharpoons": r"\rightleftharpoons", "tripledash": r"\text{---}",
    **{f"up{name}": rf"\mathrm{{{letter}}}" for name, letter in _UPRIGHT.items()},
    **{f"Up{name}": rf"\mathrm{{{letter}}}" for name, letter in _CAPITALS.items()},
    **{name: rf"\operatorname{{{name}}}" for name in _FUNCTIONS},
    **{f"q{name}": rf"\quad\text{{{name}}}\quad" for name in _BETWEEN},
    "varvdots": r"\vdots", "dotsx": r"\ldots", "DOTSI": "", "DOTSB": "", "DOTSX": "", "KaTeX": r"\text{KaTeX}",
    "mapsfrom": r"\mathrel{↤}", "longmapsfrom": r"\mathrel{⟻}", "expandafter": "", "noexpand": "",
    "smallsmile": r"\smile", "smallfrown": r"\frown", "shortmid": r"\mid", "shortparallel": r"\parallel",
    "varpropto": r"\propto", "nshortmid": r"\nmid", "nshortparallel": r"\nparallel", "divsymbol": r"\div",
    "Arrowvert": r"\Vert", "hfilll": r"\quad", "TeX": r"\text{TeX}", "LaTeX": r"\text{LaTeX}", "MTFlushSpaceAbove": "",
    "MTFlushSpaceBelow": "", "MoveEqLeft": "",     "nuparrow": r"\not\uparrow", "ndownarrow": r"\not\downarrow", "centercolon": ":", "ordinarycolon": ":",
    "vdot": r"\cdot", "cross": r"\times",
    "vnabla": r"\nabla", "qcomma": r",\quad", "qc": r",\quad", "qcc": r"\quad\text{c.c.}\quad",
    "longrightleftharpoons": r"\rightleftharpoons", "longleftrightarrows": r"\leftrightarrows", "bbFont": r"\mathbb",
    "imaginary": r"\operatorname{Im}",
}  # fmt: skip
"""Commands without arguments, and their meaning."""
ONE: dict[str, str] = {
    **dict.fromkeys(("mathup", "symrm", "symup", "symnormal", "mathrmup"), r"\mathrm{#1}"),
    **dict.fromkeys(("mathbfup", "symbfup"), r"\mathbf{#1}"),
    **dict.fromkeys(("mathbffrak", "symbffrak", "symfrak"), r"\mathfrak{#1}"),
    **dict.fromkeys(("mathsfup", "mathbfsf", "mathbfsfup", "mathsfit", "mathbfsfit"), r"\mathsf{#1}"),
    **dict.fromkeys(("symsf", "symsfup", "symbfsf", "symbfsfup", "symsfit", "symbfsfit"), r"\mathsf{#1}"),
    "symit": r"\mathit{#1}", "symscr": r"\mathscr{#1}", "symtt": r"\mathtt{#1}", "symcal": r"\mathcal{#1}", "vcenter": "{#1}", "shoveleft": "{#1}",
    "shoveright": "{#1}", "uproot": "", "leftroot": "", "cellcolor": "", "rowcolor": "", "columncolor": "", "mathmbox": "{#1}",
    "textllap": r"\llap{\text{#1}}", "textrlap": r"\rlap{\text{#1}}", "crampedllap": r"\llap{#1}",
    "crampedrlap": r"\rlap{#1}", "crampedclap": r"\clap{#1}", "crampedsubstack": r"\substack{#1}", "Aboxed": "{#1}",
    "minCDarrowwidth": "", "minCDarrowheight": "", "xmathstrut": "", "textclap": r"\clap{\text{#1}}", "qqtext": r"\quad\text{#1}\quad",
    **{name: rf"\textcolor{{{name}}}{{#1}}" for name in "red blue green orange pink gray purple".split()},
    "usetagform": "", "xrightleftarrows": r"\overset{#1}{\rightleftarrows}", "xrightequilibrium": r"\xrightleftharpoons{#1}",
    "xleftequilibrium": r"\xleftrightharpoons{#1}", "underbar": r"\underline{#1}", "reflectbox": "{#1}", "mathreflectbox": "{#1}",
    "overlinesegment": r"\overline{#1}", "underlinesegment": r"\underline{#1}", "xRightleftharpoons": r"\xrightleftharpoons{#1}", "xLeftrightharpoons": r"\xrightleftharpoons{#1}",
    "vdotswithin": r"\vdots", "shortvdotswithin": r"\vdots", "leqalignno": r"\begin{aligned}#1\end{aligned}",
    "qq": r"\quad\text{#1}\quad", "refeq": r"\eqref{#1}", "Space": "", "centerOver": r"\not{#1}",
}  # fmt: skip
"""Commands with one argument."""
TWO: dict[str, str] = {
    **dict.fromkeys(("htmlClass", "htmlId", "htmlStyle", "htmlData", "TextOrMath"), "{#2}"), "flatfrac": r"\left.#1\middle/#2\right.", "stackbin": r"\overset{#1}{#2}", "Ketbra": r"\left|#1\right\rangle\left\langle #2\right|",
    "splitfrac": r"\frac{#1}{#2}", "splitdfrac": r"\dfrac{#1}{#2}", "moveleft": "{#2}", "moveright": "{#2}", "mathmakebox": "{#2}",
}  # fmt: skip
"""Commands with two arguments."""
THREE: dict[str, str] = {
    "skew": "#2{#3}", "newtagform": "", "renewtagform": "",
}  # fmt: skip
"""Commands with three arguments."""
