"""Pages without text, which a site's layout fills (archives, indexes), make no empty book and no empty chapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "_config.yml").write_text(
        "title: S\ntheme: jekyll-theme-chirpy\ncollections:\n  tabs:\n    output: true\n"
    )
    for name, text in {
        "_posts/2024-01-01-post.md": "---\ntitle: Post\n---\nText.\n",
        "_posts/2024-01-02-bare.md": "---\ntitle: Bare\n---\n",
        "_tabs/about.md": "---\ntitle: About\n---\nText.\n",
        "_tabs/shown.md": "---\ntitle: Shown\nimage: a.png\n---\n",
        "_tabs/counted.md": "---\ntitle: Counted\n---\n{{ site.posts | size }}\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


PAGES = ["", "\n\n", "<!-- the layout\nlists the posts -->\n", "{% comment %}none{% endcomment %}\n"]


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.parametrize("name", ["_tabs/archives.md", "index.md", "tags.md"])
def test_in_no_book_of_a_site(site: Path, capsys: pytest.CaptureFixture[str], name: str, text: str) -> None:
    (site / name).write_text(f"---\nlayout: archives\ntitle: Archives\n---\n{text}")
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    made = {path.stem for path in (site / "out").rglob("*.html")}
    assert made == {"2024-01-01-post", "2024-01-02-bare", "about", "shown", "counted"}
    assert "1 post held back: 1 page without text (give the file's name)" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_no_chapter_of_a_volume(site: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    (site / "_tabs" / "archives.md").write_text("---\nlayout: archives\ntitle: Archives\n---\n")
    assert main(["volume", "_posts", "_tabs", "--format", kind, "-o", f"out.{kind}", "--offline"]) == 0
    assert "1 post held back: 1 page without text" in capsys.readouterr().err
    if kind == "html":
        page = (site / "out.html").read_text("utf-8")
        assert "About" in page
        assert "Archives" not in page


def test_made_when_its_file_is_named(site: Path) -> None:
    (site / "_tabs" / "archives.md").write_text("---\nlayout: archives\ntitle: Archives\n---\n")
    assert main(["html", "_tabs/archives.md", "-o", "out", "--offline", "-q"]) == 0
    assert (site / "out" / "archives.html").is_file()
