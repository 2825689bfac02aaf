"""Real readers open the books: the text of every document is complete, and all entries and notes work.

`make readers` runs it; it needs Node and Chromium from the system. `SHOTS=folder` keeps screenshots, light and dark.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from epub_samples import Written
from PIL import Image
from tools import MODULES, browser, node_modules, tool

from publish.cli import main


@pytest.fixture(scope="module")
def reports(sample_epubs: list[Path]) -> list[dict[str, Any]]:
    assert sample_epubs
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


def test_mupdf_reads_every_document(sample_epubs: list[Path]) -> None:
    program = tool("mutool", "mupdf-tools")
    for file in sample_epubs:
        command = [program, "draw", "-q", "-F", "txt", "-o", "-", str(file)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        errors = [line for line in run.stderr.splitlines() if not line.startswith("warning: ")]
        assert (run.returncode, errors) == (0, []), file.name
        drawn = _letters(run.stdout)
        made = Written(file.read_bytes())
        for name in made.find("content.opf", "//opf:itemref/@idref"):
            for block in made.find(f"{name}.xhtml", "//x:h1 | //x:section/x:p[not(.//*)]"):
                assert _letters(block.text or "") in drawn, (file.name, name)


def test_mupdf_shows_blocks_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (300, 200), "teal").save("a.png")
    Path("a.md").write_text(
        "---\ntitle: Blocks\n---\nAlpha.\n\n![x](a.png)\n_Bravo._\n\nCharlie.\n\n<aside><p>Delta.</p></aside>\n\n"
        "<details><summary>Echo</summary><p>Foxtrot.</p></details>\n\n"
        '<figure><img src="a.png" alt="x"><figcaption>Golf.</figcaption></figure>\n\nHotel.\n'
    )
    assert main(["epub", "a.md", "-o", "out"]) == 0
    command = [tool("mutool", "mupdf-tools"), "draw", "-q", "-F", "txt", "-o", "-", "out/a.epub"]
    drawn = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel".split()
    assert [word for word in re.findall(r"\w+", drawn) if word in words] == words


def _letters(text: str) -> str:
    """Letters and digits only: where lines break, and what hyphens are set, is the reader's business."""
    return "".join(filter(str.isalnum, text))
