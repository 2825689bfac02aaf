"""Reading posts: valid front matter, and errors for bad input."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from publish import posts
from publish.errors import ContentError, PostError
from publish.model import Limits, Post, Site
from publish.project import site as sites
from publish.text.authored import words
from publish.text.characters import UNUSUAL, USUAL_BYTES


def read(
    folder: Path, content: str | bytes, name: str = "2025-08-14-a-post.md", site: Site | None = None
) -> Post:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return posts.read(path, site or Site(), label=name)


def test_the_magazines_front_matter(tmp_path: Path) -> None:
    post = read(
        tmp_path,
        "---\nlayout: post\ntitle : A Title\nauthor: Ann Lee and Bo Chan\ndate  : 2025-08-14 12:00:00 +0800\n"
        'image : https://example.org/a.jpeg\n#image_caption: ""\ndescription: ""\n'
        "excerpt_separator: <excerpt/>\n---\n\nText.\n",
    )
    assert post.title == "A Title"
    assert [person.name for person in post.authors] == ["Ann Lee", "Bo Chan"]
    assert post.date == datetime(2025, 8, 14, 12, tzinfo=timezone(timedelta(hours=8)))
    assert post.image == "https://example.org/a.jpeg"
    assert post.image_alt == post.description == ""
    assert post.excerpt_separator == "<excerpt/>"
    assert (post.text, post.first_line) == ("\nText.\n", 11)
    assert post.notices == ()


def test_date_comes_from_the_file_name_when_front_matter_has_none(tmp_path: Path) -> None:
    assert read(tmp_path, "---\ntitle: A\n---\nx").date == datetime(2025, 8, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-08-14", datetime(2025, 8, 14, tzinfo=UTC)),
        ("2025-8-4 7:05", datetime(2025, 8, 4, 7, 5, tzinfo=UTC)),
        ("2025-08-14T10:00:00Z", datetime(2025, 8, 14, 10, tzinfo=UTC)),
        ("2025-08-14 10:00:00.123 -05:30", datetime(2025, 8, 14, 15, 30, tzinfo=UTC)),
        ("Thu, 14 Aug 2025 10:00:00 +0200", datetime(2025, 8, 14, 8, tzinfo=UTC)),
    ],
)
def test_ways_to_write_a_date(tmp_path: Path, text: str, expected: datetime) -> None:
    assert read(tmp_path, f"---\ntitle: A\ndate: {text}\n---\nx").date == expected


@pytest.mark.parametrize(
    "text", ["0000-00-00 00:00:00 +0800", "2025-13-45", "soon", "2025-02-30", "9" * 6000]
)
def test_an_impossible_date_is_an_error_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(PostError) as caught:
        read(tmp_path, f"---\ntitle: A\ndate: {text}\n---\nx")
    assert str(caught.value).startswith("2025-08-14-a-post.md:3: error: date: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025", "2025"),
        ("null", None),
        ("true", "true"),
        ('""', None),
        ("9" * 900, "9" * 900),
        ("<b>X</b>", "X"),
        ("Links &amp; <things>", "Links & <things>"),
        ("It&#8217;s <em>very <b>old</b></em>", "It’s very old"),
        ("One<br>two<br/>three", "One two three"),
        ("<span class='x'>Wide</span>&nbsp;world", "Wide world"),
        ("AT&T", "AT&T"),
        ("a < b and c > d", "a < b and c > d"),
        ("List<String> of <T>", "List<String> of <T>"),
        ("Box<A>", "Box<A>"),
        ("On <script>alert(1)</script>", "On <script>alert(1)</script>"),
        ("On `<br>` and `&amp;`", "On `<br>` and `&amp;`"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>"),
        ("A&#1;B&#8238;C", "ABC"),
    ],
)
def test_a_title_is_text_whatever_it_looks_like(tmp_path: Path, written: str, expected: str | None) -> None:
    quoted = written if written in {"2025", "null", "true", '""'} else json.dumps(written)
    post = read(tmp_path, f"---\ntitle: {quoted}\n---\nx")
    assert post.title == (expected or "A post")
    assert [notice.code for notice in post.notices] == ([] if expected else ["title-missing"])


@pytest.mark.parametrize("key", ["titel", "tittle", "titles"])
def test_a_mistyped_key_of_the_title_is_named(tmp_path: Path, key: str) -> None:
    (notice,) = read(tmp_path, f"---\nlayout: post\n{key}: A walk\n---\nx").notices
    assert notice.line == 3
    assert notice.message.endswith(f"from the file name; write `title:` in the place of `{key}:`")


@pytest.mark.parametrize("mark", ["--", "----", "—", "–", "—-", "-—", "—--", "--—", "–––", "––––"])
@pytest.mark.parametrize("before", ["", "\n"])
def test_other_dashes_do_not_begin_front_matter(tmp_path: Path, mark: str, before: str) -> None:
    post = read(tmp_path, f"{before}{mark}\ntitle: A walk\nauthor: Mara\n{mark}\n\nHello.\n")
    notice = next(each for each in post.notices if each.code == "front-matter-fence")
    assert notice.line == len(before) + 1
    assert notice.message.startswith(
        f"{mark!r} does not begin front matter, so its lines are text: write ---"
    )
    assert "Hello." in post.text


@pytest.mark.parametrize(
    "text", ["----\n\nHello: you.\n", "--\nHello.\n", "***\nAt: home.\n***\n", "— Yes.\n"]
)
def test_a_line_of_dashes_alone_is_no_mistake(tmp_path: Path, text: str) -> None:
    assert "front-matter-fence" not in [each.code for each in read(tmp_path, text).notices]


def test_rich_text_is_no_markdown(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="is RTF, not Markdown: save it as plain text, in UTF-8"):
        read(tmp_path, "{\\rtf1\\ansi Hello.}")


def test_a_list_for_a_title_is_noticed(tmp_path: Path) -> None:
    post = read(tmp_path, "---\ntitle: [a, b]\n---\nx")
    assert [notice.code for notice in post.notices] == ["setting-ignored", "title-missing"]
    assert post.notices[0].line == 2


@pytest.mark.parametrize(
    ("author", "names", "others"),
    [
        ("A B and C D", ["A B", "C D"], False),
        ("Max Smeets, et al.", ["Max Smeets"], True),
        ("[A B, C D]", ["A B", "C D"], False),
        ("長平", ["長平"], False),
        ("林晚照、陳若溪", ["林晚照", "陳若溪"], False),
        ("Sammy Davis, Jr.", ["Sammy Davis, Jr."], False),
        ('""', [], False),
    ],
)
def test_authors(tmp_path: Path, author: str, names: list[str], others: bool) -> None:
    post = read(tmp_path, f"---\ntitle: A\nauthor: {author}\n---\nx")
    assert [person.name for person in post.authors] == names
    assert post.others is others


def test_names_are_sorted_by_family_name_and_chinese_ones_stay(tmp_path: Path) -> None:
    post = read(tmp_path, "---\ntitle: A\nauthor: [Ludwig van Beethoven, 長平]\n---\nx")
    assert [person.file_as for person in post.authors] == ["van Beethoven, Ludwig", "長平"]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("An English sentence with the name 長平 in it.", "en"),
        ("我們習慣把「上架」想像成一次點擊。", "zh-Hant"),
        ("山里没有信号，翻过第二道梁以后，手机变成了一个叉。", "zh-Hans"),
        ("これは日本語の文章です。漢字も少しあります。", "ja"),
    ],
)
def test_language_is_found_in_the_text(tmp_path: Path, body: str, language: str) -> None:
    assert read(tmp_path, f"---\ntitle: A\n---\n{body}").language == language


def test_language_from_front_matter_wins_and_gains_its_script(tmp_path: Path) -> None:
    assert read(tmp_path, "---\ntitle: A\nlang: zh_HK\n---\nplain").language == "zh-Hant-HK"
    odd = read(tmp_path, "---\ntitle: A\nlang: '<i>'\n---\nplain")
    assert (odd.language, odd.notices[0].code) == ("en", "language-unknown")


def test_byte_order_mark_and_line_ends(tmp_path: Path) -> None:
    post = read(tmp_path, b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nx\ry\r\n")
    assert (post.title, post.text) == ("A", "x\ny\n")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("naïve".encode("latin-1"), "1: not UTF-8 (byte 2 is 0xef)"),
        ("---\ntitle: A\n---\nnaïve".encode("latin-1"), "4: not UTF-8 (byte 19 is 0xef)"),
        ("---\r\ntitle: Für\r\n---\r\n".encode("cp1252"), "2: not UTF-8 (byte 13 is 0xfc)"),
        ("---\ntitle: A\n---\nx".encode("utf-16"), "1: not UTF-8 (byte 0 is 0xff)"),
        ("plain text".encode("utf-16-le"), "None: not UTF-8 (byte 1 is 0x00)"),
    ],
)
def test_a_wrong_encoding_is_an_error_with_the_byte(tmp_path: Path, raw: bytes, message: str) -> None:
    with pytest.raises(PostError) as caught:
        read(tmp_path, raw)
    assert message in f"{caught.value.line}: {caught.value.message}"


def test_a_link_to_a_file_that_is_no_post_is_an_error(tmp_path: Path) -> None:
    secret, post = tmp_path / "passwd", tmp_path / "post.md"
    secret.write_text("root:x:0:0\n")
    post.symlink_to(secret)
    with pytest.raises(PostError) as caught:
        posts.read(post, Site())
    assert "passwd' which is no post" in caught.value.message.replace(",", "")
    kept = tmp_path / "kept.md"
    kept.write_text("---\ntitle: Kept\n---\nx\n")
    post.unlink()
    post.symlink_to(kept)
    assert posts.read(post, Site()).title == "Kept"


@pytest.mark.skipif(sys.platform == "darwin", reason="file names are always UTF-8 there")
@pytest.mark.parametrize("name", [b"bad\xff.md", b"f\xff/post.md"])
def test_a_name_that_is_not_utf_8_is_an_error(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118  # names of bytes
    path.parent.mkdir(exist_ok=True)
    path.write_text("---\ntitle: A\n---\nx\n")
    with pytest.raises(PostError) as caught:
        posts.read(path, Site())
    assert caught.value.message.endswith("is not UTF-8: rename it")


def test_characters_no_book_may_hold_are_removed_with_a_notice(tmp_path: Path) -> None:
    post = read(tmp_path, "---\ntitle: A\n---\none\x00 two\ufffe\n")
    assert post.text == "one two\n"
    assert (post.notices[0].code, post.notices[0].line) == ("characters-removed", 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\ntext goes on", 1),
        ("---\ntitle: A: b\n---\nx", 2),
        ("---\na: &x [1]\nb: *y\n---\n", 3),
        ("---\ntitle: A\nk: " + "[" * 40 + "]" * 40 + "\n---\n", 3),
        ("---\n- a\n- b\n---\n", 2),
        ("+++\ntitle = \n+++\n", 2),
    ],
)
def test_front_matter_that_cannot_be_read(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(PostError) as caught:
        read(tmp_path, text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# The $\\mathbb{R}_+$ and $a^*b^*$ *here*", "The $\\mathbb{R}_+$ and $a^*b^*$ here"),
        ("# On \\\\(x_1\\\\) in [words](a.html)", "On \\(x_1\\) in words"),
        ("# From $5 *to* $6 and _more_", "From $5 to $6 and more"),
    ],
)
def test_a_heading_that_names_a_post_keeps_its_formulas(tmp_path: Path, heading: str, title: str) -> None:
    assert read(tmp_path, f"{heading}\n\nText.\n").title == title


@pytest.mark.parametrize("value", ['"The $\\mathbb{R}$"', '"a \\(x\\) b"', '"\\sum"'])
def test_a_backslash_in_double_quotes_is_told_in_plain_words(tmp_path: Path, value: str) -> None:
    with pytest.raises(PostError) as caught:
        read(tmp_path, f"---\ntitle: {value}\n---\nx")
    assert "write it twice, or use single quotes" in caught.value.message
    assert caught.value.line == 2


@pytest.mark.parametrize(
    "text", ["---\n\nA rule first.\n\n---\n\nmore", "\n---\ntitle: late\n---\n", "plain"]
)
def test_rules_in_the_text_are_not_front_matter(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).text == text


def test_toml_front_matter(tmp_path: Path) -> None:
    post = read(
        tmp_path, '+++\ntitle = "A"\ndate = 2025-01-02T03:04:05Z\ntags = ["x"]\ndraft = false\n+++\ntext\n'
    )
    assert (post.title, post.tags, post.date) == ("A", ("x",), datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert (post.text, post.first_line) == ("text\n", 7)


def test_without_front_matter_the_first_heading_is_the_title(tmp_path: Path) -> None:
    assert read(tmp_path, "some text\n\n## The *Way* [home](x)\n").title == "The Way home"
    assert read(tmp_path, "# <%= x %>\n\ntext\n\n# Way\n").title == "Way"


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x" * 100)
    with pytest.raises(ContentError, match="limit post_bytes"):
        posts.read(path, Site(), Limits(post_bytes=99))


@pytest.mark.parametrize("name", ["missing.md", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(PostError):
        posts.read(tmp_path / name, Site())


CONFIG = """
title: The Paper
url: https://example.org/
baseurl: /p/
author: The Desk
lang: zh-HK
excerpt_separator: <!--more-->
collections: {essays: {output: true}, notes: {permalink: "/n/:title/"}}
defaults:
  - scope: {path: "", type: essays}
    values: {author: Essayist, tags: [e]}
  - scope: {path: _essays/deep}
    values: {author: Deep}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "_config.yml").write_text(CONFIG)
    (tmp_path / ".git").mkdir()
    return sites.load(sites.find(tmp_path))


def test_site_settings_reach_the_post(tmp_path: Path, site: Site) -> None:
    post = read(tmp_path, "---\ntitle: A\n---\nplain", "_posts/2025-08-14-a b.md", site)
    assert post.authors[0].name == "The Desk"
    assert post.excerpt_separator == "<!--more-->"
    assert post.address == "https://example.org/p/2025/08/14/a-b.html"


def test_defaults_by_collection_and_path(tmp_path: Path, site: Site) -> None:
    essay = read(tmp_path, "---\ntitle: A\n---\nplain", "_essays/2025-01-01-x.md", site)
    assert (essay.authors[0].name, essay.tags, essay.collection) == ("Essayist", ("e",), "essays")
    assert essay.address == "https://example.org/p/essays/2025-01-01-x.html"
    assert read(tmp_path, "---\ntitle: A\n---\n", "_essays/deep/y.md", site).authors[0].name == "Deep"
    note = read(tmp_path, "---\ntitle: A\n---\n", "_notes/y.md", site)
    assert note.address == "https://example.org/p/n/y/"


def test_the_sites_region_is_kept_where_the_text_agrees(tmp_path: Path, site: Site) -> None:
    assert read(tmp_path, "---\ntitle: A\n---\n我們這樣說話。", site=site).language == "zh-Hant-HK"
    assert read(tmp_path, "---\ntitle: A\n---\n我们这样说话。", site=site).language == "zh-Hans"
    assert read(tmp_path, "---\ntitle: A\n---\nEnglish words here.", site=site).language == "en"


def test_permalink_of_the_post(tmp_path: Path, site: Site) -> None:
    post = read(tmp_path, "---\ntitle: A\npermalink: /x/:year/:title/\n---\n", site=site)
    assert post.address == "https://example.org/p/x/2025/a-post/"


def test_a_broken_site_is_an_error_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: A\nurl: b: c\n")
    with pytest.raises(PostError) as caught:
        sites.load(tmp_path / "_config.yml")
    assert caught.value.line == 2


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_breaks_of_other_programs_are_spaces_in_front_matter_and_no_line_ends(
    tmp_path: Path, mark: str
) -> None:
    text = f'---\ntitle: "A{mark}B"\nauthor: Ann{mark}Lee\ndescription: C{mark}D\ndate: 2025-08-14\n---\n# E{mark}F\n'
    post = read(tmp_path, text)
    assert (post.title, post.description, post.first_line) == ("A B", "C D", 7)
    assert [person.name for person in post.authors] == ["Ann Lee"]
    assert post.text.count("\n") == 1
    assert post.notices == ()


def test_nel_ends_lines_where_nothing_else_does(tmp_path: Path) -> None:
    post = read(tmp_path, "---\x85title: A\x85---\x85One.\x85\x85Two.\x85")
    assert (post.title, post.text) == ("A", "One.\n\nTwo.\n")


@pytest.mark.parametrize("mark", ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd"])
def test_private_use_is_left_out_with_its_line(tmp_path: Path, mark: str) -> None:
    post = read(tmp_path, f"---\ntitle: A\n---\nOne {mark}two.\n")
    assert post.text == "One two.\n"
    assert [(each.code, each.line) for each in post.notices] == [("characters-private", 4)]
    assert f"U+{ord(mark):04X}" in post.notices[0].message


def test_what_cannot_be_seen_is_no_title(tmp_path: Path) -> None:
    post = read(tmp_path, '---\ntitle: "\\u200b\\u3164\\u2800\\ue000"\n---\nx', "2025-08-14-a-name.md")
    assert post.title == "A name"


def test_words_of_front_matter_and_of_the_site_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: Tom &amp; Co <em>Ltd</em>\nauthor: Ren&eacute; <T>\n")
    site = sites.load(tmp_path / "_config.yml")
    assert (site.title, site.author) == ("Tom & Co Ltd", "René <T>")
    front = 'author: "Ann &amp; Bo"\ndescription: "<p>On <i>all</i></p><p>&lt;T&gt;</p>"\ntags: ["R&amp;D"]'
    post = read(tmp_path, f"---\ntitle: A\n{front}\n---\nx")
    assert [person.name for person in post.authors] == ["Ann", "Bo"]
    assert (post.description, post.tags) == ("On all <T>", ("R&D",))


def test_liquid_sees_the_title_as_it_is_written(tmp_path: Path) -> None:
    post = read(tmp_path, '---\ntitle: "A &lt;T&gt;"\n---\nx')
    assert (post.title, post.meta["title"]) == ("A <T>", "A &lt;T&gt;")


@pytest.mark.parametrize(
    "text", ["`" * 300_000, "<a>" * 100_000, "<a><b>" * 60_000, "<a x=" * 90_000, "&a" * 200_000]
)
def test_words_take_linear_time(text: str) -> None:
    assert words(text)


@pytest.mark.parametrize(
    ("lines", "series"),
    [
        ("series: Harbour letters", ("Harbour letters", "")),
        ("series: Harbour letters\nseries_part: 3", ("Harbour letters", "3")),
        ("series: [Harbour letters, Other]\npart: 2", ("Harbour letters", "2")),
        ("series: {name: Harbour letters, part: 4}", ("Harbour letters", "4")),
        ("series:\n  title: Harbour letters\n  index: 1.5", ("Harbour letters", "1.5")),
        ("series: 1984", ("1984", "")),
        ("series: {}", None),
        ("series:", None),
    ],
)
def test_a_series(tmp_path: Path, lines: str, series: tuple[str, str] | None) -> None:
    path = tmp_path / "post.md"
    path.write_text(f"---\ntitle: A\n{lines}\n---\nText.\n")
    post = posts.read(path, Site(), label="post.md")
    assert (post.series and (post.series.name, post.series.position)) == series
    assert post.notices == ()


def test_usual_bytes_make_no_unusual_characters() -> None:
    codes = (code for code in range(0x110000) if not 0xD800 <= code < 0xE000)  # these are in no UTF-8
    unusual = [chr(code) for code in codes if UNUSUAL.search(chr(code))]
    assert all(character.encode().translate(None, USUAL_BYTES) for character in unusual)
    assert not "Plain words – with “quotes”, ümlauts,\tand 中文\r\n".encode().translate(None, USUAL_BYTES)
