"""Which program's posts these are, and their settings under the names that the rest of the house knows.

Jekyll's are the rule. Hugo's and Zola's are known by the site around them; where there is none, by front matter that Jekyll
does not read, or by their shortcodes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from publish.keep.files import located
from publish.keep.listing import MARKDOWN
from publish.language import normalise
from publish.model import Maker, Site
from publish.posts.frontmatter import FrontMatter
from publish.text.patterns import late

__all__ = [
    "by_folder",
    "by_suffix",
    "dialect_of",
    "is_html",
    "is_post",
    "named",
    "site_in",
    "stem_of",
    "translation_in",
]

_PAGES = (".html", ".htm")
_FENCE = late(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\1|\Z)|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HUGO = late(r"\{\{[<%][ \t]*(?:/\*|/?[ \t]*[A-Za-z])")
_ZOLA = late(
    r"\{\{[ \t]*[A-Za-z]\w*\([^\n]{0,500}\)[ \t]*\}\}|\{%[ \t]*[A-Za-z]\w*\([^\n]{0,500}\)[ \t]*%\}|\]\(@/"
)
_INDEX = late(r"index(?:\.([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?))?")
_SUFFIX = late(r"(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)")


def is_post(path: PurePath) -> bool:
    """Whether a file is a post by its name: Markdown anywhere, HTML where Jekyll has its posts (blogs that moved to Jekyll
    have their old posts so).
    """
    ending = path.suffix.lower()
    return ending in MARKDOWN or (ending in _PAGES and not {"_posts", "_drafts"}.isdisjoint(path.parts[:-1]))


def is_html(path: PurePath) -> bool:
    """Whether a post is HTML, in which Jekyll reads no Markdown."""
    return path.suffix.lower() in _PAGES


def dialect_of(parts: FrontMatter, site: Site) -> Maker:
    """Whose post it is, by the site around it, its front matter and its text."""
    if site.root is not None:
        return site.maker
    if parts.kind in {"toml", "json"}:
        zola = {"taxonomies", "extra"} & parts.values.keys() or (
            _ZOLA.search(parts.text) and not _HUGO.search(parts.text)
        )
        return "zola" if zola else "hugo"
    if not _HUGO.search(parts.text) or "{% raw" in parts.text:
        return "jekyll"
    return "hugo" if _HUGO.search(_FENCE.sub("", parts.text)) else "jekyll"


def named(parts: FrontMatter, dialect: Maker) -> FrontMatter:
    """Front matter with each setting where the rest of the house looks for it.

    Hugo reads names in any case, and a post's own in `params`; Zola has them in `extra`, and tags in `taxonomies`.
    """
    if dialect == "jekyll":
        return parts
    inner = ("params",) if dialect == "hugo" else ("taxonomies", "extra")
    values: dict[str, object] = {}
    for name in (*inner, ""):
        held = parts.values.get(name) if name else parts.values
        for key, value in held.items() if isinstance(held, Mapping) else ():
            values[str(key).lower()] = value
    if values.get("canonicalurl"):
        values.setdefault("canonical_url", values["canonicalurl"])
    return replace(parts, values=values, lines={key.lower(): line for key, line in parts.lines.items()})


def stem_of(path: Path) -> str:
    """What a post is called: its file's name without ending; an `index` is named after the folder that it makes a page
    of.
    """
    found = _INDEX.fullmatch(path.stem)
    folder = located(path).parent.name if found else ""
    if not found or not folder:
        return path.stem
    return f"{folder}.{found[1]}" if found[1] else folder


def by_suffix(stem: str, site: Site) -> str:
    """The language that a file's name ends in (`post.fr.md`), where its site has several; else empty."""
    found = _SUFFIX.fullmatch(stem)
    known = {name.lower() for name in site.languages}
    return normalise(found[2]) if found and site.maker != "jekyll" and found[2].lower() in known else ""


def by_folder(path: Path, site: Site) -> str:
    """The language of the folder that a post of Jekyll is in, where its site lists several (jekyll-polyglot); else
    empty.
    """
    if site.root is None or site.maker != "jekyll" or not path.is_relative_to(site.root):
        return ""
    known = {name.lower() for name in site.languages}
    folders = path.relative_to(site.root).parts[:-1]
    return next((normalise(name) for name in reversed(folders) if name.lower() in known), "")


def translation_in(path: Path, site: Site) -> str:
    """The language of a post in `_i18n/LANGUAGE` (jekyll-multiple-languages-plugin), as the site writes it; else empty."""
    if site.root is None or not path.is_relative_to(site.root):
        return ""
    first, second, *_ = (*path.relative_to(site.root).parts, "", "")
    return second if first == "_i18n" and second in site.languages else ""


def site_in(path: Path, site: Site) -> Site:
    """The site as that plugin makes it for a post's language: below the language's folder, but for the first."""
    language = translation_in(path, site)
    if not language or language == site.languages[0]:
        return site
    return replace(site, baseurl=f"{site.baseurl}/{language}")
