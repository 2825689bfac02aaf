"""What is wrong in a site's `_config.yml`, in one line each that says what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.errors import PostError
from publish.keep.files import as_typed
from publish.language import fault_of_tag
from publish.model import Notice
from publish.text.messages import did_you_mean
from publish.text.patterns import late
from publish.text.webaddress import valid

__all__ = ["faults", "is_on_web", "settings_in"]

_WEB = late(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SCHEME = late(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_SHOWN = 80
"""Most characters of a setting in a message."""


def settings_in(value: object, config: Path) -> Mapping[str, object]:
    """The settings of a file that was read; none for an empty file. PostError for anything else that is no mapping."""
    if value is None or isinstance(value, dict):
        return value or {}
    found = "a list" if isinstance(value, list) else "one value"
    message = f"the file holds {found}, not settings: write each as `name: value` on a line of its own"
    raise PostError(message, path=str(as_typed(config)), line=1)


def faults(
    data: Mapping[str, object], lines: Mapping[str, int], language: str, config: Path
) -> Iterator[Notice]:
    """A warning for each setting that we cannot use. `lines` has the line of each setting, `language` is the name of the
    one that gives the site's language, if any.
    """
    checks = (
        ("language-unknown", language, fault_of_tag),
        ("url-unknown", "url", _fault_of_address),
        ("timezone-unknown", "timezone", _fault_of_zone),
    )
    for code, name, check in checks:
        said = data.get(name)
        fault = check(said.strip()) if isinstance(said, str) and said.strip() else ""
        if fault:
            yield Notice(code, f"{name}: {fault}", str(as_typed(config)), lines.get(name))


def is_on_web(text: str) -> bool:
    """Whether a text is an absolute HTTP or HTTPS address. Any other scheme would make all addresses below it unsafe."""
    return bool(_WEB.fullmatch(text))


def _fault_of_address(text: str) -> str:
    if is_on_web(text) and valid(text):
        return ""
    bare = text.removeprefix("//")
    host, meant = bare.partition("/")[0], f"https://{bare}"
    named = "." in host and "@" not in host  # not https:/example.org or somebody@example.org
    known = named and not _SCHEME.match(bare) and is_on_web(meant) and valid(meant)
    wanted = f"write {meant}" if known else "write an address such as https://example.org"
    return f"{text[:_SHOWN]!r} is not the address of a site: {wanted}; until then, books name no source on the web"


def _fault_of_zone(text: str) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):  # no such name, or a folder of names
        meant = did_you_mean(text, available_timezones())
        return f"{text[:_SHOWN]!r} is not a time zone: write one such as Europe/London, or else times count as UTC{meant}"
    return ""
