"""Makes texts from other people's files fit to print: no control characters, no endless lines."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import UTC, datetime

from publish.text.patterns import late

__all__ = ["described", "parse_moment", "plain", "short_date"]

_HTML = late(r"</?(?:a|b|blockquote|br|div|em|h[1-6]|i|li|ol|p|span|strong|ul)\b[^<>]*>", re.IGNORECASE)
"""Tags that show that a description is HTML; names of works and people are never read as HTML."""
_FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DATE = late(r"\s*([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_PDF_DATE = late(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?'?)?.*")


def plain(text: str | None, limit: int = 1_000) -> str:
    """Text in one line, at most `limit` characters. Angle brackets and ampersands stay: it is text, not HTML.

    Letters and their accents are joined (NFC): many fonts show them apart otherwise.
    """
    if not text:
        return ""
    kept = "".join(
        c if c not in _BIDI and unicodedata.category(c) not in _FORBIDDEN else " " for c in text[: limit * 4]
    )
    kept = unicodedata.normalize("NFC", " ".join(kept.split()))
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def described(text: str | None, limit: int = 1_000) -> str:
    """A description as `plain` text, without the HTML that many programs write there."""
    if text and _HTML.search(text):
        import nh3

        text = html.unescape(nh3.clean(text.replace("<br", " <br").replace("</p>", " </p>"), tags=set()))
    return plain(text, limit)


def short_date(text: str | None) -> str:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` from a file's date (W3C date and time formats); empty when it is not a date."""
    found = _DATE.match(text or "")
    if found is None:
        return ""
    parts = [part for part in found.groups() if part]
    if len(parts) == 3:
        try:
            datetime(int(parts[0]), int(parts[1]), int(parts[2]), tzinfo=UTC)
        except ValueError:
            parts.pop()
    return "-".join(parts)


def parse_moment(text: str | None) -> datetime | None:
    """A time in UTC from ISO 8601 or a PDF's date (ISO 32000-1, 7.9.4); None for anything else."""
    words = (text or "").strip()
    found = _PDF_DATE.fullmatch(words)
    if found:
        year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
        zone = f"{sign}{hours}:{minutes or '00'}" if sign else "+00:00"
        words = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
    try:
        moment = datetime.fromisoformat(words)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
