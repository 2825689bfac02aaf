"""Text direction by language."""

from __future__ import annotations

from publish.language.tags import core_of

__all__ = ["direction", "is_right_to_left"]

_LANGUAGES = frozenset(
    ["ar", "arc", "arz", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "sdh", "syr", "ug", "ur", "yi"]
)  # fmt: skip
"""Languages written from right to left, if the tag has no script."""
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_OTHER_SCRIPTS = {"ks": frozenset({"in"}), "pa": frozenset({"pk"}), "sd": frozenset({"in"})}
"""For languages with two scripts: regions whose usual script differs from the above."""


def is_right_to_left(tag: str) -> bool:
    """Whether text in the language of a BCP 47 tag runs from right to left. A script in the tag decides."""
    language, *rest = core_of(tag.lower().replace("_", "-")).split("-")
    if script := next((part for part in rest if len(part) == 4 and part.isalpha()), ""):
        return script in _SCRIPTS
    other = not _OTHER_SCRIPTS.get(language, frozenset()).isdisjoint(rest)
    return (language in _LANGUAGES) != other


def direction(tag: str) -> str:
    """`rtl` for a language written from right to left, else `ltr`, as in HTML's `dir`."""
    return "rtl" if is_right_to_left(tag) else "ltr"
