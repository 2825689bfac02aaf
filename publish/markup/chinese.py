"""Where Chinese text needs a quarter em between Han and Latin (clreq, 3.1.6): visible, but not part of the text.

The character before the gap is put into `span.gap`; style sheets give it `letter-spacing: 0.25em`, which all engines
know. Copied and searched text stays the author's. Dashes `——` and ellipses `……` need no help: Unicode's line breaking
rules (UAX 14, LB17 and LB22) keep them together.
"""

from __future__ import annotations

from publish.text.patterns import late
from publish.text.scripts import HAN

__all__ = ["gaps"]

_LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_PLACE = late(f"[{HAN}](?=[{_LATIN}])|[{_LATIN}%℃°](?=[{HAN}])")


def gaps(text: str, after: str = "") -> list[int]:
    """Positions of the characters before each gap. `after` is the next character in the line, or empty."""
    return [found.start() for found in _PLACE.finditer(text + after) if found.start() < len(text)]
