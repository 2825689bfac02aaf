"""Which mathematics scripts a post's page has: we run the site's layouts and includes as Jekyll does, and look at the
result.

For a theme in a gem, some or all of these files are missing: then we use what we know of the theme, and a setting can
override it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.errors import PublishError
from publish.keep.files import is_file, located, read_regular
from publish.keep.once import once
from publish.markup import liquid
from publish.markup.formulas import config, themes
from publish.markup.formulas.reading import Reading
from publish.markup.notices import Notices
from publish.model import Options, Post, Site
from publish.text.patterns import late

__all__ = ["reading_of"]

_FOLDERS = ("_includes", "_layouts")
_SCRIPTS = (
    "assets",
    "js",
    "javascripts",
    "public",
    "static",
    "scripts",
    "resources",
    "lib",
    "libs",
    "dist",
    "src",
    "vendor",
)
_MAX_BYTES = 300_000
"""Largest file that is examined; the engines themselves are larger."""
_MAX_FILES = 4_000
_INCLUDE = late(r"\{%-?\s*include(?:_cached|_relative)?\s+[\"']?([\w./-]+)")
_FRONT = late(r"\A---\s*\n(.*?)^---\s*?\n", re.DOTALL | re.MULTILINE)
_LAYOUT = late(r"^layout\s*:\s*[\"']?([\w./-]+)", re.MULTILINE)
_SOURCE = late(r"<script\b[^<>]*?\ssrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_CHAIN = 8
_LISTS = ("head_scripts", "footer_scripts", "after_footer_scripts")
"""Keys under which scripts are listed."""


def reading_of(post: Post, site: Site, options: Options, files: dict[str, str] | None = None) -> Reading:
    """How formulas in a post are recognised. `files` collects the files that decided it: path → SHA-256."""
    found = _by_script(post, site, options, {} if files is None else files)
    if options.dollars == "formulas":
        return themes.with_dollars(found or Reading())
    if options.dollars == "money":
        return themes.without_dollars(found or Reading())
    return found or themes.by_theme(post, site) or themes.by_flag(post, site)


def _by_script(post: Post, site: Site, options: Options, files: dict[str, str]) -> Reading | None:
    if site.root is None or site.maker != "jekyll":
        return None
    texts, named = _texts(site.root), tuple(_named(post, site))
    if not any(config.ENGINE.search(text) for text in (*named, *texts.values())):
        return None
    shown = "\n".join((*named, *_carried_out(post, site, options, texts, files)))
    scripts = [path for path in texts if path.suffix == ".js" and config.ENGINE.search(texts[path])]
    for path in scripts:
        if _is_asked_for(path, shown, texts, themes.is_flagged(post, site)):
            shown += "\n" + _without_front(texts[path])
            files[str(path)] = hashlib.sha256(texts[path].encode("utf-8", "surrogateescape")).hexdigest()
    return config.read(shown)


def _named(post: Post, site: Site) -> Iterator[str]:
    """The scripts that settings or front matter name for the theme to load (Minimal Mistakes), as it writes them."""
    for key in _LISTS:
        value = post.meta.get(key, site.data.get(key))
        for each in value if isinstance(value, list) else (value,):
            address = each.get("src") if isinstance(each, dict) else each
            if isinstance(address, str):
                yield f'<script src="{address}"></script>'


@once
def _texts(root: Path) -> Mapping[Path, str]:
    """The site's templates, and its scripts about mathematics, by path."""
    found: dict[Path, str] = {}
    for path in _listed(root):
        try:
            raw = read_regular(path, _MAX_BYTES)
        except OSError:
            continue
        text = raw.decode("utf-8", "surrogateescape") if len(raw) <= _MAX_BYTES else ""
        if path.suffix != ".js" or config.ENGINE.search(text):
            found[path] = text
    return found


def _listed(root: Path) -> Iterator[Path]:
    count = 0
    for folder in (*_FOLDERS, *_SCRIPTS):
        for path in sorted((root / folder).rglob("*" if folder in _FOLDERS else "*.js")):
            count += 1
            if count > _MAX_FILES:
                return
            if is_file(path) and located(path).is_relative_to(located(root)):
                yield path


def _carried_out(
    post: Post, site: Site, options: Options, texts: Mapping[Path, str], files: dict[str, str]
) -> Iterator[str]:
    """The templates around the post after Liquid, only those that lead to a script."""
    assert site.root is not None  # it has files
    for path in _roots(post, site.root, texts):
        if not _leads_on(path, site.root, texts):
            continue
        text = _without_front(texts[path])
        try:
            yield liquid.run_template(text, post, site, options.limits, Notices(post), files)
        except PublishError:
            yield text


def _roots(post: Post, root: Path, texts: Mapping[Path, str]) -> list[Path]:
    """The post's layouts; if one of them is in the theme's gem, also includes that no other file uses."""
    found: list[Path] = []
    name = str(post.meta.get("layout") or "post")
    whole = False
    for _ in range(_CHAIN):
        path = next((path for path in texts if path.parent == root / "_layouts" and path.stem == name), None)
        if path is None:
            break
        found.append(path)
        front = _FRONT.match(texts[path])
        layout = _LAYOUT.search(front[1]) if front else None
        if layout is None or layout[1] in ("none", "null"):
            whole = True
            break
        name = layout[1]
    if whole:
        return found
    asked = {name for text in texts.values() for name in _INCLUDE.findall(text)}
    includes = root / "_includes"
    loose = [
        path
        for path in texts
        if path.is_relative_to(includes)
        and path.suffix != ".js"
        and path.relative_to(includes).as_posix() not in asked
    ]
    return found + loose


def _leads_on(path: Path, root: Path, texts: Mapping[Path, str]) -> bool:
    """Whether a template, or one of its includes, mentions mathematics or scripts."""
    waiting, seen = [path], {path}
    while waiting:
        text = texts.get(waiting.pop(), "")
        if config.ENGINE.search(text) or _SOURCE.search(text):
            return True
        inner = {root / "_includes" / name for name in _INCLUDE.findall(text)} - seen
        seen |= inner
        waiting += inner
    return False


def _is_asked_for(path: Path, shown: str, texts: Mapping[Path, str], flagged: bool) -> bool:
    """Whether the page loads one of the site's scripts; if no file of the site does, the theme does so for posts with
    a flag.
    """
    name = path.name
    if any(source.partition("?")[0].endswith(name) for source in _SOURCE.findall(shown)):
        return True
    return flagged and not any(name in text for other, text in texts.items() if other != path)


def _without_front(text: str) -> str:
    return _FRONT.sub("", text, count=1)
