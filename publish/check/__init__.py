"""What the validators and our own check find in a finished EPUB or PDF."""

from publish.check.epubcheck import Message, check_epubs
from publish.check.examine import SECONDS, examine, examine_all, find
from publish.check.findings import Finding, Verdict
from publish.check.java import MissingToolError
from publish.check.verapdf import check_pdfs

__all__ = [
    "SECONDS",
    "Finding",
    "Message",
    "MissingToolError",
    "Verdict",
    "check_epubs",
    "check_pdfs",
    "examine",
    "examine_all",
    "find",
]
