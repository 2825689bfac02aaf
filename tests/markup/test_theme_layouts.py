"""What layouts of themes print around a post, headings that repeat the title, and captions by class."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN

from publish import posts
from publish.markup.convert import convert
from publish.model import Chapter, Options
from publish.project import site as sites

Make = Callable[..., Chapter]
EPISODE = {
    "teaching": "30",
    "exercises": 15,
    "questions": ["What is a `list`?"],
    "objectives": ["Explain *lists*.", "Use them."],
    "keypoints": ["Lists are **mutable**."],
}


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """The chapter that a text makes in a site of a theme."""

    def make(
        text: str, theme: str = "minima", language: str = "en", title: str = "A post", **meta: object
    ) -> Chapter:
        (tmp_path / "_config.yml").write_text(f"remote_theme: owner/{theme}\n")
        (tmp_path / "_includes").mkdir(exist_ok=True)
        (tmp_path / "_includes/banner.html").write_text("<p>Hello {{ page.who }}</p>")
        (tmp_path / "secret.html").write_text("secret")
        post = replace(PLAIN, text=text, meta=meta, language=language, title=title)
        return convert(post, sites.load(tmp_path / "_config.yml"), Options())

    return make


def test_an_episode_of_a_lesson(made: Make) -> None:
    body = made("Words.[^1]\n\n[^1]: A note.\n", "carpentries-theme", **EPISODE).body
    parts = (
        '<p class="box-title">Overview</p><p>Teaching: 30 min · Exercises: 15 min</p>',
        "<strong>Questions</strong></p><ul><li>What is a <code>list</code>?</li></ul>",
        "<strong>Objectives</strong></p><ul><li>Explain <em>lists</em>.</li><li>Use them.</li></ul>",
        "<p>Words.",
        '<aside class="box box-keypoints"><p class="box-title">Key points</p><ul><li>Lists are <strong>mutable</strong>.</li></ul></aside>',
        "A note.",
    )
    places = [body.index(part) for part in parts]
    assert places == sorted(places)


def test_an_episode_in_chinese(made: Make) -> None:
    body = made("文字。", "carpentries-theme", language="zh-Hant", **EPISODE).body
    for words in ("概覽", "教學：30", "問題", "目標", "要點"):
        assert words in body


@pytest.mark.parametrize("meta", [{}, {"questions": None, "keypoints": []}, {"objectives": [{"a": 1}, ""]}])
def test_an_episode_without_these(made: Make, meta: dict[str, object]) -> None:
    assert made("Words.", "carpentries-theme", **meta).body.strip() == "<p>Words.</p>"


def test_other_themes_print_none_of_it(made: Make) -> None:
    assert made("Words.", **EPISODE).body.strip() == "<p>Words.</p>"


@pytest.mark.parametrize(
    ("name", "label"), [("output", "Output"), ("error", "Error"), ("warning", "Warning")]
)
def test_what_a_lessons_code_is(made: Make, name: str, label: str) -> None:
    body = made(f"~~~\nx\n~~~\n{{: .{name}}}", "carpentries-theme").body
    assert f'<figure class="highlight"><figcaption>{label}</figcaption><pre' in body
    assert "figcaption" not in made(f"~~~\nx\n~~~\n{{: .{name}}}").body


@pytest.mark.parametrize("value", ["banner.html", ["banner.html"]])
def test_includes_around_the_text(made: Make, value: object) -> None:
    text = "Words."
    before = made(text, "beautiful-jekyll", who="you", **{"before-content": value}).body
    after = made(text, "beautiful-jekyll", who="you", **{"after-content": value}).body
    assert before.index("Hello you") < before.index("Words.")
    assert after.index("Hello you") > after.index("Words.")
    assert "Hello" not in made(text, **{"before-content": value}).body


@pytest.mark.parametrize("value", ["../secret.html", "x %}{{ site.url }}{% raw", 7, None, "absent.html"])
def test_an_include_that_is_not_there(made: Make, value: object) -> None:
    body = made("Words.", "beautiful-jekyll", **{"before-content": value}).body
    assert body.strip() == "<p>Words.</p>"


@pytest.mark.parametrize(
    ("title", "text", "headings"),
    [
        ("A post", "# A post\n\n## B", ["B"]),
        ("A post", "# A *post*\n{: .no_toc }\n\n## B", ["B"]),
        ("A post", "# Another\n\n## B", ["Another", "B"]),
        ("A post", "Words.\n\n# A post", ["A post"]),
        ("A post", "## A post", ["A post"]),
    ],
)
def test_a_heading_that_repeats_the_title(made: Make, title: str, text: str, headings: list[str]) -> None:
    assert [each.text for each in made(text, "just-the-docs", title=title).headings] == headings


def test_such_a_heading_where_the_theme_prints_the_title_too(made: Make) -> None:
    assert [each.text for each in made("# A post\n\n## B").headings] == ["A post", "B"]


@pytest.mark.parametrize(
    ("text", "title", "headings"),
    [
        ("# To readers\n\nWords.", "To readers", []),
        ("# To *readers* #\n\n## B", "To readers", ["B"]),
        ("To readers\n==========\n\n## B", "To readers", ["B"]),
        ("# To readers\n\nA\n\n# B", "To readers", ["To readers", "B"]),
        ("## To readers\n\nA\n\n## B", "To readers", ["To readers", "B"]),
        ("Words.\n\n# To readers", "To readers", ["To readers"]),
        ("# To readers[^1]\n\nA\n\n[^1]: Note.", "To readers", ["To readers"]),
        ("# To readers\n\nA [link](#to-readers).", "To readers", ["To readers"]),
        ("---\ntitle: To readers\n---\n\n# To readers", "To readers", ["To readers"]),
    ],
)
def test_a_heading_that_is_the_title_of_a_post_without_front_matter(
    tmp_path: Path, text: str, title: str, headings: list[str]
) -> None:
    (tmp_path / "a.md").write_text(f"{text}\n")
    site = sites.load(None)
    chapter = convert(posts.read(tmp_path / "a.md", site), site, Options())
    assert (chapter.title, [each.text for each in chapter.headings]) == (title, headings)
    assert not chapter.notices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![x](a.png)\nThe *sea*.\n{:.figure}", '<figure><img src="a.png" alt="x"/>\n<figcaption>The <em>sea</em>.</figcaption></figure>'),
        ("![x](a.png)\n\nThe sea.\n{:.figcaption}", '<div class="figure"><p class="picture"><img src="a.png" alt="x"/></p>\n\n<p class="caption">The sea.</p></div>'),
        ("| a |\n|---|\n| b |\n\nTable 1\n{:.figcaption}", '<p class="caption">Table 1</p>'),
        ('<div class="caption">\nTwo *seas*.\n</div>', '<p class="caption">\nTwo *seas*.\n</p>'),
        ("![x](a.png)\n{:.figure}", '<p class="figure"><img src="a.png" alt="x"/></p>'),
    ],
)  # fmt: skip
def test_a_caption_by_its_class(made: Make, text: str, expected: str) -> None:
    body = made(text).body.replace("<figcaption>\n", "<figcaption>")
    assert expected in body


SUBTITLE = '<p class="standfirst subtitle">A *b* line &amp; more</p>'.replace("*b*", "b")


@pytest.mark.parametrize(
    ("theme", "meta"),
    [
        ("beautiful-jekyll", {"subtitle": "A *b* line & more", "description": "For engines"}),
        ("jekyll-theme-chirpy", {"description": "A *b* line &amp; more"}),
        ("hydejack", {"description": "A *b* line\n& more\n"}),
        ("minimal-mistakes", {"tagline": "A *b* line & more", "excerpt": "In lists"}),
        ("al-folio", {"description": "A *b* line & more", "layout": "distill"}),
    ],
)
def test_a_line_below_the_title(made: Make, theme: str, meta: dict[str, str]) -> None:
    body = made("*The whole first paragraph in emphasis.*\n\nWords.", theme, **meta).body
    assert body.startswith(SUBTITLE)
    assert body.count("standfirst") == 1


@pytest.mark.parametrize(
    ("theme", "meta"),
    [
        ("minima", {"description": "A line"}),
        ("al-folio", {"description": "A line", "layout": "post"}),
        ("beautiful-jekyll", {"description": "A line"}),
        ("hydejack", {"description": "Words of the text"}),
        ("hydejack", {"description": ["A line"]}),
        ("hydejack", {"description": " "}),
    ],
)
def test_no_line_below_the_title(made: Make, theme: str, meta: dict[str, object]) -> None:
    assert made("Words *of* the text.", theme, **meta).body.strip() == "<p>Words <em>of</em> the text.</p>"


def test_a_line_below_the_title_is_text(made: Make) -> None:
    body = made("Words.", "hydejack", description="a < b <script>x</script> $c_1$").body
    assert "&lt;script&gt;" in body
    assert "<script" not in body


@pytest.mark.parametrize(
    ("language", "line", "name"),
    [
        ("js", '// file: "a/b.js"', "a/b.js"),
        ("yml", "# File: '_config.yml'", "_config.yml"),
        ("html", "<!-- file: `_includes/my-body.html` -->", "_includes/my-body.html"),
        ("css", '/* file: "my-style.css" */', "my-style.css"),
    ],
)
def test_a_first_comment_names_code(made: Make, language: str, line: str, name: str) -> None:
    text = f"~~~{language}\n{line}\nlet a = 1;\n~~~\n"
    body = made(text, "hydejack").body
    assert f"<figcaption><code>{name}</code></figcaption>" in body
    code = body[body.index("<pre") :]
    assert re.sub(r"<[^>]+>", "", code).strip() == "let a = 1;"
    assert "<figcaption>" not in made(text, "minima").body


@pytest.mark.parametrize("line", ["// a file: b", "let file: 'x'", '// file: ""'])
def test_other_comments_stay_in_code(made: Make, line: str) -> None:
    assert "<figcaption>" not in made(f"~~~js\n{line}\nlet a = 1;\n~~~\n", "hydejack").body


BUTTONS = {"actions": [{"label": "Go & see", "url": "/go"}, {"label": "Away", "url": "https://b.example"}]}


@pytest.mark.parametrize(
    ("theme", "meta", "before", "after"),
    [
        ("minimal-mistakes", {"header": BUTTONS}, "<p>Go &amp; see Away</p>", ""),
        ("minimal-mistakes", {"header": {"cta_url": "/go"}}, "<p>Learn more</p>", ""),
        ("minimal-mistakes", {"header": {"image": "/a.png"}}, "", ""),
        ("minimal-mistakes", {"link": "https://b.example/x"}, "", "<p>Direct Link</p>"),
        ("academicpages", {"link": "https://b.example/x"}, "", "<p>Direct Link</p>"),
        ("so-simple", {"link": "https://b.example/x"}, "<p>→ b.example/x</p>", ""),
        ("mediumish", {"rating": 4.5, "beforetoc": "a < b"}, '<p class="rating">★ 4.5 / 5</p><p>a &lt; b</p>', ""),
        ("minima", {"link": "https://b.example/x", "rating": 4, "header": BUTTONS}, "", ""),
    ],
)  # fmt: skip
def test_what_a_layout_puts_around_the_text(
    made: Make, theme: str, meta: dict[str, object], before: str, after: str
) -> None:
    body = re.sub(r"\s*\n\s*", "", made("Words.", theme, **meta).body).replace(" </p>", "</p>").strip()
    assert re.sub(r"</?a\b[^>]*>", "", body) == f"{before}<p>Words.</p>{after}"


@pytest.mark.parametrize(
    "theme", ["minimal-mistakes", "academicpages", "mediumish", "so-simple", "beautiful-jekyll"]
)
@pytest.mark.parametrize("first_line", [1, 4])
def test_a_layout_works_where_the_text_has_no_liquid(tmp_path: Path, theme: str, first_line: int) -> None:
    """A foreword without front matter, and a post that shows Liquid as words."""
    (tmp_path / "_config.yml").write_text(f"remote_theme: owner/{theme}\n")
    meta = {"render_with_liquid": False, "link": "https://b.example/x"} if first_line > 1 else {}
    post = replace(
        PLAIN, path=tmp_path / "foreword.md", text="Words `{{ x }}`.", meta=meta, first_line=first_line
    )
    made = convert(post, sites.load(tmp_path / "_config.yml"), Options())
    assert "<p>Words <code>{{ x }}</code>.</p>" in made.body
    assert "include" not in made.body
    assert ("b.example/x" in made.body) is (first_line > 1 and theme not in ("mediumish", "beautiful-jekyll"))


def test_a_film_above_the_text(made: Make) -> None:
    body = made(
        "Words.", "minimal-mistakes", header={"video": {"id": "abcdEFGH123", "provider": "vimeo"}}
    ).body
    assert body.index("abcdEFGH123") < body.index("Words.")


@pytest.mark.parametrize("address", ["javascript:alert(1)", '/x"><script>alert(1)</script>'])
def test_an_address_of_a_layout_does_no_harm(made: Make, address: str) -> None:
    for meta in ({"link": address}, {"header": {"actions": [{"label": "Go", "url": address}]}}):
        body = made("Words.", "minimal-mistakes", **meta).body
        assert "<script" not in body
        assert 'href="javascript:' not in body


@pytest.mark.parametrize("theme", ["", "minima", "beautiful-jekyll", "minimal-mistakes"])
def test_a_subtitle_is_printed_with_any_theme(made: Make, theme: str) -> None:
    body = made("Words.", theme, subtitle="A *b* line & more", description="For engines").body
    assert body.startswith(SUBTITLE)
    assert made("A line of words.", theme, subtitle="A line").body.count("subtitle") == 0
