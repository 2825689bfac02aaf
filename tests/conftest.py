"""The validators as fixtures; a file here also puts this folder on the path, so that tests can import `validators`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import epub_samples
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


@pytest.fixture(scope="session")
def sample_epubs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """EPUBs that hold every construct: the sample books and the project's own posts; or those in the folder `EPUBS`."""
    if os.environ.get("EPUBS"):
        return sorted(Path(os.environ["EPUBS"]).resolve().rglob("*.epub"))
    folder = tmp_path_factory.mktemp("epubs")
    made = epub_samples.sample_books()
    files = [epub_samples.write(book).save(folder / f"sample-{name}.epub") for name, book in made.items()]
    posts = Path(__file__).parents[1] / "posts"
    command = [sys.executable, "-m", "publish", "epub", str(posts), "--offline", "-o", str(folder / "posts")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert run.returncode == 0, run.stderr
    return [*files, *sorted((folder / "posts").glob("*.epub"))]
