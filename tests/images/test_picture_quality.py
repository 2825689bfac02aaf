"""Pictures in books: no visible loss, and every file opens in a second decoder."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from decoders import differing, drawn_by_java, pictures_of
from PIL import Image as Pillow
from PIL import ImageChops, ImageDraw, ImageFile
from similarity import ssim

from publish import check
from publish.images.profiles import PROFILES, Profile
from publish.images.transcode import transcode
from publish.model import Limits

SEEN_AS_THE_SAME = 0.98
"""Structural similarity above which people see no difference between two pictures at reading distance."""
SIZE = (1200, 800)


def scene() -> Pillow.Image:
    """Soft light, grain and edges, as a photograph has."""
    light = Pillow.radial_gradient("L").resize(SIZE)
    grain = Pillow.effect_noise((SIZE[0] // 2, SIZE[1] // 2), 40).resize(SIZE, Pillow.Resampling.BICUBIC)
    channels = [Pillow.blend(light, grain, share) for share in (0.3, 0.4, 0.2)]
    picture = Pillow.merge("RGB", channels)
    pen = ImageDraw.Draw(picture)
    for step in range(12):
        pen.ellipse(
            (step * 90, 500 + step * 9, step * 90 + 70, 700), fill=(30 + step * 15, 90, 200 - step * 12)
        )
    return picture


def chart() -> Pillow.Image:
    """Lines, letters and flat colours."""
    picture = Pillow.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for step in range(10):
        pen.rectangle(
            (100 + step * 100, 700 - step * 55, 160 + step * 100, 700), fill=(20, 90, 40 + step * 20)
        )
        pen.text((100 + step * 100, 710), f"Year {2010 + step}", fill="black", font_size=22)
    pen.line((80, 700, 1150, 700), fill="black", width=2)
    return picture


def saved(picture: Pillow.Image, kind: str, **settings: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **settings)
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("PNG", {}), ("TIFF", {}), ("BMP", {}), ("WEBP", {"lossless": True}), ("JPEG", {"quality": 98}),
        ("JPEG", {"quality": 70}), ("AVIF", {"quality": 90}), ("JPEG", {"quality": 95, "subsampling": 0}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("make", [scene, chart])
def test_nobody_sees_a_difference(make: Callable[[], Pillow.Image], kind: str, settings: Any) -> None:
    data = saved(make(), kind, **settings)
    image = transcode(data, "a", Limits())
    with Pillow.open(io.BytesIO(data)) as before, Pillow.open(io.BytesIO(image.data)) as after:
        assert ssim(before.convert("RGB"), after.convert("RGB")) >= SEEN_AS_THE_SAME


def test_what_is_measured_notices_damage() -> None:
    worn = saved(scene(), "JPEG", quality=20)
    with Pillow.open(io.BytesIO(worn)) as after:
        assert ssim(scene(), after) < SEEN_AS_THE_SAME


def test_line_art_stays_sharp_and_a_photograph_small() -> None:
    drawing = transcode(saved(chart(), "PNG"), "a", Limits())
    assert drawing.media_type == "image/png"
    with Pillow.open(io.BytesIO(drawing.data)) as after:
        assert ImageChops.difference(after.convert("RGB"), chart()).getbbox() is None
    photograph = saved(scene(), "PNG")
    assert len(transcode(photograph, "a", Limits()).data) < len(photograph) / 4


@pytest.mark.parametrize("name", ["full", "eink", "phone"])
def test_a_smaller_picture_is_the_same_picture(name: str) -> None:
    profile = PROFILES[name]
    large = scene().resize((3600, 2400), Pillow.Resampling.BICUBIC)
    image = transcode(saved(large, "JPEG", quality=95), "a", Limits(), profile)
    assert max(image.width, image.height) <= profile.side
    with Pillow.open(io.BytesIO(image.data)) as after:
        assert ssim(large.resize(after.size, Pillow.Resampling.LANCZOS), after) >= SEEN_AS_THE_SAME


@pytest.mark.parametrize(
    ("mode", "white"), [("I;16", 65_535), ("I", 65_535), ("I", 2_000_000), ("F", 1.0), ("F", 255.0)]
)
def test_greys_of_any_depth_reach_from_black_to_white(mode: str, white: float) -> None:
    ramp = Pillow.linear_gradient("L").convert("F").point(lambda value: value * (white / 255) + 0)
    picture = ramp if mode == "F" else ramp.convert("I")
    if mode == "I;16":
        picture = picture.convert("I;16")
    image = transcode(saved(picture, "TIFF"), "a", Limits())
    with Pillow.open(io.BytesIO(image.data)) as after:
        assert after.convert("L").getextrema() == (0, 255)


def test_a_dark_picture_of_sixteen_bits_stays_dark() -> None:
    dark = Pillow.new("I", (60, 40), 200).convert("I;16")
    image = transcode(saved(dark, "PNG"), "a", Limits())
    with Pillow.open(io.BytesIO(image.data)) as after:
        assert after.convert("L").getextrema() == (0, 0)


def test_an_animation_that_memory_cannot_hold_is_stilled() -> None:
    frames = [Pillow.new("RGB", (100, 100), (step, 0, 0)) for step in range(10)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    moving = Profile(animation=True)
    assert transcode(data, "a", Limits(), moving).media_type == "image/gif"
    assert transcode(data, "a", Limits(image_pixels=50_000), moving).media_type == "image/png"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "an empty SVG drawing"),
        (b"<!DOCTYPE html><html>", "a web page, not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photograph"),
        (b"", "an empty file"),
        (b"GIF89a", "a broken picture|not a picture"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, why: str) -> None:
    with pytest.raises(Exception, match=why):
        transcode(data, "a", Limits())


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose post names pictures of every kind in every way, as EPUB and PDF."""
    site = tmp_path_factory.mktemp("site")
    for folder in ("_posts/near", "assets/img"):
        (site / folder).mkdir(parents=True)
    (site / "_config.yml").write_text("url: https://example.org\nbaseurl: /mag\ntitle: Mag\n")
    kinds = {
        "a.webp": "WEBP",
        "b.avif": "AVIF",
        "c.bmp": "BMP",
        "d.tif": "TIFF",
        "e.gif": "GIF",
        "f.png": "PNG",
    }
    for number, (name, kind) in enumerate(kinds.items()):
        chart().resize((300 + number, 200)).save(site / "assets/img" / name, kind)
    scene().convert("CMYK").save(site / "_posts/near/cmyk.jpg")
    scene().resize((400, 300)).save(site / "assets/img/wide.jpg", progressive=True)
    Pillow.new("RGBA", (50, 40), (200, 0, 0, 90)).save(site / "assets/img/clear.png")
    Pillow.new("RGB", (30, 20), "lime").save(site / "assets/img/hero.png")
    (site / "_posts/2025-01-01-all.md").write_text(
        "---\ntitle: All\nauthor: Ann Lee\nimage: assets/img/hero.png\n---\n"
        "![Beside the post](near/cmyk.jpg)\n\n![From the root](/assets/img/a.webp)\n\n"
        "![By baseurl]({{ site.baseurl }}/assets/img/b.avif)\n\n![By filter]({{ '/assets/img/c.bmp' | absolute_url }})\n\n"
        "![By reference][d]\n\n| A | B |\n|---|---|\n| ![In a table](/assets/img/e.gif) | x |\n\n"
        "[![In a link](/assets/img/f.png)](https://example.org/)\n\n"
        '<picture><source srcset="/assets/no.webp"><img src="/assets/img/wide.jpg" alt="In picture"></picture>\n\n'
        '<img srcset="/assets/img/hero.png 30w, /assets/img/clear.png 50w" alt="In a set">\n\n'
        "![Not there](https://example.com/gone.png)\n\n"
        "[d]: /mag/assets/img/d.tif\n"
    )
    for kind in ("epub", "pdf"):
        command = [sys.executable, "-m", "publish", kind, "_posts", "--offline", "-o", "."]
        run = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert "1 warning in" in run.stdout, run.stderr
    return site


def test_every_picture_of_an_epub_opens_and_epubcheck_is_content(
    books: Path,
    epubcheck: Callable[[Iterable[Path]], dict[Path, list[check.Message]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)  # which the PDF engine's import turns on
    book = books / "2025-01-01-all.epub"
    assert [each for each in epubcheck([book])[book] if each.severity != "USAGE"] == []
    with zipfile.ZipFile(book) as archive:
        names = [name for name in archive.namelist() if name.startswith("EPUB/images/")]
        assert len(names) == 11  # nine, the cover, the code of what is not there
        for name in names:
            data = archive.read(name)
            with Pillow.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as picture:
                picture.verify()
            with Pillow.open(io.BytesIO(data)) as picture:
                picture.load()
                assert picture.mode in {"RGB", "L", "P", "1"}
                assert not picture.info.get("progressive")
    assert {name: why for name, data in pictures_of(book).items() if (why := differing(data))} == {}
    assert len(pictures_of(book)) == len(names)


def test_a_second_decoder_does_look(books: Path) -> None:
    (data, *_) = (data for name, data in pictures_of(books / "2025-01-01-all.epub").items() if "jpg" in name)
    with Pillow.open(io.BytesIO(data)) as picture:
        assert drawn_by_java(data).getWidth() == picture.width
    assert differing(b"\x89PNG\r\n\x1a\n") == "cannot be drawn"


def test_every_picture_of_a_pdf_is_drawn_by_a_second_decoder(books: Path) -> None:
    with pypdfium2.PdfDocument(books / "2025-01-01-all.pdf") as document:
        drawn = [
            image.get_bitmap().to_pil()
            for page in document
            for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]
    assert len(drawn) >= 10  # nine, and the code of what is not there
    sizes = {picture.size for picture in drawn}
    assert {(300, 200), (301, 200), (305, 200), (400, 300), (1200, 800), (50, 40)} <= sizes
    assert all(picture.width and picture.getbbox() for picture in drawn if picture.size != (50, 40))
