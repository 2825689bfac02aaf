"""Politeness to hosts: wait as long as a host asks, and stop asking when it keeps failing."""

from __future__ import annotations

import email.utils
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

__all__ = ["Budget", "Hosts", "retry_after"]

GIVE_UP = 10
"""Pictures in a row that a host fails to deliver before we stop asking it."""


@dataclass
class Budget:
    """The time for one picture."""

    deadline: float
    """On the monotonic clock."""
    patience: float = 0.0
    """Additional seconds of waiting that a server may ask for."""

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def grants(self, seconds: float) -> bool:
        """Whether there is time to wait this long; waiting that a server asked for uses the patience first."""
        if seconds <= self.patience:
            self.patience -= seconds
            self.deadline += seconds
        return seconds < self.left


@dataclass
class Hosts:
    """What is known about the hosts. Threads may share it."""

    _dead: dict[str, str] = field(default_factory=dict)
    """Host or IP address → why we do not ask it again."""
    _failed: Counter[str] = field(default_factory=Counter)
    """Pictures in a row that a host failed to deliver."""
    _ready: dict[str, float] = field(default_factory=dict)
    """When a host that asked us to wait may be asked again, on the monotonic clock."""
    _turns: dict[str, threading.Semaphore] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, host: str, at_once: int) -> threading.Semaphore:
        """Hold this while you ask a host: no more than `at_once` threads can."""
        with self._lock:
            return self._turns.setdefault(host, threading.Semaphore(at_once))

    def why_not(self, host: str) -> str:
        """Why a host is not asked at all, or empty."""
        return self._dead.get(host, "")

    def bury(self, host: str, why: str) -> None:
        """Ask this host or IP address no more."""
        self._dead[host] = why

    def rest(self, host: str, seconds: float) -> None:
        """Let all threads leave a host alone for some seconds."""
        with self._lock:
            self._ready[host] = max(self._ready.get(host, 0.0), time.monotonic() + seconds)

    def pause(self, host: str) -> float:
        """Seconds until a host may be asked."""
        return max(0.0, self._ready.get(host, 0.0) - time.monotonic())

    def answered(self, host: str) -> None:
        """A host gave a proper answer, even an error."""
        self._failed.pop(host, None)

    def failed(self, host: str) -> None:
        """A host did not deliver a picture, after all retries."""
        with self._lock:
            self._failed[host] += 1
            if self._failed[host] >= GIVE_UP:
                self.bury(host, f"{host} failed {GIVE_UP} times in a row; publish stops asking it for now")


def retry_after(header: str) -> float:
    """Seconds to wait from a `Retry-After` header, a number or a date (RFC 9110, 10.2.3); 0 for none or a wrong
    value.
    """
    header = header.strip()
    if header.isascii() and header.isdecimal():
        return float(header[:9])
    try:
        when = email.utils.parsedate_to_datetime(header).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return max(0.0, math.ceil(when - time.time()))
