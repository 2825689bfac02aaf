"""Where the readers' tools are, or what to type to get them."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["MODULES", "browser", "node_modules"]

MODULES = Path(__file__).parent
"""The folder of package.json."""


def browser() -> str:
    """Path of Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path is not None:
            return path
    raise RuntimeError(
        "no Chromium: install it with the system's package manager (Debian: apt-get install chromium)"
    )


def node_modules() -> Path:
    """Folder of the installed npm packages."""
    folder = MODULES / "node_modules"
    if shutil.which("node") is None:
        raise RuntimeError("no Node: install nodejs and npm with the system's package manager")
    if not folder.is_dir():
        raise RuntimeError(f"the readers are not installed: run `npm ci --prefix {MODULES}`")
    return folder
