"""Draws SVG: computes its size on the web, and makes a picture that is sharp on paper."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree
from PIL import ImageColor

from publish.errors import RenderError
from publish.fonts import faces, system
from publish.images.errors import ImageError
from publish.images.svg import cleaning, renderer
from publish.images.svg.reading import read

__all__ = ["Drawn", "draw", "seen_size", "words"]

SHARP = 3.0
"""Pixels per CSS pixel: 288 per inch."""
_FACES = ("sans-regular.ttf", "sans-italic.ttf", "sans-semibold.ttf", "serif-regular.ttf", "serif-italic.ttf",
          "serif-bold.ttf", "code-regular.ttf")  # fmt: skip
_COLUMN = 680.0
"""Size in CSS pixels of a drawing without its own size that fills its container."""
_ICON = 64.0
"""Up to this size of its view box, a drawing is an icon, which does not fill its container."""
_DEFAULT = (300.0, 150.0)
"""Size in CSS pixels when nothing gives a size (CSS Images 3, 4.3)."""
_MOST = 20_000.0
_SECONDS = 30.0
"""Wall-clock seconds, even on a busy machine; `renderer` limits processor time."""
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "em": 16.0,
          "rem": 16.0, "ex": 8.0, "q": 96 / 101.6}  # fmt: skip
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z]*|%)\s*")
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;]{1,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture made from a drawing."""

    png: bytes
    size: tuple[float, float]
    """Size in CSS pixels in a browser."""
    words: str
    """Its own description, or empty."""


def seen_size(data: bytes) -> tuple[int, int]:
    """Width and height of a drawing in CSS pixels. Raises ImageError when the bytes are not SVG."""
    width, height = _size(read(data))
    return max(1, round(width)), max(1, round(height))


def words(data: bytes) -> str:
    """A drawing's own description, or empty. Raises ImageError."""
    return cleaning.words_of(read(data))


def draw(data: bytes, side: int, pixels: int, *, ground: bool = True) -> Drawn:
    """Draw SVG with at most `pixels`, and the longer side at most `side`. With `ground`, the background is the
    drawing's own or white. Raises ImageError with the reason.
    """
    source = read(data)
    size = width, height = _size(source)
    root = cleaning.cleaned(source)
    if not len(root):
        raise ImageError("an empty SVG drawing")
    _settle_view(root, width, height)
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
    }
    return Drawn(_drawn(root, arguments), size, cleaning.words_of(source))


def _length(text: str) -> float | None:
    """A length in CSS pixels; None for a percentage, and for anything else."""
    found = _LENGTH.fullmatch(text)
    unit = _UNITS.get(found[2].lower()) if found else None
    value = float(found[1]) * unit if found and unit else 0.0
    return min(value, _MOST) if value > 0 else None


def _view(root: etree._Element) -> tuple[float, float, float, float] | None:
    raw = root.get("viewBox") or root.get("viewbox") or ""
    try:
        left, top, width, height = (float(part) for part in re.split(r"[\s,]+", raw.strip()))
    except ValueError:
        return None
    fits = 0 < width < 1e9 and 0 < height < 1e9 and abs(left) < 1e9 and abs(top) < 1e9
    return (left, top, width, height) if fits else None


def _size(root: etree._Element) -> tuple[float, float]:
    """The size of a drawing in a browser (CSS Images 3, 5; SVG 2, 8.4)."""
    view = _view(root)
    style = {key.strip().lower(): value for key, _, value in
             (part.partition(":") for part in root.get("style", "")[:2_000].split(";"))}  # fmt: skip
    width, height = (
        _length(style.get(side, "")) or _length(root.get(side, "")) for side in ("width", "height")
    )
    limit = _length(style.get("max-width", ""))
    if view is None:
        found = width or _DEFAULT[0], height or _DEFAULT[1]
    elif width and height:
        found = width, height
    elif width or height:
        ratio = view[3] / view[2]
        found = (width, width * ratio) if width else ((height or 1.0) / ratio, height or 1.0)
    else:
        across = view[2] if max(view[2:]) <= _ICON else (limit or max(_COLUMN, min(view[2], _MOST)))
        found = across, across * view[3] / view[2]
    return min(max(found[0], 1.0), _MOST), min(max(found[1], 1.0), _MOST)


def _settle_view(root: etree._Element, width: float, height: float) -> None:
    """Write size and view box as numbers, so that nothing depends on the container."""
    if _view(root) is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    for name in ("x", "y"):
        root.attrib.pop(name, "")


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
        files = [*_face_files(Path(folder)), *_other_fonts(text)] if text else []
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
            raise ImageError(
                "an SVG drawing that takes too long to draw: simplify it, or save it as PNG"
            ) from error
        except OSError as error:
            raise ImageError(f"cannot start the program that draws SVG: {error.strerror}") from error
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"alloc" in done.stderr:
        raise ImageError(
            "an SVG drawing that takes too long or too much memory to draw: simplify it, or save it as PNG"
        )
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
    files = []
    for name in _FACES:
        path = folder / name
        path.write_bytes(_face(name))
        files.append(str(path))
    return files


def _other_fonts(text: str) -> list[str]:
    """Font files of this machine, when ours lack characters of the text."""
    try:
        return [str(path) for path in system.covering(faces.foreign(text))]
    except RenderError:
        return []
