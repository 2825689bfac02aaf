"""Dates as posts write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from publish.project.plainyaml import Scalar
from publish.text.patterns import late

__all__ = ["EXACT", "from_stem", "in_zone", "missing", "parse", "parse_as_written"]

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAYS = (
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    r"(?P<day>\d{1,2})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
    rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
    rf"{_MONTH},?\s+(?P<year>\d{{4}})",
)
"""Dates that Ruby's `Time.parse` also reads: `2015/01/05`, `20150105`, `05-01-2015`, `5/1/2015` (the day is first),
`Jan 5, 2015`, `5 January 2015`, `January 2015`.
"""
_REST = (
    r"(?:(?:T|\s+(?:at\s+|[-@]\s*)?|,\s*(?:at\s+)?)"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?\s*(?P<zone>Z|UTC|GMT|[ECMP][SD]T|JST|CES?T|BST|[-+]\d{2}(?::?\d{2})?)?"
    r"(?:\s*[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)?"  # Ruby does not read the name of a zone
)
_FORMS = tuple(
    late(rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{day}{_REST}", re.IGNORECASE) for day in _DAYS
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "JST": 9, "CET": 1, "CEST": 2, "BST": 1,
}  # fmt: skip
_SECONDS = late(r"\d{10}(?:\d{3})?")
"""Seconds, or thousandths of them, since 1970."""
_NO_DATE = "not a date: write it as YYYY-MM-DD"
MAX_LENGTH = 60
"""Most characters of a date."""
EXACT = late(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?")
"""A time with seconds but without quotes and zone: UTC in YAML."""
_STEM = late(r"(\d{4}-\d{1,2}-\d{1,2}|\d{2}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01]))-(.+)")
_PIVOT = 69
"""From which year of two digits on it is one of the last century, for Ruby."""


def parse(text: str) -> datetime:
    """A date and time: `2025-08-14 12:00:00 +0800`, its shorter and ISO 8601 forms, or RFC 2822; UTC when no zone is
    given.

    Raises ValueError with the problem for everything else, also for days that do not exist.
    """
    moment = parse_as_written(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def parse_as_written(text: str) -> datetime:
    """The same, but without a zone when none is given."""
    text = text.strip()
    if not text:
        raise ValueError(_NO_DATE)
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    short = text if len(text) <= MAX_LENGTH else ""
    found = next((found for form in _FORMS if (found := form.fullmatch(short))), None)
    if found is None:
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(text)
        except (ValueError, IndexError) as error:
            raise ValueError(_NO_DATE) from error
    part = found.groupdict()
    month = _MONTHS.index(part["name"].lower()) + 1 if part.get("name") else int(part["month"])
    try:
        hour, minute, second = (
            _hour(part["hour"], part["half"]),
            int(part["minute"] or 0),
            int(part["second"] or 0),
        )
        late = timedelta(days=(hour, minute, second) == (24, 0, 0))  # midnight at a day's end (ISO 8601)
        clock = (0 if late else hour, minute, second)
        moment = (
            datetime(int(part["year"]), month, int(part.get("day") or 1), *clock, tzinfo=_zone(part["zone"]))
            + late
        )
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("no such day or time: write it as YYYY-MM-DD") from error
    return moment


def _hour(text: str | None, half: str | None) -> int:
    hour = int(text or 0)
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[text.upper()])) if _ZONES[text.upper()] else UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def in_zone(moment: datetime, value: object, name: str) -> datetime:
    """A date and time in the site's time zone (`name`); `value` is the text in the front matter.

    A time with seconds but without quotes and zone is UTC in YAML. Any other time without a zone is in the site's
    zone; without one, UTC.
    """
    zone = _named_zone(name) if name else None
    if moment.tzinfo is None:
        exact = isinstance(value, Scalar) and value.plain and EXACT.fullmatch(value)
        moment = moment.replace(tzinfo=UTC if exact or zone is None else zone)
    try:
        return moment.astimezone(zone) if zone else moment
    except OverflowError:  # outside of the calendar
        return moment


def _named_zone(name: str) -> tzinfo | None:
    """The time zone of that name; None when there is none."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name.strip())
    except (ValueError, OSError, KeyError):
        return None


def from_stem(stem: str) -> tuple[str, str]:
    """The date and the slug in a Jekyll file name: `2025-08-14-title` → (`2025-08-14`, `title`); the date is empty
    when there is none. A year may have two digits, and dots at the end of the slug are left out.
    """
    found = _STEM.fullmatch(stem)
    if not found:
        return "", stem
    day = found[1]
    if day[2] == "-":
        day = f"{'19' if int(day[:2]) >= _PIVOT else '20'}{day}"
    return day, found[2].rstrip(".") or found[2]


def missing(day: str) -> str:
    """`there is no 30 February 2026`, of a day as a file name has it that the calendar lacks."""
    year, month, number = map(int, day.split("-"))
    if not 1 <= month <= 12:
        return f"there is no month {year}-{month:02}"
    return f"there is no {number} {_NAMES[month - 1]} {year}"
