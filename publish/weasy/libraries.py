"""Loads WeasyPrint without parts that take half of the time and are rarely used.

WeasyPrint tries several names for each of its libraries (Windows, Linux, macOS). For each name that the linker does
not know, ctypes runs `ldconfig` and a compiler. On Linux the linker knows the right name, and the search finds none
of the others.

WeasyPrint also loads fontTools' subsetter and instancer, a hundred modules, for fonts that HarfBuzz cannot subset, and what
unpacks fonts of the web. Here they are loaded when one of their functions is called.

The C functions that it declares are read by a parser in Python; here they are kept (`declarations`). So are its own style
sheets (`sheets`), whose selectors are compiled later (`selectors`).
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from publish.weasy.declarations import kept_declarations
from publish.weasy.selectors import compile_later
from publish.weasy.sheets import kept_engine_sheets

__all__ = ["CSS", "HTML", "VERSION", "Document", "FontConfiguration", "URLFetcher", "URLFetcherResponse"]

_LATER = ("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2")


class _Later(ModuleType):
    """Placeholder for a module; its functions load the module when they are called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*words: Any, **named: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*words, **named)

        return call


@contextmanager
def _known_names() -> Iterator[None]:
    """During the block, do not search for libraries."""
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def _loaded_later(names: tuple[str, ...]) -> Iterator[None]:
    """During the block, imports of these modules get placeholders, unless they are already loaded."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


compile_later()
with _known_names(), _loaded_later(_LATER), kept_declarations(), kept_engine_sheets():
    from weasyprint import CSS, HTML, VERSION, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
