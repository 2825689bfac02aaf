"""Jekyll's filters for dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from publish.model import Post, Site
from publish.posts import dates
from publish.text.patterns import late

__all__ = ["date_filters", "moment_of"]

_WIDTH = late(r"%[^A-Za-z%]*\d{3,}")
_RUBYS = late(r"%(?:%|:z|s|L|N)")
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def moment_of(post: Post) -> str:
    """The post's date as Jekyll prints it. It is also `now`, so that a build does not depend on the day."""
    return (post.date or EPOCH).strftime("%Y-%m-%d %H:%M:%S %z")


def date_filters(post: Post, site: Site) -> dict[str, Callable[..., Any]]:
    """The filters by name, for one post of a site."""
    now, zone = moment_of(post), str(site.data.get("timezone") or "")

    def formatted(write: Callable[[datetime], str]) -> Callable[..., Any]:
        def apply(value: object, *_: object) -> object:
            moment = _moment(value, now, zone)
            return value if moment is None else write(moment)

        return apply

    def date(value: object, pattern: object = "", *_: object) -> object:
        moment, wanted = _moment(value, now, zone), str(pattern or "")
        if moment is None or not wanted or len(wanted) > 200 or _WIDTH.search(wanted):
            return value
        return moment.strftime(_RUBYS.sub(lambda found: _as_ruby(moment, found), wanted))

    def in_words(month: str) -> Callable[..., Any]:
        """`01 May 2024`; or with `ordinal`, `1st May 2024` and in American `May 1st, 2024`."""

        def apply(value: object, kind: object = None, style: object = None, *_: object) -> object:
            moment = _moment(value, now, zone)
            if moment is None:
                return value
            if kind != "ordinal":
                return moment.strftime(f"%d {month} %Y")
            day = _ordinal(moment.day)
            return moment.strftime(f"{month} {day}, %Y" if style == "US" else f"{day} {month} %Y")

        return apply

    return {
        "date": date,
        "date_to_xmlschema": formatted(lambda moment: moment.isoformat(timespec="seconds")),
        "date_to_rfc822": formatted(format_datetime),
        "date_to_string": in_words("%b"),
        "date_to_long_string": in_words("%B"),
    }


def _as_ruby(moment: datetime, found: re.Match[str]) -> str:
    """What Ruby's strftime writes for signs that Python's does not know."""
    if found[0] == "%%":
        return "%%"
    if found[0] == "%:z":
        offset = moment.strftime("%z")
        return f"{offset[:3]}:{offset[3:5]}"
    if found[0] == "%s":
        return str(int(moment.timestamp()))
    return f"{moment.microsecond // 1000:03}" if found[0] == "%L" else f"{moment.microsecond:06}000"


def _ordinal(day: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in {11, 12, 13} else "th"
    return f"{day}{ending}"


def _moment(value: object, now: str, zone: str) -> datetime | None:
    if isinstance(value, datetime):
        return value
    words = "" if value is None else str(value).strip()
    if words in {"now", "today"}:
        words = now
    if words.isdecimal() and len(words) < 12:
        return dates.in_zone(datetime.fromtimestamp(int(words), UTC), None, zone)
    try:
        return dates.in_zone(dates.parse_as_written(words), None, zone)
    except ValueError:
        return None
