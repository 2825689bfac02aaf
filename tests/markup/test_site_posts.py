"""The site's other posts in a post's template."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import posts
from publish.markup.convert import convert
from publish.model import Chapter, Options
from publish.project import site as sites

POSTS = {
    "_posts/2024-01-01-one.md": "title: One\ntags: [sea, fog]\ncategories: log",
    "_posts/2024-03-01-three.md": "title: Three\ntags: sea",
    "_posts/2099-01-01-later.md": "title: Secret of tomorrow\ntags: sea",
    "_posts/2024-01-05-hidden.md": "title: Secret\npublished: false",
    "_drafts/draft.md": "title: Secret draft",
}


def made(folder: Path, text: str, name: str = "_posts/2024-02-01-two.md") -> Chapter:
    (folder / "_config.yml").write_text("url: https://x.example\nbaseurl: /b\n")
    for path, front in {**POSTS, "_posts/2024-02-01-two.md": "title: Two\ntags: fog"}.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(f"---\n{front}\n---\nx\n")
    (folder / name).write_text(f"---\ntitle: Two\ntags: fog\n---\n{text}\n")
    site = sites.load(folder / "_config.yml")
    return convert(posts.read(folder / name, site), site, Options(typography=False))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ site.posts | map: 'title' | join: ' ' }}", "Three Two One"),
        ("{% for p in site.posts limit: 1 %}{{ p.title }} {{ p.date | date: '%Y' }} {{ p.url }}{% endfor %}",
         "Three 2024 /2024/03/01/three.html"),
        ("{{ site.posts.first.title }} {{ site.posts.last.title }} {{ site.posts[1].title }} {{ site.posts.size }}",
         "Three One Two 3"),
        ("{{ site.tags.sea | map: 'title' | join: ' ' }} {{ site.tags['fog'] | size }}", "Three One 2"),
        ("{{ site.categories.log[0].title }}", "One"),
        ("{% for t in site.tags %}{{ t[0] }} {{ t[1] | size }};{% endfor %}", "sea 2;fog 2;"),
        ("{{ page.next.title }} {{ page.previous.title }} {{ page.previous.url | relative_url }}",
         "Three One /b/log/2024/01/01/one.html"),
        ("{{ site.posts | where: 'title', 'One' | map: 'url' }}", "/log/2024/01/01/one.html"),
        ("{{ site.posts | where_exp: 'p', 'p.tags contains \"sea\"' | size }}", "2"),
        ("{{ site.related_posts | map: 'title' | join: ' ' }}", "Three One"),
        ("{% if page.next.next %}a{% endif %}b", "b"),
        ("{{ site.baseurl }} {{ page.title }}", "/b Two"),
    ],
)  # fmt: skip
def test_other_posts(tmp_path: Path, template: str, expected: str) -> None:
    chapter = made(tmp_path, template)
    assert (chapter.body.strip(), chapter.notices) == (f"<p>{expected}</p>", ())


def test_what_is_held_back_is_not_spoken_of(tmp_path: Path) -> None:
    text = "{{ site.posts | jsonify }}{{ site.tags | jsonify }}{{ page.next | jsonify }}"
    assert "Secret" not in made(tmp_path, text).body


def test_ends_have_no_neighbour(tmp_path: Path) -> None:
    template = "a{% if page.next %}n{% endif %}{% unless page.previous %}p{% endunless %}"
    assert made(tmp_path, template, "_posts/2023-01-01-zero.md").body.strip() == "<p>anp</p>"


def test_a_change_of_another_post_is_a_change_of_this(tmp_path: Path) -> None:
    chapter = made(tmp_path, "{{ site.posts | size }}")
    assert str((tmp_path / "_posts/2024-01-01-one.md").resolve()) in dict(chapter.files)
    assert dict(made(tmp_path, "{{ site.title }}").files) == {}
