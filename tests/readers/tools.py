"""The folders of the readers' tools, or the command that installs them."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["MODULES", "browser", "node_modules", "tool"]

MODULES = Path(__file__).parent
"""The folder of package.json."""


def tool(name: str, package: str) -> str:
    """Path of a program of the system."""
    path = shutil.which(name)
    if path is None:
        raise RuntimeError(
            f"no {name}: run `make readers`, or install {package} with the system's package manager"
        )
    return path


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
        raise RuntimeError("the readers are not installed: run `make readers`")
    return folder
