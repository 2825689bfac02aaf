"""Includes in a theme's gem, of which the site has no file. A site's own file has priority."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from publish.model import Site
from publish.project import themes
from publish.text.patterns import late

__all__ = ["include"]

_FOLDER = Path(__file__).parent / "includes"
_NAME = late(r"(?:\./)?([\w/-]{1,60})(?:\.(?:html|liquid|md))?", re.ASCII)
_BOXES = ("alert", "callout", "note", "tip", "warning", "important", "caution", "danger", "info")
_MANY: Mapping[str, str] = {"image": "figure", "figure": "figure"} | dict.fromkeys(_BOXES, "box")
"""Includes that sites of any theme have, by name: the file in `includes` that does their work."""


@cache
def _players() -> Mapping[str, str]:
    return {name: address for theme in themes.themes() for name, address in theme.players.items()}


@cache
def _files() -> Mapping[str, str]:
    return {**_MANY, **{name: file for theme in themes.themes() for name, file in theme.includes.items()}}


def include(name: str, site: Site) -> str | None:
    """The template of an include of a known theme, by its name in a post; None for any other."""
    found = _NAME.fullmatch(name)
    key = found[1] if found else ""
    if key in _players():
        address = re.sub(r"\{(\w+)\}", r"{{ include.\1 }}", _players()[key])
        return f'<iframe src="{address}" title="{{{{ include.title | escape }}}}"></iframe>\n'
    if key not in _files():
        return None
    text = (_FOLDER / f"{_files()[key]}.html").read_text(encoding="utf-8").removesuffix("\n")
    theme = themes.theme_of(site)
    text = text.replace("folder of pictures", theme.bare_pictures if theme else "")
    kind = key if key in _BOXES[2:] else "info"
    return text.replace("default: included", f'default: "{kind}"')
