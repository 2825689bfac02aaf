"""Files with settings: their bytes, and what is wrong with one in a line with its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.errors import PostError, PublishError, reason_of
from publish.keep.files import as_typed, read_regular
from publish.project.plainyaml import YamlError

__all__ = ["MAX_BYTES", "bytes_of", "faults_of"]

MAX_BYTES = 1 << 20


def bytes_of(path: Path, kind: type[PublishError] = PostError) -> bytes:
    """The bytes of a file. Raises an error of that kind when it cannot be read or is too large."""
    with faults_of(path, kind):
        raw = read_regular(path, MAX_BYTES)
    if len(raw) > MAX_BYTES:
        raise kind(f"larger than {MAX_BYTES:,} bytes", path=str(as_typed(path)))
    return raw


@contextmanager
def faults_of(path: Path, kind: type[PublishError] = PostError) -> Iterator[None]:
    """What fails in the block becomes an error of that kind: the file cannot be read, is not UTF-8, or not YAML."""
    try:
        yield
    except OSError as error:
        raise kind(f"cannot be read: {reason_of(error)}", path=str(as_typed(path))) from error
    except UnicodeDecodeError as error:
        raise kind(
            f"not UTF-8 at byte {error.start:,}: save the file as UTF-8", path=str(as_typed(path))
        ) from error
    except YamlError as error:
        raise kind(str(error), path=str(as_typed(path)), line=error.line) from error
