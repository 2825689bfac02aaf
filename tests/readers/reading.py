"""Two real readers open the books: every document reads as written, every entry and note leads somewhere.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots, light and dark.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from epub_samples import Written
from tools import MODULES, browser, node_modules


@pytest.fixture(scope="module")
def reports(sample_epubs: list[Path]) -> list[dict[str, Any]]:
    node_modules()
    shots = os.environ.get("SHOTS", "-")
    if shots != "-":
        Path(shots).mkdir(parents=True, exist_ok=True)
    command = ["node", "read.mjs", browser(), shots, *map(str, sample_epubs)]
    run = subprocess.run(command, cwd=MODULES, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found: list[dict[str, Any]] = json.loads(run.stdout)
    assert len(found) == 2 * len(sample_epubs)
    return found


def test_every_book_opens(reports: list[dict[str, Any]]) -> None:
    assert [(each["book"], each["reader"], each["failed"]) for each in reports if "failed" in each] == []
    assert [(each["book"], each["reader"], each["errors"]) for each in reports if each["errors"]] == []


def test_every_document_reads_as_written(reports: list[dict[str, Any]]) -> None:
    for report in reports:
        made = Written(Path(report["book"]).read_bytes())
        written = made.find("content.opf", "//opf:itemref/@idref")
        assert len(report["documents"]) == len(written)
        for name, document in zip(written, report["documents"], strict=True):
            body = made.find(f"{name}.xhtml", "/x:html/x:body")[0]
            assert document["text"].split() == "".join(body.itertext()).split(), (report["book"], name)


def test_every_picture_is_drawn(reports: list[dict[str, Any]]) -> None:
    for report in reports:
        for document in report["documents"]:
            assert document["drawn"] == document["images"], (report["book"], document["name"])
        assert report["documents"][0]["images"] == 1


def test_every_entry_leads_somewhere(reports: list[dict[str, Any]]) -> None:
    assert {report["book"]: report["lost"] for report in reports if report["lost"]} == {}


def test_notes_pop_up_and_lead_back(reports: list[dict[str, Any]]) -> None:
    tried = [(each["tried"], each["shown"], each["back"]) for each in reports if each["reader"] == "foliate"]
    assert all(tried_ == shown == back for tried_, shown, back in tried)
    assert "EPUBS" in os.environ or sum(count for count, _, _ in tried) > 20
