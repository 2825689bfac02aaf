"""The finished EPUBs of real posts compared with Jekyll's own output, if that is beside the checkout.

The folder `shared` (posts, references, the tool that compares) stands next to the checkout or to the folder around it.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import epub_samples
import pytest
import tinyhtml5  # has no types

from publish import posts
from publish.errors import PublishError
from publish.images.gather import gather
from publish.images.profiles import Profile
from publish.images.sources import Sources
from publish.keep.store import Store
from publish.keep.vault import Vault
from publish.markup.convert import convert
from publish.model import Limits, Options
from publish.project import site as sites

ROOT = Path(__file__).parents[2]
SHARED = next(
    (folder / "shared" for folder in ROOT.parents[:2] if (folder / "shared" / "tools").is_dir()), None
)
UNAVOIDABLE = {
    "navigation": "lists that hold lists outside of items: no valid XHTML",
    "2019-11-23-ruby-2-7-0-preview3-released~2": "a backspace character, which XML forbids",
    "2015-04-15-baidu-ife-1": "a link to a file on the author's own disk",
}
"""Posts that differ, and why they must."""


@pytest.mark.skipif(SHARED is None, reason="no folder `shared` with posts and references beside the checkout")
@pytest.mark.parametrize("blog", ["magazine", "dialect"])
def test_books_say_what_jekyll_shows(blog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SHARED is not None
    tool = _tool(SHARED / "tools" / "fidelity.py", monkeypatch)
    compared, different = 0, {}
    for path in sorted((SHARED / "posts" / blog).rglob("*.md")):
        reference = (
            SHARED / "reference" / blog / path.relative_to(SHARED / "posts" / blog).with_suffix(".html")
        )
        if not reference.is_file():
            reference = SHARED / "reference" / blog / f"{path.stem}.html"
        book = _book(path, tmp_path) if reference.is_file() else None
        if book is None:
            continue
        compared += 1
        found = _compare(tool, reference, book)
        if not (found.text and found.blocks and found.inline):
            different[path.stem] = found.detail
    assert compared > 35
    assert {stem: detail for stem, detail in different.items() if stem not in UNAVOIDABLE} == {}


def _tool(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The comparing tool, with a parser of HTML that is always there."""
    spec = importlib.util.spec_from_file_location("fidelity", path)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fidelity", tool)
    spec.loader.exec_module(tool)
    return tool


def _book(path: Path, folder: Path) -> Path | None:
    """The EPUB of one post, with a plain cover; None for a post that is an error."""
    site = sites.load(sites.find(path.parent))
    sources = Sources(Vault(folder / "vault"), Store(folder / "store"), None, Limits(), Profile())
    try:
        post = posts.read(path, site)
        gathered = gather(convert(post, site, Options()), post, site, sources)
    except PublishError:
        return None
    book = epub_samples.book(gathered.chapter, title=post.title, images=gathered.images)
    return epub_samples.write(book).save(folder / "book.epub")


def _compare(tool: ModuleType, reference: Path, book: Path) -> Any:
    options = tool.Options(heading_levels=False, cjk_join=True, book=True, typeset=True)
    html = f"<!doctype html><body>{reference.read_text('utf-8')}"
    expected = tool._from_etree(tinyhtml5.parse(html).find("{http://www.w3.org/1999/xhtml}body"))
    ours = tool.without_title(tool.load_ours(book, None), expected)
    return tool.compare(tool.read(expected, options), tool.read(ours, options), typeset=True)
