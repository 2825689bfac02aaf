"""Commands in the folder of a Jekyll site, with no posts named."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main

HEAD = "---\ntitle: {title}\nauthor: Ann Lee\n---\n\nSome *text*. ![A pier](/pier.png)\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "_config.yml").write_text("title: Notes\n")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2026-09-01-pier.md").write_text(HEAD.format(title="Pier"))
    (tmp_path / "_posts" / "2026-10-01-tide.md").write_text(HEAD.format(title="Tide"))
    (tmp_path / "README.md").write_text("# Not a post\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["html"], ["build/_posts/2026-09-01-pier.html", "build/_posts/2026-10-01-tide.html"]),
        (["epub"], ["build/_posts/2026-09-01-pier.epub", "build/_posts/2026-10-01-tide.epub"]),
        (["volume", "--format", "html", "--month", "2026-09"], ["build/2026-09.html"]),
        (["volume", "--format", "html", "v.toml"], ["build/v.html"]),
        (["images", "alt"], ["vault/descriptions.csv"]),
        (["cover", "--all"], ["build/covers.jpg"]),
    ],
)
def test_the_site_s_posts_are_taken(site: Path, words: list[str], made: list[str]) -> None:
    (site / "v.toml").write_text('title = "Spring"\n')
    assert main([*words, "--future"]) == 0
    for name in made:
        assert (site / name).is_file()
    assert main(["images", "list", "--future"]) == 1  # the pier is missing, the posts are found


def test_posts_come_before_the_site(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "posts").mkdir()
    (site / "posts" / "own.md").write_text(HEAD.format(title="Own"))
    assert main(["html"]) == 0
    assert "made build/own.html" in capsys.readouterr().out
    assert not (site / "build" / "_posts").exists()


def test_without_a_site_the_posts_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["html"]) == 2
    assert capsys.readouterr().err.startswith("posts: error: no such file or folder")
