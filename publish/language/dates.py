"""Dates in words."""

from __future__ import annotations

from datetime import date

from publish.language.tags import core_of, locale_of

__all__ = ["format_date", "format_month", "format_months"]

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_CHINESE = frozenset({"zh", "zh-Hans", "zh-Hans-CN", "zh-Hant", "zh-Hant-HK", "zh-Hant-MO", "zh-Hant-TW"})


def format_date(day: date, tag: str) -> str:
    """A date in the language of a BCP 47 tag: `14 August 2025`, `2025年8月14日` (CLDR, long form).

    English dates start with the day, as in British English; `en-US` keeps its own order. Those, and Chinese ones, are
    written here: Babel takes as long to load as a short post takes to convert.
    """
    core = core_of(tag)
    if core in _CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    if core.split("-", maxsplit=1)[0].lower() == "en" and core.upper() != "EN-US":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    from babel.dates import format_date as in_words

    locale = locale_of(tag)
    if locale is None:
        return day.strftime("%Y-%m-%d")
    return in_words(day, "long", locale=locale)


def format_month(day: date, tag: str) -> str:
    """A month in the language of a BCP 47 tag: `August 2025`, `2025年8月` (CLDR, skeleton `yMMMM`)."""
    from babel.dates import format_skeleton

    locale = locale_of(tag)
    if locale is None:
        return day.strftime("%Y-%m")
    return str(format_skeleton("yMMMM", day, locale=locale))


def format_months(first: date, last: date, tag: str) -> str:
    """The months from one day's to another's, in words: `September–November 2026`, `2026年9月至11月` (CLDR's intervals).

    Of one month just that.
    """
    from babel.dates import format_interval

    start, end = first.replace(day=1), last.replace(day=1)
    if start >= end:
        return format_month(last, tag)
    locale = locale_of(tag)
    if locale is None:
        return f"{start:%Y-%m}/{end:%Y-%m}"  # ISO 8601, 4.4.4
    months = str(format_interval(start, end, "yMMMM", locale=locale)).replace("\u2009", " ")
    # Between two words English has no space around the dash.
    return months.replace(" – ", "–") if locale.language == "en" and start.year == end.year else months
