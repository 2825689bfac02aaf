"""A site in several languages: what language a post is in, and each translated post once in a volume."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from publish import posts
from publish.cli import main
from publish.project import site as sites

Bound = Callable[..., tuple[list[str], list[str]]]
LISTED = "languages: [en, fr]\ndefault_lang: en\n"
FOLDERS = {
    "_posts/en/2024-05-01-sea.md": "title: The sea",
    "_posts/fr/2024-05-01-sea.md": "title: La mer",
    "_posts/en/2024-05-02-fog.md": "title: Fog",
}
ABOVE = {
    "_posts/2024-05-01-sea.md": "title: The sea",
    "fr/_posts/2024-05-01-sea.md": "title: La mer",
    "_posts/2024-05-02-fog.md": "title: Fog",
}
MATTER = {
    "_posts/2024-05-01-sea.md": "title: The sea\nlang: en\npermalink: /sea/",
    "_posts/2024-05-01-mer.md": "title: La mer\nlang: fr\npermalink: /sea/",
    "_posts/2024-05-02-fog.md": "title: Fog\nlang: en",
}
NAMED = {
    "_posts/2024-05-01-sea.md": "title: The sea\nlang: en\npage_id: s",
    "_posts/2024-05-01-mer.md": "title: La mer\nlang: fr\npage_id: s",
    "_posts/2024-05-02-fog.md": "title: Fog\nlang: en",
}
REFERRED = {name: text.replace("page_id", "ref") for name, text in NAMED.items()}


def write(root: Path, files: dict[str, str], config: str) -> None:
    (root / "_config.yml").write_text(f"url: https://a.example\n{config}")
    for name, front in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"---\n{front}\n---\n\nIt is what it is.\n")


@pytest.fixture
def bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bound:
    """Titles of a volume's chapters, and what was said."""
    monkeypatch.chdir(tmp_path)

    def make(files: dict[str, str], *words: str, config: str = LISTED) -> tuple[list[str], list[str]]:
        write(tmp_path, files, config)
        usual = ("--format", "epub", "--offline", "--jobs", "1", "-o", "build", "--title", "V")
        assert main(["volume", *(words or (".",)), *usual]) == 0
        (book,) = Path("build").rglob("*.epub")
        with zipfile.ZipFile(book) as archive:
            names = sorted(name for name in archive.namelist() if "/chapter-" in name)
            pages = [etree.fromstring(archive.read(name)) for name in names]
        titles = ["".join(str(part) for h1 in page.iter("{*}h1") for part in h1.itertext()) for page in pages]
        return titles, [line for line in capsys.readouterr().err.splitlines() if "translation" in line]

    return make


@pytest.mark.parametrize("files", [FOLDERS, ABOVE, MATTER, NAMED, REFERRED])
def test_a_translated_post_once(bound: Bound, files: dict[str, str]) -> None:
    titles, said = bound(files)
    assert titles == ["The sea", "Fog"]
    assert len(said) == 1
    assert "1 post is a translation of another in this volume, and left out: name its file" in said[0]


def test_the_volumes_language_goes_first(bound: Bound, tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_text('title = "V"\nlanguage = "fr"\nposts = ["_posts"]\n')
    assert bound(MATTER, "v.toml")[0] == ["La mer", "Fog"]


def test_files_that_are_named_all_stay(bound: Bound) -> None:
    titles, said = bound(MATTER, *sorted(MATTER))
    assert sorted(titles) == ["Fog", "La mer", "The sea"]
    assert said == []


@pytest.mark.parametrize("config", ["", "languages: [en]\n"])
def test_a_site_that_lists_no_languages(bound: Bound, config: str) -> None:
    assert sorted(bound(REFERRED, config=config)[0]) == ["Fog", "La mer", "The sea"]


@pytest.mark.parametrize(
    ("name", "front", "language"),
    [
        ("_posts/fr/2024-05-01-a.md", "title: A", "fr"),
        ("fr/_posts/2024-05-01-a.md", "title: A", "fr"),
        ("_posts/FR/2024-05-01-a.md", "title: A", "fr"),
        ("_posts/fr/2024-05-01-a.md", "title: A\nlang: en", "en"),
        ("_posts/de/2024-05-01-a.md", "title: A", "en"),
        ("_posts/2024-05-01-a.md", "title: A\nlang: fr", "fr"),
    ],
)
def test_the_language_of_a_folder(tmp_path: Path, name: str, front: str, language: str) -> None:
    write(tmp_path, {name: front}, LISTED)
    assert posts.read(tmp_path / name, sites.load(tmp_path / "_config.yml")).language == language
