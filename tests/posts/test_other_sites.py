"""Sites of Hugo and Zola: whose posts they are, where their pages stand, what is held back, where pictures lie."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from processes import computing

from publish import posts
from publish.cli import main
from publish.errors import PostError
from publish.images import local
from publish.keep.once import read_anew
from publish.markup.convert import convert
from publish.model import Options, Post, Site
from publish.project import site as sites

HUGO = 'baseURL = "https://a.example/log/"\ntitle = "The Log"\nlanguageCode = "en-gb"\n[params]\nauthor = "Ann Lee"\n'
ZOLA = 'base_url = "https://z.example"\ntitle = "Zed"\ndefault_language = "fr"\n[extra]\nauthor = "Zoe"\n'
Read = Callable[..., Post]


def lay(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """A post at a path below the site of these settings."""

    def reader(path: str, text: str, config: str = HUGO, name: str = "hugo.toml") -> Post:
        lay(tmp_path, **{name: config, path: text})
        found = sites.find((tmp_path / path).parent)
        return posts.read(tmp_path / path, sites.load(found), label=path)

    return reader


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("hugo.toml", HUGO),
        ("config.toml", HUGO),
        ("config/_default/hugo.toml", HUGO),
        ("hugo.yaml", "baseURL: https://a.example/log/\ntitle: The Log\nlanguageCode: en-gb\nparams:\n  author: Ann Lee\n"),
        ("config.json", json.dumps({"baseURL": "https://a.example/log/", "title": "The Log", "languageCode": "en-gb",
                                    "params": {"author": {"name": "Ann Lee"}}})),
    ],
)  # fmt: skip
def test_hugos_settings(read: Read, tmp_path: Path, name: str, config: str) -> None:
    post = read("content/posts/a.md", "---\ntitle: T\n---\nw\n", config, name)
    site = sites.load(sites.find(tmp_path / "content"))
    assert (site.maker, site.root, site.title, site.language) == ("hugo", tmp_path, "The Log", "en-GB")
    assert post.address == "https://a.example/log/posts/a/"
    assert [person.name for person in post.authors] == ["Ann Lee"]


def test_zolas_settings(read: Read, tmp_path: Path) -> None:
    post = read("content/blog/2024-05-06-a.md", '+++\ntitle = "T"\n+++\nw\n', ZOLA, "config.toml")
    site = sites.load(sites.find(tmp_path / "content"))
    assert (site.maker, site.title, site.language, site.author) == ("zola", "Zed", "fr", "Zoe")
    assert post.address == "https://z.example/blog/a/"
    assert str(post.date)[:10] == "2024-05-06"


@pytest.mark.parametrize("text", ["[tool.x]\nbaseline = 1\n", "name = 'x'\n", "\x00"])
def test_settings_of_other_programs_are_none(tmp_path: Path, text: str) -> None:
    lay(tmp_path, **{"config.toml": text})
    (tmp_path / ".git").mkdir()
    assert sites.find(tmp_path) is None


def test_jekylls_settings_go_first(tmp_path: Path) -> None:
    lay(tmp_path, **{"config.toml": HUGO, "_config.yml": "title: J\n"})
    assert sites.find(tmp_path) == tmp_path / "_config.yml"


def test_broken_settings_say_where(tmp_path: Path) -> None:
    lay(tmp_path, **{"hugo.toml": "a = 1\nb = = 2\n"})
    with pytest.raises(PostError) as told:
        sites.load(sites.find(tmp_path))
    assert told.value.line == 2


@pytest.mark.parametrize(
    ("path", "matter", "pattern", "expected"),
    [
        ("content/posts/a/index.md", "", "", "posts/a/"),
        ("content/posts/A B.md", "", "", "posts/a-b/"),
        ("content/posts/a.md", "slug: the-b", "", "posts/the-b/"),
        ("content/posts/a.md", "url: /c/d.html", "", "c/d.html"),
        ("content/posts/a.md", "date: 2024-05-06", ":year/:month/:slug", "2024/05/t/"),
        ("content/posts/x/a.md", "slug: s", "/:sections/:slugorfilename/", "posts/x/s/"),
    ],
)
def test_addresses(read: Read, path: str, matter: str, pattern: str, expected: str) -> None:
    config = HUGO + (f'[permalinks]\nposts = "{pattern}"\n' if pattern else "")
    post = read(path, f"---\ntitle: T\n{matter}\n---\nw\n", config)
    assert post.address == f"https://a.example/log/{expected}"


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ('+++\ntitle = "T"\n+++\n{{ page.title }}\n', "hugo"),
        ('{\n  "title": "T"\n}\n\n{{ page.title }}\n', "hugo"),
        ('+++\ntitle = "T"\n[taxonomies]\ntags = ["a"]\n+++\nw\n', "zola"),
        ('+++\ntitle = "T"\n+++\n{{ youtube(id="x") }}\n', "zola"),
        ("---\ntitle: T\n---\n{{< youtube x >}}\n", "hugo"),
        ("---\ntitle: T\n---\n`{{< youtube x >}}` and {{ page.title }}\n", "jekyll"),
        ("---\ntitle: T\n---\n{% raw %}{{< x >}}{% endraw %}\n", "jekyll"),
        ("---\ntitle: T\n---\n{{ page.title }}\n", "jekyll"),
    ],
)
def test_whose_post_it_is_where_there_is_no_site(tmp_path: Path, text: str, dialect: str) -> None:
    lay(tmp_path, **{"a.md": text})
    post = posts.read(tmp_path / "a.md", sites.load(None))
    assert (post.dialect, post.title) == (dialect, "T")
    shown = convert(post, sites.load(None), Options()).body
    assert ("{{ page.title }}" in shown) == (dialect != "jekyll" and "page" in text)


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_front_matter_of_hugo(tmp_path: Path, kind: str) -> None:
    values = {"Title": "The T", "date": "2024-05-06T07:08:09Z", "tags": ["a b", "c"], "authors": ["Ann Lee", "Bo"],
              "featuredImage": "a.png", "lastmod": "2024-06-01", "description": "It is so"}  # fmt: skip
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
    text = f"+++\n{lines}\n+++\nw\n" if kind == "toml" else f"{json.dumps(values, indent=1)}\nw\n"
    lay(tmp_path, **{"a.md": text})
    post = posts.read(tmp_path / "a.md", sites.load(None))
    assert (post.title, post.tags, post.image, post.description) == (
        "The T",
        ("a b", "c"),
        "a.png",
        "It is so",
    )
    assert [person.name for person in post.authors] == ["Ann Lee", "Bo"]
    assert (str(post.date)[:10], str(post.modified)[:10], post.text.strip()) == (
        "2024-05-06",
        "2024-06-01",
        "w",
    )


@pytest.mark.parametrize(
    ("matter", "image"),
    [
        ("cover:\n  image: a/b.png", "a/b.png"),
        ("featured_image: /img/b.png", "/img/b.png"),
        ("images: [c.png, d.png]", "c.png"),
        ("params:\n  featureImage: e.png", "e.png"),
        ("image:\n  filename: f.png\n  caption: It", "f.png"),
    ],
)
def test_the_picture_that_front_matter_names(read: Read, matter: str, image: str) -> None:
    assert read("content/posts/a.md", f"---\ntitle: T\n{matter}\n---\nw\n").image == image


@pytest.mark.parametrize(
    ("text", "line"), [('{\n  "title": "T",\n}\nw\n', 3), ('{\n  "title": "T"\n} w\n', 3)]
)
def test_broken_json_says_where(tmp_path: Path, text: str, line: int) -> None:
    lay(tmp_path, **{"a.md": text})
    with pytest.raises(PostError) as told:
        posts.read(tmp_path / "a.md", sites.load(None))
    assert told.value.line == line


def test_a_text_that_begins_with_a_brace_is_a_text(tmp_path: Path) -> None:
    lay(tmp_path, **{"a.md": "{% if true %}w{% endif %}\n"})
    assert posts.read(tmp_path / "a.md", sites.load(None)).text.startswith("{%")


def test_pictures_lie_beside_the_page_or_in_static(read: Read, tmp_path: Path) -> None:
    post = read("content/posts/a/index.md", "---\ntitle: T\n---\nw\n")
    for place in ("static/img/s.png", "content/posts/a/own.png", "assets/t.png"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4)).save(tmp_path / place)
    roots = local.roots_of(post, sites.load(tmp_path / "hugo.toml"))
    assert local.file_of("/img/s.png", roots) == tmp_path / "static/img/s.png"
    assert local.file_of("img/s.png", roots) == tmp_path / "static/img/s.png"
    assert local.file_of("own.png", roots) == tmp_path / "content/posts/a/own.png"
    assert local.file_of("/t.png", roots) == tmp_path / "assets/t.png"
    assert local.file_of("https://a.example/log/img/s.png", roots) == tmp_path / "static/img/s.png"
    assert local.file_of("../../../../secret.png", roots) is None


def test_links_to_pages(read: Read, tmp_path: Path) -> None:
    lay(
        tmp_path,
        **{
            "content/posts/other.md": "---\ntitle: O\nslug: the-o\n---\n## Place\n",
            "content/notes/n/index.md": "n\n",
        },
    )
    links = ["other.md", "other.md#place", "/posts/other", "n", "nowhere.md"]
    text = " ".join(f'[x]({{{{< ref "{link}" >}}}})' for link in links)
    post = read("content/posts/a.md", f"---\ntitle: T\n---\n{text}\n")
    chapter = convert(post, sites.load(tmp_path / "hugo.toml"), Options())
    top = "https://a.example/log"
    told = [f"{top}/posts/the-o/", f"{top}/posts/the-o/#place", f"{top}/posts/the-o/", f"{top}/notes/n/"]
    assert [part.split('"')[0] for part in chapter.body.split('href="')[1:]][:4] == told
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("page-unknown", 4)]
    assert str(tmp_path / "content/posts/other.md") in dict(chapter.files)


def test_a_link_leads_to_no_page_outside_the_site(read: Read, tmp_path: Path) -> None:
    lay(tmp_path, **{"secret.md": "---\nurl: /secret-place/\n---\n", "content/notes/n.md": "n\n"})
    (tmp_path / "content/notes/out.md").symlink_to(tmp_path / "secret.md")
    post = read("content/posts/a.md", '---\ntitle: T\n---\n[x]({{< ref "out" >}}) [y]({{< ref "n" >}})\n')
    chapter = convert(post, sites.load(tmp_path / "hugo.toml"), Options())
    assert "secret" not in chapter.body
    assert 'href="https://a.example/log/notes/n/"' in chapter.body
    assert [notice.code for notice in chapter.notices] == ["page-unknown"]


def test_links_of_zola_and_of_no_site(read: Read, tmp_path: Path) -> None:
    lay(tmp_path, **{"content/blog/o.md": '+++\ntitle = "O"\n+++\n'})
    post = read(
        "content/blog/a.md", '+++\ntitle = "T"\n+++\n[x](@/blog/o.md#b) `[y](@/z.md)`\n', ZOLA, "config.toml"
    )
    assert (
        'href="https://z.example/blog/o/#b"'
        in convert(post, sites.load(tmp_path / "config.toml"), Options()).body
    )


def test_what_is_held_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    posts_there = {
        "here": "",
        "drafted": "draft: true",
        "over": "expiryDate: 2020-01-01",
        "later": "publishDate: 2999-01-01",
    }
    lay(
        tmp_path,
        **{"hugo.toml": HUGO, "README.md": "r\n", "themes/t/content/x.md": "x\n", "content/_index.md": "i\n"},
    )
    for name, matter in posts_there.items():
        lay(
            tmp_path,
            **{f"content/posts/{name}/index.md": f"---\ntitle: {name}\ndate: 2019-01-01\n{matter}\n---\nw\n"},
        )
    monkeypatch.chdir(tmp_path)
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    assert [path.relative_to("out").as_posix() for path in Path("out").rglob("*.html")] == [
        "content/posts/here.html"
    ]
    told = capsys.readouterr().err
    assert "1 draft (--drafts)" in told
    assert "1 past `expiryDate` (--unpublished)" in told
    assert "1 in the future (--future)" in told
    assert "1 page of a section" in told


def test_an_index_is_named_after_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, **{"2024-05-06-a-bundle/index.md": "w\n", "2024-05-06-a-bundle/index.fr.md": "w\n"})
    monkeypatch.chdir(tmp_path)
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    assert sorted(path.name for path in Path("out").rglob("*.html")) == [
        "2024-05-06-a-bundle.fr.html",
        "2024-05-06-a-bundle.html",
    ]
    assert main(["html", "2024-05-06-a-bundle/index.md", "-o", "one", "--offline"]) == 0
    assert [path.name for path in Path("one").rglob("*.html")] == ["2024-05-06-a-bundle.html"]
    assert '<time datetime="2024-05-06">' in Path("one/2024-05-06-a-bundle.html").read_text("utf-8")


@pytest.mark.parametrize("text", ["`" * 200_000, "~" * 200_000, "```a\n" * 40_000, "` " * 100_000])
def test_fences_without_end_take_no_time(text: str, tmp_path: Path) -> None:
    lay(tmp_path, **{"a.md": f"---\ntitle: A\n---\n`{{{{< b >}}}}`\n{text}"})
    with computing(5):
        posts.read(tmp_path / "a.md", Site())


CASCADES = {
    "a table": (
        "content/_index.md",
        "---\ncascade:\n  author: Kim Ro\n---\n",
        "content/posts/a.md",
        "Kim Ro",
    ),
    "its params": (
        "content/posts/_index.md",
        "---\ncascade:\n  params:\n    Author: Kim Ro\n---\n",
        "content/posts/a.md",
        "Kim Ro",
    ),
    "TOML": (
        "content/posts/_index.md",
        '+++\n[cascade]\nauthor = "Kim Ro"\n+++\n',
        "content/posts/deep/a.md",
        "Kim Ro",
    ),
    "the site": (
        "hugo.toml",
        HUGO + '\n[[cascade]]\nauthor = "Kim Ro"\n[cascade.target]\npath = "/posts/**"\n',
        "content/posts/a.md",
        "Kim Ro",
    ),
    "a target": (
        "content/_index.md",
        "---\ncascade:\n- author: Kim Ro\n  target: {path: '{/x/**,/posts/a}'}\n---\n",
        "content/posts/a.md",
        "Kim Ro",
    ),
    "another target": (
        "content/_index.md",
        "---\ncascade:\n- author: Kim Ro\n  _target: {path: /notes/**}\n---\n",
        "content/posts/a.md",
        "Ann Lee",
    ),
    "another section": (
        "content/notes/_index.md",
        "---\ncascade:\n  author: Kim Ro\n---\n",
        "content/posts/a.md",
        "Ann Lee",
    ),
    "broken": ("content/posts/_index.md", "---\ncascade: [\n---\n", "content/posts/a.md", "Ann Lee"),
}


@pytest.mark.parametrize("name", CASCADES)
def test_what_a_section_hands_down(tmp_path: Path, name: str) -> None:
    where, text, page, author = CASCADES[name]
    lay(tmp_path, **{"hugo.toml": HUGO, where: text, page: "---\ntitle: T\n---\nw\n"})
    read_anew()
    site = sites.load(tmp_path / "hugo.toml")
    assert ", ".join(person.name for person in posts.read(tmp_path / page, site).authors) == author
    lay(tmp_path, **{page: "---\ntitle: T\nauthor: Bo\n---\nw\n"})
    assert [person.name for person in posts.read(tmp_path / page, site).authors] == ["Bo"]


def test_a_nearer_section_wins_and_an_edit_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    far, near = (
        "---\ncascade:\n  author: Kim Ro\n---\n",
        "---\ncascade:\n  author: Bo Chan\n  draft: false\n---\n",
    )
    page = {"content/posts/a.md": "---\ntitle: T\n---\nw\n"}
    lay(tmp_path, **{"hugo.toml": HUGO, "content/_index.md": far, "content/posts/_index.md": near, **page})
    monkeypatch.chdir(tmp_path)
    made = Path("out/content/posts/a.html")
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    assert "Bo Chan" in made.read_text("utf-8")
    lay(tmp_path, **{"content/posts/_index.md": near.replace("Bo Chan", "Cy Dee")})
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    assert "Cy Dee" in made.read_text("utf-8")
    lay(tmp_path, **{"content/posts/_index.md": near.replace("false", "true")})
    capsys.readouterr()
    assert main(["html", ".", "-o", "out", "--offline"]) == 0
    assert "1 draft (--drafts)" in capsys.readouterr().err
