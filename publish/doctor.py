"""What this machine lacks, and the command that installs it.

Uses only the standard library, so that it works when nothing else does yet.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Sequence

from publish.frozen import frozen

__all__ = [
    "EMOJI",
    "NEEDS",
    "OTHER_HAN",
    "RARE_HAN",
    "Need",
    "Report",
    "examine",
    "in_turn",
    "install",
    "install_command",
    "need_for",
]

FONTS_SECONDS = 60.0
"""Seconds to wait for the list of fonts, which fontconfig may have to make first."""
_MANAGERS: dict[str, tuple[str, ...]] = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "apk": ("apk", "add"),
    "pacman": ("pacman", "-S", "--noconfirm", "--needed"),
    "zypper": ("zypper", "--non-interactive", "install"),
    "brew": ("brew", "install"),
}


@frozen
class Need:
    """Something that publish needs from the system, not from Python packages."""

    name: str
    why: str
    packages: tuple[tuple[str, tuple[str, ...]], ...]
    """Package manager → packages that provide it."""
    is_there: Callable[[], bool]
    essential: bool = True
    """Whether nearly all books need it; otherwise only some posts do, and they say so."""

    def packages_for(self, manager: str) -> tuple[str, ...]:
        """The packages for this package manager."""
        return dict(self.packages).get(manager, ())


@frozen
class Report:
    """The result of the check."""

    found: tuple[Need, ...]
    missing: tuple[Need, ...]


def _library(*names: str) -> Callable[[], bool]:
    def is_there() -> bool:
        from ctypes.util import find_library

        for name in names:
            candidates = [f"lib{name}.so.0", f"lib{name}.0.dylib"]
            if platform.system() == "Darwin":  # Homebrew's folder is not always searched
                candidates += [
                    f"{prefix}/lib/lib{name}.0.dylib" for prefix in ("/opt/homebrew", "/usr/local")
                ]
            if any(map(_loads, candidates)):
                return True
            # The search comes last: it starts processes.
            if (found := find_library(name)) and _loads(found):
                return True
        return False

    return is_there


def _loads(library: str) -> bool:
    from ctypes import CDLL

    try:
        CDLL(library)
    except OSError:
        return False
    return True


def _font(pattern: str) -> Callable[[], bool]:
    """Whether fontconfig knows a font for this pattern."""

    def is_there() -> bool:
        fc_list = shutil.which("fc-list")
        if fc_list is None:
            return False
        command = [fc_list, pattern, "family"]
        try:
            found = subprocess.run(  # noqa: S603  # our patterns
                command, capture_output=True, text=True, check=False, timeout=FONTS_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return bool(found.stdout.strip())

    return is_there


RARE_HAN = Need(
    "rare Chinese characters",
    "without it, PDFs of posts with Cantonese words or old names may fail (22 MB)",
    (
        ("apt-get", ("fonts-hanazono",)),
        ("dnf", ("hanazono-fonts",)),
        ("pacman", ("ttf-hanazono",)),
        ("brew", ("font-hanamina",)),
    ),
    _font(":charset=20bb6"),  # 𠮶, which is not in Noto CJK
    essential=False,
)
EMOJI = Need(
    "emoji",
    "without it, PDFs show their names (10 MB)",
    (
        ("apt-get", ("fonts-noto-color-emoji",)),
        ("dnf", ("google-noto-color-emoji-fonts",)),
        ("apk", ("font-noto-emoji",)),
        ("pacman", ("noto-fonts-emoji",)),
        ("zypper", ("noto-coloremoji-fonts",)),
        ("brew", ("font-noto-color-emoji",)),
    ),
    _font(":charset=1f680"),
    essential=False,
)
NEEDS = (
    Need(
        "Pango",
        "does the text layout of PDFs and covers",
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
        "without them, PDFs with Chinese text fail",
        (
            ("apt-get", ("fonts-noto-cjk", "fontconfig")),
            ("dnf", ("google-noto-serif-cjk-fonts", "google-noto-sans-cjk-fonts", "fontconfig")),
            ("apk", ("font-noto-cjk", "font-noto-cjk-extra", "fontconfig")),
            ("pacman", ("noto-fonts-cjk", "fontconfig")),
            ("zypper", ("noto-serif-cjk-fonts", "noto-sans-cjk-fonts", "fontconfig")),
            ("brew", ("font-noto-serif-cjk", "font-noto-sans-cjk", "fontconfig")),
        ),
        _font(":lang=zh-tw"),  # only fonts for Chinese, not fonts with just some Han characters
    ),
    RARE_HAN,
    EMOJI,
)
OTHER_HAN = Need(
    "the newest Chinese characters",
    "characters that Unicode added since 2020 (11 MB)",
    (("apt-get", ("fonts-babelstone-han",)),),
    _font(":charset=30000"),
    essential=False,
)
_OTHER_SCRIPTS = Need(
    "fonts of other scripts",
    "Thai, Devanagari, Tamil and a hundred more (12 MB)",
    (
        ("apt-get", ("fonts-noto-core",)),
        ("dnf", ("google-noto-fonts-all",)),
        ("apk", ("font-noto-all",)),
        ("pacman", ("noto-fonts",)),
    ),
    _font("Noto Sans Cherokee"),  # only these packages have it
    essential=False,
)
_CHINESE = next(need for need in NEEDS if need.name == "Chinese fonts")
_RARE_HAN = (range(0x20000, 0x2EBF0), range(0x2F800, 0x2FA20))
"""The blocks of rare Han characters, extensions B to F, and those of compatibility."""
_HAN = ((0x2E80, 0xA4D0), (0xAC00, 0xD7B0), (0xF900, 0xFB00), (0xFF00, 0xFFF0))
"""Unicode blocks of Chinese, Japanese and Korean characters and punctuation."""


def need_for(code: int) -> Need:
    """What most likely provides a font for a character (given by its code) that no font has."""
    if code in _RARE_HAN[0] or code in _RARE_HAN[1]:
        return RARE_HAN
    if 0x20000 <= code < 0x40000:
        return OTHER_HAN
    return _CHINESE if any(first <= code < end for first, end in _HAN) else _OTHER_SCRIPTS


def examine() -> Report:
    """Check everything in NEEDS."""
    there = {need.name: need.is_there() for need in NEEDS}
    return Report(
        tuple(need for need in NEEDS if there[need.name]),
        tuple(need for need in NEEDS if not there[need.name]),
    )


def install_command(missing: Sequence[Need], manager: str | None = None) -> tuple[str, ...]:
    """The command that installs what is missing, with `sudo` when not root; empty when we do not know the package
    manager.
    """
    manager = manager or next((name for name in _MANAGERS if shutil.which(name)), None)
    if manager is None or not missing:
        return ()
    packages = [package for need in missing for package in need.packages_for(manager)]
    if not packages:
        return ()
    command = (*_MANAGERS[manager], *dict.fromkeys(packages))
    if manager != "brew" and hasattr(os, "geteuid") and os.geteuid() != 0:
        return ("sudo", *command)
    return command


def in_turn(missing: Sequence[Need]) -> tuple[tuple[Need, ...], ...]:
    """Groups for installing: first everything essential together, then the rest one by one.

    So one unknown package does not block the others.
    """
    essential = tuple(need for need in missing if need.essential)
    rest = ((need,) for need in missing if not need.essential)
    return tuple(needs for needs in (essential, *rest) if needs)


def install(command: Sequence[str]) -> int:
    """Run an install command and return its exit status. With apt, the package list is updated first if needed."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        if "apt-get" in command:
            update = (*command[: command.index("apt-get") + 1], "update")
            subprocess.run(update, check=False, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
        return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode  # noqa: S603
    except OSError:
        return 127
