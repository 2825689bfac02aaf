"""Links to files never read outside the site, and many of them cost little."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import computing

from publish import posts
from publish.keep.listing import digest_of
from publish.markup.convert import convert
from publish.model import Options
from publish.posts.release import is_wordless
from publish.project import site as sites


@pytest.mark.parametrize(
    "address",
    ["../../secret.md", "/../../secret.md", "%2e%2e/%2e%2e/secret.md", "out.md", "a%00b.md", "loop.md", "folder.md",
     "//e.org/x.md", "http://[x.md", "file:///etc/x.md"],
)  # fmt: skip
def test_no_file_outside_is_read(tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\npermalink: /secret-place/\n---\nx\n")
    root = tmp_path / "site"
    (root / "_posts" / "folder.md").mkdir(parents=True)
    (root / "_config.yml").write_text("url: https://e.org\n")
    (root / "_posts" / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "_posts" / "loop.md").symlink_to(root / "_posts" / "loop.md")
    post = root / "_posts" / "2024-01-01-a.md"
    post.write_text(f"---\ntitle: T\n---\n[words]({address})\n")
    site = sites.load(root / "_config.yml")
    chapter = convert(posts.read(post, site), site, Options())
    assert "words" in chapter.body
    assert "secret-place" not in chapter.body


def test_thousands_of_links_cost_little(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("url: https://e.org\n")
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n" + " ".join(f"[x](b{n}.md)" for n in range(5_000)))
    site = sites.load(tmp_path / "_config.yml")
    with computing(30):
        chapter = convert(posts.read(tmp_path / "a.md", site), site, Options())
    assert len(chapter.files) <= 500


@pytest.mark.parametrize("text", ["<!--" * 20_000, "{% comment %}" * 20_000, "<!-- -" * 1_500])
def test_comments_without_an_end_are_looked_at_quickly(text: str) -> None:
    with computing(5):
        assert not is_wordless(text, {})


def test_a_list_of_strange_names(tmp_path: Path) -> None:
    (tmp_path / "a\nb.md").write_text("x")
    first = digest_of(tmp_path)
    assert len(first) == 64
