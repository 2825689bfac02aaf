"""Whether a file is a post for its name and its folders, as Jekyll, Hugo and Zola see them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from publish.keep.files import is_file, is_folder
from publish.model import Site
from publish.posts.release import Reason, Terms, drafts_too
from publish.project.site import collections_with_pages
from publish.text.patterns import late

__all__ = ["by_name", "is_copied"]

_DATED = late(r"\d{2,4}-\d{1,2}-\d{1,2}-.*", re.DOTALL)
_SPECIAL = ("_", "#", "~")
_READMES = late(
    r"(?:(?i:readme|licen[cs]e|copying|contributing|code_of_conduct|issue_template|pull_request_template)"
    r"|CHANGELOG|SECURITY|AUTHORS|CONTRIBUTORS|MAINTAINERS|SUPPORT|NOTICE)(?:[._-][A-Za-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
)
"""Files about their folder, in any language."""
_MACHINERY = frozenset(("_includes", "_layouts", "_data", "_sass", "_plugins", "_site", "node_modules"))
_EXCLUDED = ("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/")
"""Files that Jekyll always excludes."""


def by_name(path: Path, top: Path, site: Site, terms: Terms) -> Reason | None:
    """Why a file that the user did not name is held back for its name or its folders; None when it is not.

    `path` and `top`, the folder that was searched, are absolute and have links resolved. The rules are those of
    Jekyll's entry filter and readers (4.4), and the list of names in the optional-front-matter plugin.
    """
    other = _of_other_sites(path, top, site) if site.maker != "jekyll" else None
    return other or _by_jekylls_rules(path, top, site, terms)


def _by_jekylls_rules(path: Path, top: Path, site: Site, terms: Terms) -> Reason | None:
    root = site.root.resolve() if site.root else None
    inside = _below(path, root or top)
    searched = root if root and top in root.parents else top
    below = (inside if searched == (root or top) else _below(path, searched)).parts[:-1]
    translated = "_i18n" in below and "_posts" not in below
    if _MACHINERY.intersection(below) or translated or (root and _matches(_EXCLUDED, inside)):
        return Reason("machinery", "is not a post")
    parents = inside.parts[:-1] if root else path.parts[:-1]
    if "_drafts" in parents:
        return None if drafts_too(site, terms) else Reason("draft", "in `_drafts`")
    if not any(_matches(_patterns(site, "include"), place) for place in (inside, PurePosixPath(inside.name))):
        if _matches(_patterns(site, "exclude"), inside):
            return Reason("excluded", "excluded in _config.yml")
        if reason := _by_folders(below if _says_which(site) else _after_posts(path), below, site):
            return reason
        if path.name.startswith(_SPECIAL) or path.name.endswith("~"):
            return Reason("special", "its name starts with a character that Jekyll skips")
        if _READMES.fullmatch(path.stem):
            return Reason("readme", "a README or similar file")
    return _by_posts_rules(path, inside, site) if "_posts" in parents else None


def _by_posts_rules(path: Path, inside: PurePosixPath, site: Site) -> Reason | None:
    """Why a file in `_posts` is no post."""
    if site.collections_dir and not inside.is_relative_to(site.collections_dir):
        return Reason("folder", f"in `_posts` outside of `{site.collections_dir}` (`collections_dir`)")
    if not _DATED.fullmatch(path.stem):
        return Reason("undated", "in `_posts` with no date in its name")
    return None


def _by_folders(folders: Iterable[str], below: Iterable[str], site: Site) -> Reason | None:
    """Why a file is held back for the folders that Jekyll would look into, or for all those below the searched one."""
    if skipped := _skipped(folders, site):
        return Reason("folder", f"in `{skipped}`, which Jekyll skips")
    if collection := _pageless(below, site):
        return Reason("pageless", f"in the collection `{collection}`, which has no pages (`output: true`)")
    return None


def is_copied(folder: PurePosixPath, site: Site) -> bool:
    """Whether Jekyll copies the files in a folder of the site (relative to its root) to the finished site."""
    inside = folder / "file"
    if _matches(_EXCLUDED, inside) or _matches(_patterns(site, "exclude"), inside):
        return False
    included = _patterns(site, "include")
    return all(
        not name.startswith((*_SPECIAL, ".")) and not name.endswith("~") and name not in _MACHINERY
        for name in folder.parts
        if name not in included
    )


def _of_other_sites(path: Path, top: Path, site: Site) -> Reason | None:
    """The same for a site of Hugo or Zola: its pages lie in one folder, and an `_index` says something of a section."""
    if path.stem.split(".")[0] == "_index":
        return Reason("section", "is not a post, but the page of a section")
    if _is_part(path, site):
        return Reason("part", "is a part of the page that its folder makes")
    content = site.root.resolve() / str(site.data.get("content") or "content") if site.root else None
    if content and is_folder(content) and content.is_relative_to(top) and not path.is_relative_to(content):
        return Reason("machinery", "is not a post")
    return None


def _is_part(path: Path, site: Site) -> bool:
    """Whether a folder above a file, inside the site, holds the `index` that it belongs to (a leaf bundle of Hugo's)."""
    if path.stem.split(".")[0] == "index" or site.root is None:
        return False
    root = site.root.resolve()
    folders = (folder for folder in path.parents if folder.is_relative_to(root) and folder != root)
    return any(is_file(folder / f"index{ending}") for folder in folders for ending in (".md", ".markdown"))


def _says_which(site: Site) -> bool:
    """Whether a site is clear about which folders it publishes: it has collections, or posts where Jekyll expects
    them.
    """
    return bool(site.root and (site.collections or is_folder(site.root / "_posts")))


def _after_posts(path: Path) -> tuple[str, ...]:
    """The folders between `_posts` and a file."""
    parts = path.parts[:-1]
    return parts[parts.index("_posts") + 1 :] if "_posts" in parts else ()


def _skipped(folders: Iterable[str], site: Site) -> str:
    """The first of these folders that Jekyll skips."""
    known = {
        "_posts",
        *(("_i18n",) if site.languages else ()),
        *(f"_{name}" for name in site.collections),
        *site.collections_dir.split("/"),
    }
    skipped = (name for name in folders if name.startswith(_SPECIAL) or name.endswith("~"))
    return next((name for name in skipped if name not in known), "")


def _pageless(folders: Iterable[str], site: Site) -> str:
    """The collection that these folders belong to, if Jekyll makes no pages of it: its posts are data."""
    inside = [name.removeprefix("_") for name in folders if name.startswith("_")]
    found = next((name for name in inside if name in site.collections and name != "posts"), "")
    return found if found and found not in collections_with_pages(site) else ""


def _patterns(site: Site, name: str) -> list[str]:
    value = site.data.get(name)
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str)]


def _below(path: Path, folder: Path) -> PurePosixPath:
    """The file's path relative to a folder; only its name if a link leads out of the folder."""
    try:
        return PurePosixPath(path.relative_to(folder))
    except ValueError:
        return PurePosixPath(path.name)


def _matches(patterns: Iterable[str], inside: PurePosixPath) -> bool:
    """Whether one of Jekyll's patterns matches a file or one of its folders: as a glob, or as the start of its path."""
    globs = [glob for pattern in patterns if (glob := pattern.removeprefix("./").lstrip("/"))]
    if not globs:
        return False
    places = [inside.as_posix(), *(f"{folder.as_posix()}/" for folder in inside.parents if folder.name)]
    return any(
        place.startswith(glob) or fnmatchcase(place, glob) or fnmatchcase(place, f"{glob}/")
        for glob in globs
        for place in places
    )
