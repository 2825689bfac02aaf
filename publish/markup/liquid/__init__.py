"""Liquid, the template language that Jekyll runs over a post before Markdown, in a sandbox with `site` and `page` only."""

from __future__ import annotations

from publish.markup.notices import Notices
from publish.model import Limits, Post, Site

__all__ = ["expand", "run_template"]


def expand(
    text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str] | None = None
) -> str:
    """The text with its Liquid carried out. What cannot be known is removed, each time with a notice.

    `files` gathers the files that were asked for, by path, and the SHA-256 of what was there, empty for nothing.

    Text without Liquid, and text that Jekyll would not run it over (no front matter, or `render_with_liquid: false`),
    comes back as it is and costs nothing. Raises ContentError when the template goes beyond a limit.
    """
    if "{{" not in text and "{%" not in text:
        return text
    has_front_matter = post.first_line > 1
    if not has_front_matter or str(post.meta.get("render_with_liquid", "")).lower() == "false":
        return text
    from publish.markup.liquid.running import run

    return run(text, post, site, limits, notices, {} if files is None else files)


def run_template(
    text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str]
) -> str:
    """One of the site's own templates, without front matter, as it is carried out around a post; tags that nobody
    knows are left out of its includes too. As `expand` else.
    """
    if "{{" not in text and "{%" not in text:
        return text
    from publish.markup.liquid.running import run

    return run(text, post, site, limits, notices, files, lenient=True)
