"""One ZIM file of the web pages on a shelf, for Kiwix on telephones and hotspots: with a first page, covers and search.

The format is openZIM's; libzim, which writes it and its search index, is only loaded here.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from publish.errors import OutputError, UsageError, reason_of
from publish.keep.files import write_through
from publish.language import iso639_3, label
from publish.project.style import Style
from publish.shelf import zimsame
from publish.shelf.page import COVERS, Frame, write_page
from publish.shelf.pairing import group
from publish.shelf.scanning import INDEX
from publish.shelf.thumbnails import icon
from publish.shelf.works import Work, address, human_size
from publish.workers.interrupts import held

__all__ = ["with_pages", "write_zim"]

_TITLE, _DESCRIPTION = 30, 80
"""Most characters of a ZIM's title and description (openZIM, Metadata)."""
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_LINK = re.compile(rb'(<a\b[^>]*?\bhref=")(https?://[^"#]+)(#[^"]*)?(")')


def with_pages(works: Sequence[Work]) -> tuple[Work, ...]:
    """The works that have a web page, with nothing but their pages."""
    kept = [(work, tuple(item for item in work.items if item.kind == "html")) for work in works]
    return tuple(
        replace(work, items=items, facts=replace(work.facts, pages=0)) for work, items in kept if items
    )


def write_zim(
    works: Sequence[Work], frame: Frame, style: Style, covers: Mapping[str, bytes], target: Path
) -> None:
    """Write the pages of `works` (see `with_pages`). Readers see the old file or the new one, never a part.

    The same pages make the same file. Raises UsageError without libzim, OutputError.
    """
    try:
        with TemporaryDirectory(prefix=".publish-", dir=target.parent) as scratch:
            made = Path(scratch) / "made.zim"
            _fill(made, works, frame, style, covers)
            zimsame.settle(made)
            with made.open("rb") as source:
                write_through(target, lambda file: shutil.copyfileobj(source, file, 1 << 20))
    except (OSError, RuntimeError) as error:
        raise OutputError(f"cannot be written: {reason_of(error)}", path=str(target)) from error


def _fill(path: Path, works: Sequence[Work], frame: Frame, style: Style, covers: Mapping[str, bytes]) -> None:
    try:
        from libzim import writer as kinds
    except ImportError as error:
        raise UsageError(
            "--zim needs libzim, which is not installed: pip install 'postbinder[zim]'"
        ) from error
    page = write_page(replace(frame, is_zim=True), group(works, frame.collections), covers, style)
    first = _entry(kinds, INDEX, frame.title, "text/html", page)
    pictures = {f"{COVERS}/{work.key}.jpg": covers[work.key] for work in works if work.key in covers}
    languages = _languages(works, frame)
    creator = kinds.Creator(path).config_verbose(False).config_indexing(True, languages[0])
    creator.config_nbworkers(1)  # with more, the order of entries changes from build to build
    creator.set_mainpath(INDEX)
    # libzim asks Python about each entry, and would take a signal's exception for a fault of the entry.
    with _silent(), held() as hear, creator as archive:
        for name, value in _metadata(works, frame, languages):
            archive.add_metadata(name, value)
        if pictures:
            archive.add_illustration(48, icon(next(iter(pictures.values()))))
        for entry in _entries(kinds, first, pictures, works):
            archive.add_item(entry)
            hear()


def _entries(kinds: Any, first: Any, pictures: Mapping[str, bytes], works: Sequence[Work]) -> Iterator[Any]:
    """The first page, the covers, the books."""
    yield first
    for name, data in pictures.items():
        yield _entry(kinds, name, "", "image/jpeg", data)
    places = _places(works)
    for work in works:
        for item in work.items:
            page = _joined(item.path.read_bytes(), item.name, places)
            yield _entry(kinds, item.name, work.facts.title, "text/html", page)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep away from the standard output what libzim prints, from below Python."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _entry(kinds: Any, path: str, title: str, media_type: str, data: bytes) -> Any:
    """An entry of the file. `kinds` is libzim's module. Search finds books only, not the list of them."""
    is_book = media_type == "text/html" and path != INDEX
    methods = {
        "get_path": lambda entry: path,
        "get_title": lambda entry: title,
        "get_mimetype": lambda entry: media_type,
        "get_contentprovider": lambda entry: kinds.StringProvider(data),
        "get_hints": lambda entry: {kinds.Hint.FRONT_ARTICLE: is_book, kinds.Hint.COMPRESS: is_book},
    }
    unseen = {} if is_book else {"get_indexdata": lambda entry: _nothing(kinds)}
    return type("Entry", (kinds.Item,), methods | unseen)()


def _nothing(kinds: Any) -> Any:
    """What search knows of an entry that it does not find."""
    texts = dict.fromkeys(("get_title", "get_content", "get_keywords"), lambda data: "")
    counts = {"has_indexdata": lambda data: False, "get_wordcount": lambda data: 0}
    return type("Nothing", (kinds.IndexData,), {**texts, **counts})()


def _metadata(works: Sequence[Work], frame: Frame, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What openZIM asks for, and what Kiwix shows."""
    names = dict.fromkeys(name for work in works for name in work.facts.creators)
    about = label("shelf-count", frame.language).format(
        books=len(works), size=human_size(sum(work.size for work in works))
    )
    yield "Name", re.sub(r"\W+", "-", frame.title.casefold()).strip("-") or "shelf"
    yield "Title", _shortened(frame.title, _TITLE)
    yield "Description", _shortened(about, _DESCRIPTION)
    yield "Language", ",".join(languages)
    yield "Creator", ", ".join(names)[:1_000] or frame.title
    yield "Publisher", frame.title
    yield "Date", f"{max(work.modified for work in works):%Y-%m-%d}"
    yield "Tags", "_ftindex:yes;_pictures:yes;_videos:no"
    yield "Scraper", "publish"


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _languages(works: Sequence[Work], frame: Frame) -> tuple[str, ...]:
    """ISO 639-3 codes, the shelf's language first."""
    tags = (frame.language, *(tag for work in works for tag in work.facts.languages))
    return tuple(dict.fromkeys(iso639_3(tag) for tag in tags))


def _places(works: Sequence[Work]) -> dict[str, str]:
    """Web address of a text → the name of its page."""
    return {
        work.facts.source.rstrip("/"): work.items[0].name
        for work in reversed(works)
        if work.facts.source.startswith(("http://", "https://"))
    }


def _joined(page: bytes, name: str, places: Mapping[str, str]) -> bytes:
    """The page with links to other pages of the file. Kiwix adds its own bar to pages, which a policy would break."""
    above = "../" * name.count("/")

    def inside(link: re.Match[bytes]) -> bytes:
        other = places.get(html.unescape(link[2].decode("utf-8", "replace")).rstrip("/"))
        if other is None or other == name:
            return link[0]
        return link[1] + html.escape(above + address(other)).encode() + (link[3] or b"") + link[4]

    return _LINK.sub(inside, _POLICY.sub(b"", page))
