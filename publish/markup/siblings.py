"""Links to the file of another post, `[words](../docs/other.md#place)`: they lead to its page on the web.

So does jekyll-relative-links, which GitHub Pages has by default. In a volume they lead to the other's chapter
(`books/neighbours`).
"""

from __future__ import annotations

import os
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
                known[place] = others.address_of_file(_in_site(place, post.path, site.root)) or ""
            if known[place]:
                link.set("href", f"{known[place]}{mark}{rest}")


def _parts(address: str) -> tuple[str, str, str]:
    """The path of a Markdown file, `#` and the place in it; empty for any other address."""
    try:
        if any(urlsplit(address.strip())[:2]):
            return "", "", ""
    except ValueError:  # a broken address, which another rule reports
        return "", "", ""
    place, mark, rest = address.strip().partition("#")
    place = unquote(place)
    return (place, mark, rest) if is_post(PurePosixPath(place)) and "\0" not in place else ("", "", "")


def _in_site(place: str, post: Path, root: Path) -> str:
    """The path in the site of a file that a post names by its path from the post, or from the site's folder; empty
    outside of the site.
    """
    folder = root.resolve()
    path = Path(
        os.path.normpath(folder / place.lstrip("/") if place.startswith("/") else post.parent / place)
    )
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
