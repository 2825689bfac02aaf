"""`xmp` and `plaintext`: their content is shown as written (HTML, 16.2), as in a `pre`."""

from __future__ import annotations

import re
from html import escape

from publish.text.patterns import late

__all__ = ["literal"]

_TOKEN = late(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<other>script|style|textarea|title|noembed|noframes|iframe|template)\b.*?(?:</(?P=other)\b|\Z)"
    r"|<(?P<name>xmp|plaintext)\b[^>]*+>(?P<text>.*?)(?P<end></(?P=name)\s*>|\Z)"
    r"""|<[A-Za-z/](?>(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*)""",
    re.DOTALL | re.IGNORECASE,
)
"""Comments, other raw text elements, ours, tags: separated as in a browser (HTML, 13.2.5). Linear."""
_PLAINTEXT = late(r"<plaintext\b[^>]*>", re.IGNORECASE)


def literal(html: str) -> str:
    """The HTML with a `pre` of plain text in place of each `xmp` and `plaintext`.

    In a browser no end tag ends a `plaintext`, and the rest of the page is raw text. In a book, one with an end tag
    is what its author meant, and one without is ignored.
    """
    return _TOKEN.sub(_as_pre, html) if "<xmp" in (lower := html.lower()) or "<plaintext" in lower else html


def _as_pre(found: re.Match[str]) -> str:
    if not found["name"]:
        return found[0]
    if found["name"].lower() == "plaintext" and not found["end"]:
        return _PLAINTEXT.sub("", found["text"])
    return f"<pre><code>{escape(found['text'].removeprefix(chr(10)), quote=False)}</code></pre>"
