"""Liquid before Markdown: what Jekyll does, in a sandbox."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from processes import computing

from publish import posts
from publish.errors import ContentError
from publish.markup.liquid import expand
from publish.markup.notices import Notices
from publish.model import Limits, Post, Site
from publish.project import site as sites

SITE = Path(__file__).parent / "site"
Expand = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def site() -> Site:
    return sites.load(SITE / "_config.yml")


@pytest.fixture
def run(site: Site) -> Expand:
    """Expand a text as the second post of the test site: the result, and `code line` of each notice."""
    post = posts.read(SITE / "_posts/2024-06-01-second-watch.md", site)

    def expanded(text: str, of: Post | None = None, limits: Limits | None = None) -> tuple[str, list[str]]:
        of = of or post
        notices = Notices(replace(of, text=text))
        result = expand(text, notices.post, site, limits or Limits(), notices)
        return result, [f"{notice.code} {notice.line}" for notice in notices.found]

    return expanded


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ site.title }}, {{ site.keeper }}", "The Lighthouse, Ada"),
        ("{{ page.title }} in {{ page.place }}", "Second watch in the north tower"),
        ("{{ page.date }}", "2024-06-01 20:00:00 +0100"),
        ("{{ site.data.keepers | map: 'name' | array_to_sentence_string }}", "Ada, Grace, and Edith"),
        ("{{ '/a.png' | relative_url }}", "/log/a.png"),
        ("{{ '/a.png' | absolute_url }}", "https://lighthouse.example/log/a.png"),
        ("{{ page.date | date_to_string }}", "01 Jun 2024"),
        ("{{ page.date | date_to_long_string }}", "01 June 2024"),
        ("{{ page.date | date_to_xmlschema }}", "2024-06-01T20:00:00+01:00"),
        (
            "{{ page.date | date_to_string: 'ordinal' }} {{ page.date | date_to_long_string: 'ordinal', 'US' }}",
            "1st Jun 2024 June 1st, 2024",
        ),
        ("{{ '2024-01-05' | date: '%-d.%-m.%y %:z %L %s %%' }}", "5.1.24 +00:00 000 1704412800 %"),
        (
            "{{ 'The _cönfig.yml File' | slugify: 'latin' }} {{ 'Ä b' | slugify: 'ascii' }} {{ 'A_b.c' | slugify: 'pretty' }} "
            "{{ 'A B' | slugify: 'none' }}",
            "the-config-yml-file b a_b.c a b",
        ),
        (
            "{{ '' | relative_url }}|{{ nil | relative_url }}|{{ '/é' | relative_url }}|{{ '#x' | relative_url }}",
            "/log||/log/%C3%A9|/log/#x",
        ),
        ("{{ page.date | date: '%Y/%m' }} {{ 'now' | date: '%Y' }}", "2024/06 2024"),
        ("{{ site.data.keepers | where: 'tower', 'north' | size }}", "2"),
        ("{% assign g = site.data.keepers | group_by: 'tower' %}{{ g[0].name }} {{ g[0].size }}", "north 2"),
        ("{{ site.data.keepers | sort: 'name' | map: 'name' | join: ' ' }}", "Ada Edith Grace"),
        ("{{ 'Wind & Sea, 2!' | slugify }}", "wind-sea-2"),
        (
            "{{ '<b>&' | xml_escape }} {{ 'a b&c' | cgi_escape }} {{ 'a b' | uri_escape }}",
            "&lt;b&gt;&amp; a+b%26c a%20b",
        ),
        ("{{ 'one two  three' | number_of_words }}", "3"),
        ("{{ '/log/index.html' | strip_index }}", "/log/"),
        ("{{ 'a *b*' | markdownify | strip }}", "<p>a <em>b</em></p>"),
        ("{{ 'say \"no\"' | smartify }}", "say “no”"),
        ("{{ site.data.keepers[0] | jsonify }}", '{"name":"Ada","tower":"north"}'),
        ("{% raw %}{{ left }}{% endraw %}", "{{ left }}"),
        ("a{% comment %} hidden {% endcomment %}b", "ab"),
        ("{% include note.md who='Grace' words=page.title %}", "A note for Grace: Second watch\n"),
        ("{% for k in site.data.keepers %}{{ k.name }};{% endfor %}", "Ada;Grace;Edith;"),
        ("{% post_url 2024-05-01-first-light %}", "/log/2024/first-light/"),
        ("{% link _posts/2024-05-01-first-light.md %}", "/log/2024/first-light/"),
        # Written for Jekyll 3, whose tag left the base out.
        ("{{ site.baseurl }}{% link _posts/2024-05-01-first-light.md %}", "/log/2024/first-light/"),
        (
            "{{ site.url }}{% post_url 2024-05-01-first-light %}",
            "https://lighthouse.example/log/2024/first-light/",
        ),
        ("{% link notes.txt %}", "/log/notes.txt"),
    ],
)
def test_jekyll_liquid(run: Expand, template: str, expected: str) -> None:
    assert run(template) == (expected, [])


def test_highlight(run: Expand) -> None:
    text, notices = run("{% highlight ruby %}\nputs a < b\n{% endhighlight %}")
    assert not notices
    assert '<code class="language-ruby" data-lang="ruby"><span class="nb">puts</span>' in text
    assert "&lt;" in text
    assert "</code></pre></figure>" in text


@pytest.mark.parametrize(
    ("template", "expected", "notice"),
    [
        ("a\n{% gallery sea %}\nb", "a\n\nb", "liquid-unknown-tag 7"),
        ("a\n\n{{ page.nothing }}b", "a\n\nb", "liquid-unknown-variable 8"),
        ("{{ 'wave' | foam }}", "wave", "liquid-unknown-filter 6"),
        ("a {% include missing.md %}b", "a b", "liquid-error 6"),
        ("a\n{% post_url 1999-01-01-never %}", "a\n", "liquid-error 7"),
        ("{% link ../conftest.py %}", "", "liquid-error 6"),
        ("{% include ../_config.yml %}", "", "liquid-error 6"),
        ("{% include /etc/passwd %}", "", "liquid-error 6"),
    ],
)
def test_what_is_not_known_goes_with_a_notice(run: Expand, template: str, expected: str, notice: str) -> None:
    assert run(template) == (expected, [notice])


@pytest.mark.parametrize(
    "text",
    [
        "`{{` opens\n\nand more",
        "a {% if %",
        "{% if page.title %} never closed",
        "{% endif %}",
        "{% raw %}",
        "{%%}",
    ],
)
def test_text_that_jekyll_would_choke_on_stays(run: Expand, text: str) -> None:
    assert run(text) == (text, [f"liquid-unreadable {6}"])


@pytest.mark.parametrize(
    ("template", "expected", "lines"),
    [
        ("a\n\n{% if broken\n\nb {{ page.title }}", "a\n\n{% if broken\n\nb Second watch", [8]),
        ("a {{ page.title }\n\nb {{ page.title }}", "a {{ page.title }\n\nb Second watch", [6]),
        ("a\n{% endif %} b {{ page.title }}", "a\n{% endif %} b Second watch", [7]),
        ("{% if page.title %}{% for i in (1..2) %}a{% endif %}b", "{% for i in (1..2) %}ab", [6]),
        ("{% raw %}a\n{{ page.title }}", "{% raw %}a\nSecond watch", [6]),
        ("{% for i in %}words{% endfor %} {{ site.title }}", "{% for i in %}words{% endfor %} The Lighthouse", [6, 6]),
        ("{% assign %} b {{ page.title }}", "{% assign %} b Second watch", [6]),
        ("{{ | }} b {{ page.title }}", "{{ | }} b Second watch", [6]),
        ("{{ page.title }}{% if a b ( %}c", "Second watch{% if a b ( %}c", [6]),
    ],
)  # fmt: skip
def test_a_broken_tag_stays_and_costs_nothing_around_it(
    run: Expand, template: str, expected: str, lines: list[int]
) -> None:
    assert run(template) == (expected, [f"liquid-unreadable {line}" for line in lines])


@pytest.mark.parametrize(
    "template",
    [
        "{% include note.md\n  who='Grace'\n  words=page.title\n%}",
        "{% include note.md\twho='Grace' words=page.title %}",
        "{% assign n = 'note' %}{% include {{ n }}.md\nwho='Grace' words=page.title %}",
        "{%- include_cached note.md who='Grace' words=page.title -%}",
    ],
)
def test_an_include_over_several_lines(run: Expand, template: str) -> None:
    text, notices = run(template)
    assert (text.strip(), notices) == ("A note for Grace: Second watch", [])


def test_a_parameter_that_an_include_is_not_given_is_nothing(run: Expand) -> None:
    assert run("{% include note.md who='Grace' %}") == ("A note for Grace: \n", [])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ site.data.keepers | where_exp: 'k', 'k.tower == \"north\"' | map: 'name' | join: ' ' }}", "Ada Edith"),
        ("{{ site.data.keepers | where_exp: 'k', 'k.name contains \"d\" and k.tower != \"north\"' | size }}", "0"),
        ("{{ site.data.keepers | find_exp: 'k', 'k.tower != \"north\"' | map: 'name' }}", "Grace"),
        (
            "{% assign g = site.data.keepers | group_by_exp: 'k', 'k.tower | upcase' %}"
            "{% for t in g %}{{ t.name }} {{ t.size }} {{ t.items[0].name }};{% endfor %}",
            "NORTH 2 Ada;SOUTH 1 Grace;",
        ),
    ],
)  # fmt: skip
def test_expressions_in_filters(run: Expand, template: str, expected: str) -> None:
    assert run(template) == (expected, [])


def test_a_link_out_of_the_includes_is_not_followed(run: Expand, site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "_includes"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "out.md").symlink_to(tmp_path / "secret")
    post = posts.read(SITE / "_posts/2024-06-01-second-watch.md", site)
    notices = Notices(post)
    elsewhere = replace(site, root=tmp_path)
    assert expand("{% include out.md %}", post, elsewhere, Limits(), notices) == ""
    assert [notice.code for notice in notices.found] == ["liquid-error"]


@pytest.mark.parametrize(
    "template",
    [
        "{% include loop.md %}",
        "{% for i in (1..9000) %}{% for j in (1..9000) %}x{% endfor %}{% endfor %}",
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{{ (1..1000000000) | join: '' }}",
        "{% assign a = 'aaaaaaaaaa' %}" + "{% assign a = a | replace: 'a', a %}" * 9,
        "{% assign a = 9 %}{% for i in (1..9999) %}{% assign a = a | times: 999999999 %}{% endfor %}",
    ],
)
def test_a_template_that_asks_for_too_much(run: Expand, template: str) -> None:
    with computing(5), pytest.raises(ContentError, match="Liquid exceeds a limit"):
        run(template)


@pytest.mark.parametrize(
    "text",
    ["{{" * 50_000, "{{" + " " * 500_000 + "}}", "{% raw %}" * 20_000, "{{a}}" * 15_000, "{%a%}" * 15_000],
)
def test_hostile_templates_take_linear_time(run: Expand, text: str) -> None:
    with computing(5):
        run(text)


def test_text_without_liquid_never_loads_the_engine(run: Expand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "publish.markup.liquid.running", None)
    assert run("No {braces} to speak of: 100 %}") == ("No {braces} to speak of: 100 %}", [])


def test_files_without_front_matter_are_not_templates(run: Expand, site: Site) -> None:
    post = replace(
        posts.read(SITE / "_posts/2024-06-01-second-watch.md", site), first_line=1, path=SITE / "page.md"
    )
    assert run("{{ site.title }}", post) == ("{{ site.title }}", [])


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ page.title | }}", "Second watch"),
        ("{{ page.title || upcase }}", "SECOND WATCH"),
        ("{{ page.title, page.place }} {{ 'a' + 'b' }}", "Second watch a"),
        ("{{ 'abc' | append: 'x' | , }} {{ 'a | b' , }}", "abcx a | b"),
        ("{% for k in site.data.keepers | sort limit:2 %}{{ k.name }};{% endfor %}", "Ada;Grace;"),
        ("{% for i in (1..4) | reversed offset: 1 %}{{ i }}{% endfor %}", "432"),
        ("{% assign a = page.title == 'x' %}{{ a }}", "Second watch"),
        ("{% if page.title && page.nope %}a{% endif %}", "a"),
        ("{% if (page.title and page.place) or page.nope %}a{% endif %}", "a"),
        ("{% unless page.title = 'Second watch' %}a{% else %}b{% endunless %}", "b"),
        ("{% if page.title == 'a && (b)' || x %}a{% elsif page.title and %}b{% endif %}", "b"),
    ],
)  # fmt: skip
def test_what_jekylls_engine_reads_all_the_same(run: Expand, template: str, expected: str) -> None:
    assert run(template) == (expected, [])


def test_lists_as_ruby_has_them(run: Expand) -> None:
    texts = "{{ 'a,b,,c,,' | split: ',' | size }} {{ ' a  b ' | split: ' ' | join: '-' }} {{ '' | split: ',' | size }}"
    assert run(texts) == ("4 a-b 0", [])
    assert run("{{ site.data.keepers | map: 'gone' | compact | size }}") == ("0", [])
