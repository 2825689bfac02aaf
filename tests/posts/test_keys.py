"""Keys such as `*⃣`, which programs write without the selector of emoji, become the emoji that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main


@pytest.mark.parametrize(
    ("written", "shown"),
    [("*\u20e3", "*\ufe0f\u20e3"), ("7\ufe0f\u20e3", "7\ufe0f\u20e3"), ("12\u20e3", "12\u20e3")],
)
def test_a_key_is_an_emoji(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, shown: str) -> None:
    monkeypatch.chdir(tmp_path)
    head = f"---\ntitle: 'Press {written}'\nauthor: A\nlang: en\ndate: 2026-03-04\n---\n"
    Path("post.md").write_text(f"{head}Now x{written} is pressed.\n", "utf-8")
    assert main(["html", "post.md", "--quiet", "-o", "out"]) == 0
    page = Path("out/post.html").read_text("utf-8")
    assert f"Press {shown}" in page
    assert f"x{shown} is" in page
