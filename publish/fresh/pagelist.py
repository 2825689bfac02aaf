"""Page lists: where a PDF's pages begin, kept for the EPUB of the same book beside it.

An EPUB lists the pages of the PDF with the same name in the same folder, if publish made that PDF, nobody changed it, and
it has the same text. So after `publish pdf` and `publish epub`, readers of both files can say "page 14". Without the PDF
there is no page list.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from publish.fresh.fingerprint import output_key
from publish.keep.store import Store, parse
from publish.model import PageBreak, PageList

__all__ = ["entry_of", "keep", "page_list"]

_KIND = "pages"


def keep(store: Store, output: Path, text: str, page: str, breaks: Sequence[PageBreak]) -> None:
    """Remember the pages of a PDF that was just written; `text` is a fingerprint of its content, `page` its preset."""
    status = output.stat()
    entry = {
        "size": status.st_size,
        "time": status.st_mtime_ns,
        "text": text,
        "source": f"{output.name} ({page})",
        "breaks": [asdict(each) for each in breaks],
    }
    store.put(_KIND, output_key(output), json.dumps(entry).encode())


def entry_of(store: Store, output: Path) -> bytes:
    """What is kept of the PDF beside an EPUB (`output`); empty when there is no PDF, or when somebody changed it."""
    pdf = output.with_suffix(".pdf")
    try:
        status = pdf.stat()
    except OSError:
        return b""
    data = store.get(_KIND, output_key(pdf)) or b""
    entry = parse(data)
    untouched = isinstance(entry, dict) and (status.st_size, status.st_mtime_ns) == (
        entry.get("size"),
        entry.get("time"),
    )
    return data if untouched else b""


def page_list(store: Store, output: Path, text: str) -> PageList:
    """The pages of the PDF beside an EPUB (`output`), if it has the same text; else none."""
    data = entry_of(store, output)
    entry = parse(data)
    if not data or entry.get("text") != text:
        return PageList()
    return PageList(entry["source"], tuple(PageBreak(**each) for each in entry["breaks"]))
