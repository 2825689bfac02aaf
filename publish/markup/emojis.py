"""`:smile:` becomes a character if the site's plugin does that (jemoji, jekyll-emoji, jekyll-spaceship, kramdown's
`gfm_emojis`).
"""

from __future__ import annotations

from publish.markup.tree import Element, names
from publish.model import Site
from publish.text.patterns import late

__all__ = ["replace"]

_PLUGINS = names("jemoji jekyll-emoji jekyll-spaceship")
_CODE = names("pre code tt kbd samp")
_NAME = late(r":[a-z0-9_+-]{1,40}:")


def replace(root: Element, site: Site) -> None:
    """Replace names by characters, except in code. Unknown names stay."""
    if not _has_plugin(site):
        return
    import emoji

    def written(text: str | None) -> str | None:
        if not text or not _NAME.search(text):
            return text
        return _NAME.sub(lambda found: emoji.emojize(found[0], language="alias"), text)

    inside: set[Element] = set()
    for element in root.iter():
        parent = element.getparent()
        if element.tag in _CODE or parent in inside:
            inside.add(element)
        else:
            element.text = written(element.text)
        if parent is not None and parent not in inside:
            element.tail = written(element.tail)


def _has_plugin(site: Site) -> bool:
    plugins = [str(name) for key in ("plugins", "gems") for name in _list(site.data.get(key))]
    kramdown = site.data.get("kramdown")
    gfm = isinstance(kramdown, dict) and str(kramdown.get("gfm_emojis", "")).lower() in {"true", "yes", "on"}
    return gfm or not _PLUGINS.isdisjoint(plugins)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
