"""Turn a blog's Markdown posts into PDF and EPUB books for readers who have no network.

    import publish

    for outcome in publish.build("posts", "epub"):
        print(outcome.status, outcome.output)

`build` makes one book of each post, `bind` makes one book of many posts. Both take `Options` and return an `Outcome` for
each file. All names here are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.errors import (
        ContentError,
        GlyphError,
        OutputError,
        PostError,
        PublishError,
        RenderError,
        StyleError,
        UsageError,
    )
    from publish.model import Limits, Notice, Options
    from publish.press.library import bind, build
    from publish.press.outcome import Outcome

__version__ = "0.1.0"
__all__ = [
    "ContentError",
    "GlyphError",
    "Limits",
    "Notice",
    "Options",
    "Outcome",
    "OutputError",
    "PostError",
    "PublishError",
    "RenderError",
    "StyleError",
    "UsageError",
    "__version__",
    "bind",
    "build",
]

_PLACES = {
    "bind": "press.library",
    "build": "press.library",
    "Outcome": "press.outcome",
    "Limits": "model",
    "Notice": "model",
    "Options": "model",
}
"""The module of each public name that is not an error."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'publish' has no attribute {name!r}")
    return getattr(import_module(f"publish.{_PLACES.get(name, 'errors')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
