"""Front matter that was mistyped so that it counts as none, or its title does: what was perhaps meant."""

from __future__ import annotations

from publish.posts.frontmatter import FrontMatter
from publish.posts.values import Settings
from publish.text.patterns import late

__all__ = ["warn_of_fence", "warn_of_no_title"]

_FENCE = late(
    r"\s*(--|-{4,}|(?=-{0,2}[‐-―])[-‐-―]{1,4})[ \t]*\n(?:[A-Za-z_]+:[ \t]*\S[^\n]*\n)+\s*\1[ \t]*(?:\n|\Z)"
)
"""What writers, or their word processors, make of the line `---` before settings: other dashes, or not three."""


def warn_of_fence(settings: Settings, text: str) -> None:
    """Warn when a post that has no front matter begins with settings between other lines than `---`."""
    if found := _FENCE.match(text):
        settings.warn_at(
            text.count("\n", 0, found.start(1)) + 1,
            "front-matter-fence",
            f"{found[1]!r} does not begin front matter, so its lines are text: write --- before them and after",
        )


def warn_of_no_title(settings: Settings, parts: FrontMatter, name: str) -> None:
    """Say that there is no title, and which key was perhaps meant to be it (`titel:`)."""
    from difflib import get_close_matches  # most posts have a title

    near = get_close_matches("title", [key for key in parts.values if key.lower() != "title"], 1, 0.8)
    remedy = f"write `title:` in the place of `{near[0]}:`" if near else "add `title:`"
    settings.warn(
        "title-missing",
        near[0] if near else "title",
        f"no title: publish uses {name!r}, from the file name; {remedy}",
    )
