"""Languages with italics. Scripts without italics are never slanted; they use other forms of emphasis."""

from __future__ import annotations

from publish.language.detect import is_eastern
from publish.language.direction import is_right_to_left
from publish.language.tags import core_of

__all__ = ["has_italics"]

_UPRIGHT = frozenset(
    ["am", "as", "bn", "bo", "brx", "doi", "dz", "gu", "hi", "ii", "ka", "km", "kn", "kok", "lo", "mai", "ml", "mni", "mr",
     "my", "ne", "or", "pa", "sa", "sat", "shn", "si", "ta", "te", "th", "ti", "wuu", "hak", "nan"]
)  # fmt: skip
"""Languages of India and South-East Asia, Ethiopia, Georgia and Tibet, if the tag has no script."""
_SLANTED_SCRIPTS = frozenset({"latn", "cyrl", "grek", "armn", "latf", "latg"})
"""Scripts with italics."""


def has_italics(tag: str) -> bool:
    """Whether the script of a BCP 47 tag's language has italics. A script in the tag decides."""
    language, *rest = core_of(tag.lower().replace("_", "-")).split("-")
    if script := next((part for part in rest if len(part) == 4 and part.isalpha()), ""):
        return script in _SLANTED_SCRIPTS
    return not (language in _UPRIGHT or is_eastern(tag) or is_right_to_left(tag))
