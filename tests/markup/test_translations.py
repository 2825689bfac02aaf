"""A site of jekyll-multiple-languages-plugin: posts, words and files below `_i18n`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from processes import computing

from publish import posts
from publish.cli import main
from publish.errors import ContentError
from publish.markup.convert import convert
from publish.model import Chapter, Options
from publish.project import site as sites

CONFIG = "title: T\nurl: https://t.example\nlanguages: [en, fr]\n"
FILES = {
    "_i18n/en.yml": "greeting:\n  hello: Hello *there*\nonly: Here\n",
    "_i18n/fr.yml": "greeting:\n  hello: Bonjour\n",
    "_i18n/en/parts/rope.md": "A rope, {{ page.title }}.\n",
    "_i18n/fr/parts/rope.md": "Une corde.\n",
    "_i18n/en/parts/net.md": "A net.\n",
}


def written(folder: Path, text: str, language: str, front: str = "title: A post") -> Path:
    for name, words in {"_config.yml": CONFIG, **FILES}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(words)
    path = folder / f"_i18n/{language}/_posts/2024-05-01-a.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\n{front}\n---\n{text}\n")
    return path


def chapter(folder: Path, text: str, language: str = "fr", front: str = "title: A post") -> Chapter:
    path = written(folder, text, language, front)
    site = sites.load(folder / "_config.yml")
    return convert(posts.read(path, site), site, Options())


def test_many_words_are_read_once_and_files_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post with thousands of words from a large file takes no longer; files that include each other twice are an error."""
    many = "".join(f"key{number}: word\n" for number in range(3_000))
    files = {f"_i18n/en/parts/{n}.md": f"{{% tf parts/{n + 1}.md %}}" * 2 for n in range(25)}
    monkeypatch.setattr(f"{__name__}.FILES", {**FILES, **files, "_i18n/en.yml": many})
    with computing(30):
        assert chapter(tmp_path, "{% t key7 %} " * 1_000, "en").body.count("word") == 1_000
        with pytest.raises(ContentError, match="use fewer loops, includes or repetitions"):
            chapter(tmp_path, "{% tf parts/0.md %}", "en")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("{% t greeting.hello %}", "en", "<p>Hello <em>there</em></p>"),
        ("{% translate greeting.hello %}", "fr", "<p>Bonjour</p>"),
        ('{% t "greeting.hello" %}!', "fr", "<p>Bonjour!</p>"),
        ("{% t only %}", "fr", "<p>Here</p>"),
        ("{% t page.key %}", "fr", "<p>Bonjour</p>"),
        ("{% tf parts/rope.md %}", "en", "<p>A rope, A post.</p>"),
        ("{% translate_file parts/rope.md %}", "fr", "<p>Une corde.</p>"),
        ("{% tf parts/net.md %}", "fr", "<p>A net.</p>"),
    ],
)
def test_words_and_files_of_a_language(tmp_path: Path, text: str, language: str, expected: str) -> None:
    made = chapter(tmp_path, text, language, "title: A post\nkey: greeting.hello")
    assert (made.body.strip(), made.notices) == (expected, ())


@pytest.mark.parametrize(
    "text", ["a {% t no.such %} b", "a {% t greeting %} b", "a {% tf ../../secret.md %} b"]
)
def test_what_is_not_there_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path.parent / "secret.md").write_text("secret")
    made = chapter(tmp_path, text)
    assert "secret</p>" not in made.body
    assert [notice.line for notice in made.notices] == [4]


@pytest.mark.parametrize(("language", "address"), [("en", ""), ("fr", "/fr")])
def test_the_address_and_no_categories(tmp_path: Path, language: str, address: str) -> None:
    post = posts.read(written(tmp_path, "x", language), sites.load(tmp_path / "_config.yml"))
    assert (post.address, post.categories, post.language) == (
        f"https://t.example{address}/2024/05/01/a.html",
        (),
        language,
    )


def test_only_posts_are_made_and_a_volume_has_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "Words.", "en", "title: The sea")
    written(tmp_path, "Mots.", "fr", "title: La mer")
    monkeypatch.chdir(tmp_path)
    assert main(["html", ".", "--offline", "--jobs", "1", "-o", "build"]) == 0
    assert len(list(Path("build").rglob("*.html"))) == 2
    assert main(["volume", ".", "--format", "epub", "--offline", "-o", "out", "--title", "V"]) == 0
    (book,) = Path("out").rglob("*.epub")
    with zipfile.ZipFile(book) as archive:
        pages = "".join(archive.read(name).decode() for name in archive.namelist() if "/chapter-" in name)
    assert "Words." in pages
    assert "Mots." not in pages
