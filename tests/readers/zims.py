"""A ZIM file under kiwix-serve in Chromium: search finds a word, a book opens, no request leaves this machine.

`make readers` runs it; it needs libzim, kiwix-serve, Node and Chromium. `SHOTS=folder` keeps screenshots.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tools import MODULES, browser, node_modules

from publish.cli import main

POST = "---\ntitle: {0}\nauthor: Mara Ellison\ndate: 2026-05-01\n---\n\n{1}\n"


@pytest.mark.skipif(shutil.which("kiwix-serve") is None, reason="no kiwix-serve: apt-get install kiwix-tools")
def test_kiwix_finds_a_word_and_opens_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("libzim", reason="no libzim: pip install libzim")
    node_modules()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    for name, title, text in (
        ("a", "A Walk", "The whistle of the ferry."),
        ("b", "離線的書架", "一本雜誌。"),
    ):
        (tmp_path / "posts" / f"{name}.md").write_text(POST.format(title, text))
    assert main(["html", "--offline", "-q"]) == main(["shelf", "--zim", "--title", "Harbour", "-q"]) == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = f"http://127.0.0.1:{port}"
    command = ["kiwix-serve", "--address", "127.0.0.1", "--port", str(port), "build.zim"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(start)
            words = ["node", "zim.mjs", browser(), os.environ.get("SHOTS", "-"), start]
            run = subprocess.run(words, cwd=MODULES, capture_output=True, text=True, check=False)
        finally:
            server.terminate()
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["remote"] == []
    assert report["listed"] == ["A Walk", "離線的書架"]
    assert report["covers"] == [True, True]
    assert report["whistle"] == ["A Walk"]
    assert report["雜誌"] == ["離線的書架"]
    assert report["opened"] == "A Walk"


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("kiwix-serve does not answer")
