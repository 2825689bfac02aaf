"""The validators as fixtures; a file here also puts this folder on the path, so that tests can import `validators`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import validators


@pytest.fixture(scope="session")
def epubcheck() -> Callable[[Iterable[Path | str]], dict[Path, list[validators.Message]]]:
    """`epubcheck([path, …])` → path → EPUBCheck's messages, usage notes included."""
    return validators.check_epubs


@pytest.fixture(scope="session")
def verapdf() -> Callable[[Iterable[Path | str]], dict[Path, dict[str, list[str]]]]:
    """`verapdf([path, …])` → path → flavour → the rules that it fails."""
    return validators.check_pdfs
