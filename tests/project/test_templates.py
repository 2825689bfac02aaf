"""Compiled templates: kept for our own styles, and never older than the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.project.templates import environment


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "publish" / "compiled" / "templates"


def rendered(folder: Path, ours: Path) -> str:
    return environment((folder,), ours).get_template("page.html").render(name="<Ann>")


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir()) if cache.is_dir() else []


def test_a_template_of_ours_is_kept_and_used(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("one {{ name }}")
    assert rendered(tmp_path, tmp_path) == "one &lt;Ann&gt;"
    (file,) = kept(cache)
    before = file.stat().st_mtime_ns
    assert rendered(tmp_path, tmp_path) == "one &lt;Ann&gt;"
    assert file.stat().st_mtime_ns == before


def test_another_release_of_jinja_compiles_anew(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("one {{ name }}")
    for release in ("3.1.6", "3.2.0", "3.1.6"):
        monkeypatch.setattr("publish.project.templates.version", {"jinja2": release}.__getitem__)
        assert rendered(tmp_path, tmp_path) == "one &lt;Ann&gt;"
    assert len(kept(cache)) == 2


def test_a_changed_template_is_compiled_anew(cache: Path, tmp_path: Path) -> None:
    for text in ("one {{ name }}", "two {{ name }}", "one {{ name }}"):
        (tmp_path / "page.html").write_text(text)
        assert rendered(tmp_path, tmp_path) == text.replace("{{ name }}", "&lt;Ann&gt;")
    assert len(kept(cache)) == 1


def test_a_template_of_a_user_is_not_kept(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("one {{ name }}")
    assert rendered(tmp_path, tmp_path / "ours") == "one &lt;Ann&gt;"
    assert kept(cache) == []


def test_a_spoiled_entry_does_no_harm(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("one {{ name }}")
    rendered(tmp_path, tmp_path)
    (file,) = kept(cache)
    file.write_bytes(file.read_bytes()[:-20])
    assert rendered(tmp_path, tmp_path) == "one &lt;Ann&gt;"
