"""Pictures in books: no visible loss, and every file opens in a second decoder."""

from __future__ import annotations

import io
import struct
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
from PIL import ImageChops, ImageCms, ImageDraw, ImageFile, ImageStat
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


def formula() -> Pillow.Image:
    """A formula with smooth grey edges."""
    large = Pillow.new("L", (1200, 300), 255)
    ImageDraw.Draw(large).text((20, 60), "E = mc2 + x_i, 0O1lI", fill=0, font_size=110)
    return large.resize((400, 100), Pillow.Resampling.LANCZOS)


def clear_formula() -> Pillow.Image:
    """The same, black on nothing."""
    picture = Pillow.new("RGBA", (400, 100), (0, 0, 0, 0))
    picture.putalpha(ImageChops.invert(formula()))
    return picture


def screen() -> Pillow.Image:
    """Code in colours, with a bar of greys."""
    picture = Pillow.new("RGB", (900, 400), "#f6f8fa")
    picture.paste(Pillow.linear_gradient("L").resize((900, 40)), (0, 0))
    for line in range(12):
        colour = ("#d73a49", "#6f42c1", "#005cc5")[line % 3]
        ImageDraw.Draw(picture).text(
            (20, 60 + 25 * line), f"def function_{line}(argument)", colour, font_size=16
        )
    return picture


def code() -> Pillow.Image:
    """A square code of black and white modules."""
    noise = Pillow.effect_noise((37, 37), 90).point(lambda value: 255 * (value > 128))
    return noise.convert("1").resize((370, 370), Pillow.Resampling.NEAREST)


@pytest.mark.parametrize(
    ("kind", "settings"), [("PNG", {}), ("GIF", {}), ("WEBP", {"lossless": True}), ("TIFF", {}), ("BMP", {})]
)
@pytest.mark.parametrize("make", [formula, clear_formula, screen, code, chart])
@pytest.mark.parametrize("name", ["full", "eink"])
def test_formulas_codes_and_screens_keep_every_grey_and_edge(
    make: Callable[[], Pillow.Image], kind: str, settings: Any, name: str
) -> None:
    if make is clear_formula and kind in {"GIF", "BMP"}:
        pytest.skip("this format has no half-clear edges")
    data = saved(make(), kind, **settings)
    image = transcode(data, "a", Limits(), PROFILES[name])
    with Pillow.open(io.BytesIO(data)) as before, Pillow.open(io.BytesIO(image.data)) as after:
        white = Pillow.new("RGBA", before.size, "white")
        white.alpha_composite(before.convert("RGBA"))
        wanted = white.convert("L" if name == "eink" else "RGB").convert("RGB")
        assert ImageChops.difference(wanted, after.convert("RGB")).getbbox() is None
    assert image.media_type == "image/png"


@pytest.mark.parametrize("quality", [75, 90])
@pytest.mark.parametrize("subsampling", [0, 2])
@pytest.mark.parametrize("make", [formula, screen, chart])
def test_line_art_from_a_jpeg_keeps_its_edges(
    make: Callable[[], Pillow.Image], quality: int, subsampling: int
) -> None:
    data = saved(make(), "JPEG", quality=quality, subsampling=subsampling)
    image = transcode(data, "a", Limits())
    with Pillow.open(io.BytesIO(data)) as before, Pillow.open(io.BytesIO(image.data)) as after:
        lost = ImageStat.Stat(ImageChops.difference(before.convert("RGB"), after.convert("RGB"))).rms
    assert max(lost) < 4  # of 255
    assert len(image.data) <= len(data)


SWATCHES = (
    (200, 40, 40),
    (40, 160, 60),
    (50, 60, 190),
    (128, 128, 128),
    (240, 200, 30),
    (0, 0, 0),
    (255, 255, 255),
)


def swatches() -> Pillow.Image:
    picture = Pillow.new("RGB", (40 * len(SWATCHES), 40))
    for number, colour in enumerate(SWATCHES):
        picture.paste(colour, (40 * number, 0, 40 * number + 40, 40))
    return picture


def p3() -> bytes:
    """A profile with the primaries of Display P3 and the curve of sRGB: version 2, three curves (ICC.1)."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = [
        ((level / 255 + 0.055) / 1.055) ** 2.4 if level > 10 else level / 255 / 12.92 for level in range(256)
    ]
    tone = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *(round(65535 * value) for value in curve))
    tags = {b"desc": b"desc\0\0\0\0" + struct.pack(">I", 11) + b"Display P3\0" + b"\0" * 78,
            b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249), b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.51512, 0.24120, -0.00105),
            b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.29198, 0.69225, 0.04189), b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.15710, 0.06657, 0.78407),
            b"rTRC": tone, b"gTRC": tone, b"bTRC": tone}  # fmt: skip
    table, body, start = b"", b"", 132 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s4x16x", start + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    head += fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def wide(kind: str, mode: str) -> bytes:
    """The swatches in numbers of Display P3, so that they look as they do in sRGB."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(p3()))
    made = ImageCms.profileToProfile(swatches(), ImageCms.createProfile("sRGB"), profile, outputMode="RGB")
    assert made is not None
    known: dict[str, dict[str, Any]] = {"JPEG": {"quality": 98, "subsampling": 0}, "WEBP": {"lossless": True}}
    made = made.quantize(16) if mode == "P" else made.convert(mode)
    return saved(made, kind, icc_profile=p3(), **known.get(kind, {}))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("WEBP", "RGB"), ("TIFF", "RGB")],
)
def test_colours_of_wide_screens_become_those_of_all(kind: str, mode: str) -> None:
    assert worst_swatch(wide(kind, mode)) <= 4


def test_inks_and_turned_pictures_keep_their_colours() -> None:
    assert worst_swatch(saved(swatches().convert("CMYK"), "JPEG", quality=98)) <= 6
    exif = Pillow.Exif()
    exif[0x0112] = 3
    turned = swatches().transpose(Pillow.Transpose.ROTATE_180)
    assert worst_swatch(saved(turned, "JPEG", quality=98, subsampling=0, exif=exif)) <= 4


def grey_profile() -> bytes:
    """A profile for greys whose numbers are amounts of light (gamma 1.0), as the makers of scanners use it."""
    curve, white = b"curv\0\0\0\0\0\0\0\0", struct.pack(">4s4xiii", b"XYZ ", 63190, 65536, 54061)
    desc = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Grey\0" + b"\0" * 78
    parts = {b"desc": desc + b"\0" * (-len(desc) % 4), b"wtpt": white, b"kTRC": curve}
    table, body = b"", b""
    for name, data in parts.items():
        table += name + struct.pack(">II", 132 + 12 * len(parts) + len(body), len(data))
        body += data
    size = 132 + len(table) + len(body)
    head = struct.pack(">I4xI4s4s4s12x4s", size, 0x02100000, b"mntr", b"GRAY", b"XYZ ", b"acsp").ljust(
        68, b"\0"
    )
    head += struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(parts)) + table + body


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "L"), ("PNG", "LA"), ("JPEG", "L"), ("TIFF", "L"), ("TIFF", "LA")]
)
def test_greys_with_a_profile_are_as_light_as_they_say(kind: str, mode: str) -> None:
    picture = Pillow.new("L", (40, 40), 55).convert(mode)
    image = transcode(saved(picture, kind, icc_profile=grey_profile()), "a", Limits())
    with Pillow.open(io.BytesIO(image.data)) as after:
        assert after.convert("L").getpixel((20, 20)) == pytest.approx(128, abs=3)


def test_a_grey_picture_with_a_profile_for_colours_follows_it() -> None:
    data = saved(Pillow.new("L", (40, 40), 128), "JPEG", quality=98, icc_profile=p3())
    with Pillow.open(io.BytesIO(transcode(data, "a", Limits()).data)) as after:
        assert after.convert("L").getpixel((20, 20)) == pytest.approx(128, abs=2)


def worst_swatch(data: bytes) -> int:
    """The largest difference of a channel in the middle of a swatch, of 255."""
    image = transcode(data, "a", Limits())
    with Pillow.open(io.BytesIO(image.data)) as opened:
        after = opened.convert("RGB")
    wanted = swatches().resize((len(SWATCHES), 1), Pillow.Resampling.NEAREST)
    found = after.resize((len(SWATCHES), 1), Pillow.Resampling.NEAREST)
    return max(int(top) for _, top in ImageChops.difference(wanted, found).getextrema())  # type: ignore[misc]


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
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC photograph, which publish cannot open: save it as JPEG"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "a HEIC photograph"),
        (
            b"\0\0\0\x18ftypavif\0\0\0\0mif1avif",
            "an AVIF picture that is broken, or of a variant that publish cannot open: save it as JPEG",
        ),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL picture, which publish cannot open: save it as JPEG"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 picture"),
        (b"%PDF-1.7\n", "a PDF document, which publish cannot open: save it as PNG"),
        (b"8BPS\0\1", "a Photoshop file"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "an EPS drawing"),
        (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 99, "a camera's raw photograph"),
        (
            b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41",
            "a film, which publish cannot open: use a still picture",
        ),
        (b"\x1a\x45\xdf\xa3", "a film, which publish cannot open: use a still picture or an animated GIF"),
        (b"OggS\0", "a film or a sound, which publish cannot open: use a still picture or an animated GIF"),
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
