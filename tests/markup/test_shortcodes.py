"""Shortcodes of Hugo and Zola: what each becomes, what is told of those that nobody knows, and what stays as written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN
from processes import computing

from publish.errors import ContentError
from publish.markup.convert import convert
from publish.model import Limits, Maker, Options, Site


def made(
    text: str, dialect: Maker = "hugo", site: Site | None = None, **meta: object
) -> tuple[str, list[str]]:
    """The body that a text makes, and the codes of its notices."""
    post = replace(PLAIN, text=text, dialect=dialect, meta=meta)
    chapter = convert(post, site or Site(), Options())
    return " ".join(chapter.body.split()), [notice.code for notice in chapter.notices]


SEA = '<img src="sea.png" alt="The sea"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{< figure src="sea.png" alt="The sea" >}}', f"<figure>{SEA}/></figure>"),
        (
            '{{<figure src="sea.png" alt="The sea"\n  title="Calm" caption="A *calm* sea" link="https://a.example">}}',
            f'<figure><a href="https://a.example">{SEA}/></a>'
            "<figcaption><strong>Calm</strong> A <em>calm</em> sea</figcaption></figure>",
        ),
        (
            '{{< figure src="sea.png" alt="The sea" attr="Ann" attrlink="https://a.example" />}}',
            f'<figure>{SEA}/><figcaption><a href="https://a.example">Ann</a></figcaption></figure>',
        ),
        ('{{< img src="sea.png" alt="The sea" >}} words', f"<p>{SEA}/> words</p>"),
        (
            '{{< highlight text "linenos=table,hl_lines=2-3" >}}\n**a** {{</* b */>}}\n{{< /highlight >}}',
            '<pre class="highlight"><code class="language-text">**a** {{&lt; b &gt;}} </code></pre>',
        ),
        (
            "{{% notice tip %}}\nDo *so*.\n{{% /notice %}}",
            '<aside class="box box-tip"> <p class="box-label">Tip</p> <p>Do <em>so</em>.</p> </aside>',
        ),
        (
            '{{< admonition type="warning" title="Mind *it*" open=false >}}Deep.{{< /admonition >}}',
            '<aside class="box box-warning"><p class="box-title">Mind <em>it</em></p> <p>Deep.</p> </aside>',
        ),
        (
            '{{< callout type="info" >}}\n  - one\n{{< /callout >}}',
            '<aside class="box box-info"> <p class="box-label">Info</p> <ul> <li>one</li> </ul> </aside>',
        ),
        (
            "{{< caution >}}\nBe so.\n{{< /caution >}}",
            '<aside class="box box-caution"> <p class="box-label">Caution</p> <p>Be so.</p> </aside>',
        ),
        (
            '{{< details summary="More" >}}\nWords\n{{< /details >}}',
            "<details open=\"open\"><summary>More</summary> <p>Words</p> </details>",
        ),
        (
            '{{< tabs >}}{{< tab "A" >}}one{{< /tab >}}\n{{% tab name="B" %}}\ntwo\n{{% /tab %}}{{< /tabs >}}',
            '<p class="tab-label"><strong>A</strong></p> <p>one</p> <p class="tab-label"><strong>B</strong></p> <p>two</p>',
        ),
        (
            '{{< tabs items="A, B" >}}\n{{< tab >}}one{{< /tab >}}\n{{< tab >}}two{{< /tab >}}\n{{< /tabs >}}',
            '<p class="tab-label"><strong>A</strong></p> <p>one</p> <p class="tab-label"><strong>B</strong></p> <p>two</p>',
        ),
        (
            '{{< quote author="Ann" source="A Book" >}}Words{{< /quote >}}',
            '<blockquote> <p>Words</p> <p class="source attribution">— Ann, <cite>A Book</cite></p> </blockquote>',
        ),
        ('{{< button href="https://a.example" >}}Go{{< /button >}}', '<p><a href="https://a.example">Go</a></p>'),
        ('a {{< kbd "Ctrl" >}} b{{< br >}}c', "<p>a <kbd>Ctrl</kbd> b<br/>c</p>"),
        ("a{{< comment >}} hidden {{< /comment >}}b", "<p>ab</p>"),
        ("by {{< param name >}}", "<p>by Ann</p>"),
        ('[here]({{< ref "#place" >}})\n\n## Place', '<p><a href="#place">here</a></p> <h2 id="place">Place</h2>'),
        ("1. a\n\n   {{< note >}}\n   b\n   {{< /note >}}\n2. c",
         '<ol> <li><p>a</p> <aside class="box box-note"> <p class="box-label">Note</p> <p>b</p> </aside> </li> '
         "<li><p>c</p> </li> </ol>"),
        ("> {{< note >}}\n> b\n> {{< /note >}}",
         '<blockquote> <aside class="box box-note"> <p class="box-label">Note</p> <p>b</p> </aside> </blockquote>'),
        ("> [!TIP]\n> So.", '<aside class="box box-tip"> <p class="box-label">Tip</p> <p>So.</p> </aside>'),
    ],
)  # fmt: skip
def test_what_hugo_and_its_themes_have(text: str, expected: str) -> None:
    assert made(text, name="Ann") == (expected, [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("{{< youtube abcdEFGH123 >}}", "https://www.youtube.com/watch?v=abcdEFGH123"),
        ('{{< youtube id="abcdEFGH123" autoplay="true" >}}', "https://www.youtube.com/watch?v=abcdEFGH123"),
        ("{{< vimeo 12345 >}}", "https://vimeo.com/12345"),
        ("{{< gist ann 12345 >}}", "https://gist.github.com/ann/12345"),
        ('{{< tweet user="ann" id="123" >}}', "https://twitter.com/ann/status/123"),
        ("{{< x 123 >}}", "https://twitter.com/i/status/123"),
        ("{{< instagram BWNj >}}", "https://www.instagram.com/p/BWNj/"),
        ('{{< video src="https://a.example/f.mp4" >}}', "https://a.example/f.mp4"),
        ('{{< iframe "https://a.example/x" >}}', "https://a.example/x"),
    ],
)
def test_what_cannot_be_played_is_a_link(text: str, address: str) -> None:
    body, notices = made(text)
    assert f'href="{address}"' in body
    assert notices == ["embed-linked"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{{ youtube(id="abcdEFGH123", autoplay=true) }}',
            'href="https://www.youtube.com/watch?v=abcdEFGH123"',
        ),
        (
            '{% quote(author="Ann") %}\nA **word**\n{% end %}',
            '<blockquote> <p>A <strong>word</strong></p> <p class="source attribution">— Ann</p> </blockquote>',
        ),
        (
            '{{ figure(src="sea.png", alt="The sea", caption="It") }}',
            f"<figure>{SEA}/><figcaption>It</figcaption>",
        ),
        ("{{/* youtube(id=1) */}}", "<p>{{ youtube(id=1) }}</p>"),
        (
            "{{ page.title }} {% if x %} {{< figure >}}",
            "<p>{{ page.title }} {% if x %} {{&lt; figure &gt;}}</p>",
        ),
        ("```rust,linenos,name=mod.rs\nx\n```", "<figcaption><code>mod.rs</code></figcaption>"),
    ],
)
def test_what_zola_has(text: str, expected: str) -> None:
    assert expected in made(text, "zola")[0]


def test_the_unknown_keeps_its_words_and_is_told_once_a_name() -> None:
    text = "\n\n".join(["{{< odd x=1 >}}\nSome *words*.\n{{< /odd >}}"] * 3 + ["a {{< lone >}} b"])
    assert made(text) == (
        "<p>Some <em>words</em>.</p> " * 3 + "<p>a b</p>",
        ["shortcode-unknown", "shortcode-unknown"],
    )
    notice = convert(replace(PLAIN, text=text, dialect="hugo"), Site(), Options()).notices[0]
    assert notice.line == PLAIN.first_line
    assert "publish does not know the shortcode odd and left it out" in notice.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`{{< figure src=x >}}`", "<p><code>{{&lt; figure src=x &gt;}}</code></p>"),
        ("`{{</* figure src=x */>}}`", "<p><code>{{&lt; figure src=x &gt;}}</code></p>"),
        ("`v{{< param v >}}`", "<p><code>v2</code></p>"),
        (
            "```\n{{%/* note */%}} {{< unknown >}}\n```",
            '<pre class="highlight"><code>{{% note %}} {{&lt; unknown &gt;}} </code></pre>',
        ),
        ("{{ title }} {% include x %}", "<p>{{ title }} {% include x %}</p>"),
        ('an {{< "odd" one', "<p>an {{&lt; “odd” one</p>"),
    ],
)
def test_what_stays_as_written(text: str, expected: str) -> None:
    assert made(text, v="2") == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```go {linenos=inline,hl_lines=[1]}\nx\n```", '<code class="language-go">'),
        ('```go {filename="main.go"}\nx\n```', "<figcaption><code>main.go</code></figcaption>"),
        ("## A {#b .c}\n\nw", '<h2 id="b" class="c">A</h2>'),
        ("## A {#b}\n\nw", '<h2 id="b">A</h2>'),
        ("words\n{.lead}", '<p class="lead">words</p>'),
    ],
)
def test_fences_and_attributes_of_other_markdowns(text: str, expected: str) -> None:
    assert expected in made(text)[0]


def test_an_end_that_ends_nothing_is_told() -> None:
    assert made("a {{< /note >}} b") == ("<p>a b</p>", ["shortcode-unpaired"])


@pytest.mark.parametrize(
    "part",
    [
        "{{< a ",
        '{{< a "',
        "{{</* ",
        "{{< a >}}",
        "{{< ref x >}}",
        "{{< a >}}{{< /b >}}",
        "```\n{{< a >}}\n",
        "` {{< a >}} ",
        "<a b=",
        "<a b=c ",
        "<a b='",
        "<a b=c>`",
        "# {",
        "# a" + " " * 199_990 + "{",
        "# " + "a {b} ",
    ],
)
def test_shortcodes_without_end_take_no_time(part: str) -> None:
    from publish.markup import shortcodes
    from publish.markup.notices import Notices

    post = replace(PLAIN, text=part * (200_000 // len(part)), dialect="hugo", path=Path("/nowhere/x.md"))
    with computing(5):
        shortcodes.expand(post.text, post, Site(), Limits(), Notices(post))


def test_shortcodes_do_not_nest_without_end() -> None:
    with pytest.raises(ContentError, match="shortcodes more than 60 deep"):
        made("{{< note >}}" * 100 + "x" + "{{< /note >}}" * 100)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{< ui/youtube abcdefg >}}", "https://www.youtube.com/watch?v=abcdefg"),
        ("{{< youtube.html abcdefg >}}", "https://www.youtube.com/watch?v=abcdefg"),
        ('{{< ui/kbd "Ctrl" >}}', "<kbd>Ctrl</kbd>"),
        ("{{< blog/mermaid >}}\ngraph TD\n{{< /blog/mermaid >}}", 'class="language-mermaid diagram"'),
        (
            '{{< ui/link_card link="https://a.example" title="Words" >}}',
            '<a href="https://a.example">Words</a>',
        ),
        ("{{< my/tip >}}Do so.{{< /my/tip >}}", '<aside class="box box-tip">'),
        ('{{< my/audio.html src="https://a.example/a.mp3" >}}', "https://a.example/a.mp3"),
        ('{{< my/gitlab repo="a/b" >}}', "https://gitlab.com/a/b"),
    ],
)
def test_a_shortcode_in_a_folder_is_what_its_name_says(text: str, expected: str) -> None:
    body, codes = made(text)
    assert expected in body
    assert "shortcode-unknown" not in codes


@pytest.mark.parametrize("dialect", ["hugo", "zola"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See <a href=https://a.example/x?y>this</a>.", 'See <a href="https://a.example/x?y">this</a>.'),
        ('<img src=sea.png alt="The sea">', '<img src="sea.png" alt="The sea"/>'),
        (
            '<a title="b c=d" href = https://a.example/>x</a>',
            '<a title="b c=d" href="https://a.example/">x</a>',
        ),
        ("<span hidden lang=de>das</span>", '<span lang="de">das</span>'),
        ("`<a href=b>` <sub class=c>d</sub>", '<code>&lt;a href=b&gt;</code> <sub class="c">d</sub>'),
        ("a ` b <a href=https://a.example/>c</a>", 'a ` b <a href="https://a.example/">c</a>'),
        ("```text\n<a href=b>\n```", "&lt;a href=b&gt;"),
        ("    <a href=b>\n", "&lt;a href=b&gt;"),
        ("if a <b, c=d> e", "if a &lt;b, c=d&gt; e"),
    ],
)
def test_html_without_quotation_marks(text: str, expected: str, dialect: Maker) -> None:
    assert expected in made(text, dialect)[0]


def test_a_player_is_told_with_its_line() -> None:
    post = replace(PLAIN, text="One.\n\n{{< youtube dQw4w9WgXcQ >}}\n", dialect="hugo")
    chapter = convert(post, Site(), Options())
    assert [(each.code, each.line) for each in chapter.notices] == [("embed-linked", PLAIN.first_line + 2)]


@pytest.mark.parametrize(
    "code",
    [
        "`[a](@/blog/b.md)`",
        "``a ` [a](@/blog/b.md)``",
        "`over\nlines [a](@/blog/b.md)`",
        "`{{ x() }} [a](@/blog/b.md)`",
    ],
)
def test_an_address_of_zola_in_code_is_words(code: str) -> None:
    body, notices = made(f"See {code} here.", "zola")
    assert "[a](@/blog/b.md)</code> here." in body
    assert notices == []


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("{{< youtube abcdEFGH123 >}}", "hugo"),
        ("{{< vimeo 146022717 >}}", "hugo"),
        ("{{< gist ann 23932424365401ffa5e9d9810102a477 >}}", "hugo"),
        ('{{< video src="/films/storm.mp4" >}}', "hugo"),
        ('{{ youtube(id="abcdEFGH123") }}', "zola"),
        ('<iframe src="https://www.youtube.com/embed/abcdEFGH123"></iframe>', "jekyll"),
        ("{% include embed/youtube.html id='abcdEFGH123' %}", "jekyll"),
    ],
)
def test_the_line_of_what_cannot_play(text: str, dialect: Maker) -> None:
    post = replace(PLAIN, text=f"Words.\n\n{text}\n", dialect=dialect)
    site = Site(url="https://a.example")
    notices = convert(post, site, Options()).notices
    assert [(notice.code, notice.line) for notice in notices] == [("embed-linked", 6)]
