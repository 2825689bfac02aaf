"""Ace by DAISY checks sample books: no violations. Run it with `make readers`; it needs Node and Chromium."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tools import MODULES, browser, node_modules


def test_ace_finds_no_violation(sample_epubs: list[Path], tmp_path: Path) -> None:
    program = node_modules() / ".bin" / "ace-cli"
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser()}
    found: dict[str, list[str]] = {}
    for file in sample_epubs:
        folder = tmp_path / file.stem
        command = [str(program), "--silent", "--force", "--outdir", str(folder), str(file)]
        run = subprocess.run(
            command, env=environment, cwd=MODULES, capture_output=True, text=True, check=False
        )
        report = folder / "report.json"
        assert report.is_file(), f"Ace did not finish: {run.stdout}{run.stderr}"
        found[file.name] = _violations(json.loads(report.read_text("utf-8")))
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert len(found) >= int("EPUBS" not in os.environ) * 11 + 1


def _violations(report: dict[str, list[dict[str, list[dict[str, dict[str, str]]]]]]) -> list[str]:
    return [
        f"{each['earl:test']['dct:title']}: {each['earl:result']['dct:description'][:200]}"
        for document in report["assertions"]
        for each in document["assertions"]
    ]
