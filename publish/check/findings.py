"""What a check came to, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "Severity", "Verdict"]

Severity = Literal["error", "warning", "note"]
"""A note is worth knowing; an error or a warning is worth mending."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a checker said."""

    severity: Severity
    message: str
    """One line in plain words."""
    place: str
    """The file as the user typed it, with the file inside it, line and column where they are known."""
    code: str
    """The checker's own name for it: `RSC-005`, `epub-remote`, `7.1-3`."""

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found in one file."""

    label: str
    """The file as the user typed it."""
    findings: tuple[Finding, ...]
    checkers: tuple[str, ...]
    """Who looked: `EPUBCheck`, `veraPDF (PDF/UA-1)`, `our own look`."""
    missing: tuple[tuple[str, str], ...] = ()
    """Checkers that are not installed, and the command that installs each."""

    @property
    def sound(self) -> bool:
        """Whether nothing needs mending."""
        return all(finding.severity == "note" for finding in self.findings)
