"""Front matter of themes: pictures, their folders, and authors."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from publish import posts
from publish.cli.main import main
from publish.model import Post
from publish.project import site as sites


def read(folder: Path, front: str, config: str = "title: T\n") -> Post:
    (folder / "_config.yml").write_text(config)
    path = folder / "_posts/2025-08-14-a.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"---\ntitle: A\n{front}\n---\nx\n")
    return posts.read(path, sites.load(folder / "_config.yml"))


@pytest.mark.parametrize(
    ("front", "image", "shows"),
    [
        ("image: /a.png", "/a.png", ""),
        ("image: {path: /a.png, alt: The sea}", "/a.png", "The sea"),
        ("image: {src: /a.png, caption: 'By [Ann](https://x.example)'}", "/a.png", "By Ann"),
        ("image: {path: a.png, alt: Sea}\nmedia_subpath: /assets/trip/", "/assets/trip/a.png", "Sea"),
        ("image: a.png\nimg_path: assets/trip", "/assets/trip/a.png", ""),
        ("image: https://x.example/a.png\nmedia_subpath: /assets/", "https://x.example/a.png", ""),
        ("image: a.png\nmedia_subpath: //assets//trip//", "/assets/trip/a.png", ""),
        ("image: a.png\nmedia_subpath: ../assets/./trip", "/assets/trip/a.png", ""),
        ("image: a.png\nmedia_subpath: /", "a.png", ""),
        ("header:\n  image: /a.png\n  image_description: The sea\n  caption: Ann", "/a.png", "The sea"),
        ("header:\n  overlay_image: /a.png\n  caption: 'Photo: *Ann*'", "/a.png", "Photo: Ann"),
        ("header:\n  teaser: /a.png", "/a.png", ""),
        ("header: {teaser: /t.png, overlay_image: /a.png}", "/a.png", ""),
        ("cover-img: /a.png", "/a.png", ""),
        ("cover-img: [/a.png, /b.png]\nthumbnail-img: /t.png", "/a.png", ""),
        ("cover-img:\n  - /a.png: 'The sea, 2025'\n  - /b.png: Land", "/a.png", "The sea, 2025"),
        ('thumbnail-img: ""\nshare-img: /a.png', "/a.png", ""),
        ("thumbnail-img: /a.png", "/a.png", ""),
        ("thumbnail: assets/a.png", "assets/a.png", ""),
        ("cover: /a.png", "/a.png", ""),
        ("cover: bold", "", ""),
        ("header: yes\nbanner: true", "", ""),
        ("article_header:\n  type: overlay\n  background_image:\n    src: /a.png", "/a.png", ""),
        ("background: 'url'\nheader-img: img/a.jpg", "img/a.jpg", ""),
        ("image: ''\nheader: {image: []}", "", ""),
    ],
)
def test_the_picture_of_a_post(tmp_path: Path, front: str, image: str, shows: str) -> None:
    post = read(tmp_path, front)
    assert (post.image, post.image_alt, post.notices) == (image, shows, ())


@pytest.mark.parametrize(
    ("front", "caption"),
    [
        ("image: {path: /a.png, alt: The sea}", ""),
        ("image: {path: /a.png, alt: The sea, caption: 'Photo: [Ann](https://x.example)'}", "Photo: Ann"),
        ("header:\n  image: /a.png\n  image_description: The sea\n  caption: Ann", "Ann"),
        ("image: /a.png\nimage_alt: The sea\nimage_caption: The sea, by Ann", "The sea, by Ann"),
        ("cover-img:\n  - /a.png: 'The sea, 2025'", "The sea, 2025"),
    ],
)
def test_a_caption_is_no_description(tmp_path: Path, front: str, caption: str) -> None:
    assert read(tmp_path, front).image_caption == caption


@pytest.mark.parametrize(
    ("config", "front", "image"),
    [
        ("cdn: https://cdn.example", "image: a.png\nmedia_subpath: /m/", "https://cdn.example/m/a.png"),
        ("theme: jekyll-theme-chirpy\nimg_cdn: https://cdn.example/", "image: /a.png", "https://cdn.example/a.png"),
        ("cdn: https://cdn.example", "image: /a.png", "/a.png"),
        ("theme: minima\ncdn: https://cdn.example", "image: a.png\nmedia_subpath: /m/", "a.png"),
        ("remote_theme: academicpages/academicpages.github.io", "header: {teaser: a.png}", "/images/a.png"),
        ("theme: minimal-mistakes-jekyll", "header: {teaser: a.png}", "a.png"),
        ("theme: minimal-mistakes-jekyll", "header: {image: /a.png}\nimage: /b.png", "/a.png"),
        ("theme: minima", "header: {image: /a.png}\nimage: /b.png", "/b.png"),
        ("theme: jekyll-text-theme", "cover: /b.png\narticle_header: {image: {src: /a.png}}", "/a.png"),
        ("defaults: [{scope: {path: ''}, values: {media_subpath: /d}}]", "image: a.png", "/d/a.png"),
    ],
)  # fmt: skip
def test_where_the_site_keeps_pictures(tmp_path: Path, config: str, front: str, image: str) -> None:
    assert read(tmp_path, front, config).image == image


@pytest.mark.parametrize(
    ("data", "front", "names"),
    [
        ({"mira": {"name": "Mira Quist"}}, "author: mira", ["Mira Quist"]),
        (
            {"mira": {"name": "Mira Quist"}, "bo": {"name": "Bo Chan"}},
            "author: [mira, bo]",
            ["Mira Quist", "Bo Chan"],
        ),
        (
            {"mira": {"name": "Mira Quist"}, "bo": {"display_name": "Bo"}},
            "authors: [bo, Somebody Else]",
            ["Bo", "Somebody Else"],
        ),
        ([{"username": "mira", "name": "Mira Quist"}], "author: mira", ["Mira Quist"]),
        ({"Mira Q": {"name": "Mira Quist"}}, "author: Mira Q", ["Mira Quist"]),
        ({"mira": {"url": "/"}}, "author: mira", ["mira"]),
        ([1, "x", None], "author: mira", ["mira"]),
        ({}, "authors:\n  - name: Ann Lee\n    url: /\n  - name: Bo Chan", ["Ann Lee", "Bo Chan"]),
    ],
)
@pytest.mark.parametrize("suffix", ["yml", "json"])
def test_authors_by_key(tmp_path: Path, data: object, front: str, names: list[str], suffix: str) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / f"_data/authors.{suffix}").write_text(json.dumps(data))
    assert [person.name for person in read(tmp_path, front).authors] == names


@pytest.mark.parametrize(
    ("config", "front", "name"),
    [
        ("authors: {sal: {display_name: Sal Reed, web: https://x.example}}", "author: sal", "Sal Reed"),
        ("author: mira", "", "Mira Quist"),
        ("author: {name: Ann Lee}", "", "Ann Lee"),
        ("theme: jekyll-theme-chirpy\nsocial: {name: Site Owner}", "", "Site Owner"),
        ("theme: jekyll-theme-chirpy\nsocial: {name: Site Owner}", "author: mira", "Mira Quist"),
        ("social: {name: Site Owner}", "", ""),
    ],
)
def test_authors_of_the_site(tmp_path: Path, config: str, front: str, name: str) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/authors.yml").write_text("mira: {name: Mira Quist}\n")
    assert ", ".join(person.name for person in read(tmp_path, front, config).authors) == name


def test_data_of_authors_that_cannot_be_read_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/authors.yml").write_text("mira: {name: [\n")
    assert [person.name for person in read(tmp_path, "author: mira").authors] == ["mira"]


def test_a_link_out_of_the_data_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "site/_data").mkdir(parents=True)
    (tmp_path / "secret.yml").write_text("mira: {name: Secret}\n")
    (tmp_path / "site/_data/authors.yml").symlink_to(tmp_path / "secret.yml")
    assert [person.name for person in read(tmp_path / "site", "author: mira").authors] == ["mira"]


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_pictures_of_a_media_path_are_in_the_book(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    front = "media_subpath: /assets/trip/\nimage: {path: b.png, alt: Boat}\n---\n![Boat](b.png)\n\n<img src='sub/c.png' alt='Sea'>"
    read(tmp_path, front)
    for name, colour in (("b.png", "red"), ("sub/c.png", "blue")):
        path = tmp_path / "assets/trip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (400, 300), colour).save(path)
    monkeypatch.chdir(tmp_path)
    assert main([kind, "_posts", "-o", "out"]) == 0
    assert "warning" not in capsys.readouterr().err
    made = tmp_path / f"out/2025-08-14-a.{kind}"
    if kind == "html":
        assert made.read_text().count("<img ") == 2
    if kind == "epub":
        with ZipFile(made) as book:
            assert len([name for name in book.namelist() if name.endswith((".png", ".jpg"))]) == 3


@pytest.mark.parametrize("config", ["", "url: https://x.example\nbaseurl: /notes\n"])
@pytest.mark.parametrize("folder", ["/assets/trip/", "/assets/trip", "assets/trip"])
@pytest.mark.parametrize(
    "address",
    ["b.png", "./b.png", "/b.png", "/assets/trip/b.png", "/assets/other/c.png", "/assets/trip/b.png?x=1"],
)
def test_a_picture_named_from_the_root_is_found_beside_a_media_path(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    config: str,
    folder: str,
    address: str,
) -> None:
    based = f'{{{{ "{address}" | relative_url }}}}' if address.startswith("/assets") else address
    front = f'media_subpath: {folder}\nimage: {address}\n---\n![Boat]({address})\n\n<img src="{{{{ s }}}}" alt="Sea">'
    read(tmp_path, front.replace("{{ s }}", based))
    (tmp_path / "_config.yml").write_text(config)
    for name in ("trip/b.png", "other/c.png"):
        path = tmp_path / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (400, 300), "red").save(path)
    monkeypatch.chdir(tmp_path)
    assert main(["html", "_posts", "-o", "out"]) == 0
    assert "warning" not in capsys.readouterr().err
    assert (tmp_path / "out/2025-08-14-a.html").read_text().count('src="data:image/') == 2


@pytest.mark.parametrize("key", ["last-updated", "last_updated", "modified_date", "modify_date"])
def test_the_day_of_a_change(tmp_path: Path, key: str) -> None:
    changed = read(tmp_path, f"{key}: 2025-09-01").modified
    assert changed is not None
    assert f"{changed:%Y-%m-%d}" == "2025-09-01"


@pytest.mark.parametrize(
    ("front", "config", "title"),
    [
        ("titles: {en: The sea, fr: La mer}\nlang: fr", "title: T", "La mer"),
        ("titles:\n  en: &t The sea\n  en-GB: *t", "title: T", "The sea"),
        ("titles: [a]", "title: T", "A"),
        ("x: 1", "titles_from_headings: {collections: true}", "Head"),
        ("x: 1", "title: T", "A"),
    ],
)
def test_titles_that_stand_elsewhere(tmp_path: Path, front: str, config: str, title: str) -> None:
    (tmp_path / "_config.yml").write_text(f"{config}\n")
    path = tmp_path / "_posts/2025-08-14-a.md"
    path.parent.mkdir()
    path.write_text(f"---\n{front}\n---\n# Head\n\nx\n")
    assert posts.read(path, sites.load(tmp_path / "_config.yml")).title == title
