"""`publish --version`: our version, and those of the engines that decide what a book looks like."""

from __future__ import annotations

import platform
import sys

import click

from publish import __version__
from publish.cli import reporting
from publish.keep.versions import version
from publish.text.messages import DISTRIBUTION

__all__ = ["ours", "show"]

_ENGINES = ("WeasyPrint", "pydyf", "EbookLib", "pikepdf", "Pillow", "Markdown")


def ours() -> str:
    """`publish 1.0 (postbinder), Python 3.13.0`."""
    return f"publish {__version__} ({DISTRIBUTION}), Python {platform.python_version()}"


def show(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # click's call
    """Print the versions and end the command."""
    if not value or context.resilient_parsing:
        return
    reporting.line(ours(), to=sys.stdout)
    engines = [f"{name} {version(name) or 'missing'}" for name in _ENGINES]
    reporting.line(", ".join((f"Pango {_pango()}", *engines)), to=sys.stdout)
    context.exit()


def _pango() -> str:
    """The version of Pango, the system's library that lays out text."""
    import ctypes.util

    for name in (ctypes.util.find_library("pango-1.0"), "libpango-1.0.so.0", "libpango-1.0.0.dylib"):
        try:
            said = ctypes.CDLL(name).pango_version_string if name else None
        except (OSError, AttributeError):
            continue
        if said is not None:
            said.restype = ctypes.c_char_p
            return str(said().decode())
    return "missing"
