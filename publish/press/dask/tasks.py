"""What is sent to a cluster: a function of ours, its input and a style, in one piece; and what comes back."""

from __future__ import annotations

import pickle
import tempfile
import traceback
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from publish.errors import PublishError
from publish.frozen import frozen
from publish.keep.files import is_file
from publish.press.outcome import wrapped
from publish.project import style as styles
from publish.project.style import Style
from publish.workers import memory

__all__ = ["Failure", "Looks", "Task", "do"]

Input = TypeVar("Input")
Result = TypeVar("Result")


@frozen
class Failure:
    """A task that failed."""

    error: PublishError
    detail: str = ""
    """Its traceback."""


@frozen
class Looks:
    """A style as it is sent: its name when it is a built-in one, which every worker has; else its files."""

    name: str
    files: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def of(cls, style: Style) -> Looks:
        """What must be sent of a style."""
        if style.folder.parent == styles.builtin_folder().resolve():
            return cls(style.name)
        paths = sorted(path for path in style.folder.rglob("*") if is_file(path))
        return cls(style.name, tuple((_inside(path, style), path.read_bytes()) for path in paths))

    def style(self) -> Style:
        """The style on this machine."""
        return _unpacked(self) if self.files else styles.load(self.name)


def _inside(path: Path, style: Style) -> str:
    return path.relative_to(style.folder).as_posix()


@frozen
class Task(Generic[Input, Result]):
    """One call of a pure function in one of our modules. It reads no files except the style's."""

    function: Callable[[Input, Style], Result]
    input: Input
    looks: Looks
    label: str
    """The post, for error messages."""
    memory: int
    """Memory limit of its process, in bytes."""

    def packed(self) -> bytes:
        """The task as bytes."""
        return pickle.dumps(self, pickle.HIGHEST_PROTOCOL)


def do(packed: bytes) -> tuple[object, bool]:
    """Run a task from another machine. Returns its result, or a Failure, and whether this process has used so much memory that
    it must end. Never raises.
    """
    task: Task[object, object] = pickle.loads(packed)  # noqa: S301  # whoever reaches the scheduler may run code anyway
    return _result(task), memory.is_worn(task.memory)


def _result(task: Task[object, object]) -> object:
    try:
        with memory.bounded(task.memory):
            return task.function(task.input, _style(task.looks))
    except MemoryError:
        return Failure(memory.too_little(task.label, task.memory), traceback.format_exc())
    except Exception as error:  # a task must not end its child process
        return Failure(wrapped(error, task.label), traceback.format_exc())


@lru_cache(maxsize=8)
def _style(looks: Looks) -> Style:
    """The style, loaded once for each process: templates are compiled and files hashed once for all tasks."""
    return looks.style()


def _unpacked(looks: Looks) -> Style:
    """The style in a folder that lasts as long as this process."""
    name = sha256(repr(looks).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    folder = Path(tempfile.mkdtemp(prefix="publish-style-")) / name
    for inside, data in looks.files:
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Style(looks.name, folder.resolve())
