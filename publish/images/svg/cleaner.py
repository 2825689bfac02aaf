"""Cleans drawings, those with style sheets or many parts in a separate process with limits of the operating system: no
count of rules foretells what matching them costs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from lxml import etree

from publish.images.errors import ImageError
from publish.images.svg import cleaning, renderer
from publish.images.svg.geometry import Box

__all__ = ["clean", "main"]

SECONDS = 10
"""Seconds of processor time: three times what an honest drawing of 100,000 parts needs."""
_WAIT = 40.0
"""Wall-clock seconds, even on a busy machine."""
_SMALL = 32 << 10
"""Up to this many bytes, a drawing without style sheets is cleaned here: to start a process costs more."""
_COSTLY = (b"<style", b":style", b"data:image/svg")
_REFUSED = 3
"""Exit status of the process when it writes why a drawing cannot be drawn."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from publish.images.svg.cleaner import main; main()"
_ENDLESS = "an SVG drawing that takes too long or too much memory to draw: simplify it, or save it as PNG"


def clean(root: etree._Element, view: Box) -> etree._Element:
    """As `cleaning.cleaned`, within limits of time and memory. Raises ImageError with the reason."""
    text = etree.tostring(root)
    small = text.lower()
    if len(text) > _SMALL or any(each in small for each in _COSTLY):
        return _parsed(_cleaned_apart(text, view))
    try:
        return cleaning.cleaned(root, view)
    except RecursionError as error:
        raise ImageError(_ENDLESS) from error


def _cleaned_apart(text: bytes, view: Box) -> bytes:
    command = [sys.executable, "-I", "-c", _START, *map(os.path.abspath, sys.path)]
    try:
        done = subprocess.run(  # noqa: S603  # our own code
            command,
            input=json.dumps(view).encode() + b"\n" + text,
            capture_output=True,
            timeout=_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ImageError(_ENDLESS) from error
    except OSError as error:
        raise ImageError(f"cannot start the program that draws SVG: {error.strerror}") from error
    if done.returncode == _REFUSED:
        raise ImageError(done.stdout.decode())
    if done.returncode or not done.stdout:
        raise ImageError(_ENDLESS)
    return done.stdout


def _parsed(text: bytes) -> etree._Element:
    try:
        return etree.fromstring(
            text, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except (etree.XMLSyntaxError, MemoryError) as error:
        raise ImageError("a broken SVG drawing") from error


def main() -> None:
    """Clean the drawing from standard input; its view box is in the first line."""
    head, _, text = sys.stdin.buffer.read().partition(b"\n")
    renderer.bound(SECONDS)
    try:
        found = etree.tostring(cleaning.cleaned(_parsed(text), json.loads(head)))
    except (ImageError, RecursionError, MemoryError) as error:
        found = str(error).encode() if isinstance(error, ImageError) else _ENDLESS.encode()
        sys.stdout.buffer.write(found)
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(found)
