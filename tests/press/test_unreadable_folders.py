"""Folders that cannot be read: a book without their posts would be incomplete without a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from publish.cli import main

READ = os.scandir


@pytest.mark.parametrize("closed", ["posts", "posts/old"])
@pytest.mark.parametrize("command", ["html", "epub"])
def test_they_are_an_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    closed: str,
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("posts/old").mkdir(parents=True)
    Path("posts/a.md").write_text("---\ntitle: A\n---\n\nWords.\n")

    def scandir(path: Any = ".") -> Any:
        if Path(os.fsdecode(path)) == Path(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return READ(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert main([command, "posts", "-o", "out"]) != 0
    said = capfd.readouterr().err.splitlines()
    assert said == [f"{closed}: error: the folder cannot be read: Permission denied"]
    assert not Path("out").exists()
