"""Diagrams drawn from their source by programs of this machine (`mmdc`, `plantuml`, `dot`), where a setting asks for it.

What a program draws is taken for hostile: it goes the way of every drawing of a post, cleaned and drawn anew.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lxml import etree

from publish.errors import OutputError
from publish.images import diagramrunner
from publish.images.errors import ImageError
from publish.images.sources import Sources
from publish.images.svg import is_drawing
from publish.keep.files import read_regular
from publish.markup import drawings
from publish.markup.tree import body_of
from publish.model import Chapter, Notice, Post
from publish.project import programs
from publish.project.programs import Program

__all__ = ["draw_diagrams"]

SECONDS = 60
"""By the clock, and of processor time, for one diagram."""
MOST = 100
"""Diagrams of one post that are drawn."""
_MEMORY = {"dot": 1 << 30, "plantuml": 4 << 30, "mmdc": 6 << 30}
"""Bytes: Java and a browser reserve more than they use."""
_MOST_BYTES = 4 << 20
"""Of a drawing."""
_MOST_SOURCE = 100_000
"""Characters of a diagram's source."""
_MOST_ALT = 1_000
_VERSION = "1"
"""Changes when the same source would be drawn otherwise."""
_KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "JAVA_HOME",
    "SYSTEMROOT",
    "PUPPETEER_EXECUTABLE_PATH",
    "PUPPETEER_CACHE_DIR",
)
"""What a program learns of the machine."""
_SETTINGS = '{"securityLevel": "strict", "htmlLabels": false, "flowchart": {"htmlLabels": false}}'
"""Mermaid's: no scripts, and labels as text that every reader shows."""


_NEXT_TIME = "not in time"
"""In the place of a digest: a chapter with this file is made anew in the next build."""


class _LateError(ImageError):
    """A program was not ready in time; another time it may be."""

    def __init__(self, program: Program) -> None:
        super().__init__(f"{program.name} takes longer than {SECONDS} seconds")
        self.program = program


def draw_diagrams(chapter: Chapter, post: Post, sources: Sources) -> Chapter:
    """The chapter with a drawing in the place of each diagram's source. One that cannot be drawn stays as its source, with
    one notice for each reason.
    """
    if 'class="diagram"' not in chapter.body:
        return chapter
    body = body_of(chapter)
    told: dict[str, Notice] = {}
    late: dict[str, str] = {}
    figures = [each for each in body.iter("figure") if each.get("class") == "diagram"]
    for number, figure in enumerate(figures):
        code = figure.find("pre/code")
        language = "" if code is None else _language(code)
        if code is None or language not in programs.LANGUAGES:
            continue
        source = "".join(map(str, code.itertext())).strip()
        try:
            _show(figure, _drawn(language, source, sources, number), source)
        except ImageError as error:
            message = f"a diagram is shown as its source: {error}"
            if isinstance(error, _LateError):
                late[error.program.path] = _NEXT_TIME
            told.setdefault(message, Notice("diagram-source", message, post.label, _line_of(source, post)))
    markup = etree.tostring(body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")
    files = (*chapter.files, *late.items())
    return replace(chapter, body=markup, notices=(*chapter.notices, *told.values()), files=files)


def _language(code: etree._Element) -> str:
    names = (name for name in code.get("class", "").split() if name.startswith("language-"))
    return next(names, "").removeprefix("language-").rstrip("!")


def _line_of(source: str, post: Post) -> int | None:
    first = source.partition("\n")[0]
    at = post.text.find(first) if first else -1
    return None if at < 0 else post.first_line + post.text.count("\n", 0, at)


def _show(figure: etree._Element, drawing: bytes, source: str) -> None:
    """A picture in the place of the source, which describes it."""
    for child in list(figure):
        figure.remove(child)
    image = etree.SubElement(figure, "img")
    image.set("src", f"{drawings.ADDRESS}{b64encode(drawing).decode()}")
    image.set("alt", " ".join(source.split())[:_MOST_ALT])


def _drawn(language: str, source: str, sources: Sources, number: int) -> bytes:
    """The drawing in SVG: the one that is kept of this very source, or made now. ImageError says why there is none.

    `number` is how many stand before it in the post.
    """
    if number >= MOST:
        raise ImageError(f"there are more than {MOST} in this post")
    program = programs.of(language)
    if program is None:
        raise ImageError(f"the program {programs.LANGUAGES[language]} is not installed")
    if len(source) > _MOST_SOURCE:
        raise ImageError(f"more than {_MOST_SOURCE:,} characters")
    key = hashlib.sha256(
        "\n".join((_VERSION, language, repr(program), source)).encode("utf-8", "replace")
    ).hexdigest()
    kept = sources.store.get("diagrams", key)
    if kept is not None:
        return kept
    drawing = _run(program, source)
    with suppress(OutputError):
        sources.store.put("diagrams", key, drawing)
    return drawing


def _run(program: Program, source: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="publish-") as name:
        folder = Path(name)
        asked, result = _command(program, folder)
        bounds = [str(SECONDS), str(_MEMORY[program.name]), str(_MOST_BYTES)]
        command = [sys.executable, "-I", diagramrunner.__file__, *bounds, program.path, *asked]
        (folder / "source").write_text(_whole(program, source), "utf-8")
        with (folder / "source").open("rb") as given, (folder / "out.svg").open("wb") as out:
            try:
                running = subprocess.Popen(  # noqa: S603  # a program that the settings ask for
                    command, stdin=given, stdout=out if result == "stdout" else subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, cwd=folder, env=_environment(folder), start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise ImageError(f"{program.name} cannot be started: {error.strerror}") from error
            status = _awaited(running, program)
        try:
            drawing = read_regular(folder / "out.svg", _MOST_BYTES)
        except OSError:
            drawing = b""
    if status or not is_drawing(drawing):
        raise ImageError(f"{program.name} cannot draw it")
    return drawing


def _awaited(running: subprocess.Popen[bytes], program: Program) -> int:
    """The exit status; what the program has started ends with it."""
    try:
        return running.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _LateError(program) from error
    finally:
        with suppress(OSError, AttributeError):
            os.killpg(running.pid, signal.SIGKILL)
        running.kill()
        running.wait()


def _command(program: Program, folder: Path) -> tuple[list[str], str]:
    """A program's arguments, and where it writes."""
    if program.name == "dot":
        return ["-Tsvg"], "stdout"
    if program.name == "plantuml":
        return ["-pipe", "-tsvg", "-charset", "UTF-8"], "stdout"
    (folder / "settings.json").write_text(_SETTINGS, "utf-8")
    return ["--quiet", "--input", "-", "--output", "out.svg", "--configFile", "settings.json"], "file"


def _whole(program: Program, source: str) -> str:
    if program.name == "plantuml" and not source.lstrip().startswith("@start"):
        return f"@startuml\n{source}\n@enduml\n"
    return f"{source}\n"


def _environment(folder: Path) -> Mapping[str, str]:
    """What a program may know. Graphviz reads no other file where it takes itself for a server's; PlantUML has a word for
    reading nothing at all.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "SERVER_NAME": "publish", "GV_FILE_PATH": str(folder / "none"), "PLANTUML_SECURITY_PROFILE": "SANDBOX",
        "JAVA_TOOL_OPTIONS": "-Djava.awt.headless=true",
    }  # fmt: skip
