"""Gathering pictures: which ones a book takes, and what happens to the others."""

from __future__ import annotations

import base64
import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image as Pillow

from publish.errors import ContentError, UsageError
from publish.images import gather as gathering
from publish.images.alternatives import is_description
from publish.images.gather import Gathered, hero_of
from publish.images.profiles import PROFILES, Profile
from publish.images.sources import Sources
from publish.keep.store import Store
from publish.keep.vault import Vault
from publish.model import Chapter, Limits, Post, Site


def picture(
    kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (40, 30), **settings: object
) -> bytes:
    """Coloured noise; flat stripes where the mode is one of line art."""
    file = io.BytesIO()
    if mode in {"1", "P"}:
        image = Pillow.new("RGB", size, "white")
        image.paste("navy", (5, 5, 15, 25))
    else:
        image = Pillow.merge("RGB", [Pillow.effect_noise(size, 60) for _ in range(3)])
    image.convert(mode).save(file, kind, **settings)
    return file.getvalue()


def offline(folder: Path, limits: Limits | None = None, profile: Profile | None = None) -> Sources:
    """No network; vault and store in the folder."""
    return Sources(
        Vault(folder / "vault"), Store(folder / ".publish"), None, limits or Limits(), profile or Profile()
    )


def post_with(folder: Path, *sources: str, image: str = "") -> Post:
    text = "first line\n" + "\n".join(f"![]({source})" for source in sources)
    return Post(
        path=folder / "post.md", label="post.md", stem="post", text=text, first_line=5, title="T", authors=(),
        language="en", date=datetime(2025, 1, 1, tzinfo=UTC), image=image,
    )  # fmt: skip


def gather(folder: Path, *sources: str, site: Site | None = None, use: Sources | None = None) -> Gathered:
    post = post_with(folder, *sources)
    body = "".join(f'<p><img alt="A blue b" src="{source}"/>tail</p>' for source in sources)
    chapter = Chapter(id="c", stem="post", label="post.md", title="T", language="en", body=body)
    return gathering.gather(chapter, post, site or Site(), use or offline(folder))


@pytest.mark.parametrize(
    ("kind", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("PNG", "RGBA", "image/jpeg"),
        ("PNG", "L", "image/jpeg"),
        ("PNG", "1", "image/png"),
        ("GIF", "P", "image/png"),
        ("WEBP", "RGB", "image/jpeg"),
        ("AVIF", "RGB", "image/jpeg"),
        ("TIFF", "RGB", "image/jpeg"),
        ("BMP", "RGB", "image/jpeg"),
    ],
)
def test_every_raster_format_becomes_one_that_readers_draw(
    tmp_path: Path, kind: str, mode: str, media_type: str
) -> None:
    (tmp_path / "a.bin").write_bytes(picture(kind, mode))
    gathered = gather(tmp_path, "a.bin")
    assert gathered.notices == ()
    (image,) = gathered.images
    with Pillow.open(io.BytesIO(image.data)) as opened:
        assert opened.format in {"JPEG", "PNG"}
        assert opened.mode in {"RGB", "L", "P"}
        assert (opened.width, opened.height) == (image.width, image.height) == (40, 30)
    assert image.media_type == media_type
    assert f'src="{image.name}"' in gathered.chapter.body
    assert 'width="40" height="30"' in gathered.chapter.body


def test_large_pictures_shrink_and_upright_ones_stand(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Maker"
    (tmp_path / "a.jpg").write_bytes(picture("JPEG", size=(3000, 2000), exif=exif))
    (image,) = gather(tmp_path, "a.jpg").images
    assert image.width < image.height <= 2400
    assert image.width * image.height <= 4_000_000
    with Pillow.open(io.BytesIO(image.data)) as opened:
        assert not opened.getexif()


def test_the_same_picture_is_carried_once(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.png").write_bytes(picture())
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes())
    gathered = gather(tmp_path, "a.png", "b.png", "a.png")
    assert len(gathered.images) == 1
    hero = hero_of(post_with(tmp_path, image="a.png"), Site(), offline(tmp_path)).image
    assert hero is not None
    assert hero.name == gathered.images[0].name


def test_data_addresses_become_ordinary_images(tmp_path: Path) -> None:
    data = base64.b64encode(picture()).decode()
    gathered = gather(tmp_path, f"data:image/png;base64,{data}")
    assert len(gathered.images) == 1
    assert "data:" not in gathered.chapter.body


def test_addresses_from_the_sites_root(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "_posts").mkdir()
    (tmp_path / "assets" / "a b.png").write_bytes(picture())
    site = Site(root=tmp_path, url="https://example.org", baseurl="/p")
    for address in (
        "/assets/a%20b.png",
        "/p/assets/a%20b.png",
        "https://example.org/p/assets/a%20b.png",
        "../assets/a%20b.png",
    ):
        assert len(gather(tmp_path / "_posts", address, site=site).images) == 1


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A picture outside the post's folder that must never be read."""
    folder = tmp_path / "posts"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    os.mkfifo(folder / "fifo.png")
    (folder / "folder.png").mkdir()
    (folder / "empty.png").write_bytes(b"")
    (folder / "text.png").write_text("no picture")
    (folder / "half.png").write_bytes(picture(size=(200, 200))[:5000])
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder


@pytest.mark.parametrize(
    "address",
    [
        "../secret.png", "%2e%2e/secret.png", "..%2fsecret.png", "x/../../secret.png", "link.png", "fifo.png",
        "folder.png", "empty.png", "text.png", "half.png", "drawing.svg", "missing.png", "/etc/passwd", "/dev/zero",
        "file:///etc/passwd", "file:secret.png", "ftp://example.org/a.png", "https://example.org/a.png",
        "//example.org/a.png", "javascript:alert(1)", "data:image/svg+xml,%3Csvg/%3E", "data:text/html,x",
        "data:image/png;base64,!!!", "data:image/png", "", "%00.png", "https://[::1", "a" * 5000,
    ],
)  # fmt: skip
def test_what_must_not_or_cannot_be_shown_gets_a_stand_in(secret: Path, address: str) -> None:
    gathered = gather(secret, address)
    assert hero_of(post_with(secret, image=address), Site(), offline(secret)).image is None
    assert 'class="stand-in"' in gathered.chapter.body
    on_the_web = address.startswith(("https:", "//")) and "[" not in address
    full = f"https:{address}" if address.startswith("//") else address
    assert [image.address for image in gathered.images] == ([full] if on_the_web else [])
    assert gathered.chapter.body.count("<img") == len(gathered.images)  # at most the code of the address
    assert "tail" in gathered.chapter.body
    if not address:  # the conversion to XHTML told of it
        assert gathered.notices == ()
        return
    (notice,) = gathered.notices
    assert notice.code == ("image-missing-web" if on_the_web else "image-missing")
    assert len(str(notice)) < 300


def test_the_notice_names_the_line_and_the_stand_in_the_address(tmp_path: Path) -> None:
    gathered = gather(tmp_path, "missing.png", "https://example.org/a.png")
    assert [notice.line for notice in gathered.notices] == [6, 7]
    assert (
        '<a class="stand-in-address" href="https://example.org/a.png" aria-label="example.org">'
        in gathered.chapter.body
    )
    assert ">A blue b</span>" in gathered.chapter.body


@pytest.mark.parametrize("address", ["img\\\\a.png", "img%5Ca.png", ".\\\\img\\\\a.png", "img/a.png"])
def test_paths_of_windows_are_paths(tmp_path: Path, address: str) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img/a.png").write_bytes(picture())
    assert len(gather(tmp_path, address.replace("\\\\", "\\")).images) == 1


def test_an_icon_file_is_a_picture(tmp_path: Path) -> None:
    Pillow.new("RGBA", (32, 32), "red").save(tmp_path / "a.ico")
    (image,) = gather(tmp_path, "a.ico").images
    assert (image.media_type, image.width, image.height) == ("image/png", 32, 32)


def test_too_many_pixels_bytes_or_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(size=(100, 100)))
    assert (
        "limit image_pixels"
        in gather(tmp_path, "a.png", use=offline(tmp_path, Limits(image_pixels=9_999))).notices[0].message
    )
    assert (
        "limit image_bytes"
        in gather(tmp_path, "a.png", use=offline(tmp_path, Limits(image_bytes=99))).notices[0].message
    )
    with pytest.raises(ContentError, match="limit images"):
        gather(tmp_path, "a.png", "b.png", use=offline(tmp_path, Limits(images=1)))


def test_files_asked_for_are_told_for_the_record(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    files = dict(gather(tmp_path, "a.png", "missing.png").files)
    assert len(files[str(tmp_path / "a.png")]) == 64
    assert files[str(tmp_path / "missing.png")] == ""


@pytest.mark.parametrize("name", ["eink", "phone"])
def test_profiles_bound_the_picture(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("JPEG", size=(2000, 1500)))
    profile = PROFILES[name]
    (image,) = gather(tmp_path, "a.jpg", use=offline(tmp_path, profile=profile)).images
    assert max(image.width, image.height) <= profile.side
    with Pillow.open(io.BytesIO(image.data)) as opened:
        assert opened.mode == ("L" if profile.grey else "RGB")


def test_a_sixteen_bit_picture_keeps_its_greys(tmp_path: Path) -> None:
    Pillow.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16").save(
        tmp_path / "a.png"
    )
    (image,) = gather(tmp_path, "a.png").images
    with Pillow.open(io.BytesIO(image.data)) as opened:
        assert opened.convert("L").getextrema() == (0, 255)


def test_a_jpeg_that_fits_is_not_worn_down_nor_grown(tmp_path: Path) -> None:
    data = picture("JPEG", size=(300, 200), quality=60)
    (tmp_path / "a.jpg").write_bytes(data)
    (image,) = gather(tmp_path, "a.jpg").images
    assert len(image.data) <= len(data)


def animated() -> bytes:
    file = io.BytesIO()
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("red", "lime", "blue")]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=50, comment=b"who made it")
    return file.getvalue()


def test_an_animation_is_stilled_unless_it_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(animated())
    (still,) = gather(tmp_path, "a.gif").images
    assert still.media_type == "image/png"
    (moving,) = gather(tmp_path, "a.gif", use=offline(tmp_path, profile=Profile(animation=True))).images
    assert moving.media_type == "image/gif"
    assert b"who made it" not in moving.data
    with Pillow.open(io.BytesIO(moving.data)) as opened:
        assert getattr(opened, "n_frames", 1) == 3


def test_a_picture_is_converted_once_for_all_builds(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture("PNG", size=(300, 300)))
    first = gather(tmp_path, "a.jpg").images
    assert len(list((tmp_path / ".publish" / "pictures").iterdir())) == 1
    assert gather(tmp_path, "a.jpg").images == first


@pytest.mark.parametrize(
    ("alt", "says_something"),
    [
        ("A ferry at the pier", True), ("Map", True), ("圖表：各國產量", True), ("一隻貓", True), ("2024 budget", True),
        ("image01", False), ("Image 3", False), ("", False), (" ", False), ("IMG_2034.JPG", False), ("a7Xk29q", False),
        ("DSC00012", False), ("https://example.org/a.png", False), ("圖片1", False), ("pier", False), ("Pier", True), ("pier.PNG", False), ("--", False),
        ("screenshot", False), ("image of chart 2", True), ("Image_xl", False), ("image-large", False), ("Photo 3 copy", False),
        ("team_photo_final", False), ("Screenshot 2024-05-01 at 10.20.33 AM", False), ("WhatsApp Image 2024-05-01 at 10.20.33", False),
        ("Screenshot from 2024-05-01 10-20-33", False), ("螢幕截圖 2024-05-01 下午3.20.33", False), ("image_1200x", False),
        ("Screenshot of the login page", True), ("Large ferry", True), ("Large", True), ("圖_架構", True), ("x", True),
        ("The function read_file", True), ("state-of-the-art", True), ("Screenshot at dusk", True), ("XL", True),
    ],
)  # fmt: skip
def test_which_alternative_texts_say_something(alt: str, says_something: bool) -> None:
    assert is_description(alt, "images/pier.png") is says_something


def gathered(folder: Path, body: str) -> str:
    """The body of a chapter with its pictures gathered."""
    post = post_with(folder)
    chapter = Chapter(id="c", stem="post", label="post.md", title="T", language="en", body=body)
    return gathering.gather(chapter, post, Site(), offline(folder)).chapter.body


def described(folder: Path, alt: str) -> str:
    (folder / "a.png").write_bytes(picture())
    caption = "<figcaption><em>▲ Table 1: ferries</em></figcaption>"
    return gathered(folder, f'<figure><img alt="{alt}" src="a.png"/>{caption}</figure>')


def test_a_caption_is_offered_as_the_description_and_marked(tmp_path: Path) -> None:
    body = described(tmp_path, "image01")
    assert 'alt="Table 1: ferries"' in body
    assert 'class="alt-caption"' in body
    assert 'alt="Ferries a year, by pier"' in described(tmp_path, "Ferries a year, by pier")


def test_the_worksheet_of_the_editors_wins(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "descriptions.csv").write_text("address,description\na.png,Bars that rise\n")
    body = described(tmp_path, "image01")
    assert 'alt="Bars that rise"' in body
    assert "alt-caption" not in body


def test_a_worksheet_that_is_none_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "descriptions.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="needs the columns"):
        described(tmp_path, "x")


@pytest.mark.parametrize("holder", ["a", "em", "strong", "code", "sup"])
def test_a_stand_in_inside_a_link_or_emphasis_holds_no_words_and_no_link(tmp_path: Path, holder: str) -> None:
    for source in ("https://example.org/a.png", "gone.png"):
        opening = '<a href="https://example.org/">' if holder == "a" else f"<{holder}>"
        body = f'<p>{opening}<img alt="A map" src="{source}"/></{holder}></p>'
        result = gathered(tmp_path, body)
        root = etree.fromstring(f"<body>{result}</body>")
        words = etree.tostring(root, method="text", encoding="unicode")
        assert not any(character.isalnum() for character in words)
        assert words or root.find(".//img") is not None  # something to see and follow
        assert len(root.findall(".//a")) == int(holder == "a")
        assert "Image not available: A map" in result
