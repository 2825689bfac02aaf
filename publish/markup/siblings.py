"""Links to the file of another post, `[words](../docs/other.md#place)`: they lead to its page on the web.

So does jekyll-relative-links, which GitHub Pages has by default. A file that is not where the link says is looked for from the
site's folder, because many write `_posts/2026-01-01-other.md` in a post. In a volume they lead to the other's chapter
(`books/neighbours`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from publish.markup.liquid.sitefiles import SiteFiles
from publish.markup.tree import Element
from publish.model import Post, Site
from publish.posts.dialects import is_post

__all__ = ["lead_to_pages"]

MOST = 500
"""Most links of one post that are looked up."""


def lead_to_pages(root: Element, post: Post, site: Site, files: dict[str, str]) -> None:
    """Give links to Markdown files of the site the addresses of their pages. `files` collects the files that were read.

    A link to a file that is not there, and any link where the site's address is not known, stays as it is.
    """
    if site.root is None or not site.url:
        return
    others = SiteFiles(site, post, files)
    known: dict[str, str] = {}
    for link in root.iter("a"):
        place, mark, rest = _parts(link.get("href") or "")
        if place and (place in known or len(known) < MOST):
            if place not in known:
                paths = _in_site(place, post.path, site.root)
                known[place] = next(filter(None, map(others.address_of_file, paths)), "")
            if known[place]:
                link.set("href", f"{known[place]}{mark}{rest}")


def _parts(address: str) -> tuple[str, str, str]:
    """The path of a Markdown file without its query, `#` and the place in it; empty for any other address."""
    try:
        if any(urlsplit(address.strip())[:2]):
            return "", "", ""
    except ValueError:  # a broken address, which another rule reports
        return "", "", ""
    place, mark, rest = address.strip().partition("#")
    place = unquote(place.partition("?")[0])
    return (place, mark, rest) if is_post(PurePosixPath(place)) and "\0" not in place else ("", "", "")


def _in_site(place: str, post: Path, root: Path) -> Iterator[str]:
    """The paths in the site that a file's path in a post may mean: from the post, then from the site's folder."""
    folder = root.resolve()
    bases = (folder,) if place.startswith("/") else (post.parent, folder)
    for base in bases:
        path = Path(os.path.normpath(base / place.lstrip("/")))
        if path.is_relative_to(folder):
            yield path.relative_to(folder).as_posix()
