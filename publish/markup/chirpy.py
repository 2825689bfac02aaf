"""Chirpy's habits: a caption in emphasis under a picture, a file's name over code."""

from __future__ import annotations

from publish.markup.tree import Element, make, take, text_of
from publish.model import Post, Site

__all__ = ["captions", "name_files"]


def is_chirpy(post: Post, site: Site) -> bool:
    """Whether a post's site has this theme, or the post names a folder for its pictures as only this theme does."""
    theme = f"{site.data.get('theme') or ''} {site.data.get('remote_theme') or ''}".lower()
    return "chirpy" in theme or any(post.meta.get(key) for key in ("media_subpath", "img_path"))


def captions(root: Element, post: Post, site: Site) -> None:
    """`![…](…)` and `_words_` on the next line, and nothing else in the paragraph: a figure with its caption."""
    if not is_chirpy(post, site):
        return
    for paragraph in list(root.iter("p")):
        *pictures, words = list(paragraph) or [paragraph]
        if not pictures or words.tag != "em" or (words.tail or "").strip() or (paragraph.text or "").strip():
            continue
        if any(not _is_picture(each) or (each.tail or "").strip() for each in pictures):
            continue
        paragraph.tag, words.tag = "figure", "figcaption"


def _is_picture(element: Element) -> bool:
    linked = element.tag == "a" and len(element) == 1 and not text_of(element).strip()
    return element.tag == "br" or (element[0] if linked else element).tag == "img"


def name_files(root: Element) -> None:
    """`{: file="_config.yml" }` under code: its file's name, above it."""
    for code in list(root.iter("pre")):
        name = take(code, "file").strip()
        if not name or code.getparent() is None:
            continue
        figure = make("figure", class_="highlight")
        code.addprevious(figure)
        figure.tail, code.tail = code.tail, None
        caption = make("figcaption")
        caption.append(make("code", name))
        figure.extend([caption, code])
