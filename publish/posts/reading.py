"""Reading one post: text → front matter → Post."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from publish.errors import PostError
from publish.keep.files import is_there, located, read_regular
from publish.language import detect, fault_of_tag, han_script, is_chinese, normalise, parse_people
from publish.model import Limits, Post, Series, Site
from publish.posts import (
    addresses,
    cascade,
    dates,
    decoding,
    dialects,
    frontmatter,
    marked,
    mistakes,
    pageaddresses,
    pictures,
    release,
    titles,
)
from publish.posts.values import FILE_NAME, Settings, clean
from publish.project import plainyaml
from publish.project import site as sites
from publish.project.themes import theme_of
from publish.text import authored
from publish.text.patterns import late
from publish.text.webaddress import valid

__all__ = ["glance", "read"]

_TAG = late(r"<[^>]*>")
_HEADING = late(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S.*)\n(?:=+|-+)[ \t]*$", re.MULTILINE)
_MARKS = late(
    r"(?P<tex>\$(?=[^\s$])(?=[^$\n\\^_]*[\\^_])[^$\n]{1,300}(?<=\S)\$)|(?P<sign>\\\\[()])|[*`]|\[\^[^\]\s]*\]|\[(?P<words>[^\]]*)\]\([^)]*\)|(?<!\w)_+|_+(?!\w)|\{:[^}]*\}"
)
_CHANGED = (
    "last_modified_at", "modified", "updated", "lastmod", "last-updated", "last_updated", "modified_date", "modify_date",
    "last_modified_date",
)  # fmt: skip
"""Keys of the day when a post was last changed, of Jekyll's plugins, Hugo and themes."""
_LANGUAGE = ("lang", "language", "locale")
_UNDER_TITLE = ("subtitle", "tagline", "lead", "description", "summary", "excerpt")
"""Keys of the line below a title. Where a site has several, the first ones are what readers see, and a description is
for search engines.
"""
GLANCE = 1 << 16
"""Bytes at the start of a post that nearly always contain all of its front matter."""
_COMMAS = r"[,，]\s*|\s+"
"""Separators of tags in one text. Jekyll keeps commas in them, and in addresses, but no author wants that."""
MAX_TITLE = 1_000
"""Most characters of a title."""


def read(
    path: Path, site: Site, limits: Limits | None = None, label: str = "", raw: bytes | None = None
) -> Post:
    """The post in a file, or in `raw`, the bytes that were read from it. `label` is the file's name in messages; by
    default the path.

    Raises PostError or ContentError, with file and line, when the post cannot be read.
    """
    label = label or str(path)
    _look_at_name(path, label)
    raw = decoding.read_bytes(path, label, limits or Limits()) if raw is None else raw
    text, notices = decoding.decode(raw, label)
    notices += site.notices
    try:
        parts = frontmatter.split(text)
    except frontmatter.FrontMatterError as error:
        raise PostError(str(error), path=label, line=error.line) from error
    dialect = dialects.dialect_of(parts, site)
    parts = dialects.named(parts, dialect)
    notices += decoding.left_out_of(parts.values, parts.lines, label)
    place = path.resolve()
    zone = str(site.data.get("timezone") or "")
    merged = sites.merged(_defaults(place, site), parts.values)
    settings = Settings(merged, parts.lines, label, zone, notices)
    settings.look_at_keys(parts.doubled)
    if not parts.kind:
        mistakes.warn_of_fence(settings, text)
    post = _build(place, site, parts, settings, hashlib.sha256(raw).hexdigest())
    return replace(post, dialect=dialect)


def _defaults(path: Path, site: Site) -> dict[str, object]:
    """Settings for a post that stand elsewhere: Jekyll's `defaults`, Hugo's `cascade`."""
    return {**sites.defaults_for(path, site), **cascade.handed_down(path, site)}


def glance(path: Path, site: Site, most: int = GLANCE, raw: bytes | None = None) -> release.Release | None:
    """A post's release settings from its first `most` bytes, or from `raw`, which were read from it; None when these
    are not enough.

    By default it reads little, so it may run in a process without limits.
    """
    try:
        raw = read_regular(path, most) if raw is None else raw[: most + 1]
        begin = raw[:most]
        whole = begin if begin.isascii() else begin.decode("utf-8-sig", "ignore").encode()
        text, _ = decoding.decode(whole, str(path))
        parts = frontmatter.split(text)
    except (OSError, PostError, frontmatter.FrontMatterError):
        return None
    if len(raw) > most and not parts.values and text.startswith(("---", "+++", "{")):
        return None  # front matter that may be longer than what was looked at
    values = sites.merged(_defaults(located(path), site), parts.values)
    stem = dialects.stem_of(path)
    said = release.of(values, parts.lines, stem, dialects.dialect_of(parts, site))
    return replace(said, wordless=len(raw) <= most and release.is_wordless(parts.text, values))


def _look_at_name(path: Path, label: str) -> None:
    """Raise PostError for a name that no book can have, and for a link to a file that is no post."""
    if any("\ud800" <= each <= "\udfff" for each in str(path)):
        raise PostError("its name, or its folder's, is not UTF-8: rename it", path=label)
    target = located(path) if is_there(path) and path.is_symlink() else path
    if target.suffix.lower() != path.suffix.lower() and not dialects.is_post(target):
        raise PostError(
            f"a symbolic link to {str(target)!r}, which is no post: copy the text into a file", path=label
        )


def _words(heading: re.Match[str]) -> str:
    """A heading's words without tags: any tag name is HTML in Markdown."""
    text = _TAG.sub(" ", heading.group(1) or heading.group(2))
    return clean(authored.words(_MARKS.sub(_kept, text)))


def _kept(found: re.Match[str]) -> str:
    r"""What stays where Markdown has a mark: formulas as they are, `\\(` as `\(`, a link's words."""
    return found["tex"] or (found["sign"] or "")[1:] or found["words"] or ""


def _build(path: Path, site: Site, parts: frontmatter.FrontMatter, settings: Settings, digest: str) -> Post:
    stem = dialects.stem_of(path)
    day, slug = dates.from_stem(stem)
    moment = settings.date("date") or (settings.as_date(day, FILE_NAME) if day else None)
    collection = sites.collection_of(path, site)
    picture, alternative, caption = pictures.lead(settings.values, site)
    categories = _categories(path, settings, site, _COMMAS)
    people, others = parse_people(_people(settings, site))
    post = Post(
        path=path,
        label=settings.label,
        stem=stem,
        text=parts.text,
        first_line=parts.first_line,
        head=parts.head,
        title=_title(settings, parts, slug, site),
        authors=people,
        others=others,
        language=dialects.by_suffix(stem, site)
        or _language(settings, parts.text, site, dialects.by_folder(path, site)),
        date=moment,
        modified=settings.date(*_CHANGED),
        description=marked.plain(settings.words(*_UNDER_TITLE)),
        image=pictures.address_of(clean(picture), settings.values, site),
        image_alt=clean(authored.words(alternative)),
        image_caption=clean(authored.words(caption)),
        excerpt_separator=settings.text("excerpt_separator") or site.excerpt_separator,
        tags=settings.texts("tag") or settings.texts("tags", split=_COMMAS),
        categories=categories,
        rights=settings.words("rights", "license", "licence", "copyright") or site.rights,
        collection=collection,
        cover=_cover(settings),
        series=_series(settings),
        digest=digest,
    )
    permalink, slug = settings.text("permalink"), settings.text("slug") or slug
    as_jekyll = replace(post, categories=_categories(path, settings, site, r"\s+"))
    address = settings.web_address("canonical_url") or (
        addresses.address_of(as_jekyll, dialects.site_in(path, site), permalink, slug)
        if site.maker == "jekyll"
        else pageaddresses.address_of(post, site, settings.text("url", "path"), settings.text("slug"))
    )
    post = replace(post, address=valid(address) or "")
    return replace(post, meta=_meta(settings, post, site), notices=tuple(settings.notices))


def _series(settings: Settings) -> Series | None:
    """`series: Name`, a list of names, or a mapping with `name` or `title`; the number is beside it or in the
    mapping.
    """
    value = settings.values.get("series")
    first = value[0] if isinstance(value, list) and value else value
    inside = settings
    if isinstance(first, dict):
        inside = Settings(first, {}, settings.label)
        first = inside.text("name", "title")
    name = clean(authored.words(str(first))) if isinstance(first, str | int | float) else ""
    if not name or isinstance(first, bool):
        return None
    keys = ("part", "number", "index", "order", "position", "weight")
    position = (inside.text(*keys) if inside is not settings else "") or settings.text(
        *(f"series_{key}" for key in keys), "part"
    )
    return Series(name, position)


def _title(settings: Settings, parts: frontmatter.FrontMatter, slug: str, site: Site) -> str:
    title = titles.in_language(settings, site) or settings.words("title")
    if (theme := theme_of(site)) and theme.markdown_titles:
        title = marked.plain(title)
    if len(title) > MAX_TITLE:
        settings.warn(
            "title-cut",
            "title",
            f"the title has {len(title):,} characters: publish cut it after {MAX_TITLE:,}",
        )
        return title[:MAX_TITLE].rstrip() + "…"
    if title:
        return title
    headings = (
        () if parts.values and not titles.from_headings(site) else _HEADING.finditer(parts.text[:20_000])
    )
    if words := next(filter(None, map(_words, headings)), ""):
        return words
    words = clean(slug.replace("-", " ").replace("_", " "))
    # Jekyll capitalises each word.
    named = " ".join(word.capitalize() for word in words.split()) if site.root else words.capitalize()
    name = named or "Untitled"
    mistakes.warn_of_no_title(settings, parts, name)
    return name


def _language(settings: Settings, text: str, site: Site, folder: str) -> str:
    """What front matter says, else `folder`, the language of the post's folder, else what the letters tell."""
    key = next((key for key in _LANGUAGE if settings.text(key)), "")
    asked = settings.text(key) if key else folder
    fault = fault_of_tag(asked) if asked else ""
    tag = "" if fault else normalise(asked)
    if fault:
        settings.warn("language-unknown", key, f"{key}: {fault}")
    if tag == "zh" and han_script(text):
        return f"zh-{han_script(text)}"
    if tag:
        return tag
    # For Latin letters use the site's language, unless that has another script.
    found = detect(text, "" if is_chinese(site.language) else site.language)
    # Keep the site's region (zh-Hant-HK) when the text has the same script.
    return site.language if site.language.startswith(f"{found}-") else found


def _cover(settings: Settings) -> str:
    """The template in `cover:`. Many themes have a picture's address there."""
    value = settings.values.get("cover")
    named = clean(value) if isinstance(value, str) else ""
    return "" if "." in named or "/" in named else named


def _people(settings: Settings, site: Site) -> tuple[str, ...]:
    """Names of authors; keys of the site's author data are replaced by names."""
    said = settings.texts("author", "authors") or ((site.author,) if site.author else ())
    return tuple(site.people.get(name, name) for name in said)


def _categories(path: Path, settings: Settings, site: Site, split: str) -> tuple[str, ...]:
    """Categories from the folders above `_posts`, from `categories` (one text can have several words), from
    `category` (one whole), and from the site's defaults.
    """
    folders: tuple[str, ...] = ()
    if site.root and path.is_relative_to(site.root) and "_posts" in path.parts:
        above = path.relative_to(site.root).parts
        folders = above[: above.index("_posts")] if "_posts" in above else ()
        folders = folders[2:] if dialects.translation_in(path, site) else folders
    defaults = Settings(sites.defaults_for(path, site), {}, settings.label)
    said = [*folders]
    for each in (defaults, settings):
        said += [*each.texts("categories", split=split), *each.texts("category")]
    return tuple(dict.fromkeys(said))


def _path(path: Path, site: Site) -> str:
    """The post's path in its site."""
    if site.root and path.is_relative_to(site.root):
        return path.relative_to(site.root).as_posix()
    return path.name


def _meta(settings: Settings, post: Post, site: Site) -> dict[str, object]:
    """Liquid's `page`: front matter, and what Jekyll adds."""
    typed = plainyaml.typed(dict(settings.values))
    meta = dict(typed) if isinstance(typed, dict) else {}
    date = post.date or datetime(1980, 1, 1, tzinfo=UTC)
    title = settings.values.get("title")
    url = post.address.removeprefix(f"{site.url}{site.baseurl}")
    slug = settings.text("slug") or dates.from_stem(post.stem)[1]
    return meta | {
        # The author's words, unescaped: Liquid output in a post is read as HTML.
        "title": clean(title) if isinstance(title, str) and title.strip() else post.title,
        "date": date.isoformat(sep=" "),
        "url": url,
        "id": f"{url.rstrip('/').rpartition('/')[0]}/{slug}" if url else "",
        "path": _path(post.path, site),
        "relative_path": _path(post.path, site),
        "slug": slug,
        "collection": post.collection,
        "categories": list(post.categories),
        "tags": list(post.tags),
    }
