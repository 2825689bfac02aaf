"""Loading WeasyPrint without a search for its libraries that starts dozens of processes.

WeasyPrint tries several names for each library (Windows', Linux', macOS'), and for each that the linker does not know,
ctypes asks `ldconfig` and a compiler. On Linux the linker knows the right one, and a search finds none of the others:
leaving it out saves a third of the time that loading takes.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["CSS", "HTML", "Document", "URLFetcher", "URLFetcherResponse"]


@contextmanager
def _known_names() -> Iterator[None]:
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


with _known_names():
    from weasyprint import CSS, HTML, Document
    from weasyprint.urls import URLFetcher, URLFetcherResponse
