"""Fetching two thousand pictures from a server 30 ms away, building with them, and building again.

    python benchmarks/images.py [PICTURES]

Everything runs on this machine: a server process that waits 30 ms before each answer, and `publish` as a user starts
it. "One after another" is the same command with one connection. Memory is the peak of the fetching process.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

LATENCY = 0.030
A_POST = 40
"""Pictures in one post."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    host = f"127.0.0.1:{ours.recv()}"
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        write_posts(project, host, count)
        publish(project, "images", "list")  # reads the posts, so that only fetching is measured below
        alone, _ = publish(project, "images", "fetch", "--per-host", "1")
        shutil.rmtree(project / "vault")
        tenth, low = publish(project, "images", "fetch", "posts/0*.md")
        shutil.rmtree(project / "vault")
        many, high = publish(project, "images", "fetch")
        first, _ = publish(project, "epub", "--offline")
        again, _ = publish(project, "epub")
    server.terminate()
    print(f"{count} pictures, one after another    {alone:7.1f} s")
    print(f"{count} pictures, as `publish` does it {many:7.1f} s   {alone / many:.1f} times as fast")
    print(f"peak memory for a tenth of them {low:.0f} MB ({tenth:.1f} s), for all {high:.0f} MB")
    print(
        f"first build: fetching and {first:.1f} s for {-(-count // A_POST)} EPUBs; nothing changed: {again:.2f} s,"
    )
    print(f"{again / (many + first):.1%} of the first")


def publish(project: Path, *words: str) -> tuple[float, float]:
    """Run a command; its seconds, and its own peak memory in MB."""
    command = [sys.executable, "-m", "publish", *words]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and words != ("images", "list"):
        raise SystemExit(f"publish {' '.join(words)} failed")
    return seconds, usage.ru_maxrss / 1024


def write_posts(project: Path, host: str, count: int) -> None:
    (project / "publish.toml").write_text(f'[images]\nallow_hosts = ["{host}"]\n')
    (project / "posts").mkdir()
    posts = -(-count // A_POST)
    for post in range(posts):
        lines = [f"---\ntitle: Post {post}\ndate: 2025-01-01\n---\n"]
        numbers = range(post * A_POST, min(count, (post + 1) * A_POST))
        lines += [f"![A view of place {number}](http://{host}/{number}.jpg)\n" for number in numbers]
        tenth = 0 if post < posts / 10 else 1
        (project / "posts" / f"{tenth}-{post}.md").write_text("\n".join(lines))


def picture() -> bytes:
    """A JPEG of 640 by 480 with the grain of a photograph."""
    channels = [Image.effect_noise((640, 480), 25) for _ in range(3)]
    ramp = Image.linear_gradient("L").resize((640, 480))
    file = io.BytesIO()
    Image.blend(Image.merge("RGB", channels), Image.merge("RGB", [ramp] * 3), 0.6).save(
        file, "JPEG", quality=85
    )
    return file.getvalue()


def serve(port: Connection) -> None:
    """Answer every path with a picture of its own, 30 ms after it was asked for."""
    body = picture()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                data = body + head.split(b" ", 2)[1]  # what follows a JPEG's end belongs to nobody
                await asyncio.sleep(LATENCY)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(data)
                    + data
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run() -> None:
        running = await asyncio.start_server(answer, "127.0.0.1", 0)
        port.send(running.sockets[0].getsockname()[1])
        await running.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
