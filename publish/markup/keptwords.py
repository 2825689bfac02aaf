"""What a reader should see of a tag or a shortcode that is not known: its address, its picture, its words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from publish.markup.liquid.lostincludes import played
from publish.text.patterns import late

__all__ = ["kept"]

_SHOWN = ("title", "caption", "text", "label", "content", "description", "quote")
"""Parameters whose words readers see, even a single one."""
_SILENT = frozenset(
    "class classes style id size sizes width height alt lang options params icon font rel".split()
)
"""Parameters whose words readers do not see."""
_ADDRESS = late(r"https?://[^\s<>]{1,500}")
_MAIL = late(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}")
_PICTURE = late(r"[^\s<>()\"']{1,300}\.(?:png|jpe?g|gif|webp|svg|avif)", re.IGNORECASE)
_SEVERAL = late(r"\w\s+\w")
_PLAIN = late(r"[^\W\d_][^\W\d_'’.,!?-]{0,40}[.,!?]?")


def kept(name: str, said: Sequence[str], named: Mapping[str, str], bare: Sequence[str] = ()) -> str:
    """Markdown of what the tag `name` is given: `said` in quotation marks, `bare` without, `named` with a name."""
    words = [*said, *bare]
    if words and (address := played(name, words[0])):
        return f"<{address}>"
    given = [*words, *named.values()]
    found = [f"![{named.get('alt', '')}]({each})" for each in given if _PICTURE.fullmatch(each)]
    places = [each for each in given if _is_place(each)]
    quoted = [each for each in said if _is_sentence(each) and each not in places]
    beside = quoted or [each for each in bare if each not in places]
    if len(places) == 1 and beside and (len(quoted) == 1 or all(map(_PLAIN.fullmatch, beside))):
        scheme = "mailto:" if "://" not in places[0] else ""
        found.append(f"[{' '.join(beside)}]({scheme}{places[0]})")
    else:
        found += [*(f"<{each}>" for each in dict.fromkeys(places)), *quoted]
    found += [value for key, value in named.items() if _is_for_readers(key, value)]
    return " ".join(found)


def _is_sentence(text: str) -> bool:
    """Whether a text is words for readers, not a name for a machine: several, one that begins as names and sentences do, or
    one in another script.
    """
    if _PICTURE.fullmatch(text):
        return False
    alone = bool(_PLAIN.fullmatch(text)) and (
        not text.isascii() or (text[0].isupper() and not text.isupper())
    )
    return alone or bool(_SEVERAL.search(text))


def _is_place(text: str) -> bool:
    return bool((_ADDRESS.fullmatch(text) or _MAIL.fullmatch(text)) and not _PICTURE.fullmatch(text))


def _is_for_readers(key: str, value: str) -> bool:
    key = key.lower()
    if _is_place(value) or _PICTURE.fullmatch(value) or not re.search(r"\w", value):
        return False
    return key in _SHOWN or bool(key not in _SILENT and re.search(r"[^\W\d_]{2}\S*\s+[^\W\d_]", value))
