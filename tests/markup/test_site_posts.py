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
    "private/_posts/2024-01-06-excluded.md": "title: Secret that is excluded",
    "_posts/undated.md": "title: Secret without a date",
    "_posts/_2024-01-07-part.md": "title: Secret part",
    ".git/_posts/2024-01-08-old.md": "title: Secret of old",
}


def made(folder: Path, text: str, name: str = "_posts/2024-02-01-two.md") -> Chapter:
    (folder / "_config.yml").write_text("url: https://x.example\nbaseurl: /b\nexclude: [private]\n")
    for path, front in {**POSTS, "_posts/2024-02-01-two.md": "title: Two\ntags: fog"}.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
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


LISTS = {
    "_config.yml": "url: https://x.example\ncollections:\n  tools: {output: true, title: Tools}\n  kinds: {}\n",
    "_tools/saw.md": "---\ntitle: Saw\norder: 2\n---\nCuts *wood*.\n",
    "_tools/axe.md": "---\ntitle: Axe\norder: 1\n---\nFells {{ page.title }}trees.\n",
    "_tools/late.md": "---\ntitle: Secret\ndate: 2099-01-01\n---\n",
    "_tools/not.md": "---\ntitle: Secret\npublished: false\n---\n",
    "_kinds/x.md": "---\ntitle: Datum\n---\n",
    "_posts/2024-01-01-old.md": "---\ntitle: Old\n---\n\nFirst *words* and [a link][l].\n\nThe rest.\n\n[l]: https://l.example\n",
    "about.md": "---\ntitle: About\npermalink: /us/\n---\n",
    "README.md": "Secret\n",
    "assets/sea/one.png": "",
    "assets/sea/two.jpg": "",
    "_sass/no.png": "",
}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% assign t = site.tools | sort: 'order' %}{{ t | map: 'title' | join: ' ' }}", "<p>Axe Saw</p>"),
        ("{% for t in site.tools %}{{ t.content }} {{ t.url }};{% endfor %}",
         "<p>Fells trees. /tools/axe.html;Cuts <em>wood</em>. /tools/saw.html;</p>"),
        ("{{ site.data[0].title }}{% for d in site.documents %}{{ d.title }} {% endfor %}", "<p>Here Old Axe Saw Datum</p>"),
        ("{% for c in site.collections %}{{ c.label }} {{ c.title }} {{ c.docs.size }};{% endfor %}",
         "<p>tools Tools 2;kinds  1;posts  2;</p>"),
        ("{% for p in site.pages %}{{ p.title }} {{ p.url }};{% endfor %}", "<p>About /us/;</p>"),
        ("{% for f in site.static_files %}{% if f.path contains '/sea/' %}{{ f.path }} {{ f.name }} {{ f.basename }} "
         "{{ f.extname }};{% endif %}{% endfor %}",
         "<p>/assets/sea/one.png one.png one .png;/assets/sea/two.jpg two.jpg two .jpg;</p>"),
        ("{{ page.previous.excerpt }}", '<p>First <em>words</em> and <a href="https://l.example">a link</a>.</p>'),
        ("{{ page.id }} {{ page.relative_path }}", "<p>/2024/02/01/here _posts/2024-02-01-here.md</p>"),
    ],
)  # fmt: skip
def test_lists_of_a_site(tmp_path: Path, template: str, expected: str) -> None:
    here = {"_posts/2024-02-01-here.md": f"---\ntitle: Here\n---\n{template}\n"}
    for path, text in {**LISTS, **here}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    site = sites.load(tmp_path / "_config.yml")
    chapter = convert(posts.read(tmp_path / next(iter(here)), site), site, Options(typography=False))
    assert "Secret" not in chapter.body
    assert chapter.body.strip() == expected


def test_ends_have_no_neighbour(tmp_path: Path) -> None:
    template = "a{% if page.next %}n{% endif %}{% unless page.previous %}p{% endunless %}"
    assert made(tmp_path, template, "_posts/2023-01-01-zero.md").body.strip() == "<p>anp</p>"


def test_a_change_of_another_post_is_a_change_of_this(tmp_path: Path) -> None:
    chapter = made(tmp_path, "{{ site.posts | size }}")
    assert str((tmp_path / "_posts/2024-01-01-one.md").resolve()) in dict(chapter.files)
    assert dict(made(tmp_path, "{{ site.title }}").files) == {}


def converted(
    folder: Path, files: dict[str, str], text: str, at: str = "_posts/2024-02-01-here.md"
) -> Chapter:
    """A post of a site, as a chapter."""
    for path, words in {"_config.yml": "title: S\n", **files, at: f"---\ntitle: Here\n---\n{text}\n"}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(words)
    site = sites.load(folder / "_config.yml")
    return convert(posts.read(folder / at, site), site, Options(typography=False))


@pytest.mark.parametrize(
    ("name", "data", "template", "expected"),
    [
        ("my file-name!.yml", "x: spaced", "{{ site.data.my_file-name.x }}", "spaced"),
        ("a.b.yml", "x: dotted", "{{ site.data.ab.x }}", "dotted"),
        ("in a folder/v1.0.json", '{"x": [1, {"y": "deep"}]}', "{{ site.data.in_a_folder.v10.x[1].y }}", "deep"),
        ("t.TSV", "a\tb\n1\t2\n", "{{ site.data.t[0].b }}", "2"),
        ("on.yml", "a: yes\nb: Off\nc: 1_000\nd: 1,000\ne: 010\nf: '010'",
         "{% if site.data.on.a == true %}{{ site.data.on.b }}{% endif %} {{ site.data.on.c | plus: site.data.on.d }} "
         "{{ site.data.on.e }} {{ site.data.on.f }}", "false 2000 8 010"),
        ("x.md", "no data", "{% for d in site.data %}{{ d[0] }}{% endfor %}.", "."),
    ],
)  # fmt: skip
def test_data_by_jekylls_names_and_types(
    tmp_path: Path, name: str, data: str, template: str, expected: str
) -> None:
    assert converted(tmp_path, {f"_data/{name}": data}, template).body.strip() == f"<p>{expected}</p>"


def test_folders_that_the_settings_name(tmp_path: Path) -> None:
    files = {
        "_config.yml": "source: src\ndata_dir: _facts\nincludes_dir: parts\n",
        "src/_facts/f.yml": "x: data",
        "src/parts/p.html": "include",
        "_data/f.yml": "x: wrong",
    }
    text = "{{ site.data.f.x }} and {% include p.html %} at {{ page.path }}"
    chapter = converted(tmp_path, files, text, "src/_posts/2024-02-01-here.md")
    assert chapter.body.strip() == "<p>data and include at _posts/2024-02-01-here.md</p>"
    assert {Path(name).name for name, _ in chapter.files} == {"f.yml", "p.html"}


@pytest.mark.parametrize(
    "setting", ["source: ..", "source: /etc", "data_dir: ../out", "includes_dir: ../out"]
)
def test_folders_outside_are_not_read(tmp_path: Path, setting: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/f.yml").write_text("x: secret")
    (tmp_path / "out/p.html").write_text("secret")
    files = {"_config.yml": f"{setting}\n"}
    text = "Words {{ site.data.f.x }} {% include p.html %} {% include out/p.html %}"
    chapter = converted(tmp_path / "site", files, text)
    assert "Words" in chapter.body
    assert "secret" not in chapter.body


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (r"""{% include b.html x="a \"q\" b" %}""", '[a "q" b]'),
        (r"""{% include b.html x='it\'s' %}""", "[it's]"),
        ('{% include b.html\n   x="two\n words" %}', "[two\n words]"),
        ("{% include {{ 'B' | downcase | append: '.html' }} x=1 %}", "[1]"),
        ("""{% include {{ "b.txt" | replace: ".txt", ".html" }} x="c" %}""", "[c]"),
        ("{% assign n = 'b' %}{% include {{ n }}.html x=n %}", "[b]"),
    ],
)
def test_includes_with_names_and_texts_of_any_kind(tmp_path: Path, template: str, expected: str) -> None:
    files = {
        "_config.yml": "kramdown: {smart_quotes: 'apos,apos,quot,quot'}\n",
        "_includes/b.html": "[{{ include.x }}]",
    }
    chapter = converted(tmp_path, files, template)
    assert (chapter.body.strip(), chapter.notices) == (f"<p>{expected}</p>", ())


def test_code_in_the_middle_of_a_line(tmp_path: Path) -> None:
    text = "Before {% highlight ruby %}x = 1{% endhighlight %} after.\n\n- item {% highlight sh %}ls{% endhighlight %}\n"
    body = converted(tmp_path, {}, text).body
    assert "&lt;pre" not in body
    assert body.count("<pre") == 2
    assert body.index("<p>Before") < body.index("<pre") < body.index("<p>after.</p>")


@pytest.mark.parametrize("name", ["sub/2024-01-09-in", "2024-01-09-in", "/sub/2024-01-09-in"])
def test_post_url_with_the_folder_above_posts(tmp_path: Path, name: str) -> None:
    files = {
        "_config.yml": "url: https://x.example\n",
        "sub/_posts/2024-01-09-in.md": "---\ntitle: In\n---\n",
    }
    chapter = converted(tmp_path, files, f"{{% post_url {name} %}}")
    assert (chapter.body.strip(), chapter.notices) == ("<p>/sub/2024/01/09/in.html</p>", ())


def test_dates_are_in_the_sites_zone(tmp_path: Path) -> None:
    text = "{{ '2024-01-05' | date: '%s %z' }} {{ 1704495600 | date: '%F %H' }} {{ '2024-01-05 10:00:00 +0000' | date: '%H' }}"
    body = converted(tmp_path, {"_config.yml": "timezone: Asia/Tokyo\n"}, text).body
    assert body.strip() == "<p>1704380400 +0900 2024-01-06 08 19</p>"
