"""Checks finished files with the installed validators and with our own check, each in bounds of time and memory."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from publish import epub
from publish.check import pdffacts
from publish.check.epubcheck import Message, check_epubs
from publish.check.findings import Finding, Severity, Verdict
from publish.check.java import MissingToolError
from publish.check.verapdf import FLAVOURS, check_pdfs
from publish.check.words import advice
from publish.errors import OutputError, PublishError, UsageError
from publish.frozen import frozen
from publish.keep.files import is_file, is_folder, read_regular
from publish.model import Notice, Options
from publish.model.options import Limits
from publish.text.messages import counted
from publish.workers.pool import Pool

__all__ = ["SECONDS", "Check", "examine", "examine_all", "find"]

OURS = "our own check"
SECONDS = 600.0
"""Seconds that the check of one file may take: a volume of 800 pages takes a tenth of that."""
MEMORY = 4 << 30
"""Bytes of memory for a check; Java alone may take 1.5 GB."""
MAX_PLACES = 5
"""Most places listed for one EPUBCheck message."""
MAX_BYTES = 1 << 30
"""Size limit of a book at Kobo and Apple; a larger file is not read."""
MAX_WORDS = 240
"""Most characters of an EPUBCheck message; for wrong markup it lists everything that would be allowed."""
_SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def find(names: tuple[str, ...]) -> list[Path]:
    """The files that names of files and folders mean; in folders, all EPUBs and PDFs. Raises UsageError."""
    found: dict[Path, None] = {}
    for name in names:
        path = Path(name)
        if is_folder(path):
            inside = sorted(
                each for each in path.rglob("*") if each.suffix.lower() in {".epub", ".pdf"} and is_file(each)
            )
            if not inside:
                raise UsageError(
                    "this folder has no EPUB and no PDF: make books first, or name their folder", path=name
                )
            found |= dict.fromkeys(inside)
        elif is_file(path):
            found[path] = None
        else:
            raise UsageError("no such file or folder: make books first, or name their folder", path=name)
    return list(found)


@frozen
class Check:
    """One file to check, as a job of a worker."""

    path: Path
    options: Options

    @property
    def label(self) -> str:
        """The file as the user typed it."""
        return str(self.path)


def examine_all(
    paths: Sequence[Path], seconds: float = SECONDS
) -> Generator[tuple[Path, Verdict | PublishError], None, None]:
    """The verdict of each file in turn, or the error in its place. A file that takes longer than `seconds`, or makes a
    validator die, costs only its own verdict: a worker process checks the files.
    """
    options = Options(jobs=1, limits=Limits(seconds=seconds, memory=MEMORY))
    with Pool(Path(), ("publish.check",), here=True) as pool:
        for path in paths:
            for job, result in pool.spread(_task, [Check(path, options)]):
                yield job.path, result


def _task(job: Check, _: Path) -> Verdict | PublishError:
    try:
        return examine(job.path)
    except PublishError as error:
        return error


def examine(path: Path) -> Verdict:
    """Check one EPUB or PDF. Raises UsageError when it is neither, OutputError when it cannot be read."""
    label = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise OutputError(
                f"larger than {MAX_BYTES >> 30} GB: shops and readers refuse such a file", path=label
            )
        data = read_regular(path, size)
    except OSError as error:
        raise OutputError(f"cannot be read: {error.strerror or error}", path=label) from error
    if b"%PDF-" in data[:1024] or path.suffix.lower() == ".pdf":
        return _pdf(path, data)
    if data.startswith(b"PK") or path.suffix.lower() == ".epub":
        return _epub(path, data)
    raise UsageError("not an EPUB or a PDF", path=label)


def _epub(path: Path, data: bytes) -> Verdict:
    label = str(path)
    findings = [_own_finding(notice) for notice in epub.lint(data, label)]
    if any(each.code == "epub-bomb" for each in findings):
        return Verdict(label, tuple(findings), (OURS,))
    try:
        messages = check_epubs([path])[path]
    except MissingToolError as error:
        return Verdict(label, tuple(findings), (OURS,), (("EPUBCheck", str(error)),))
    theirs = [finding for message in messages for finding in _findings(message, path)]
    return Verdict(label, (*theirs, *findings), ("EPUBCheck", OURS))


def _own_finding(notice: Notice) -> Finding:
    place = notice.path if notice.line is None else f"{notice.path}:{notice.line}"
    return Finding("error" if notice.code in epub.GRAVE else "warning", notice.message, place, notice.code)


def _findings(message: Message, path: Path) -> Iterator[Finding]:
    severity = _SEVERITIES.get(message.severity, "note")
    text = " ".join(message.text.removeprefix("Error while parsing file: ").split()).partition("; expected ")[
        0
    ]
    text = text if len(text) <= MAX_WORDS else f"{text[:MAX_WORDS]}…"
    if meaning := advice(message.code):
        text = f"{meaning} ({text})"
    for place in message.places[:MAX_PLACES]:
        inside = "" if place.removeprefix("./").startswith(path.name) else place
        yield Finding(severity, text, f"{path}/{inside}" if inside else str(path), message.code)
    more = len(message.places) - MAX_PLACES
    if more > 0:
        yield Finding(severity, f"the same problem in {counted(more, 'more place')}", str(path), message.code)


def _pdf(path: Path, data: bytes) -> Verdict:
    label = str(path)
    findings = pdffacts.look(data, label)
    if any(each.code in {"pdf-broken", "pdf-locked"} and each.severity == "error" for each in findings):
        return Verdict(label, findings, (OURS,))
    if pdffacts.are_sheets(findings):
        return Verdict(label, findings, (OURS,))
    claims = [flavour for flavour in pdffacts.claimed(data) if flavour in FLAVOURS]
    flavours = tuple(dict.fromkeys(("ua1", *(claims or ("2a",)))))
    name = f"veraPDF ({', '.join(FLAVOURS[flavour] for flavour in flavours)})"
    try:
        failed = check_pdfs([path], flavours)[path]
    except MissingToolError as error:
        return Verdict(label, findings, (OURS,), (("veraPDF", str(error)),))
    theirs = [
        Finding(
            "error", f"breaks {FLAVOURS[flavour]}: {rule.partition(': ')[2]}", label, rule.partition(": ")[0]
        )
        for flavour, rules in failed.items()
        for rule in rules
    ]
    return Verdict(label, (*theirs, *findings), (name, OURS))
