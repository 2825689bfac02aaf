"""Our own fonts, and whether the machine can print every character of a text.

Latin text uses Adobe's Source family, which comes as variable TrueType files in Python packages. WeasyPrint needs
static fonts (engines differ in their support for axes), so each face is made from the variable file with fixed axes;
HarfBuzz does that in about twenty milliseconds. Chinese uses the system's Noto CJK fonts.

Formulas use STIX Two Math, which is static; it also prints mathematical symbols in text.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from publish.errors import RenderError
from publish.frozen import frozen
from publish.keep.cache import made_once
from publish.keep.once import once
from publish.keep.versions import version
from publish.text.characters import is_seen

__all__ = [
    "FACES",
    "MATHEMATICS",
    "NO_SIGNS",
    "Face",
    "absent",
    "data",
    "foreign",
    "missing",
    "path",
    "recipe",
]


@frozen
class Face:
    """One static font, made from a variable font file."""

    name: str
    """File name."""
    family: str
    """CSS `font-family`."""
    weight: int
    """CSS `font-weight`."""
    italic: bool
    package: str
    """Python package with the file."""
    file: str
    """Path in the package."""
    axes: tuple[tuple[str, float], ...]
    """Axis → value (OpenType `fvar`); `opsz` is in points."""
    letters_only: bool = False
    """Only letters, digits and ASCII: beside Chinese, quotation marks and dashes must come from the Chinese font."""


def _serif(name: str, weight: int, size: float, family: str, *, italic: bool = False) -> Face:
    file = f"files/SourceSerif4{'-Italic' if italic else ''}[opsz,wght].ttf"
    axes = (("opsz", size), ("wght", float(weight)))
    letters = family.endswith("Letters")
    return Face(f"{name}.ttf", family, weight, italic, "fontpkg_source_serif_4", file, axes, letters)


def _sans(name: str, weight: int, family: str = "Source Sans 3", *, italic: bool = False) -> Face:
    file = f"files/SourceSans3{'-Italic' if italic else ''}[wght].ttf"
    axes = (("wght", float(weight)),)
    letters = family.endswith("Letters")
    return Face(f"{name}.ttf", family, weight, italic, "fontpkg_source_sans_3", file, axes, letters)


def _code(name: str, weight: int, *, italic: bool = False) -> Face:
    file = f"files/SourceCodePro{'-Italic' if italic else ''}[wght].ttf"
    axes = (("wght", float(weight)),)
    return Face(f"{name}.ttf", "Source Code Pro", weight, italic, "fontpkg_source_code_pro", file, axes)


MATHEMATICS = Face(
    "mathematics.ttf", "STIX Two Math", 400, False, "ziamath", "fonts/STIXTwoMath-Regular.ttf", ()
)
"""The font for formulas, with a `MATH` table. Its package is installed only for this file."""

FACES: tuple[Face, ...] = (
    _serif("serif-regular", 400, 11, "Source Serif 4"),
    _serif("serif-italic", 400, 11, "Source Serif 4", italic=True),
    _serif("serif-bold", 700, 11, "Source Serif 4"),
    _serif("serif-bold-italic", 700, 11, "Source Serif 4", italic=True),
    _serif("display-regular", 400, 40, "Source Serif 4 Display"),
    _serif("display-italic", 400, 40, "Source Serif 4 Display", italic=True),
    _serif("display-semibold", 600, 40, "Source Serif 4 Display"),
    _serif("letters-regular", 400, 14, "Source Serif 4 Letters"),
    _serif("letters-bold", 700, 11, "Source Serif 4 Letters"),
    _sans("sans-regular", 400),
    _sans("sans-italic", 400, italic=True),
    _sans("sans-semibold", 600),
    _sans("sans-letters-regular", 400, "Source Sans 3 Letters"),
    _sans("sans-letters-semibold", 600, "Source Sans 3 Letters"),
    _code("code-regular", 400),
    _code("code-italic", 400, italic=True),
    _code("code-semibold", 600),
    MATHEMATICS,
)
"""All our own fonts: where several have a character, the first is taken."""

_LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA1, 0xB7),
    *range(0xB8, 0x250),
    0x2BC,
    *range(0x300, 0x370),
    *range(0x1E00, 0x1F00),
    0x20AC,
)
"""Characters that `letters_only` keeps: Latin, including combining accents, without the punctuation that Chinese
fonts have in another width (‘ ’ “ ” … — ·).
"""


NO_SIGNS = frozenset(
    (
        *range(0xE000, 0xF900),
        *(0x231A, 0x231B, 0x2328, 0x23CF, *range(0x23E9, 0x2400), 0x24C2, 0x2B1B, 0x2B1C, 0x2B50, 0x3030),
        *(code for code in range(0x2600, 0x27C0) if code not in range(0x2660, 0x2668)),
    )
) - {0x266D, 0x266E, 0x266F, 0x2605, 0x2606, 0x2713, 0x2717, 0x2720}
"""Characters that the mathematics font does not print in texts: emoji, which it has in black, and private-use
characters.
"""


def path(face: Face) -> Path:
    """The file that a face is made from. Raises RenderError when its package is not installed."""
    return _folder(face.package) / face.file


@once
def _folder(package: str) -> Path:
    spec = find_spec(package)  # finding a package does not run it
    if spec is None or spec.origin is None:
        name = package.replace("_", "-")
        raise RenderError(f"the font package {name} is not installed: pip install {name}")
    return Path(spec.origin).parent


def recipe(face: Face) -> str:
    """A key for the result of `data`: the characters, the file, the code and the release of HarfBuzz, which is not loaded for
    it.

    Raises RenderError when the font's package or file is missing.
    """
    try:
        stamps = [(each.st_size, each.st_mtime_ns) for each in (path(face).stat(), Path(__file__).stat())]
    except OSError as error:
        raise RenderError(f"the font file {face.file} cannot be read: {error.strerror}") from error
    parts = (face, stamps, version("uharfbuzz"))
    return sha256(repr(parts).encode()).hexdigest()[:32]


def data(face: Face) -> bytes:
    """A face as static TrueType file. Raises RenderError when it cannot be made."""
    import uharfbuzz as hb

    source = hb.Face(hb.Blob.from_file_path(str(path(face))))
    plan = hb.SubsetInput()
    plan.keep_everything()
    plan.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.GLYPH_NAMES
    if face.letters_only:
        plan.unicode_set.clear()
        plan.unicode_set.update(_LETTERS)
        plan.glyph_set.clear()
    if face is MATHEMATICS:
        plan.flags |= hb.SubsetFlags.RETAIN_GIDS
        plan.unicode_set.clear()
        plan.unicode_set.update(set(source.unicodes) - NO_SIGNS)
        plan.glyph_set.clear()
    for axis, value in face.axes:
        if not plan.pin_axis_location(source, axis, value):
            raise RenderError(f"the font file {face.file} has no axis {axis}")
    return bytes(plan.subset(source).blob.data)


_USUAL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\u00a0‘’“”–—…")
"""Characters that each of our text fonts has."""


@lru_cache(maxsize=1)
def _own_characters() -> frozenset[int]:
    return _characters("serif-regular.ttf") | (_characters(MATHEMATICS.name) - NO_SIGNS)


def _characters(name: str) -> frozenset[int]:
    """The characters of the face of that name. They are kept: HarfBuzz takes long to load."""
    face = next(face for face in FACES if face.name == name)
    return made_once("characters", recipe(face), lambda: _read_characters(face))


def _read_characters(face: Face) -> frozenset[int]:
    import uharfbuzz as hb

    return frozenset(hb.Face(hb.Blob.from_file_path(str(path(face)))).unicodes)


def missing(text: str, language: str) -> tuple[str, ...]:
    """The characters of a text that no font can print, in Unicode order, each once.

    Characters without a shape (spaces, controls, joiners, variation selectors) are never missing. `language` is a BCP
    47 tag; without a Chinese font, all Chinese characters are missing.
    """
    return tuple(character for character in absent(text) if is_seen(character))


def absent(text: str) -> tuple[str, ...]:
    """The characters of a text that no font has, including those without a shape, in Unicode order."""
    unusual = set(text) - _USUAL  # a title seldom has any, and then no font is opened
    wanted = frozenset(character for character in unusual if ord(character) not in _own_characters())
    if not wanted:
        return ()

    from publish.fonts import system

    return tuple(sorted(wanted - system.covered(wanted)))


def foreign(text: str) -> frozenset[str]:
    """The characters of a text that our text fonts lack; without those that they print without a shape."""
    own = _text_characters()
    return frozenset(each for each in set(text) if ord(each) not in own and is_seen(each))


@lru_cache(maxsize=1)
def _text_characters() -> frozenset[int]:
    return _characters("sans-regular.ttf")
