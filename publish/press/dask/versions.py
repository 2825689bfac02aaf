"""What decides a file's bytes besides its inputs: this tool, the engines and the fonts. All machines must have the
same.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from publish import __version__
from publish.fonts import system
from publish.fresh.fingerprint import engine_versions
from publish.keep.files import is_file
from publish.project import style as styles

__all__ = ["difference", "here"]


@cache
def here() -> Mapping[str, str]:
    """The versions on this machine, by name."""
    package = Path(__file__).resolve().parents[2]
    return {
        "publish": __version__,
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "the code of publish": "".join(
            _digest(package, pattern) for pattern in ("*.py", "*.toml", "*.html", "*.tsv")
        ),
        "the styles of publish": _digest(styles.builtin_folder(), "*"),
        "the system's fonts": _fonts(),
        **engine_versions(),
    }


def difference(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """The first difference between two machines, in words; empty when there is none."""
    for name in ours:
        if ours[name] != theirs.get(name, ""):
            if len(ours[name]) < 40:
                return f"{name} {theirs.get(name) or 'is missing'} there, but {ours[name] or 'missing'} here"
            return (
                f"{name} are not the same there and here"
                if name.endswith("s")
                else f"{name} is not the same there and here"
            )
    return ""


def _digest(folder: Path, pattern: str) -> str:
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob(pattern) if is_file(path)):
        total.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _fonts() -> str:
    """A hash of the fonts that fontconfig knows, by name and size."""
    names = sorted(f"{path.name} {path.stat().st_size}" for path in map(Path, system.files()))
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogateescape")).hexdigest()
