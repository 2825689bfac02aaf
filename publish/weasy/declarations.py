"""The C functions that WeasyPrint calls, compiled once on a machine.

WeasyPrint declares them as C, which cffi reads with a parser in Python: at each start, and again for each type that is
used. cffi can write what it has read as Python ("out-of-line ABI mode"); that loads at once, and finds types without the
parser.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cffi

from publish.keep.cache import made_once

__all__ = ["complete", "kept_declarations"]

_MORE = """
unsigned char *pango_log2vis_get_embedding_levels(const char *text, int length, int *base);
void g_free(void *memory);
FcBool FcConfigAppFontAddDir(FcConfig *config, const FcChar8 *folder);
int hb_font_get_nominal_glyph(hb_font_t *font, hb_codepoint_t character, hb_codepoint_t *glyph);
"""
"""Functions of Pango, GLib, fontconfig and HarfBuzz that only we call."""
_KIND = "libraries"
_Plain = cffi.FFI


class _Declared:
    """Stands in for `cffi.FFI`: has its functions once the declarations are known."""

    def cdef(self, text: str) -> None:
        """Take the declarations."""
        found = _loaded(text + _MORE)
        vars(self).update({name: getattr(found, name) for name in dir(found) if not name.startswith("_")})


@contextmanager
def kept_declarations() -> Iterator[None]:
    """During the block, modules that declare C functions get them compiled."""
    cffi.FFI = _Declared
    try:
        yield
    finally:
        cffi.FFI = _Plain


def complete(ffi: Any) -> None:
    """Declare our functions too, where another program has loaded WeasyPrint before us."""
    if isinstance(ffi, _Plain):
        ffi.cdef(_MORE, override=True)


def _loaded(text: str) -> Any:
    facts = (text, cffi.__version__, importlib.util.MAGIC_NUMBER)
    code = made_once(_KIND, facts, lambda: marshal.dumps(compile(_written(text), "declarations", "exec")))
    found: dict[str, Any] = {}
    exec(marshal.loads(code), found)  # noqa: S102, S302  # the user's own cache, see `keep/cache`
    return found["ffi"]


def _written(text: str) -> str:
    """The declarations as Python."""
    from cffi import recompiler

    reader = _Plain()
    reader.cdef(text)
    written = io.StringIO()
    recompiler.make_py_source(reader, "declarations", written)
    return written.getvalue()
