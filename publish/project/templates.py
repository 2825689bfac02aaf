"""The engine of a style's templates: a sandbox. Our own templates are compiled once on a machine, which takes as long as
drawing a cover.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, compiler
from jinja2.bccache import Bucket
from jinja2.sandbox import SandboxedEnvironment

from publish.keep.cache import compiled
from publish.keep.versions import version

__all__ = ["environment"]

_KIND = "templates"
_SETTINGS: dict[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}
"""What decides how a template is compiled."""


def environment(folders: Sequence[Path], ours: Path) -> Environment:
    """Finds templates in these folders, in order; keeps those compiled that are below `ours`."""
    return SandboxedEnvironment(
        loader=FileSystemLoader(folders), undefined=StrictUndefined, bytecode_cache=_Kept(ours), **_SETTINGS
    )


class _Kept(BytecodeCache):
    """Compiled templates. Jinja compares the digest of a template's text, and Python's version; the rest is in the key."""

    def __init__(self, ours: Path) -> None:
        self._ours = ours
        status = Path(
            compiler.__file__
        ).stat()  # a new release of Jinja compiles anew, and so does an edited one
        self._by = (version("jinja2"), status.st_size, status.st_mtime_ns, sorted(_SETTINGS.items()))
        self._store = compiled()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A name for the file in the cache; empty for a template that is not kept: those of users would fill it."""
        if filename is None or not Path(filename).is_relative_to(self._ours):
            return ""
        return hashlib.sha256(repr((name, filename, self._by)).encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept."""
        data = self._store.get(_KIND, bucket.key) if self._store and bucket.key else None
        if data:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if self._store and bucket.key:
            self._store.put(_KIND, bucket.key, bucket.bytecode_to_string())
