"""Tags for quotations: Octopress', and jekyll-scholar's."""

from __future__ import annotations

import re
from html import escape

from liquid import RenderContext

from publish.markup.liquid.arguments import markdown, parts_of
from publish.text.patterns import late

__all__ = ["cited", "pulled", "quotation"]

_KEY = late(r"[\w:./+-]{1,200}")


def cited(_: str, words: str, inside: str, context: RenderContext) -> str:
    """`{% quote key %}` (jekyll-scholar): a quotation with its work."""
    keys = [word for word in parts_of(words) if not word.startswith("-")]
    cited = (
        context.env.from_string(f"{{% cite {keys[0]} %}}").render()
        if keys and _KEY.fullmatch(keys[0])
        else ""
    )
    below = f'<p class="source">— {cited}</p>' if cited else ""
    return f"\n\n<blockquote>{markdown(inside, context)}{below}</blockquote>\n\n"


def quotation(_: str, words: str, inside: str, context: RenderContext) -> str:
    """`{% blockquote [author[, source]] [address] [its title] %}` (Octopress)."""
    found = re.search(r"(https?://\S+)\s*(.*)", words)
    who = words[: found.start()] if found else words
    author, _, source = who.partition(",")
    source = source.strip() or (found[2].strip() if found else "")
    written = f'<a href="{escape(found[1])}">{escape(source or found[1])}</a>' if found else escape(source)
    named = ", ".join(filter(None, (escape(author.strip()), f"<cite>{written}</cite>" if written else "")))
    below = f'<p class="source">— {named}</p>' if named else ""
    return f"\n\n<blockquote>{markdown(inside, context)}{below}</blockquote>\n\n"


def pulled(_: str, __: str, inside: str, ___: RenderContext) -> str:
    """`{% pullquote %}`: the site repeats the words between `{"` and `"}` in large type; here they appear once."""
    return re.sub(r"\{\"\s*|(?<!\s)\s*\"\}", "", inside)
