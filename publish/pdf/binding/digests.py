"""The posts' digests in the colophon. It is laid out with a sample in the place of each digest, and the digits are put in at
binding: so an edited post lays out no page of the colophon again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.pdf.binding.part import Part

__all__ = ["SAMPLE", "stamped"]

_DIGITS = "0123456789abcdef"
_GROUP = 8
"""The digits that stand together, see `books.colophon`."""
SAMPLE = _DIGITS * 4
"""A SHA-256 that has all digits."""


def stamped(part: Part, digests: Sequence[str]) -> Part | None:
    """The part with these digests in the places of the samples, in order. None when the samples are not all found: in narrow
    columns, where a group is broken, or in a font that moves some digits nearer to others; or when two fonts have other
    digits under the same numbers.
    """
    samples: dict[bytes, dict[str, str]] = {}
    for glyphs in part.glyphs.values():
        if glyphs.keys() >= set(_DIGITS):
            own = {digit: glyphs[digit] for digit in _DIGITS}
            if any(samples.setdefault(_written(group, own), own) != own for group in _groups(_DIGITS)):
                return None
    texts = [part.content(page) for page in range(len(part.pages))]
    groups = [group for digest in digests for group in _groups(digest)]
    sample = re.compile(b"|".join(map(re.escape, samples)) or b"(?!)")
    if sum(len(sample.findall(text)) for text in texts) != len(groups):
        return None
    waiting = iter(groups)
    return part.with_contents(
        [sample.sub(lambda found: _written(next(waiting), samples[found[0]]), text) for text in texts]
    )


def _groups(digest: str) -> Iterator[str]:
    return (digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


def _written(digits: str, glyphs: dict[str, str]) -> bytes:
    """Digits as they stand in a page's content."""
    return "".join(glyphs[digit] for digit in digits).encode()
