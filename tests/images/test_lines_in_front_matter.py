"""The line of a missing picture that front matter names, in builds and in `publish images list`."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: A Site\n")
    return tmp_path


@pytest.mark.parametrize(
    ("head", "line", "theme"),
    [
        ("image: gone.png", 3, ""),
        ("image: https://example.org/gone.png", 3, ""),
        ("tags: [sea]\nimage: /assets/gone.png", 4, ""),
        ("tags: [sea]\nheader:\n  overlay_image: /assets/gone.png", 5, "minimal-mistakes-jekyll"),
        ("image:\n  path: gone.png\n  alt: A pier", 4, "jekyll-theme-chirpy"),
        ("other: agone.png\nimage: 'gone.png'", 4, ""),
    ],
)
@pytest.mark.parametrize("command", ["epub", "pdf", "html"])
def test_a_picture_of_front_matter_has_its_line(
    site: Path, capsys: pytest.CaptureFixture[str], command: str, head: str, line: int, theme: str
) -> None:
    (site / "_config.yml").write_text(f"title: A Site\ntheme: {theme}\n")
    (site / "_posts" / "2026-05-01-a.md").write_text(f"---\ntitle: A\n{head}\n---\n\nText.\n")
    assert main(["images", "list"]) == 1
    assert f"_posts/2026-05-01-a.md:{line}\n" in capsys.readouterr().out
    main([command, "--offline", "-v"])
    told = capsys.readouterr().err
    if command != "html":  # which has no cover
        assert f"_posts/2026-05-01-a.md:{line}: warning: image " in told


def test_a_gallery_of_front_matter_has_its_lines(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "_config.yml").write_text("title: A Site\ntheme: minimal-mistakes-jekyll\n")
    gallery = "gallery:\n  - image_path: assets/one.png\n  - image_path: /assets/two.png"
    (site / "_posts" / "2026-05-01-a.md").write_text(
        f"---\ntitle: A\n{gallery}\n---\n\n{{% include gallery %}}\n"
    )
    main(["html"])
    told = capsys.readouterr().err
    assert "_posts/2026-05-01-a.md:4: warning: image /assets/one.png: no such file" in told
    assert "_posts/2026-05-01-a.md:5: warning: image /assets/two.png: no such file" in told


def test_a_picture_that_only_settings_name_has_no_line(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "_config.yml").write_text("defaults:\n  - {scope: {path: ''}, values: {image: /gone.png}}\n")
    (site / "_posts" / "2026-05-01-a.md").write_text("---\ntitle: A\n---\n\nText.\n")
    main(["epub"])
    assert "_posts/2026-05-01-a.md: warning: image /gone.png: no such file" in capsys.readouterr().err
