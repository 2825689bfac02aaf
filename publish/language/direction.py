"""Which way a language's script runs."""

from __future__ import annotations

__all__ = ["direction", "is_right_to_left"]

_LANGUAGES = frozenset(
    ["ar", "arc", "arz", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "sdh", "syr", "ug", "ur", "yi"]
)  # fmt: skip
"""Languages that are written from right to left where no script is named."""
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
_OTHER_SCRIPTS = {"ks": frozenset({"in"}), "pa": frozenset({"pk"}), "sd": frozenset({"in"})}
"""Of languages with two scripts: the regions whose usual script is not the one above."""


def is_right_to_left(tag: str) -> bool:
    """Whether text in the language of a BCP 47 tag runs from right to left. A script named in the tag decides."""
    language, *rest = tag.lower().replace("_", "-").split("-")
    if script := next((part for part in rest if len(part) == 4 and part.isalpha()), ""):
        return script in _SCRIPTS
    other = not _OTHER_SCRIPTS.get(language, frozenset()).isdisjoint(rest)
    return (language in _LANGUAGES) != other


def direction(tag: str) -> str:
    """`rtl` for a language whose script runs from right to left, else `ltr`: what `dir` says in HTML."""
    return "rtl" if is_right_to_left(tag) else "ltr"
