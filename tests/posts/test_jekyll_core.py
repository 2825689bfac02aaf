"""Front matter as Jekyll reads it: dates, categories, tags, titles, addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import posts
from publish.cli import main
from publish.errors import PostError
from publish.markup.convert import convert
from publish.model import Options, Post
from publish.project import site as sites


def read(
    folder: Path, front: str, config: str = "", name: str = "_posts/2025-08-14-My-first-Post.md"
) -> Post:
    (folder / "_config.yml").write_text(f"url: https://x.example\n{config}\n")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}\n---\nx\n")
    return posts.read(path, sites.load(folder / "_config.yml"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2015/01/05", "2015-01-05T00:00:00+00:00"),
        ("2015.01.05", "2015-01-05T00:00:00+00:00"),
        ("20150105", "2015-01-05T00:00:00+00:00"),
        ("1704067200", "2024-01-01T00:00:00+00:00"),
        ("1704067200000", "2024-01-01T00:00:00+00:00"),
        ("2024-12-31 24:00", "2025-01-01T00:00:00+00:00"),
        ("05-01-2015", "2015-01-05T00:00:00+00:00"),
        ("Jan 5 2015", "2015-01-05T00:00:00+00:00"),
        ("January 5, 2015", "2015-01-05T00:00:00+00:00"),
        ("Jan. 5th, 2015 3:04 pm", "2015-01-05T15:04:00+00:00"),
        ("5 January 2015", "2015-01-05T00:00:00+00:00"),
        ("Monday, January 5, 2015", "2015-01-05T00:00:00+00:00"),
        ("2015-1-5 9:5", "2015-01-05T09:05:00+00:00"),
        ("2015-01-05 10:00 PM", "2015-01-05T22:00:00+00:00"),
        ("2015-01-05 12:30 am", "2015-01-05T00:30:00+00:00"),
        ("2015-01-05 10:00:00 EST", "2015-01-05T10:00:00-05:00"),
        ("2015-01-05 10:00:00 JST", "2015-01-05T10:00:00+09:00"),
        ("25/12/2015", "2015-12-25T00:00:00+00:00"),
        ("4/3/2015", "2015-03-04T00:00:00+00:00"),
        ("2015-01-05 10", "2015-01-05T10:00:00+00:00"),
        ("January 5, 2015 5pm", "2015-01-05T17:00:00+00:00"),
        ("January 5th, 2015 at 5:30 pm", "2015-01-05T17:30:00+00:00"),
        ("2015-01-05 - 10:20", "2015-01-05T10:20:00+00:00"),
        ("5th of January 2015", "2015-01-05T00:00:00+00:00"),
        ("January 2015", "2015-01-01T00:00:00+00:00"),
        ("2015-01-05 10:20:30 Europe/Paris", "2015-01-05T10:20:30+00:00"),
        ("'2015-01-05T10:00:00'", "2015-01-05T10:00:00+00:00"),
    ],
)
def test_dates_that_ruby_reads(tmp_path: Path, written: str, expected: str) -> None:
    date = read(tmp_path, f"title: A\ndate: {written}").date
    assert date is not None
    assert date.isoformat() == expected


@pytest.mark.parametrize(
    "written", ["2015-01-05 13:00 pm", "32 January 2015", "12/31/2015", "Janus 5", "5-2015-01", "x" * 500]
)
def test_what_is_no_date(tmp_path: Path, written: str) -> None:
    with pytest.raises(PostError, match="write it as YYYY-MM-DD"):
        read(tmp_path, f"title: A\ndate: {written}")


@pytest.mark.parametrize(
    ("written", "expected", "place"),
    [
        ("2015-01-05", "2015-01-05T00:00:00+08:00", "2015/01/05"),
        ("2015-01-05 10:00", "2015-01-05T10:00:00+08:00", "2015/01/05"),
        # To the second and without quotes, YAML takes it for UTC.
        ("2015-01-05 20:00:00", "2015-01-06T04:00:00+08:00", "2015/01/06"),
        ("'2015-01-05 20:00:00'", "2015-01-05T20:00:00+08:00", "2015/01/05"),
        ("2015-01-05 20:00:00 +0000", "2015-01-06T04:00:00+08:00", "2015/01/06"),
    ],
)
def test_the_sites_time_zone(tmp_path: Path, written: str, expected: str, place: str) -> None:
    post = read(tmp_path, f"title: A\ndate: {written}", "timezone: Asia/Hong_Kong")
    assert post.date is not None
    assert post.date.isoformat() == expected
    assert post.address == f"https://x.example/{place}/My-first-Post.html"


def test_spaces_around_a_time_zone_in_quotes_do_not_count(tmp_path: Path) -> None:
    post = read(tmp_path, "title: A\ndate: 2015-01-05", "timezone: ' Asia/Hong_Kong '")
    assert post.date is not None
    assert post.date.isoformat() == "2015-01-05T00:00:00+08:00"


def test_a_time_zone_that_does_not_exist_costs_nothing(tmp_path: Path) -> None:
    post = read(tmp_path, "title: A\ndate: 2015-01-05 10:00", "timezone: Sea/Bottom")
    assert post.date is not None
    assert post.date.isoformat() == "2015-01-05T10:00:00+00:00"


@pytest.mark.parametrize(
    ("front", "categories", "place"),
    [
        ("categories: a b", ("a", "b"), "/a/b"),
        ("categories: a, b", ("a", "b"), "/a,/b"),
        ("categories: [Dev Ops, b]", ("Dev Ops", "b"), "/dev%20ops/b"),
        ("category: Dev Ops", ("Dev Ops",), "/dev%20ops"),
        ("category: c d\ncategories: a b", ("a", "b", "c d"), "/a/b/c%20d"),
        ("category: [a, b]", ("a", "b"), "/a/b"),
        ("categories: [a, a]", ("a",), "/a"),
        ("categories: [C++, 小說]", ("C++", "小說"), "/c++/%E5%B0%8F%E8%AA%AA"),
        ("x: 1", (), ""),
    ],
)
def test_categories_and_their_addresses(
    tmp_path: Path, front: str, categories: tuple[str, ...], place: str
) -> None:
    post = read(tmp_path, f"title: A\n{front}")
    assert post.categories == categories
    assert post.address == f"https://x.example{place}/2025/08/14/My-first-Post.html"


def test_categories_of_folders_and_of_defaults_come_first(tmp_path: Path) -> None:
    config = 'defaults: [{scope: {path: ""}, values: {categories: [site], tags: [t]}}]'
    post = read(tmp_path, "title: A\ncategories: own\ntags: u", config, "tech/web/_posts/sub/2025-08-14-a.md")
    assert (post.categories, post.tags) == (("tech", "web", "site", "own"), ("u",))


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: a b", ("a", "b")),
        ("tags: a, b", ("a", "b")),
        ("tag: a b", ("a b",)),
        ("tag: a\ntags: b c", ("a",)),
        ("tags: [a b, 2024]", ("a b", "2024")),
    ],
)
def test_tags(tmp_path: Path, front: str, tags: tuple[str, ...]) -> None:
    assert read(tmp_path, f"title: A\n{front}").tags == tags


def test_a_title_from_the_files_name(tmp_path: Path) -> None:
    assert read(tmp_path, "x: 1").title == "My First Post"


def test_slugified_categories(tmp_path: Path) -> None:
    post = read(tmp_path, "title: A\ncategories: [Dev Ops]", "permalink: /:slugified_categories/:title/")
    assert post.address == "https://x.example/dev-ops/My-first-Post/"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: a: b", "a colon inside a value: put the value in quotes"),
        ("title: @home", "a value that begins with `@` means something else to YAML: put it in quotes"),
        ("title: `code`", "a value that begins with ``` means something else to YAML: put it in quotes"),
        ("title: %x", "a value that begins with `%` means something else to YAML: put it in quotes"),
        ("tags:\n\t- a", "a tab: YAML takes only spaces at the beginning of a line"),
    ],
)
def test_one_line_says_what_to_type(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "a.md").write_text(f"---\n{line}\n---\nx\n")
    with pytest.raises(PostError) as error:
        posts.read(tmp_path / "a.md", sites.load(None))
    assert (error.value.message, error.value.line) == (f"front matter: {told}", 2 + line.count("\n"))


@pytest.mark.parametrize(
    ("name", "date", "title", "address"),
    [
        ("15-01-05-two-digits.md", "2015-01-05", "Two Digits", "/2015/01/05/two-digits.html"),
        ("99-1-5-last-century.md", "1999-01-05", "Last Century", "/1999/01/05/last-century.html"),
        ("2015-01-05-and-so-on....md", "2015-01-05", "And So On", "/2015/01/05/and-so-on.html"),
        ("2015-01-05-some words.md", "2015-01-05", "Some Words", "/2015/01/05/some-words.html"),
    ],
)
def test_dates_and_slugs_of_names(tmp_path: Path, name: str, date: str, title: str, address: str) -> None:
    post = read(tmp_path, "layout: post", name=f"_posts/{name}")
    assert post.date is not None
    assert (post.date.date().isoformat(), post.title, post.address) == (
        date,
        title,
        f"https://x.example{address}",
    )


@pytest.mark.parametrize(
    ("front", "config", "name", "address"),
    [
        ("permalink: pretty", "", "_posts/2015-01-05-a.md", "/pretty"),  # in a post a style has no name
        ("slug: My Own Slug!", "permalink: /:title", "_posts/2015-01-05-a.md", "/My-Own-Slug!"),
        ("title: A", "collections: {maps: {output: true}}", "_maps/A b.md", "/maps/A%20b.html"),
        ("title: A", "permalink: pretty\ncollections: {maps: {}}", "_maps/a.md", "/maps/a/"),
        ("title: A", "permalink: /:title\ncollections: {maps: {}}", "_maps/a.md", "/maps/a"),
        ("title: A", "collections: {maps: {permalink: '/m/:name/'}}", "_maps/a.md", "/m/a/"),
        (
            "title: A",
            "permalink: /p/:title/",
            "_pages/about us.md",
            "/_pages/about%20us/",
        ),  # a page has its path
        (
            "categories: [Sea, sea, Fog]",
            "permalink: /:categories/:title",
            "_posts/2015-01-05-a.md",
            "/sea/fog/a",
        ),
        ("title: A", "", "sub/about.md", "/sub/about.html"),
        ("title: A", "permalink: pretty", "sub/index.md", "/sub/"),
        (
            "title: A",
            "permalink: /:w_year/:short_month/:long_month/:long_day/:w_day/:title",
            "_posts/2015-01-05-a.md",
            "/2015/Jan/January/Monday/1/a",
        ),
    ],
)
def test_addresses_by_style(tmp_path: Path, front: str, config: str, name: str, address: str) -> None:
    assert read(tmp_path, front, config, name).address == f"https://x.example{address}"


def test_liquid_runs_in_posts_without_front_matter(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: The Site\n")
    site = sites.load(tmp_path / "_config.yml")
    for name, words in (("_posts/2015-01-05-a.md", "The Site"), ("page.md", "{{ site.title }}")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words of {{ site.title }}.\n")
        chapter = convert(posts.read(tmp_path / name, site), site, Options(typography=False))
        assert chapter.body.strip() == f"<p>Words of {words}.</p>"


def test_posts_in_html_are_posts_without_markdown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    front = "---\ntitle: Old\n---\n"
    files = {
        "_config.yml": "title: S\n",
        "_posts/2009-01-05-old.html": f"{front}<p>Words of *{{{{ site.title }}}}*.</p>\n\n    <p>More</p>\n",
        "_posts/2009-01-06-hidden.HTML": "---\npublished: false\n---\n<p>Secret</p>\n",
        "_drafts/sketch.html": f"{front}<p>Secret</p>\n",
        "_layouts/post.html": "<p>layout</p>\n",
        "build/_posts/2009-01-05-made.html": "<!DOCTYPE html>\n<p>An earlier book</p>\n",
        "index.html": f"{front}<p>home</p>\n",
        "_posts/2009-01-07-new.mkdown": f"{front}New *words*.\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    assert main(["html", ".", "--offline"]) == 0
    assert "2 posts held back" in capsys.readouterr().err
    assert {path.name for path in Path("build").rglob("*.html")} == {
        "2009-01-05-old.html",
        "2009-01-07-new.html",
        "2009-01-05-made.html",
    }
    made = Path("build/_posts/2009-01-05-old.html")
    page = (made if made.exists() else Path("build/2009-01-05-old.html")).read_text()
    assert "<p>Words of *S*.</p>" in page
    assert "<p>More</p>" in page
    assert "<pre" not in page.partition("<body")[2]


@pytest.mark.parametrize(
    ("front", "config", "title"),
    [
        ("title: A\ntitles: {en: &e The Sea, zh: 海, zh-Hans: *e}", "locale: zh", "海"),
        ("titles: {en: The Sea, fr: La <b>mer</b>}\nlang: fr-CA", "", "La mer"),
        ("title: {de: Das Meer, en: The Sea}", "lang: nl", "The Sea"),
        ("title: {de: Das Meer}", "", "Das Meer"),
    ],
)
def test_titles_by_language(tmp_path: Path, front: str, config: str, title: str) -> None:
    post = read(tmp_path, front, config)
    assert (post.title, post.notices) == (title, ())
