"""The whole corpus in one command for each format: no file leaks in or out, and nothing is lost.

Around the posts stand canaries: a file and a picture outside that no post may show, and a server on loopback that
none may reach.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import corpus
import pytest
from book_looks import CANARY, CANARY_COLOUR, LOOKS
from PIL import Image

CASES = {case.name: case for case in corpus.cases()}
FORMATS = ("epub", "pdf", "html")


@dataclass
class Build:
    """One run over the whole corpus."""

    folder: Path
    format: str
    status: int
    out: str
    errors: dict[str, list[str]]
    """Name of a case → lines of stderr about it."""
    reached: list[str]
    """What was asked of the server on loopback."""
    books: dict[str, Path]
    """Name of a case → its book."""
    tracebacks: bool


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[list[str], int]]:
    """What a server on loopback is asked for, and its port."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815  # the server's own name

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # likewise
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield seen, server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=FORMATS)
def build(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, asked: tuple[list[str], int]
) -> Build:
    """The corpus, built once in each format."""
    seen, port = asked
    seen.clear()
    folder = tmp_path_factory.mktemp(request.param)
    posts = lay_out(folder, port)
    before = snapshot(folder)
    report = folder / "build" / "report.json"
    command = [
        sys.executable,
        "-m",
        "publish",
        request.param,
        "posts",
        "-o",
        "build",
        "--report",
        str(report),
    ]
    run = subprocess.run(
        [*command, "--timeout", "40"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert snapshot(folder) == before, "posts, canaries or the folder around them were changed"
    told = {entry["post"]: entry for entry in json.loads(report.read_text("utf-8"))["books"]}
    by_label = {f"posts/{path.name}": name for name, path in posts.items()}
    errors: dict[str, list[str]] = {name: [] for name in CASES}
    for label, name in by_label.items():
        entry = told[label]
        errors[name] = [notice["message"] for notice in entry["notices"]]
        errors[name] += [entry["error"]] if entry["error"] else []
    books = {name: folder / told[label]["output"] for label, name in by_label.items()}
    return Build(
        folder, request.param, run.returncode, run.stdout, errors, list(seen),
        {name: path for name, path in books.items() if path.exists()}, "Traceback" in run.stdout + run.stderr,
    )  # fmt: skip


def lay_out(folder: Path, port: int) -> dict[str, Path]:
    """Write the posts and what stands around them."""
    outside, posts = folder / corpus.OUTSIDE, folder / "posts"
    outside.mkdir()
    posts.mkdir()
    (outside / "secret.txt").write_text(CANARY)
    Image.new("RGB", (40, 40), CANARY_COLOUR).save(outside / "secret.png")
    (posts / "link-to-secret.png").symlink_to(outside / "secret.png")
    (posts / "link-to-secret.txt").symlink_to(outside / "secret.txt")
    (posts / "link-to-folder").symlink_to(outside)
    os.mkfifo(posts / "fifo.png")
    (posts / "words.png").write_text("words")
    (posts / "empty.png").write_bytes(b"")
    photograph = Image.effect_noise((320, 200), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = CANARY
    photograph.save(posts / "place.jpg", exif=exif)
    (posts / "truncated.jpg").write_bytes((posts / "place.jpg").read_bytes()[:2_000])
    photograph.save(posts / "gif.gif")
    (posts / "gif.gif").rename(posts / "gif-named.png")
    frames = [Image.new("L", (30, 30), grey) for grey in (0, 99, 200)]
    frames[0].save(posts / "moves.gif", save_all=True, append_images=frames[1:])
    (posts / "bomb.png").write_bytes(corpus._bomb())
    (posts / "dot.png").write_bytes(corpus._png(9, 9))
    with (posts / "sparse.png").open("wb") as file:
        file.truncate(200 << 20)
    (posts / "script.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    )
    (posts / "entities.svg").write_text(
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{outside}/secret.txt">]><svg xmlns="http://www.w3.org/2000/svg">'
        "<text>&x;</text></svg>"
    )
    written = {}
    for name, case in CASES.items():
        path = posts / f"{name}.md"
        text = case.post.replace(corpus.PORT.encode(), str(port).encode())
        path.write_bytes(text.replace(b"ROOT/", f"{outside}/".encode()))
        written[name] = path
    return written


def snapshot(folder: Path) -> dict[str, int]:
    """Everything in a folder but what the tool may write, with sizes."""
    found = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in {"build", ".publish"}]
        for name in files:
            path = Path(place) / name
            found[str(path.relative_to(folder))] = path.lstat().st_size
    return found


@pytest.mark.parametrize("name", CASES)
def test_each_case(build: Build, name: str) -> None:
    case, said = CASES[name], build.errors[name]
    made = name in build.books
    if case.fails is not None:
        assert made is not case.fails, said
    assert made or said, "neither a book nor a word"
    assert not any("internal error" in line for line in said), said
    assert case.fails is None or not any("not finished after" in line for line in said), said
    # A page in a browser has no cover, so its hero is not looked at.
    if case.says and not (build.format == "html" and case.row.endswith("in front matter")):
        assert any(case.says in line for line in said), said
    if made:
        LOOKS[build.format](build.books[name], case.shows)


def test_the_run_as_a_whole(build: Build) -> None:
    assert build.status == 1
    assert not build.tracebacks
    assert build.reached == []
    expected = set(build.books.values()) | {build.folder / "build" / "report.json"}
    assert {path for path in (build.folder / "build").rglob("*") if path.is_file()} == expected
