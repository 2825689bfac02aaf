"""EPUBCheck, W3C's validator of EPUBs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.check.java import EPUBCHECK, jars, machine
from publish.frozen import frozen

__all__ = ["Message", "check_epubs"]


@frozen
class Message:
    """One finding of EPUBCheck."""

    severity: str
    """`FATAL`, `ERROR`, `WARNING`, `INFO` or `USAGE`."""
    code: str
    """Such as `RSC-005`."""
    text: str
    places: tuple[str, ...]
    """File inside the EPUB, line and column of each occurrence; only the first ones when there are many."""

    def __str__(self) -> str:
        more = f" (and {len(self.places) - 1} more)" if len(self.places) > 1 else ""
        return f"{self.severity} {self.code} {self.places[0]}{more}: {self.text}"


def check_epubs(paths: Iterable[Path | str]) -> dict[Path, list[Message]]:
    """What EPUBCheck finds in each file, including usage notes. Raises MissingToolError when it is not installed."""
    jars(EPUBCHECK)
    machine()
    return {Path(path): _check(Path(path)) for path in paths}


def _check(path: Path) -> list[Message]:
    checker = machine().JClass("com.adobe.epubcheck.tool.EpubChecker")()
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        try:
            checker.run([str(path.resolve()), "--json", str(report), "--quiet", "--usage"])
        except machine().JException as error:
            return [Message("FATAL", "PKG-008", f"EPUBCheck could not read it: {error}", ("",))]
        if not report.exists():
            return [Message("FATAL", "PKG-008", "EPUBCheck could not read it", ("",))]
        found = json.loads(report.read_text("utf-8"))["messages"]
    return [
        Message(
            each["severity"],
            each["ID"],
            each["message"],
            tuple(_place(location) for location in each["locations"]) or ("",),
        )
        for each in found
    ]


def _place(location: dict[str, object]) -> str:
    parts = (location.get(key, -1) for key in ("path", "line", "column"))
    return ":".join(str(part) for part in parts if part != -1)
