"""Words, addresses and pictures that a post gives to a tag, an include or a shortcode that nobody knows stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import posts
from publish.markup.convert import convert
from publish.model import Options
from publish.project import site as sites

SITES = {
    "jekyll": ("_config.yml", "title: S\nurl: https://e.org\n", "_posts/2024-01-01-a.md"),
    "hugo": ("hugo.toml", "title = 'S'\nbaseURL = 'https://e.org/'\n", "content/posts/a.md"),
    "zola": ("config.toml", "title = 'S'\nbase_url = 'https://e.org'\n", "content/a.md"),
    "academicpages": ("_config.yml", "url: https://e.org\ntheme: academicpages\n", "_posts/2024-01-01-a.md"),
    "minimal-mistakes": ("_config.yml", "url: https://e.org\ntheme: minimal-mistakes-jekyll\n", "_posts/2024-01-01-a.md"),
}  # fmt: skip


def made(folder: Path, kind: str, text: str, front: str = "", bib: str = "") -> str:
    config, settings, name = SITES[kind]
    (folder / config).write_text(settings)
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(f"---\ntitle: T\n{front}---\n{text}\n")
    if bib:
        (folder / "_bibliography").mkdir()
        (folder / "_bibliography" / "references.bib").write_text(bib)
    site = sites.load(folder / config)
    chapter = convert(posts.read(folder / name, site), site, Options(typography=False))
    return chapter.body.strip().replace("\n", "")


MAIL = '<a href="mailto:a@b.org">a@b.org</a>'


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("jekyll", "x {% email a@b.org %}", f"<p>x {MAIL}</p>"),
        ("jekyll", 'x {% mailto "a@b.org" %}', f"<p>x {MAIL}</p>"),
        ("jekyll", "x {% contact to=a@b.org %}", f"<p>x {MAIL}</p>"),
        ("jekyll", "x {% contact a@b.org Write to me %}", '<p>x <a href="mailto:a@b.org">Write to me</a></p>'),
        ("jekyll", "x {% go https://b.org/c %}", '<p>x <a href="https://b.org/c">https://b.org/c</a></p>'),
        ("jekyll", 'x {% go "Read more" https://b.org/c %}', '<p>x <a href="https://b.org/c">Read more</a></p>'),
        ("jekyll", "x {% ticks bar 12 %}", "<p>x </p>"),
        ("jekyll", '{% include gone.html mail="a@b.org" %}', f"<p>{MAIL}</p>"),
        ("jekyll", '{% include gone.html mail="a@b.org" text="Write" %}', '<p><a href="mailto:a@b.org">Write</a></p>'),
        ("jekyll", '{% include gone.html url="https://b.org/c" %}', '<p><a href="https://b.org/c">https://b.org/c</a></p>'),
        ("hugo", 'x {{< gone "Some words" >}}', "<p>x Some words</p>"),
        ("hugo", 'x {{< gone "文字" "Anna" "id_12" >}}', '<p>x <span lang="zh">文字</span> Anna</p>'),
        ("hugo", 'x {{% gone remark="Two words" class="big red" %}}', "<p>x Two words</p>"),
        ("hugo", 'x {{< gone "More" "https://b.org/c" >}}', '<p>x <a href="https://b.org/c">More</a></p>'),
        ("hugo", 'x {{< gone src="a/b.png" alt="Sea" >}}', '<p>x <img src="a/b.png" alt="Sea"/></p>'),
        ("hugo", 'x {{< gone "id12" >}}', "<p>x </p>"),
        ("zola", 'x {{ gone(text="Some words") }}', "<p>x Some words</p>"),
        ("zola", 'x {{ gone(to="a@b.org") }}', f"<p>x {MAIL}</p>"),
    ],
)  # fmt: skip
def test_what_is_given_to_the_unknown(tmp_path: Path, kind: str, text: str, expected: str) -> None:
    assert made(tmp_path, kind, text).replace(" </p>", "</p>") == expected.replace(" </p>", "</p>")


@pytest.mark.parametrize(
    ("mark", "classes", "line"),
    [
        ("[!TIP]+ My title", "box box-tip", '<p class="box-title">My title</p>'),
        ("[!NOTE]- Folded", "box box-note", '<p class="box-title">Folded</p>'),
        ("[!warning] Small letters", "box box-warning", '<p class="box-title">Small letters</p>'),
        ("[!TIP]+", "box box-tip", '<p class="box-label">Tip</p>'),
        ("[!IMPORTANT]", "box box-important", '<p class="box-label">Important</p>'),
        ("[!quote]", "box", '<p class="box-title">Quote</p>'),
        ("[!bug] It *fell*", "box box-error", '<p class="box-title">Bug</p>'),
    ],
)
@pytest.mark.parametrize("kind", ["hugo", "zola"])
def test_alerts_with_titles(tmp_path: Path, kind: str, mark: str, classes: str, line: str) -> None:
    body = made(tmp_path, kind, f"> {mark}\n> Words")
    assert body.startswith(f'<aside class="{classes}">{line}')
    assert "Words" in body
    assert "[!" not in body
    assert ("<em>fell</em>" in body) == ("*fell*" in mark)


def test_jekylls_alerts_have_no_titles(tmp_path: Path) -> None:
    assert made(tmp_path, "jekyll", "> [!TIP]+ Title\n> Words").startswith("<blockquote><p>[!TIP]+ Title")


@pytest.mark.parametrize(
    ("kind", "text", "address"),
    [
        ("academicpages", '{% include figure.html src="a.png" %}', "/images/a.png"),
        ("academicpages", '{% include figure image_path="a.png" %}', "/images/a.png"),
        ("minimal-mistakes", '{% include figure image_path="a.png" %}', "/a.png"),
        ("minimal-mistakes", '{% include figure image_path="/b/a.png" %}', "/b/a.png"),
        ("jekyll", '{% include figure.html src="a.png" %}', "a.png"),
        ("jekyll", '{% include image.html file="b/a.png" %}', "/b/a.png"),
    ],
)
def test_a_themes_folder_of_pictures_is_its_own(tmp_path: Path, kind: str, text: str, address: str) -> None:
    assert f'<img src="{address}"' in made(tmp_path, kind, text)


@pytest.mark.parametrize(
    "around", ["{}", "<div>\n{}\n</div>", '<aside class="sidebar__right">\n{}\n</aside>']
)
def test_contents_in_a_box_of_html(tmp_path: Path, around: str) -> None:
    body = made(tmp_path, "minimal-mistakes", around.format("{% include toc %}") + "\n\n## One\n\n## Two")
    assert '<li><a href="#one">One</a></li><li><a href="#two">Two</a></li>' in body
    assert "{:toc}" not in body


def test_counts_and_pages_of_a_bibliography(tmp_path: Path) -> None:
    bib = "@book{a:1, author={Ann Sea}, title={Fog}, year={2001}}\n@book{b, author={Bo Ox}, title={X}, year={2002}}\n"
    text = "{% bibliography_count %} {% cite_details a:1 %} {% cite_details b --text More of it %} [x]({% details_link b %})"
    page = '<a href="https://e.org/bibliography/{}.html">{}</a>'
    links = " ".join([page.format("a_1", "Details"), page.format("b", "More of it"), page.format("b", "x")])
    assert made(tmp_path, "jekyll", text, bib=bib) == f"<p>2 {links}</p>"


def test_where_a_paper_was_published(tmp_path: Path) -> None:
    front = "venue: Journal of Tides\ndate: 2009-10-01\npaperurl: /files/p.pdf\ncitation: 'Sea, A. (2009). <i>Fog</i>.'\n"
    assert made(tmp_path, "academicpages", "Abstract.", front) == (
        "<p>Published in <em>Journal of Tides</em>, 2009</p><p>Abstract.</p>"
        "<p>Recommended citation: Sea, A. (2009). <i>Fog</i>.</p>"
        '<p><a class="btn" href="https://e.org/files/p.pdf">Download Paper</a> </p>'
    )
