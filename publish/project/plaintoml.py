"""A project's TOML files: their values, or a one-line error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from publish.errors import UsageError
from publish.keep.files import read_regular

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 1 << 20


def read(path: Path) -> dict[str, Any]:
    """The values of a TOML file. Raises UsageError with the file when it cannot be read or is too large."""
    try:
        data = read_regular(path, MAX_BYTES)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", path=str(path)) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"larger than {MAX_BYTES:,} bytes", path=str(path))
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise UsageError(
            f"not UTF-8 at byte {error.start:,}: save the file as UTF-8", path=str(path)
        ) from error
    except RecursionError as error:
        raise UsageError("lists and tables nest too deeply", path=str(path)) from error
    except ValueError as error:  # TOMLDecodeError is a ValueError
        raise UsageError(str(error), path=str(path)) from error
