"""The results of a check, as data."""

from __future__ import annotations

from typing import Literal

from publish.frozen import frozen

__all__ = ["Finding", "Severity", "Verdict"]

Severity = Literal["error", "warning", "note"]
"""A note is for information; an error or a warning needs repair."""


@frozen
class Finding:
    """One finding of a checker."""

    severity: Severity
    message: str
    """One line in plain words."""
    place: str
    """The file as the user typed it, with the file inside it, line and column when they are known."""
    code: str
    """The checker's code for it: `RSC-005`, `epub-remote`, `7.1-3`."""

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.message} [{self.code}]"


@frozen
class Verdict:
    """All findings in one file."""

    label: str
    """The file as the user typed it."""
    findings: tuple[Finding, ...]
    checkers: tuple[str, ...]
    """The checkers that ran: `EPUBCheck`, `veraPDF (PDF/UA-1)`, `our own check`."""
    missing: tuple[tuple[str, str], ...] = ()
    """Checkers that are not installed, and the command that installs each."""

    @property
    def sound(self) -> bool:
        """Whether nothing needs repair."""
        return all(finding.severity == "note" for finding in self.findings)
