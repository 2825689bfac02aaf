"""What a chapter of the manual tells to do. As a program, it prints this as a shell script that types it all: `make manual-typed`."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["steps"]

DOCS = Path(__file__).resolve().parents[1] / "docs"
RUNNING = ("publish watch", "publish serve")
"""Commands that run until Ctrl-C."""


def steps(chapter: str) -> Iterator[tuple[str, str]]:
    """What a chapter tells to do: ("save PATH", the text) and ("type", the line), in its order."""
    text = (DOCS / chapter).read_text("utf-8")
    for found in re.finditer(
        r"(?:Save this(?: text)? as\s+`(?P<path>[^`]+)`:\n\n```\w+\n(?P<text>.*?)^```)|(?:^```sh\n(?P<lines>.*?)^```)",
        text,
        re.MULTILINE | re.DOTALL,
    ):
        if found["path"]:
            yield f"save {found['path']}", found["text"]
        else:
            yield from (("type", line) for line in found["lines"].splitlines() if not line.startswith("#"))


def script(chapter: str) -> Iterator[str]:
    """The lines of a shell script that does it, and says each command before."""
    yield "set -eu"
    for step, text in steps(chapter):
        if step.startswith("save "):
            path = shlex.quote(step.removeprefix("save "))
            yield f'mkdir -p "$(dirname {path})"\nprintf %s {shlex.quote(text)} > {path}'
            continue
        yield f"echo {shlex.quote(f'$ {text}')}"
        # Ctrl-C after half a minute, which is the usual end of these.
        yield f"timeout --signal=INT 30 {text} || test $? = 124" if text.startswith(RUNNING) else text


if __name__ == "__main__":
    sys.stdout.write("\n".join(script(*sys.argv[1:2] or ("first-book.md",))) + "\n")
