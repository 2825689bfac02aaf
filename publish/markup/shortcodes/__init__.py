"""The shortcodes of Hugo (`{{< figure >}}`, `{{% notice %}}`) and Zola (`{{ youtube(id="…") }}`), as Markdown and HTML."""

from __future__ import annotations

from publish.markup.notices import Notices
from publish.model import Limits, Post, Site

__all__ = ["expand"]


def expand(
    text: str, post: Post, site: Site, limits: Limits, notices: Notices, files: dict[str, str] | None = None
) -> str:
    """The text as Jekyll's Markdown reads it: each shortcode is replaced by its result; fences and attributes are rewritten.

    Of an unknown shortcode the words inside stay, with one notice for each name. `files` collects the files that were
    read: path → SHA-256, empty when missing. Raises ContentError when shortcodes nest too deeply.
    """
    from publish.markup.shortcodes.commonmark import apart, literal, template_in
    from publish.markup.shortcodes.fences import as_kramdown

    text = literal(text, definitions=post.dialect == "hugo" or site.data.get("definitions") is True)
    if "{{" in text or "{%" in text or "](@/" in text or "]: @/" in text:
        from publish.markup.shortcodes.running import run

        if left := template_in(text, post.dialect):
            shown, line = left
            maker = post.dialect.capitalize()
            notices.add(
                "template-left",
                f"{shown[:60]} is for templates: in a post {maker} leaves it as it is written, and so does publish",
                line=post.first_line + line,
            )
        text = run(text, post, site, limits, notices, {} if files is None else files)
    return apart(as_kramdown(text))
