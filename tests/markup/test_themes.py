"""Which theme a site has: by its settings, else by the files that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.keep.once import read_anew
from publish.model import Site
from publish.project.themes import theme_of, themes


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"theme": "jekyll-theme-chirpy"}, "Chirpy"),
        ({"remote_theme": "mmistakes/minimal-mistakes@4.26.2"}, "Minimal Mistakes"),
        ({"theme": "minimal-mistakes-jekyll"}, "Minimal Mistakes"),
        ({"remote_theme": "alshedivat/al-folio"}, "al-folio"),
        ({"remote_theme": "academicpages/academicpages.github.io"}, "academicpages"),
        ({"theme": "minima"}, "Minima"),
        ({"remote_theme": "daattali/beautiful-jekyll"}, "Beautiful Jekyll"),
        ({"theme": "jekyll-text-theme"}, "TeXt"),
        ({"theme": "jekyll-theme-hydejack"}, "Hydejack"),
        ({"theme": "jekyll-theme-so-simple"}, "So Simple"),
        ({"remote_theme": "just-the-docs/just-the-docs"}, "Just the Docs"),
        ({"remote_theme": "wowthemesnet/mediumish-theme-jekyll"}, "Mediumish"),
        ({"remote_theme": "jekyllt/jasper2"}, "Jasper"),
        ({"remote_theme": "carpentries/carpentries-theme"}, "The Carpentries’ lessons"),
        ({"theme": "something-else"}, None),
        ({}, None),
    ],
)
def test_by_its_settings(data: dict[str, object], name: str | None) -> None:
    theme = theme_of(Site(data=data))
    assert (theme.name if theme else None) == name


@pytest.mark.parametrize("theme", [theme for theme in themes() if theme.files], ids=lambda theme: theme.name)
def test_by_its_files(tmp_path: Path, theme: object) -> None:
    place = tmp_path / theme.files[0]  # type: ignore[attr-defined]  # a Theme
    place.parent.mkdir(parents=True)
    place.write_text("x")
    read_anew()
    assert theme_of(Site(root=tmp_path)) == theme
    assert theme_of(Site(root=tmp_path, data={"theme": "something-else"})) is None
    assert theme_of(Site(root=tmp_path, maker="hugo")) is None
