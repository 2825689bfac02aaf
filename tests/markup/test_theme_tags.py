"""Includes of theme gems and tags of plugins in a post's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish import posts
from publish.markup.convert import convert
from publish.model import Options, Post
from publish.project import site as sites

SITE = Path(__file__).parent / "site"
Made = Callable[..., tuple[str, list[str]]]
META = {
    "film": "https://youtu.be/abcdEFGH123",
    "gallery": [{"image_path": "/a.png", "alt": "one"}, {"image_path": "b.png", "title": "two"}],
    "boats": [{"image_path": "/c.png"}],
    "feature_row": [{"image_path": "/a.png", "title": "Oars", "excerpt": "Two *good* ones", "url": "/oars"}],
}
IMAGE = '<img src="/log/{}" alt="{}"/>'
HALF = IMAGE.replace("/>", ' style="max-width: 48%"/>')
WATCH = '<a class="embed permalink" href="https://www.youtube.com/watch?v=abcdEFGH123">'


@pytest.fixture
def post() -> Post:
    return posts.read(SITE / "_posts/2024-06-01-second-watch.md", sites.load(SITE / "_config.yml"))


@pytest.fixture
def made(post: Post) -> Made:
    """The body that a text makes in the test site, and the codes of its notices."""

    def make(text: str, **meta: object) -> tuple[str, list[str]]:
        of = replace(post, text=text, meta={**post.meta, **META, **meta})
        chapter = convert(of, sites.load(SITE / "_config.yml"), Options())
        return chapter.body.strip(), [notice.code for notice in chapter.notices]

    return make


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "{% include figure image_path='/a.png' alt='sea' caption='A *calm* sea' %}",
            f"<figure>{IMAGE.format('a.png', 'sea')}<figcaption>A <em>calm</em> sea</figcaption></figure>",
        ),
        (
            '{% include figure.html path="assets/a.png" class="img-fluid" %}',
            f'<figure class="img-fluid">{IMAGE.format("assets/a.png", "")}</figure>',
        ),
        (
            '{% include figure.liquid\n  path="assets/a.png"\n  title="Sea"\n%}',
            f"<figure>{IMAGE.format('assets/a.png', 'Sea')}</figure>",
        ),
        (
            "{% include gallery caption='Both' %}",
            f'<figure class="gallery half">{HALF.format("a.png", "one")} {HALF.format("b.png", "two")}'
            "<figcaption>Both</figcaption></figure>",
        ),
        ("{% include gallery id='boats' %}", f'<figure class="gallery">{IMAGE.format("c.png", "")}</figure>'),
        ("{% include base_path %}\n{{ base_path }}/x", "<p>https://lighthouse.example/log/x</p>"),
        ("{% include base_path.html %}\n[a]({{ relative_root_path }}/x)",
            '<p><a href="https://lighthouse.example/log/x">a</a></p>'),
        (
            "{% include toc title='Here' %}\n\n## A",
            '<p class="toc-title">Here</p>\n\n<div class="toc">\n<ul id="markdown-toc">\n<li><a href="#a">A</a></li>\n</ul>\n\n</div>\n\n<h2 id="a">A</h2>',
        ),
        ("{% include links.md %}end", "<p>end</p>"),
    ],
)  # fmt: skip
def test_an_include_of_a_theme(made: Made, template: str, expected: str) -> None:
    assert made(template) == (expected, [])


def test_a_row_of_features(made: Made) -> None:
    body, notices = made("{% include feature_row %}")
    assert IMAGE.format("a.png", "Oars") in body
    assert (
        '<p>Two <em>good</em> ones</p>\n<p><a href="https://lighthouse.example/log/oars">Learn more</a></p>'
        in body
    )
    assert ">Oars</h2>" in body
    assert notices == []


@pytest.mark.parametrize(
    "template",
    [
        "{% include video id='abcdEFGH123' provider='youtube' %}",
        "{% include embed/youtube.html id='abcdEFGH123' %}",
        "{% include extensions/youtube.html id='abcdEFGH123' %}",
        "{% include video.liquid path='https://www.youtube.com/embed/abcdEFGH123' %}",
        "{% youtube abcdEFGH123 %}",
        "{% youtube 'https://youtu.be/abcdEFGH123' %}",
        '{% youtube "https://www.youtube.com/watch?v=abcdEFGH123" %}',
        "{% youtube page.film %}",
        "{% youtube {{ page.film }} %}",
        "See {% youtube abcdEFGH123 %} in a line.",
    ],
)
def test_a_film(made: Made, template: str) -> None:
    body, notices = made(template)
    assert f"{WATCH}Video: youtube.com/watch?v=abcdEFGH123</a>" in body
    assert notices == ["embed-linked"]


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("{% gist keeper/12ab lamp.rb %}", "https://gist.github.com/keeper/12ab"),
        ("{% vimeo 123 %}", "https://vimeo.com/123"),
        ("{% twitter https://twitter.com/keeper/status/1 %}", "https://twitter.com/keeper/status/1"),
        ("{% include embed/spotify.html id='x1' %}", "https://open.spotify.com/track/x1"),
        ("{% include extensions/codepen.html user='u' hash='h' %}", "https://codepen.io/u/pen/h"),
        ("{% include video id='12' provider='vimeo' %}", "https://vimeo.com/12"),
        ("{% audio /fog.mp3 %}", "https://lighthouse.example/fog.mp3"),
        ("{% include embed/audio.html src='/fog.mp3' %}", "https://lighthouse.example/log/fog.mp3"),
    ],
)
def test_what_plays_elsewhere_is_a_link(made: Made, template: str, address: str) -> None:
    body, notices = made(template)
    assert f'<a class="embed permalink" href="{address}">' in body
    assert notices == ["embed-linked"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            '{% figure caption:"A *calm* sea" class:"w" %}\n![sea](a.png)\n{% endfigure %}',
            '<figure><img src="a.png" alt="sea"/><figcaption>A <em>calm</em> sea</figcaption></figure>',
        ),
        (
            "{% details More *here* %}\nInside **it**\n{% enddetails %}",
            '<details open="open"><summary>More <em>here</em></summary>\n<p>Inside <strong>it</strong></p>\n</details>',
        ),
        (
            "{% tabs os %}\n{% tab os Linux %}\napt\n{% endtab %}\n{% tab os Mac %}\nbrew\n{% endtab %}\n{% endtabs %}",
            '<p class="tab-label"><strong>Linux</strong></p>\n\n<p>apt</p>\n\n'
            '<p class="tab-label"><strong>Mac</strong></p>\n\n<p>brew</p>',
        ),
        (
            '{% img left /a.png 200 100 "Sea" "A calm sea" %}',
            '<p><img src="/a.png" class="left beside-left" alt="A calm sea" title="Sea" width="200" height="100"/></p>',
        ),
        (
            "{% blockquote Ada, The Log %}\nFog.\n{% endblockquote %}",
            '<blockquote><p>Fog.</p><p class="source attribution">— Ada, <cite>The Log</cite></p></blockquote>',
        ),
        ('{% pullquote %}\nIt was {" dark "} then.\n{% endpullquote %}', "<p>It was dark then.</p>"),
        ('{% responsive_image path: a.jpg alt: "sea" %}', '<p><img src="a.jpg" alt="sea"/></p>'),
        (
            "{% responsive_image_block %}\n  path: a.jpg\n  alt: A sea\n{% endresponsive_image_block %}",
            '<p><img src="a.jpg" alt="A sea"/></p>',
        ),
        ("{% picture wide a.jpg --alt A sea --link https://x.example/ %}",
            '<p><a href="https://x.example/"><img src="/a.jpg" alt="A sea"/></a></p>'),
        ("a {% octicon alert %}b{% seo %}", "<p>a b</p>"),
    ],
)  # fmt: skip
def test_a_tag_of_a_plugin(made: Made, template: str, expected: str) -> None:
    assert made(template) == (expected, [])


@pytest.mark.parametrize("name", ["mermaid", "plantuml", "svgbob"])
def test_a_diagram_is_code(made: Made, name: str) -> None:
    body, notices = made(f"a\n{{% {name} %}}\nA[x] --> *B*\n\n  ~~~\n{{% end{name} %}}\nb")
    assert f'<code class="language-{name} diagram">A[x] --&gt; *B*\n\n  ~~~\n</code>' in body
    assert "<figcaption>A diagram, as its source in " in body
    assert (body[:8], body[-8:], notices) == ("<p>a</p>", "<p>b</p>", ["diagram-source"])


def test_code_of_octopress(made: Made) -> None:
    body, notices = made("{% codeblock Lamp lang:ruby %}\nx = 1 < 2\n\ny *z*\n{% endcodeblock %}")
    assert '<figcaption>Lamp</figcaption><pre class="highlight"><code class="language-ruby">' in body
    assert "<em>" not in body
    assert notices == []


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("a {% figure %} b", "<p>a  b</p>"),
        ("a {% enddetails %} b", "<p>a  b</p>"),
        ("{% note %} a {% if true %}b{% endif %}", "<p>a b</p>"),
        ("{% storm 5 %} a {% endstorm %}", "<p>a</p>"),
    ],
)
def test_half_a_block_keeps_its_words(made: Made, template: str, expected: str) -> None:
    body, notices = made(template)
    assert body == expected
    assert set(notices) == {"liquid-unknown-tag"}


def test_the_sites_own_file_wins(made: Made, post: Post, tmp_path: Path) -> None:
    (tmp_path / "_includes").mkdir()
    (tmp_path / "_includes/figure.html").write_text("own {{ include.path }}")
    (tmp_path / "_config.yml").write_text("title: T")
    site = sites.load(tmp_path / "_config.yml")
    chapter = convert(replace(post, text="{% include figure.html path='a' %}"), site, Options())
    assert chapter.body.strip() == "<p>own a</p>"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% include pullquote.html quote='Calm *sea*' cite='Ada' %}",
         '<blockquote><p>Calm <em>sea</em></p><p class="source attribution">— Ada</p></blockquote>'),
        ("{% include my-img.html name='/e.png' caption='The *pier*' alt='Pier' %}",
         f"<figure>{IMAGE.format('e.png', 'Pier')}<figcaption>The <em>pier</em></figcaption></figure>"),
        ("{% include aligner.html images='/a.png, /b.png' %}",
         f"<figure>{IMAGE.format('a.png', '')}{IMAGE.format('b.png', '')}</figure>"),
        ("{% include elements/button.html link='/x' text='Go on' %}",
         '<p><a href="https://lighthouse.example/log/x">Go on</a></p>'),
        ("{% include panel.html title='Rules' content='No *fire*' %}",
         "<div><p><strong>Rules</strong></p><p>No <em>fire</em></p></div>"),
        ("{% include note_box.html title='Mind' text='It is *deep*' %}",
         '<aside class="box box-note"><p class="box-title">Mind</p><p>It is <em>deep</em></p></aside>'),
        ("{% include warning-panel.html body='Fog' %}",
         '<aside class="box box-warning"><p class="box-label">Warning</p>\n<p>Fog</p></aside>'),
    ],
)  # fmt: skip
def test_a_lost_include_shows_what_it_was_given(made: Made, template: str, expected: str) -> None:
    assert made(template) == (expected, ["include-missing"])


@pytest.mark.parametrize("name", ["youtubePlayer.html", "youtube-embed.html", "media/youtube"])
def test_a_lost_player_is_a_link(made: Made, name: str) -> None:
    body, notices = made(f"{{% include {name} id='abcdEFGH123' %}}")
    assert (WATCH in body, notices) == (True, ["include-missing", "embed-linked"])


def test_a_lost_include_without_words_is_said(made: Made) -> None:
    assert (
        made("a {% include mathjax.html %}{% include box-of.html id='x' n=3 %} b")[1] == ["liquid-error"] * 2
    )


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% oembed https://x.example/z %}", '<p><a href="https://x.example/z">https://x.example/z</a></p>'),
        ("{% preview 'https://x.example/z' %}", '<p><a href="https://x.example/z">https://x.example/z</a></p>'),
        ("{% youtube_embed abcdEFGH123 %}",
         '<p><a href="https://www.youtube.com/embed/abcdEFGH123">https://www.youtube.com/embed/abcdEFGH123</a></p>'),
        ("{% asset_img /sea.png %}", '<p><img src="/sea.png" alt=""/></p>'),
        ("{% asset /sea.png alt='The sea' %}", '<p><img src="/sea.png" alt="The sea"/></p>'),
        ("{% gloss 'more words' id=3 %} end", "<p>more words end</p>"),
        ("{% card caption=\"Said *so*\" class='a b' %}", "<p>Said <em>so</em></p>"),
    ],
)  # fmt: skip
def test_an_unknown_tag_keeps_its_words(made: Made, template: str, expected: str) -> None:
    assert made(template) == (expected, ["liquid-unknown-tag"])


@pytest.mark.parametrize("template", ["{% storm 5 %}", "{% map zoom=3 key='a b' %}", "{% endstorm 'a b' %}"])
def test_an_unknown_tag_without_words_goes(made: Made, template: str) -> None:
    assert made(f"a{template} b") == ("<p>a b</p>", ["liquid-unknown-tag"])


def test_the_tags_of_tufte(made: Made) -> None:
    body, notices = made(
        "{% newthought 'In the beginning' %} was{% sidenote 'one' 'A *side* note' %} and"
        "{% marginnote 'two' 'in the margin' %}.\n\n{% maincolumn '/a.png' 'The *sea*' %}\n\n"
        "{% marginfigure 'three' '/b.png' 'A buoy' %}\n\n{% epigraph 'Calm' 'Ada' 'Logs' %}"
    )
    assert "In the beginning was<a" in body
    assert "<p>A <em>side</em> note</p>" in body
    assert "<p>in the margin</p>" in body
    assert f"<figure>{IMAGE.format('a.png', '')}<figcaption>The <em>sea</em></figcaption></figure>" in body
    assert f"<figure>{IMAGE.format('b.png', '')}<figcaption>A buoy</figcaption></figure>" in body
    assert '<blockquote><p>Calm</p><p class="source attribution">— Ada, Logs</p></blockquote>' in body
    assert notices == []


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% callout info Mind the gap %}x{% endcallout %}", '<p class="box-title">Mind the gap</p>'),
        ("{% note \"Mind *it*\" %}x{% endnote %}", '<p class="box-title">Mind <em>it</em></p>'),
        ("{% alert type:'info' title:'Gap' %}x{% endalert %}", '<p class="box-title">Gap</p>'),
        ("{% spoiler The end %}x{% endspoiler %}", "<summary>The end</summary>"),
        ("{% accordion \"More *of it*\" %}x{% endaccordion %}", "<summary>More <em>of it</em></summary>"),
        ("{% code_block ruby %}\nx\n{% endcode_block %}", '<code class="language-ruby">'),
        ("{% quote %}Calm *sea*{% endquote %}", "<blockquote><p>Calm <em>sea</em></p></blockquote>"),
    ],
)  # fmt: skip
def test_titles_of_boxes_and_folds(made: Made, template: str, expected: str) -> None:
    body, notices = made(template)
    assert (expected in body, notices) == (True, []), body
