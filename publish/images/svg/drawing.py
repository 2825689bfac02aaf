"""Draws SVG: computes its size on the web, and makes a picture that is sharp on paper.

Vectors do not go into books. The PDF engine draws 12 of the 51 drawings in `tests/images/drawings` visibly otherwise, or not
at all: filters, masks, blending, text on paths, in columns, and of other scripts. E-readers differ even more. Only 12 of them have
neither text, gradients, clips, markers nor reuse: icons of less than 2 kB as pictures, so a second way is not worth its risk.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lxml import etree
from PIL import ImageColor

from publish.errors import RenderError
from publish.fonts import faces, system
from publish.frozen import frozen
from publish.images.errors import ImageError
from publish.images.svg import cleaner, cleaning, renderer
from publish.images.svg.letters import print_letters
from publish.images.svg.reading import read
from publish.images.svg.sizes import settle_view, size_of, view_of
from publish.text.patterns import late

__all__ = ["Drawn", "draw", "seen_size", "words"]

SHARP = 3.0
"""Pixels per CSS pixel: 288 per inch."""
_FACES = ("sans-regular.ttf", "sans-italic.ttf", "sans-semibold.ttf", "serif-regular.ttf", "serif-italic.ttf",
          "serif-bold.ttf", "code-regular.ttf")  # fmt: skip
_SECONDS = 60.0
"""Wall-clock seconds, even on a very busy machine; `renderer` limits processor time."""
_TOO_MUCH = "an SVG drawing that takes too long or too much memory to draw: simplify it, or save it as PNG"
_GROUND = late(r"(?<![\w-])background(?:-color)?\s*:\s*([^;]{1,80})", re.IGNORECASE)


@frozen
class Drawn:
    """A picture made from a drawing."""

    png: bytes
    size: tuple[float, float]
    """Size in CSS pixels in a browser."""
    words: str
    """Its own description, or empty."""
    unprinted: str = ""
    """Emoji in its text that no font has: their names are drawn."""


def seen_size(data: bytes) -> tuple[int, int]:
    """Width and height of a drawing in CSS pixels. Raises ImageError when the bytes are not SVG."""
    width, height = size_of(read(data))
    return max(1, round(width)), max(1, round(height))


def words(data: bytes) -> str:
    """A drawing's own description, or empty. Raises ImageError."""
    return cleaning.words_of(read(data))


def draw(data: bytes, side: int, pixels: int, *, ground: bool = True, language: str = "") -> Drawn:
    """Draw SVG with at most `pixels`, and the longer side at most `side`. With `ground`, the background is the
    drawing's own or white. `language` is for the names of emoji that no font has. Raises ImageError with the reason.
    """
    source = read(data)
    size = width, height = size_of(source)
    root = cleaner.clean(source, view_of(source) or (0.0, 0.0, width, height))
    if not len(root):
        raise ImageError("an empty SVG drawing")
    unprinted = print_letters(root, source, language)
    settle_view(root, width, height)
    scale = min(SHARP, side / max(size), (pixels / (width * height)) ** 0.5)
    arguments = {
        "background": _ground(root) if ground else None,
        "width": max(1, int(width * scale)),
        "height": max(1, int(height * scale)),
        "skip_system_fonts": True,
        "font_family": "Source Sans 3",
        "sans_serif_family": "Source Sans 3",
        "serif_family": "Source Serif 4",
        "monospace_family": "Source Code Pro",
        "cursive_family": "Source Serif 4",
        "fantasy_family": "Source Sans 3",
        "languages": ["en"],
        "dpi": 96,
    }
    return Drawn(_drawn(root, arguments), size, cleaning.words_of(source), unprinted)


def _ground(root: etree._Element) -> str:
    """The drawing's background, else white: black lines on a transparent background would disappear on a dark screen."""
    found = _GROUND.search(root.get("style", ""))
    try:
        red, green, blue, *clear = ImageColor.getrgb(found[1].strip()) if found else (255, 255, 255)
    except ValueError:
        return "white"
    return "white" if clear and clear[0] < 255 else f"#{red:02x}{green:02x}{blue:02x}"


def _drawn(root: etree._Element, arguments: Mapping[str, object]) -> bytes:
    text = _text(root)
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        files = _font_files(Path(folder), text) if text else []
        asked = {**arguments, "svg_string": etree.tostring(root, encoding="unicode"), "font_files": files}
        command = [sys.executable, "-I", renderer.__file__]
        try:
            done = subprocess.run(  # noqa: S603  # our own file
                command,
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                cwd=folder,
            )
        except subprocess.TimeoutExpired as error:
            raise ImageError(_TOO_MUCH) from error
        except OSError as error:
            raise ImageError(f"cannot start the program that draws SVG: {error.strerror}") from error
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"alloc" in done.stderr:
        raise ImageError(_TOO_MUCH)
    raise ImageError("a broken SVG drawing")


def _text(root: etree._Element) -> str:
    texts = root.iter(f"{{{cleaning.NAMESPACE}}}text")
    found = "".join("".join(map(str, each.itertext())) for each in texts)
    inner = any(
        "data:image/svg" in each.get("href", "") for each in root.iter(f"{{{cleaning.NAMESPACE}}}image")
    )
    return found.strip() or ("x" if inner else "")


@lru_cache(maxsize=16)
def _face(name: str) -> bytes:
    return faces.data(next(face for face in faces.FACES if face.name == name))


def _face_files(folder: Path) -> list[str]:
    return [_written(folder, name) for name in _FACES]


def _written(folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(_face(name))
    return str(path)


def _font_files(folder: Path, text: str) -> list[str]:
    """Ours, and between the sans-serif and the serif ones those of this machine: the first with a letter draws it."""
    ours = _face_files(folder)
    serif = [file for file in ours if "serif-" in file and "sans" not in file]
    return [*(file for file in ours if file not in serif), *_other_fonts(folder, text), *serif]


def _other_fonts(folder: Path, text: str) -> list[str]:
    """Font files of this machine, when those of ours for texts lack characters, and then our font for formulas."""
    foreign = faces.foreign(text)
    try:
        found = [str(path) for path in system.covering(foreign)]
        if foreign - system.covered(foreign):
            found.append(_written(folder, faces.MATHEMATICS.name))
    except RenderError:
        return []
    return found
