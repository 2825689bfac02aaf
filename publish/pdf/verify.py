"""Checks a finished PDF before it replaces the old edition: other engines open it, and it must have no active
content.

Actions can be reached only from the catalog, pages, annotations and bookmarks (ISO 32000-1, 12.6.1), so we check
these. `publish check` checks every object, because its files can come from anybody.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from publish.errors import RenderError
from publish.markup.addresses import SCHEMES

__all__ = ["verify"]

_PLAIN_ACTIONS = {"/GoTo", "/URI"}
_ACTIVE = {
    "/AA": "starts actions by itself",
    "/AcroForm": "has a form",
    "/AF": "has an attached file",
    "/Collection": "is a collection of attached files",
}
"""Keys of the catalog that a book must not have."""
_ACTIVE_NAMES = {"/JavaScript": "runs a script", "/EmbeddedFiles": "has an attached file"}
"""Keys of the catalog's name dictionary."""


def verify(data: bytes, pages: int, label: str | None = None) -> bytes:
    """The same bytes, if PDFium and qpdf open them, they have this number of pages, and nothing in them is active.

    `label` is the post for the error. Raises RenderError.
    """
    import pikepdf
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document, pikepdf.open(io.BytesIO(data)) as file:
            counts = {len(document), len(file.pages)}
            faults = [] if counts == {pages} else [f"has {min(counts)} of {pages} pages"]
            faults += _active(file)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as error:
        faults = [f"does not open: {str(error).splitlines()[0][:200]}"]
    if faults:
        raise RenderError(f"not written, because the file {faults[0]}: please report it", path=label)
    return data


def _active(file: Any) -> Iterator[str]:
    root = file.Root
    yield from (words for key, words in _ACTIVE.items() if key in root)
    yield from (words for key, words in _ACTIVE_NAMES.items() if key in root.get("/Names", {}))
    yield from _action(root.get("/OpenAction"))
    for page in file.pages:
        if "/AA" in page.obj:
            yield _ACTIVE["/AA"]
        for annotation in page.obj.get("/Annots", []):
            yield from _annotation(annotation)
    yield from _bookmarks(root.get("/Outlines"))


def _annotation(annotation: Any) -> Iterator[str]:
    kind = str(annotation.get("/Subtype"))
    if kind != "/Link":
        yield f"has an annotation of kind {kind}"
    if "/AA" in annotation:
        yield _ACTIVE["/AA"]
    yield from _action(annotation.get("/A"))


def _bookmarks(outlines: Any) -> Iterator[str]:
    waiting = [outlines] if outlines is not None else []
    while waiting:
        item = waiting.pop()
        yield from _action(item.get("/A"))
        waiting += [item[key] for key in ("/First", "/Next") if key in item]


def _action(action: Any) -> Iterator[str]:
    """The problem of an action; a destination in its place is harmless."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary):
        return
    kind = str(action.get("/S"))
    if kind not in _PLAIN_ACTIONS or "/Next" in action:
        yield f"acts ({kind})"
    elif kind == "/URI" and str(action.get("/URI")).partition(":")[0].lower() not in SCHEMES:
        yield "has a link with an unsafe address"
