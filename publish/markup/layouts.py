"""What a theme's layout prints around a post's text, out of its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from publish.language import label
from publish.markup import liquid
from publish.markup.markdown import to_html
from publish.markup.notices import Notices
from publish.markup.tree import Element, add_class, classes, make
from publish.model import Options, Post, Site
from publish.posts import marked
from publish.project.themes import theme_of
from publish.text import authored
from publish.text.characters import one_line
from publish.text.patterns import late

__all__ = ["around", "name_code"]

_TAG = late(r"<[^<>]*>")
_NAME = late(r"[\w./-]{1,100}", re.ASCII)
MAX_ITEMS = 100
"""Most questions, objectives or key points of a lesson."""


def around(
    html: str, post: Post, site: Site, options: Options, notices: Notices, files: dict[str, str]
) -> str:
    """The HTML of a post with what stands before and after it. `files` collects the files that were read."""
    theme = theme_of(site)
    if theme is None:
        return _subtitle(html, post) + html
    if theme.lessons:
        html = f"{_overview(post, site)}{html}{_key_points(post, site)}"
    before, after = (
        [
            # Jekyll runs Liquid in a layout also where it runs none in the post.
            liquid.run_template(f"{{% include {name} %}}", post, site, options.limits, notices, files)
            for name in (*own, *(each for key in keys for each in _names(post.meta.get(key))))
        ]
        for own, keys in ((theme.top, theme.before), (theme.bottom, theme.after))
    )
    before, after = (list(filter(str.strip, each)) for each in (before, after))
    return "\n".join([_subtitle(html, post, theme.subtitles), *before, html, *after]).removeprefix("\n")


def _subtitle(html: str, post: Post, keys: Sequence[str] = ()) -> str:
    """The line that the theme prints below the title out of one of these keys, or else the author's subtitle; nothing
    if the text begins with the same words.
    """
    for name in (*keys, "subtitle"):
        layout, _, key = name.rpartition("/")
        value = post.meta.get(key)
        if not isinstance(value, str) or (layout and post.meta.get("layout") != layout):
            continue
        words = marked.plain(authored.words(one_line(value)))
        if not words:
            continue
        begins = " ".join(unescape(_TAG.sub("", html[: len(words) * 2 + 1_000])).split())
        return (
            ""
            if begins.startswith(words)
            else f'<p class="standfirst subtitle">{escape(words, quote=False)}</p>\n'
        )
    return ""


def _names(value: object) -> list[str]:
    """The includes that a key names."""
    said = value if isinstance(value, list) else [value]
    return [name for name in said if isinstance(name, str) and _NAME.fullmatch(name)]


def _overview(post: Post, site: Site) -> str:
    """The box at the start of an episode: minutes, questions, objectives."""
    times = [
        label(f"lesson-{key}", post.language).format(minutes=escape(str(post.meta[key])))
        for key in ("teaching", "exercises")
        if post.meta.get(key)
    ]
    inside = [f"<p>{' · '.join(times)}</p>"] if times else []
    for key, words in (("questions", "lesson-questions"), ("objectives", "box-objectives")):
        if items := list(_items(post, site, key)):
            said = label(words, post.language)
            inside.append(f'<p class="tab-label"><strong>{said}</strong></p><ul>{"".join(items)}</ul>')
    return _box("objectives", label("lesson-overview", post.language), inside)


def _key_points(post: Post, site: Site) -> str:
    items = "".join(_items(post, site, "keypoints"))
    return _box("keypoints", label("box-keypoints", post.language), [f"<ul>{items}</ul>"] if items else [])


def _box(kind: str, title: str, inside: list[str]) -> str:
    if not inside:
        return ""
    return f'\n\n<blockquote class="{kind}"><p class="admonition-title">{title}</p>{"".join(inside)}</blockquote>\n\n'


def _items(post: Post, site: Site, key: str) -> Iterator[str]:
    value = post.meta.get(key)
    for item in (value if isinstance(value, list) else [value])[:MAX_ITEMS]:
        if isinstance(item, str) and item.strip():
            words = to_html(item, post, site).strip()
            yield f"<li>{words.removeprefix('<p>').removesuffix('</p>') if words.count('<p>') == 1 else words}</li>"


def name_code(root: Element, post: Post, site: Site) -> None:
    """Say in words what is output or an error: the lessons' site says it in a line above the block."""
    theme = theme_of(site)
    if theme is None or not theme.lessons:
        return
    for block in list(root.iter("pre")):
        code = block.find("code")
        kinds = {*classes(block), *(classes(code) if code is not None else ())}
        kind = next((each for each in ("output", "error", "warning") if each in kinds), "")
        holder = block.getparent()
        if kind and holder is not None and holder.tag != "figure":
            figure = make("figure")
            add_class(figure, "highlight")
            figure.tail, block.tail = block.tail, None
            block.addprevious(figure)
            name = "lesson-output" if kind == "output" else f"box-{kind}"
            figure.extend([make("figcaption", label(name, post.language)), block])
