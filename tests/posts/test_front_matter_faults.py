"""Front matter that is no YAML: what is wrong, and the line on which to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish
from publish import posts
from publish.model import Site
from publish.project import site as sites

QUOTE = "a quotation mark is not closed"
AFTER = "text stands after a closing quotation mark or bracket"
KEY = "this is no `key: value`"
TAB = "a tab: YAML takes only spaces"
DEEPER = "this line is indented further than the one above"
UNEVEN = "this line begins further left or right"


@pytest.mark.parametrize(
    ("settings", "line", "message"),
    [
        ('title: "Pier\ndate: 2026-03-01', 2, QUOTE),
        ("lang: en\ntitle: 'Pier\ndate: 2026-03-01\nauthor: x", 3, QUOTE),
        ('title: "Pier\nauthor: "Ann"\ntags: x', 2, QUOTE),
        ('title: "Pier" and tide', 2, AFTER),
        ("lang: en\ntitle: 'It's Pier'", 3, AFTER),
        ("tags: [a] b", 2, AFTER),
        ("tags: [a, b]]", 2, AFTER),
        ("author:\n\tname: Ann", 3, TAB),
        ("title: Pier\n\tdate: x", 3, TAB),
        ("lang: en\ntitle: @ann", 3, "a value that begins with `@` means something else to YAML"),
        ("title: `x`", 2, "a value that begins with ``` means something else"),
        ("title: %x", 2, "a value that begins with `%` means something else"),
        ("tags: [a, b\ndate: 2026-03-01", 2, "a [ is not closed, or a comma is missing"),
        ("author: {name: Ann\ntitle: x", 2, "a { is not closed, or a comma is missing"),
        ("title Pier\ndate: 2026-03-01", 2, KEY),
        ("date: 2026-03-01\ntitle Pier\nlang: en", 3, KEY),
        ("title:Pier\ndate: 2026-03-01", 2, KEY),
        ('title: "a\\q"', 2, "a backslash in double quotes"),
        ("title: Pier\n  date: 2026-03-01", 3, DEEPER),
        ("author:\n  name: x\n   url: y", 4, DEEPER),
        ("tags:\n  - a\n - b", 4, UNEVEN),
        ("title: Pier\n- a", 3, UNEVEN),
        ("tags: - a", 2, "a list begins on the line below its key"),
        ("title: > Pier\n  more", 2, "after | or > the text begins on the next line"),
        ("lang: en\ntitle: Pier: a tale", 3, "a colon inside a value: put the value in quotes"),
        ("tags: [,]", 2, "a bracket or comma with no value before it"),
        ("title: *x y", 2, "a value that begins with `*x` means something else"),
    ],
)
def test_it_is_told_in_words_with_its_line(tmp_path: Path, settings: str, line: int, message: str) -> None:
    post = tmp_path / "a.md"
    # A key first of all, so that every text is front matter.
    post.write_text(f"---\nlayout: post\n{settings}\n---\n\nText.\n")
    (made,) = publish.build(post, "html", tmp_path / "out", project=tmp_path)
    assert isinstance(made.error, publish.PostError)
    assert made.error.message.startswith(f"front matter: {message}")
    assert made.error.line == line + 1
    assert ": error: front matter: " in str(made.error)


@pytest.mark.parametrize("key", ["lang", "language", "locale"])
@pytest.mark.parametrize(
    ("said", "meant"),
    [("klingon", "'tlh'"), ("jp", "'ja'"), ("german", "'de'"), ("hk", "'zh-Hant'"), ("xx", "")],
)
def test_a_language_that_is_no_tag_has_its_line(tmp_path: Path, key: str, said: str, meant: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: A\n{key}: {said}\n---\nWords.\n")
    post = posts.read(path, Site())
    (notice,) = post.notices
    assert (notice.code, notice.line, post.language) == ("language-unknown", 3, "en")
    assert notice.message.startswith(
        f"{key}: {said!r} is not a language tag: write one such as en or zh-Hant"
    )
    assert notice.message.endswith(f"; did you mean {meant}?" if meant else "zh-Hant")


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("繁體中文", "zh-Hant"), ("繁体中文", "zh-Hant"), ("正體中文", "zh-Hant"), ("繁中", "zh-Hant"), ("简体中文", "zh-Hans"),
        ("簡體中文", "zh-Hans"), ("中文", "zh"), ("粵語", "yue"), ("英文", "en"), ("日本語", "ja"), ("Deutsch", "de"),
        ("British English", "en-GB"), ("Traditional Chinese", "zh-Hant"),
    ],
)  # fmt: skip
def test_names_of_languages_lead_to_their_tags(tmp_path: Path, said: str, tag: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nlang: {said}\n---\nWords.\n", "utf-8")
    (notice,) = posts.read(tmp_path / "a.md", Site()).notices
    assert notice.message.endswith(f"; did you mean {tag!r}?")


@pytest.mark.parametrize("said", ["mul", "und", "zxx", "MIS", "und-Latn"])
def test_tags_of_no_language_are_told(tmp_path: Path, said: str) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nlang: {said}\n---\nThe words of a post.\n")
    post = posts.read(tmp_path / "a.md", Site())
    (notice,) = post.notices
    assert (notice.code, notice.line, post.language) == ("language-unknown", 3, "en")
    assert notice.message.startswith(f"lang: {said!r} is no language: write that of most of the text")


def test_a_site_whose_language_is_no_tag_has_its_line(tmp_path: Path) -> None:
    config = tmp_path / "_config.yml"
    config.write_text("title: Harbour\nlang: english\n")
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\n---\nWords.\n")
    (notice,) = posts.read(path, sites.load(config)).notices
    assert (notice.path, notice.line) == (str(config), 2)
    assert notice.message.endswith("did you mean 'en'?")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("hugo.toml", 'baseURL = "https://example.org/"\nlanguageCode = "english"\n', 2),
        ("hugo.yaml", "baseURL: https://example.org/\ntitle: A\ndefaultContentLanguage: english\n", 3),
        ("config.toml", 'base_url = "https://example.org/"\ndefault_language = "english"\n', 2),
    ],
)
def test_a_site_of_hugo_or_zola_whose_language_is_no_tag_has_its_line(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    (tmp_path / name).write_text(text)
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\n---\nWords.\n")
    (notice,) = posts.read(path, sites.load(tmp_path / name)).notices
    assert (notice.path, notice.line) == (str(tmp_path / name), line)
    assert notice.message.startswith(
        f"{text.splitlines()[line - 1].split()[0].rstrip(':')}: 'english' is not"
    )


@pytest.mark.parametrize(("folder", "before"), [(".", ""), ("posts/old", "../../"), ("/", None)])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_config.yml", "lang: english\n"),
        ("hugo.toml", 'baseURL = "https://example.org/"\nlanguageCode = "english"\n'),
        ("config.toml", 'base_url = "https://example.org/"\ndefault_language = "english"\n'),
    ],
)
def test_the_file_of_a_sites_language_is_named_as_the_user_would_type_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, folder: str, before: str | None
) -> None:
    (tmp_path / "posts" / "old").mkdir(parents=True)
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path / folder)
    (notice,) = sites.load(tmp_path / name).notices
    expected = str(tmp_path / name)[1:] if before is None else f"{before}{name}"
    assert notice.path == expected


@pytest.mark.parametrize(("folder", "path"), [(".", "_config.yml"), ("posts", "../_config.yml")])
def test_so_is_the_file_of_settings_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: A\na: [")
    monkeypatch.chdir(tmp_path / folder)
    with pytest.raises(publish.PostError) as caught:
        sites.load(tmp_path / "_config.yml")
    assert caught.value.path == path


ICON = "left out characters that only an icon font can show, the first U+{}: use a word or a picture in their place"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (r'---{n}title: "Pier \uE000"{n}---', 2, f"title: {ICON.format('E000')}"),
        (r'---{n}title: Pier{n}subtitle: "\uF0E7 x"{n}---', 3, f"subtitle: {ICON.format('F0E7')}"),
        (r'---{n}title: Pier{n}tags: [a, "b\U000F0001"]{n}---', 3, f"tags: {ICON.format('F0001')}"),
        (
            r'---{n}title: Pier{n}cover: {{image: a.png, caption: "\uE003"}}{n}---',
            3,
            f"cover: {ICON.format('E003')}",
        ),
        (r"---{n}title: Pier &#xE004;{n}---", 2, f"title: {ICON.format('E004')}"),
        (r'+++{n}title = "Pier \uE005"{n}+++', 2, f"title: {ICON.format('E005')}"),
        (
            r'---{n}title: "Pier\u0007"{n}---',
            2,
            "title: removed characters that are not allowed in books, the first U+0007",
        ),
    ],
)
def test_characters_that_front_matter_writes_by_number_are_told(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    (tmp_path / "a.md").write_text(text.format(n="\n") + "\n\nWords.\n", "utf-8")
    post = posts.read(tmp_path / "a.md", Site())
    assert [(each.message, each.line) for each in post.notices if "characters" in each.code] == [(said, line)]
    assert post.title == "Pier"
