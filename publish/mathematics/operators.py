"""The operator dictionary: the space beside each operator and its properties (MathML Core, appendix B).

The spaces are TeX's: 5/18 em on both sides of a relation, 4/18 of a binary operator, 3/18 of a large operator or a
comma.
"""

from __future__ import annotations

from functools import cache

from publish.frozen import frozen
from publish.text.patterns import late

__all__ = ["INVISIBLE", "OPENING", "Operator", "find"]

THICK, MEDIUM, THIN = 5 / 18, 4 / 18, 3 / 18

OPENING = frozenset("([{⌈⌊⟨⟦⟪⟮⎰⌜⌞")
CLOSING = frozenset(")]}⌉⌋⟩⟧⟫⟯⎱⌝⌟")
_EITHER = frozenset("|‖∣∥")
_STEMS = frozenset("↑↓↕⇑⇓⇕")
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b\u200c\u200d")
_LARGE = late("[∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨉⨊⨋⫼⫿]")
_INTEGRALS = late("[∫∬∭∮∯∰∱∲∳⨌-⨜]")
_BINARY = late("[-+*×÷±∓∔∖∗∘∙·•†‡⋄⋆◁▷⊲⊳⊴⊵−∧∨∩∪⊎⊓⊔⊕⊖⊗⊘⊙⊚⊛⊝⊞⊟⊠⊡∸∹≀⊻⊼⊽⋇⋉⋊⋋⋌⋎⋏⋒⋓⊺△▽▵▿○◯⨿⨯⨽⩀-⩣⌅⌆⊹⋅∘⦿⦾⫝⨝⟕⟖⟗]")
_ORDINARY = late(
    "[!.,;/\\\\'\"`%&#$@?_^~°′″‴⁗‵∂∇∀∃∄¬√∞…⋮⋯⋰⋱∅ℏℓ℘ℑℜℵ♯♭♮∠∡∢◻□■◊♠♡♢♣∁⌐¯ˆ˜˙¨ˇ˘´⃗_\u0300-\u036f\u20d0-\u20ff⎴⎵⏜⏝⏞⏟⏠⏡]"
)
_INNER = frozenset("…⋯⋮⋱⋰")
_ARROWS = late(
    "[\u2190-\u21ff\u2794-\u27be\u27f0-\u27ff\u2900-\u297f\u2b04-\u2b11\u2b30-\u2b4c\u2b60-\u2b6f⟵⟶⟷⇋⇌]"
)
_OVER = frozenset(
    "ˆ^˜~¯‾ˇ˘_⎴⎵⏜⏝⏞⏟⏠⏡\u0302\u0303\u0304\u0305\u0306\u030c\u0332\u20d6\u20d7\u20e1\u20d0\u20d1―="
)


@frozen
class Operator:
    """The dictionary's entry for an operator in one form."""

    before: float
    after: float
    """In ems of its own size."""
    kind: str
    """`relation`, `binary`, `large`, `open`, `close`, `punctuation` or `ordinary`."""
    upright: bool = False
    """Whether it grows vertically with its neighbours."""
    sideways: bool = False
    """Whether it grows horizontally with parts above or below it."""
    symmetric: bool = False
    large: bool = False
    """Whether it is larger in displayed formulas."""
    limits: bool = False
    """Whether its limits are beside it in inline formulas."""


@cache
def find(text: str, form: str) -> Operator:
    """The entry of an operator in the form `prefix`, `infix` or `postfix`; an unknown one is a relation."""
    if _LARGE.fullmatch(text):
        return Operator(THIN, THIN, "large", symmetric=True, large=True, limits=True)
    if _INTEGRALS.fullmatch(text):
        return Operator(THIN, THIN, "large", symmetric=True, large=True)
    if text in OPENING:
        return Operator(0, 0, "open", upright=True, symmetric=True)
    if text in CLOSING:
        return Operator(0, 0, "close", upright=True, symmetric=True)
    if text in _EITHER:
        kind = {"prefix": "open", "postfix": "close"}.get(form, "ordinary")
        space = THICK if text in "∣∥" and form == "infix" else 0
        return Operator(
            space,
            space,
            "relation" if space else kind,
            upright=text in "|‖" or form != "infix",
            symmetric=True,
        )
    if len(text) > 1 and text.replace(" ", "").replace("\xa0", "").isalpha():
        return Operator(0, THIN, "large", limits=False)  # the name of a function
    if text in INVISIBLE:
        return Operator(0, 0, "ordinary")
    return _other(text, form)


def _other(text: str, form: str) -> Operator:
    if _ARROWS.fullmatch(text):
        return Operator(
            THICK,
            THICK,
            "relation",
            upright=text in _STEMS,
            sideways=text not in _STEMS,
            symmetric=text in _STEMS,
        )
    if text in _INNER:
        return Operator(0, 0, "ordinary")
    if text in (",", ";"):
        return Operator(0, THIN, "punctuation")
    if _BINARY.fullmatch(text):
        space = 0.0 if form != "infix" else MEDIUM
        return Operator(space, space, "binary" if space else "ordinary")
    if _ORDINARY.fullmatch(text):
        return Operator(
            0, 0, "ordinary", upright=text in _STEMS, sideways=text in _OVER, symmetric=text in _STEMS
        )
    return Operator(THICK, THICK, "relation", sideways=text in _OVER)
