"""A virtual display for reading apps, with a home and a session bus of their own.

Every program runs in its own process group. All are killed at the end, and every wait has a limit.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from bounded import LIMIT, begin, end, finish

__all__ = ["Screen", "free_port"]

_SIZE = "900x1200"


def free_port() -> int:
    """A TCP port of this machine that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Screen:
    """An X server without a monitor, as a context."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        self._running: list[subprocess.Popen[str]] = []
        for path in (self._home, folder / "run"):
            path.mkdir(parents=True)
        (folder / "run").chmod(0o700)
        display = f":{os.getpid() % 50_000 + 100}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"},
            "DISPLAY": display,
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_CACHE_HOME": str(self._home / "cache"),
            "XDG_DATA_HOME": str(self._home / "data"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'run' / 'bus'}",
            "GSETTINGS_BACKEND": "keyfile",
            "LC_ALL": "C.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "QT_QPA_PLATFORM": "xcb",
        }

    def __enter__(self) -> Screen:
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        try:
            self.start("Xvfb", self.environment["DISPLAY"], "-screen", "0", f"{_SIZE}x24", "-nolisten", "tcp")
            self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}")
            self.wait(lambda: self.ask("xdotool", "getdisplaygeometry"), "Xvfb")
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill all programs, the last first."""
        while self._running:
            end(self._running.pop())

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        """Start a program that stays; `more` is added to its environment."""
        process = begin(list(command), self.environment | more)
        self._running.append(process)
        return process

    def ask(self, *command: str) -> str:
        """What a short command says; empty when it fails."""
        run = finish(list(command), self.environment, 20)
        return run.stdout if run.returncode == 0 else ""

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds. AssertionError when it never does."""
        until = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < until, f"{what}: nothing in {LIMIT:g} seconds"
            time.sleep(0.2)

    def window(self, program: str) -> str:
        """The id of a program's window, made as large as the screen and given the keyboard."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self.ask("xdotool", "search", "--onlyvisible", "--class", program).split()
            return bool(found)

        self.wait(look, f"a window of {program}")
        time.sleep(2)  # FBReader puts hyphens everywhere when it is resized while it opens a book
        self.ask("xdotool", "windowmove", found[-1], "0", "0")
        self.ask("xdotool", "windowsize", found[-1], *_SIZE.split("x"))
        self.ask("xdotool", "windowfocus", found[-1])
        time.sleep(1)
        return found[-1]

    def keys(self, *names: str) -> None:
        """Press keys, one after another."""
        for name in names:
            self.ask("xdotool", "key", "--clearmodifiers", name)
            time.sleep(0.5)

    def copied(self) -> str:
        """The text in the clipboard."""
        return self.ask("xclip", "-o", "-selection", "clipboard")

    def settings(self, name: str, text: str) -> None:
        """Write a file with settings, before a program starts that reads it."""
        path = Path(self.environment["XDG_CONFIG_HOME"]) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def shot(self, name: str) -> bytes:
        """A picture of the screen (PNG); it is kept in the folder SHOTS, if there is one."""
        path = Path(os.environ.get("SHOTS", str(self._home))) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        finish(["import", "-window", "root", str(path)], self.environment)
        return path.read_bytes()
