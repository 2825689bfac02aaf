"""Signals that end a command: none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from processes import members, wait_for

from publish.cli.main import cli, main
from publish.workers.interrupts import AGAIN, Ended, raised


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_an_exception_that_says_which(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Ended) as told, raised():
        os.kill(os.getpid(), number)
        time.sleep(60)
    assert (told.value.number, told.value.status) == (number, 128 + number)
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("times", [1, 3])
def test_an_exception_that_is_swallowed_comes_again(times: int) -> None:
    with pytest.raises(Ended) as told, raised():
        with suppress(Ended):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        for _ in range(times - 1):
            with suppress(Ended):
                time.sleep(60)
        time.sleep(60)
    assert told.value.number == signal.SIGTERM


def test_what_cleans_up_is_left_to_end() -> None:
    cleaned = False
    with pytest.raises(Ended), raised():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
        finally:
            time.sleep(5 * AGAIN)
            cleaned = True
    assert cleaned


def test_a_swallowed_exception_is_raised_again_and_not_printed() -> None:
    code = """
import os, signal, time
from publish.workers.interrupts import Ended, raised

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(60)

try:
    with raised():
        last = Last()
        del last
        print("swallowed", flush=True)
        time.sleep(60)
except Ended as ended:
    print(ended.status)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.stdout, done.stderr) == ("swallowed\n130\n", "")


@pytest.mark.parametrize("moment", range(6))
def test_a_library_in_c_is_loaded_whole(moment: int) -> None:
    """pikepdf's ends the process with a message of its own when an exception comes while it is loaded."""
    code = f"""
import signal, sys
from importlib.machinery import ExtensionFileLoader
from publish.workers.interrupts import Ended, raised

calls = 0
def trace(frame, event, argument):
    global calls
    inside, each = False, frame
    while each is not None:
        inside |= isinstance(each.f_locals.get("self"), ExtensionFileLoader)
        each = each.f_back
    if inside and frame.f_code.co_filename[0] != "<":
        calls += 1
        if calls == {1 + 30 * moment}:
            signal.raise_signal(signal.SIGTERM)

try:
    with raised():
        sys.setprofile(trace)
        import pikepdf
        sys.setprofile(None)
        signal.sigtimedwait([], 60)
except Ended as ended:
    print(ended.status, "pikepdf._core" in sys.modules, calls > 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.stdout, done.stderr) == ("143 True True\n", "")


def test_ctrl_c_of_a_terminal_does_not_reach_the_server_of_workers() -> None:
    """A terminal sends it to all processes of a command, also while the server still loads its modules."""
    code = "from publish.workers.pool import start; start(['publish.weasy']); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, start_new_session=True
    ) as command:
        try:
            assert wait_for(lambda: any(held_back(process) for process in members(command.pid)))
        finally:
            os.killpg(command.pid, signal.SIGKILL)


def held_back(process: int) -> bool:
    """Whether a process is the server of workers, and blocks Ctrl-C."""
    with suppress(OSError):
        if b"forkserver" in Path(f"/proc/{process}/cmdline").read_bytes():
            rows = dict(row.split(":\t") for row in Path(f"/proc/{process}/status").read_text().splitlines())
            return bool(int(rows["SigBlk"], 16) >> (signal.SIGINT - 1) & 1)
    return False


class Hit:
    """A field of a class, where a signal comes while the class is made."""

    def __set_name__(self, owner: type, name: str) -> None:
        signal.raise_signal(signal.SIGTERM)


def test_a_signal_while_a_class_is_made_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loads(*_: object, **__: object) -> None:
        type("Made", (), {"field": Hit()})

    monkeypatch.setattr(cli, "main", loads)
    assert main(["doctor"]) == 128 + signal.SIGTERM
    assert capsys.readouterr().err == "terminated\n"
