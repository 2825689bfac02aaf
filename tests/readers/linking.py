"""Pages of a blog that link to its books, built by Jekyll, in Chromium: no axe violation, and each link gives its book.

`make readers` runs it; it needs Node, Chromium and Jekyll from the system. `SHOTS=folder` keeps screenshots.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tools import MODULES, browser, node_modules

sys.path.append(str(MODULES.parent))
import linked_site

from publish.cli import main


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the parent's word
        pass


def test_links_on_the_pages_of_a_blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("jekyll") is None:
        pytest.skip("no jekyll: install it with the system's package manager")
    node_modules()
    monkeypatch.chdir(linked_site.written(tmp_path / "blog"))
    linked_site.make_books()
    assert main(["links", "-q"]) == 0
    linked_site.build()
    pages = ("index.html", "2026/09/01/pier.html", "2026/10/01/größe-und.html", "essays/tide.html")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory="_site")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        start = f"http://127.0.0.1:{server.server_port}/"
        shots = os.environ.get("SHOTS", "-")
        command = ["node", "linking.mjs", browser(), shots, *(f"{start}{page}" for page in pages)]
        run = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, check=False)
        server.shutdown()
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["violations"] == []
    sizes = {
        address: Path(unquote(urlsplit(address).path).lstrip("/")).stat().st_size
        for address in report["answers"]
    }
    assert report["answers"] == {address: [200, size] for address, size in sizes.items()}
    assert len(sizes) == 3 * 3 + 2
