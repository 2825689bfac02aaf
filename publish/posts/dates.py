"""Dates as posts write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

__all__ = ["from_stem", "parse", "parse_as_written"]

_DATE = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[-+]\d{2}(?::?\d{2})?)?"
)
_STEM = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")


def parse(text: str) -> datetime:
    """`2025-08-14 12:00:00 +0800` and its shorter and ISO 8601 forms, or an RFC 2822 date; UTC where no zone is given.

    Raises ValueError with what is wrong for everything else, days that do not exist included.
    """
    moment = parse_as_written(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_as_written(text: str) -> datetime:
    """The same, without a zone where none is given."""
    text = text.strip()
    found = _DATE.fullmatch(text)
    if found is None:
        try:
            return parsedate_to_datetime(text)
        except (ValueError, IndexError) as error:
            raise ValueError("not a date: write it as YYYY-MM-DD") from error
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(found.group(7)))
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("no such day or time: write it as YYYY-MM-DD") from error
    return moment


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def from_stem(stem: str) -> tuple[str, str]:
    """The date and the slug in a Jekyll file name: `2025-08-14-title` → (`2025-08-14`, `title`); no date is empty."""
    found = _STEM.fullmatch(stem)
    return (found.group(1), found.group(2)) if found else ("", stem)
