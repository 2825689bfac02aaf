"""What this machine lacks, and the command that mends it.

Uses only the standard library, so that it can say what is wrong when nothing else works yet.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Need", "Report", "examine", "install", "install_command"]

_MANAGERS: dict[str, tuple[str, ...]] = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "apk": ("apk", "add"),
    "pacman": ("pacman", "-S", "--noconfirm", "--needed"),
    "zypper": ("zypper", "--non-interactive", "install"),
    "brew": ("brew", "install"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Something the tool wants from the system, not from Python's packages."""

    name: str
    why: str
    packages: tuple[tuple[str, tuple[str, ...]], ...]
    """Package manager → packages that bring it."""
    is_there: Callable[[], bool]

    def packages_for(self, manager: str) -> tuple[str, ...]:
        """What to install with this package manager."""
        return dict(self.packages).get(manager, ())


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked for."""

    found: tuple[Need, ...]
    missing: tuple[Need, ...]


def _library(*names: str) -> Callable[[], bool]:
    def is_there() -> bool:
        for name in names:
            candidates = [ctypes.util.find_library(name), f"lib{name}.so.0", f"lib{name}.0.dylib"]
            if platform.system() == "Darwin":  # Homebrew's folder is not always searched
                candidates += [
                    f"{prefix}/lib/lib{name}.0.dylib" for prefix in ("/opt/homebrew", "/usr/local")
                ]
            for candidate in candidates:
                if candidate and _loads(candidate):
                    return True
        return False

    return is_there


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    # Only fonts for Chinese, not every font that happens to hold some Han characters.
    found = subprocess.run([fc_list, ":lang=zh-tw", "family"], capture_output=True, text=True, check=False)  # noqa: S603  # a fixed command
    return bool(found.stdout.strip())


NEEDS = (
    Need(
        "Pango",
        "sets the type of PDFs and covers",
        (
            ("apt-get", ("libpango-1.0-0", "libpangoft2-1.0-0")),
            ("dnf", ("pango",)),
            ("apk", ("pango",)),
            ("pacman", ("pango",)),
            ("zypper", ("libpango-1_0-0",)),
            ("brew", ("pango",)),
        ),
        _library("pangoft2-1.0"),
    ),
    Need(
        "HarfBuzz subsetting",
        "makes Chinese PDFs ten times faster",
        (
            ("apt-get", ("libharfbuzz-subset0",)),
            ("dnf", ("harfbuzz",)),
            ("apk", ("harfbuzz-subset",)),
            ("pacman", ("harfbuzz",)),
            ("zypper", ("libharfbuzz-subset0",)),
            ("brew", ("harfbuzz",)),
        ),
        _library("harfbuzz-subset"),
    ),
    Need(
        "Chinese fonts",
        "without them Chinese text cannot be printed",
        (
            ("apt-get", ("fonts-noto-cjk", "fontconfig")),
            ("dnf", ("google-noto-serif-cjk-fonts", "google-noto-sans-cjk-fonts", "fontconfig")),
            ("apk", ("font-noto-cjk", "font-noto-cjk-extra", "fontconfig")),
            ("pacman", ("noto-fonts-cjk", "fontconfig")),
            ("zypper", ("noto-serif-cjk-fonts", "noto-sans-cjk-fonts", "fontconfig")),
            ("brew", ("font-noto-serif-cjk", "font-noto-sans-cjk", "fontconfig")),
        ),
        _has_chinese_font,
    ),
)


def examine() -> Report:
    """Look for everything in NEEDS."""
    there = {need.name: need.is_there() for need in NEEDS}
    return Report(
        tuple(need for need in NEEDS if there[need.name]),
        tuple(need for need in NEEDS if not there[need.name]),
    )


def install_command(missing: Sequence[Need], manager: str | None = None) -> tuple[str, ...]:
    """The command that installs what is missing here, with `sudo` when not root; empty where we know of none."""
    manager = manager or next((name for name in _MANAGERS if shutil.which(name)), None)
    if manager is None or not missing:
        return ()
    packages = [package for need in missing for package in need.packages_for(manager)]
    command = (*_MANAGERS[manager], *dict.fromkeys(packages))
    if manager != "brew" and hasattr(os, "geteuid") and os.geteuid() != 0:
        return ("sudo", *command)
    return command


def install(command: Sequence[str]) -> int:
    """Run an install command; its exit status. The package list is brought up to date first where apt needs that."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if "apt-get" in command:
        update = (*command[: command.index("apt-get") + 1], "update")
        subprocess.run(update, check=False, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
    try:
        return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode  # noqa: S603
    except OSError:
        return 127
