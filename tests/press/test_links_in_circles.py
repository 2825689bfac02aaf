"""Symbolic links in a circle: a picture becomes a stand-in, a post fails, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from picture_server import picture

from publish.cli import main

Command = Callable[..., tuple[int, list[str]]]
SAYS = "image {}: a symbolic link in a circle; a stand-in takes its place"


def circle(first: str, second: str) -> None:
    """Two links, each to the other."""
    Path(first).symlink_to(Path(second).name)
    Path(second).symlink_to(Path(first).name)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    for name in ("_posts", "_includes", "_data"):
        Path(name).mkdir()
    Path("_config.yml").write_text("title: T\n")
    Path("_posts/2026-03-01-a.md").write_text("---\ntitle: A\n---\n\nFine words.\n")

    def command(*words: str) -> tuple[int, list[str]]:
        capfd.readouterr()
        status = main([*words, "--offline", "-j", "1", "-o", "out"])
        said = capfd.readouterr().err.splitlines()
        assert not any("internal error" in line for line in said)
        return status, said

    return command


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
@pytest.mark.parametrize(
    ("matter", "text", "name"),
    [
        ("", "![A pier](x.png)", "x.png"),
        ("", "![A pier](/_posts/x.png)", "/_posts/x.png"),
        ("", '<img src="own.png" alt="A pier">', "own.png"),
        ("image: x.png", "Words.", "x.png"),
        ("cover: x.png", "Words.", "x.png"),
    ],
)
def test_a_picture(run: Command, kind: str, matter: str, text: str, name: str) -> None:
    circle("_posts/x.png", "_posts/y.png")
    Path("_posts/own.png").symlink_to("own.png")
    post = Path("_posts/2026-03-02-b.md")
    post.write_text(f"---\ntitle: B\n{matter}\n---\n\nBefore.\n\n{text}\n")
    status, said = run(kind, "_posts")
    assert status == 0
    assert sorted(path.stem for path in Path("out").iterdir()) == ["2026-03-01-a", post.stem]
    if not (matter and kind == "html"):  # a page in a browser has no cover
        assert [line for line in said if line.endswith(SAYS.format(name))]
    # The link is mended: the book has the picture.
    for link in ("_posts/x.png", "_posts/y.png", "_posts/own.png"):
        Path(link).unlink()
        Path(link).write_bytes(picture())
    status, said = run(kind, "_posts")
    assert (status, [line for line in said if "image" in line]) == (0, [])


@pytest.mark.parametrize("kind", ["html", "epub"])
def test_a_post(run: Command, kind: str) -> None:
    circle("_posts/2026-03-02-b.md", "_posts/2026-03-03-c.md")
    Path("_posts/self").symlink_to("self")
    Path("_posts/2026-03-04-d.md").symlink_to("nowhere.md")
    status, said = run(kind, "_posts")
    assert status == 1
    assert sorted(line for line in said if ": error: " in line) == [
        f"_posts/2026-03-0{name}.md: error: a symbolic link to nothing, or in a circle"
        for name in ("2-b", "3-c", "4-d")
    ]
    assert Path(f"out/2026-03-01-a.{kind}").exists()
    status, said = run("volume", "_posts", "--format", kind)
    assert status == 0
    assert (
        len([line for line in said if "left out, because publish cannot read it: a symbolic link" in line])
        == 3
    )


def test_what_templates_and_settings_name(run: Command) -> None:
    circle("_includes/x.html", "_includes/y.html")
    circle("_data/x.yml", "_data/y.yml")
    circle("_posts/x.txt", "_posts/y.txt")
    Path("_data/folder").symlink_to("folder")
    Path("_posts/2026-03-02-b.md").write_text(
        "---\ntitle: B\n---\n\nBefore {% include x.html %}{{ site.data.x }}{{ site.data.folder.a }}"
        "{% include_relative x.txt %}{% link _posts/x.txt %} after.\n"
    )
    status, _ = run("html", "_posts")
    assert status == 0
    assert "Before" in Path("out/2026-03-02-b.html").read_text()
    circle("logo.png", "other.png")
    Path("publish.toml").write_text("[covers]\nlogo = 'logo.png'\n")
    status, said = run("html", "_posts")
    assert (status, len(said)) == (2, 1)
    assert "covers.logo: there is no file" in said[0]
    Path("publish.toml").unlink()
    Path("v.toml").write_text("title = 'V'\ncover = 'logo.png'\nposts = ['_posts/*a.md']\n")
    status, said = run("volume", "v.toml", "--format", "epub")
    assert (status, len([line for line in said if "error: cover: logo.png" in line])) == (2, 1)
