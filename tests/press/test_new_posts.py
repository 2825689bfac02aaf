"""A chapter that shows something of all posts is made again when there is a new one; others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main

TITLES = "{% for each in site.posts %}({{ each.title }}){% endfor %}"


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (TITLES, "(First)", "(New)(First)"),
        ("{{ page.next.title | default: 'none' }} is next", "none is next", "New is next"),
        ("{{ site.tags.sea | size }} posts", "1 posts", "2 posts"),
        ("{{ site.categories | size }} {% assign n = site.related_posts | size %}{{ n }} others", "0 0 others", "0 1 others"),
        ("{{ site.pages | size }} pages", "0 pages", "1 pages"),
        ("{{ site.notes | map: 'title' | join: ' ' }} notes", "notes", "Note notes"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_what_lists_the_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, text: str, before: str, after: str
) -> None:
    (tmp_path / "_config.yml").write_text("url: https://x.example\ncollections: [notes]\n")
    (tmp_path / "_posts").mkdir()
    first = tmp_path / "_posts" / "2024-01-01-first.md"
    first.write_text(f"---\ntitle: First\ntags: sea\n---\n{text}\n")
    monkeypatch.chdir(tmp_path)
    assert before in _made(first, kind)
    (tmp_path / "_posts" / "2024-01-02-new.md").write_text("---\ntitle: New\ntags: sea\n---\nText.\n")
    (tmp_path / "page.md").write_text("---\ntitle: Page\n---\nText.\n")
    (tmp_path / "_notes").mkdir()
    (tmp_path / "_notes" / "note.md").write_text("---\ntitle: Note\n---\nText.\n")
    assert after in _made(first, kind)
    (tmp_path / "_posts" / "2024-01-02-new.md").unlink()
    (tmp_path / "page.md").unlink()
    (tmp_path / "_notes" / "note.md").unlink()
    made = _made(first, kind)
    assert before in made
    assert after == before or after not in made


def test_what_lists_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "_config.yml").write_text("url: https://x.example\n")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2024-01-01-first.md").write_text("---\ntitle: First\n---\n{{ page.title }}\n")
    (tmp_path / "_posts" / "2024-01-03-lists.md").write_text(f"---\ntitle: Lists\n---\n{TITLES}\n")
    monkeypatch.chdir(tmp_path)
    words = ["html", "_posts", "--offline", "-v"]
    assert main(words) == 0
    (tmp_path / "about.md").write_text("---\ntitle: New\n---\nText.\n")
    capsys.readouterr()
    assert main(words) == 0
    said = "".join(capsys.readouterr())
    assert "1 made, 1 unchanged" in said
    assert "the list of the site's posts changed" in said


def _made(post: Path, kind: str) -> str:
    """The text of a post's book."""
    import zipfile

    assert main([kind, str(post.relative_to(Path.cwd())), "--offline", "-q"]) == 0
    book = Path("build") / f"{post.stem}.{kind}"
    if kind == "html":
        return book.read_text("utf-8")
    with zipfile.ZipFile(book) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xhtml"))
