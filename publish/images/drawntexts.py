"""The words in the drawings (SVG) that a post shows, for `publish doctor`: they need fonts as the post's own do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from publish.images import datauris, local
from publish.images.errors import ImageError
from publish.text.patterns import late

__all__ = ["texts"]

_ADDRESS = late(
    r"""data:image/svg\+xml[^\s"')>]{1,2000000}|(?<![^\s"'(<=:\[}])[^\s"'()<>\[\]{}]{1,300}\.svgz?(?![\w.])""",
    re.IGNORECASE,
)
_SHOWN = 60
"""Most characters of an address in a message."""
_MOST = 200
"""Most drawings of a post that are looked at."""


def texts(post: str, roots: local.Roots, most_bytes: int) -> Iterator[tuple[str, int, str]]:
    """Address, place in the text, and words of each drawing that the post's text names: local files, and `data:` addresses.
    Drawings that cannot be read are left out: the build tells of them.
    """
    seen: set[str] = set()
    for found in _ADDRESS.finditer(post):
        address = found[0]
        if address in seen or len(seen) >= _MOST:
            continue
        seen.add(address)
        with suppress(ImageError, ValueError):
            if data := _bytes(address, roots, most_bytes):
                yield address[:_SHOWN], found.start(), _words(data)


def _bytes(address: str, roots: local.Roots, most_bytes: int) -> bytes:
    if datauris.is_picture(address):
        return datauris.bytes_of(address)
    path = local.file_of(address, roots)
    return local.read(path, most_bytes) if path else b""


def _words(data: bytes) -> str:
    from publish.images.svg.reading import read  # few posts have drawings

    texts = (each for each in read(data).iter("{*}text", "{*}flowRoot", "{*}foreignObject"))
    return "\n".join("".join(map(str, each.itertext())) for each in texts)
