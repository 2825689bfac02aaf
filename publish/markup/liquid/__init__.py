"""Liquid, the template language that Jekyll runs before Markdown, in a sandbox with only `site` and `page`."""

from __future__ import annotations

from publish.markup.notices import Notices
from publish.model import Limits, Post, Site

__all__ = ["expand", "run_template"]


def expand(
    text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str] | None = None
) -> str:
    """The text after Liquid. Unknown parts are removed, each with a notice.

    `files` collects the files that the template used: path → SHA-256, empty when missing.

    Text without Liquid, and text for which Jekyll does not run it (a page without front matter, or
    `render_with_liquid: false`), is returned unchanged at no cost. Raises ContentError when the template exceeds a limit.
    """
    if "{{" not in text and "{%" not in text:
        return text
    if not _is_run(post, site) or str(post.meta.get("render_with_liquid", "")).lower() == "false":
        return text
    from publish.markup.liquid.running import run

    return run(text, post, site, limits, notices, {} if files is None else files)


def _is_run(post: Post, site: Site) -> bool:
    """Whether Jekyll runs Liquid in a file: one with front matter, and every post."""
    return post.first_line > 1 or (site.root is not None and "_posts" in post.path.parts[:-1])


def run_template(
    text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str]
) -> str:
    """One of the site's templates, without front matter, run as around a post; unknown tags are also removed from its
    includes. Otherwise like `expand`.
    """
    if "{{" not in text and "{%" not in text:
        return text
    from publish.markup.liquid.running import run

    return run(text, post, site, limits, notices, files, lenient=True)
