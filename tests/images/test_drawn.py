"""SVG drawings: all usual kinds are drawn, sharp and in the right size; none does harm or takes too long."""

from __future__ import annotations

import base64
import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from lxml import etree
from PIL import Image as Pillow
from PIL import ImageChops
from processes import computing, within

from publish import check
from publish.images.errors import ImageError
from publish.images.profiles import PROFILES
from publish.images.transcode import examine, transcode
from publish.model import Image, Limits

HEAD = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'"
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
BOX = "<rect width='100%' height='100%' fill='red'/>"


def made(text: str | bytes, profile: str = "full") -> Image:
    return transcode(text.encode() if isinstance(text, str) else text, "a.svg", Limits(), PROFILES[profile])


def pixel(image: Image, x: float, y: float) -> tuple[int, ...]:
    """The colour at a place, given in shares of width and height."""
    with Pillow.open(io.BytesIO(image.data)) as opened:
        colours = opened.convert("RGB")
    found = colours.getpixel((int(x * (colours.width - 1)), int(y * (colours.height - 1))))
    assert isinstance(found, tuple)
    return found


def dark(image: Image) -> int:
    """How many pixels are dark: words are."""
    with Pillow.open(io.BytesIO(image.data)) as opened:
        return sum(opened.convert("L").histogram()[:100])


@pytest.mark.parametrize(
    ("said", "width", "height"),
    [
        ("width='40' height='20'", 40, 20),
        ("width='40px' height='20px' viewBox='0 0 4 2'", 40, 20),
        ("width='30pt' height='15pt'", 40, 20),
        ("width='1in' height='2.54cm'", 96, 96),
        ("width='200' viewBox='0 0 400 100'", 200, 50),
        ("height='50' viewBox='0 0 400 100'", 200, 50),
        ("viewBox='0 0 24 24'", 24, 24),
        ("viewBox='0 0 200 100' width='100%'", 680, 340),
        ("viewBox='0,0,1000,500'", 1000, 500),
        ("viewBox='0 0 400 100' width='100%' style='max-width: 400px'", 400, 100),
        ("style='width: 80px; height: 40px'", 80, 40),
        ("", 300, 150),
    ],
)
def test_it_is_as_large_as_on_the_web_and_sharp(said: str, width: int, height: int) -> None:
    image = made(f"{HEAD} {said}>{BOX}</svg>")
    assert image.natural_width == width
    assert image.media_type == "image/png"
    assert image.width >= min(3 * width - 1, 2_400)
    assert image.height / image.width == pytest.approx(height / width, abs=0.02)
    assert examine(f"{HEAD} {said}>{BOX}</svg>".encode(), Limits()).size == (width, height)
    assert pixel(image, 0.5, 0.5) == RED


@pytest.mark.parametrize("profile", PROFILES)
def test_it_keeps_to_its_device(profile: str) -> None:
    image = made(f"{HEAD} width='5000' height='4000'>{BOX}</svg>", profile)
    bounds = PROFILES[profile]
    assert max(image.width, image.height) <= bounds.side
    assert image.width * image.height <= bounds.pixels
    assert (pixel(image, 0.5, 0.5) == RED) is not bounds.grey


INSIDE = {
    "plain": BOX,
    "style sheet": "<style>.a{fill:red}</style><rect class='a' width='99' height='99'/>",
    "CDATA": "<style><![CDATA[.a > .b, .b {fill:red}]]></style><rect class='b' width='99' height='99'/>",
    "variables": "<style>:root{--x: var(--y); --y: red}</style><rect fill='var(--x)' width='99' height='99'/>",
    "variable without a value": "<rect style='fill: var(--none, red)' width='99' height='99'/>",
    "light and dark": "<rect fill='blue' style='fill: light-dark(#ff0000, var(--d, #000))' width='99' height='99'/>",
    "dark mode": "<style>rect{fill:red}@media (prefers-color-scheme:dark){rect{fill:blue}}</style>"
    "<rect width='99' height='99'/>",
    "use": "<defs><g id='a'><rect width='99' height='99' fill='red'/></g></defs><use xlink:href='#a'/>",
    "symbol": f"<symbol id='a' viewBox='0 0 9 9'>{BOX}</symbol><use href='#a'/>",
    "gradient": "<linearGradient id='g'><stop stop-color='red'/></linearGradient><rect fill='url(#g)' width='99' height='99'/>",
    "clip and mask": "<clipPath id='c'><rect width='99' height='99'/></clipPath><mask id='m'>"
    f"<rect width='99' height='99' fill='white'/></mask><g clip-path='url(#c)' mask='url(#m)'>{BOX}</g>",
    "link": f"<a xlink:href='https://a.example/'>{BOX}</a>",
    "switch": f"<switch><foreignObject width='9' height='9'/>{BOX}</switch>",
    "drawing in it": f"<image width='99' height='99' href='data:image/svg+xml,{quote(f'{HEAD}>{BOX}</svg>')}'/>",
    "deep": f"{'<g>' * 200}{BOX}{'</g>' * 200}",
    "Inkscape": "<sodipodi:namedview xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd'/>"
    f"<metadata><x/></metadata><g xmlns:i='http://www.inkscape.org/' i:groupmode='layer'>{BOX}</g>",
    "script": f"<script>alert(1)</script>{BOX}<script href='https://a.example/a.js'/>",
    "events": "<rect width='99' height='99' fill='red' onload='alert(1)' onclick='x()'/>",
    "animation": "<rect width='99' height='99' fill='red'><animate attributeName='fill' to='blue' dur='1s'/></rect>",
    "file": f"{BOX}<image href='file:///etc/hostname' width='99' height='99'/><image href='/etc/hostname' width='9' height='9'/>",
    "network": f"{BOX}<image xlink:href='http://127.0.0.1/a.png' width='99' height='99'/><use href='http://a.example/a.svg#x'/>",
    "style from elsewhere": f"<style>@import url(http://a.example/a.css); rect{{filter:url(http://a.example/#f)}}</style>{BOX}",
    "itself": f"<g id='a'>{BOX}<use href='#a'/></g>",
    "millimetres": "<rect width='26mm' height='2.6cm' fill='red'/>",
    "attribute selectors": "<style>[id$='-end'], [class^=e] {fill: red}</style><rect id='the-end' width='99' height='99'/>",
    "selectors of position": "<style>g > :not(.a):nth-child(2) {fill: red}</style><g><path/><rect width='99' height='99'/></g>",
    "the last that is known": "<style>rect {fill: blue; fill: red; fill: colour(9)}</style><rect width='99' height='99'/>",
    "importance": "<style>rect {fill: red !important}</style><rect width='99' height='99' style='fill: blue'/>",
    "media": "<style>@media screen and (max-width: 500px) {rect {fill: red}} @media print, (min-width: 200px)"
    " {rect {fill: blue}}</style><rect width='99' height='99'/>",
    "a sheet for paper": f"<style media='print'>rect {{fill: blue}}</style>{BOX}",
    "support": "<style>@supports (fill: red) {@layer a {rect {fill: red}}} @supports (-moz-a: b) {rect {fill: blue}}</style>"
    "<rect width='99' height='99'/>",
    "wide colours": "<rect width='99' height='99' style='fill: blue; fill: color(display-p3 1.2 -0.3 -0.2)'/>",
    "new colours": "<rect width='99' height='99' fill='hsl(0deg 100% 50% / 1)'/>",
    "colour of the text": "<g color='blue'><rect width='99' height='99' style='color: RED; fill: CurrentColor'/></g>",
    "transforms of CSS": "<rect width='33' height='33' style='fill: red; transform: translate(-1cm, 0) scale(9); transform-origin: 5px 5px'/>",
    "geometry of CSS": "<style>rect {width: 99px; height: 99px; fill: red} path {d: path('M0 0')}</style><rect/><path/>",
    "transforms by reference": "<linearGradient id='a' gradientTransform='translate(-2)'><stop stop-color='blue'/><stop offset='1' "
    "stop-color='red'/></linearGradient><linearGradient id='b' href='#a' x2='1'/><rect fill='url(#b)' width='99' height='99'/>",
    "lengths of paths": "<path d='M0 49H99' pathLength='10' stroke='red' stroke-width='99' stroke-dasharray='8 2'/>",
    "families in capitals": f"<text font-family='Sans-Serif' y='400'>a</text>{BOX}",
}  # fmt: skip


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("way", ["plain", "declared", "gzip", "UTF-16"])
def test_what_is_honest_is_drawn_and_the_rest_left_behind(name: str, way: str) -> None:
    text = f"{HEAD} width='99' height='99'>{INSIDE[name]}</svg>"
    if way == "declared":
        text = f'<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n{text}'
    data = (
        gzip.compress(text.encode())
        if way == "gzip"
        else text.encode("utf-16" if way == "UTF-16" else "utf-8")
    )
    assert pixel(made(data), 0.5, 0.5) == RED


def test_illustrators_own_entities_are_known() -> None:
    start = '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY c "red">]>'
    assert (
        pixel(made(f"{start}<svg xmlns='&ns;'><rect width='300' height='150' fill='&c;'/></svg>"), 0.5, 0.5)
        == RED
    )


@pytest.mark.parametrize(
    "text",
    [
        "<text y='60' font-size='60'>Words</text>",
        "<text y='60' font-size='60' font-family='Times New Roman'>Words</text>",
        "<text y='60' font-size='60'><tspan x='5'>港口</tspan></text>",
        "<text y='60' font-size='60'>مرحبا</text>",
        "<foreignObject width='200' height='99'><div xmlns='http://www.w3.org/1999/xhtml'><p>Words</p></div></foreignObject>",
        "<switch><foreignObject><div/></foreignObject><text y='60' font-size='60'>Words</text></switch>",
    ],
)
def test_its_words_are_drawn(text: str) -> None:
    assert dark(made(f"{HEAD} width='200' height='99'>{text}</svg>")) > 500


def label(
    words: str, style: str = "font: 16px sans-serif", inside: str = "x='10' y='10' width='180' height='80'"
) -> str:
    page = f"<div xmlns='http://www.w3.org/1999/xhtml' style='{style}'>{words}</div>"
    return f"{HEAD} width='200' height='100'><foreignObject {inside}>{page}</foreignObject></svg>"


def ink(image: Image) -> tuple[int, int, int, int]:
    """The box of what is not white, in CSS pixels."""
    with Pillow.open(io.BytesIO(image.data)) as opened:
        box = ImageChops.invert(opened.convert("L")).getbbox()
    assert box is not None
    left, top, right, bottom = (side // 3 for side in box)
    return left, top, right, bottom


def test_labels_have_their_size_and_place() -> None:
    """HTML in drawings, as by diagrams.net and Mermaid: size, place, lines and looks as its styles say."""
    left, top, right, bottom = ink(made(label("Hxg")))
    assert (left, 12 <= top <= 16, bottom - top <= 17) == (11, True, True)
    assert ink(made(label("Hxg", "font: 32px sans-serif")))[2] - left == pytest.approx(
        2 * (right - left), abs=3
    )
    assert ink(made(label("Hxg", "text-align: right")))[2] in range(187, 191)
    middle = ink(made(label("Hxg", "text-align: center")))
    assert (middle[0] + middle[2]) // 2 in range(98, 103)
    long = "many words " * 6
    assert ink(made(label(long)))[3] > 45
    assert ink(made(label(long)))[2] <= 191
    assert ink(made(label(long, "white-space: nowrap; font: 9px sans-serif")))[3] < 30
    assert ink(made(label("one<br/>two")))[3] == pytest.approx(
        ink(made(label("<p>one</p><p>two</p>")))[3], abs=1
    )
    assert dark(made(label("Hxg <b>Hxg</b>"))) > dark(made(label("Hxg Hxg")))
    assert dark(made(label("Hxg <script>Hxg</script><i style='display: none'>Hxg</i>"))) == dark(
        made(label("Hxg"))
    )


def test_a_label_of_a_switch_is_whole() -> None:
    """diagrams.net adds a shortened text for programs without HTML."""
    page = "<div xmlns='http://www.w3.org/1999/xhtml' style='display: flex; align-items: unsafe center; width: 118px;"
    page += " height: 1px; padding-top: 70px; margin-left: 1px'><div style='font-size: 12px'>Water tank with a pump</div></div>"
    switch = f"<switch><foreignObject width='100%' height='100%'>{page}</foreignObject><text y='90'>W...</text></switch>"
    left, top, right, bottom = ink(made(f"{HEAD} width='200' height='100'>{switch}</svg>"))
    assert (left <= 3, 80 < right <= 119, top > 55, 80 < bottom < 90) == (True, True, True, True)  # two lines
    illustrator = "<switch><foreignObject requiredExtensions='x'>No</foreignObject><g><path d='M0 0h9v9z'/></g></switch>"
    assert ink(made(f"{HEAD} width='200' height='100'>{illustrator}</svg>"))[2] == 9


def test_text_from_right_to_left_ends_where_it_says() -> None:
    text = "<text x='190' y='60' font-size='30' direction='rtl'>مرحبا</text>"
    assert ink(made(f"{HEAD} width='200' height='100'>{text}</svg>"))[2] in range(180, 192)


def test_no_excuse_for_words_is_drawn() -> None:
    excuse = "<switch><g requiredFeatures='http://www.w3.org/TR/SVG11/feature#Extensibility'/><text y='60'>No</text></switch>"
    assert dark(made(f"{HEAD} width='200' height='99'>{excuse}<path d='M0 0'/></svg>")) == 0


@pytest.mark.parametrize(
    ("named", "kind"),
    [
        ("Helvetica", "sans-serif"),
        ("Noto Sans, Arial", "sans-serif"),
        ("Times New Roman", "serif"),
        ("'Georgia'", "serif"),
        ("Courier New", "monospace"),
        ("JetBrains Mono", "monospace"),
        ("Unheard Of", "sans-serif"),
    ],
)
def test_families_that_are_not_there_have_the_like(named: str, kind: str) -> None:
    def drawn(said: str) -> bytes:
        return made(f"{HEAD} width='300' height='99'>{said}</svg>").data

    right = drawn(f"<text y='60' font-size='40' font-family='{kind}'>Words</text>")
    quoted = named.replace("'", "&apos;")
    assert drawn(f"<text y='60' font-size='40' font-family='{quoted}'>Words</text>") == right
    assert (
        drawn(f"<style>text{{font-family: {named}}}</style><text y='60' font-size='40'>Words</text>") == right
    )
    assert drawn(f"<style>text{{font: 40px {named}; x: y}}</style><text y='60'>Words</text>") == right
    assert drawn(f'<text y="60" font-size="40" style="font-family:{named}">Words</text>') == right


def test_its_ground_is_white_or_its_own() -> None:
    assert pixel(made(f"{HEAD}><path d='M0 0h9'/></svg>"), 0.5, 0.5) == WHITE
    assert pixel(made(f"{HEAD} style='background-color: #0000ff'><path d='M0 0h9'/></svg>"), 0.5, 0.5) == BLUE
    for said in ("background: url(x)", "background: none", "enable-background: new", "background: nocolour"):
        assert pixel(made(f"{HEAD} style='{said}'><path d='M0 0h9'/></svg>"), 0.5, 0.5) == WHITE
    assert pixel(made(f"{HEAD} style='background: url(x)'><path d='M0 0h9'/></svg>"), 0.5, 0.5) == WHITE


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("><title>A boat</title>", "A boat"),
        ("><title>A boat.</title><desc>It is  red.</desc>", "A boat. It is red."),
        ("><title>A boat</title><desc>A boat that is red</desc>", "A boat that is red"),
        (" aria-label='A badge'><title>Other</title>", "A badge"),
        ("><g><title>Of a part</title></g>", ""),
    ],
)
def test_what_it_says_of_itself(inside: str, words: str) -> None:
    assert made(f"{HEAD}{inside}{BOX}</svg>").description == words


def billion(parts: int) -> str:
    uses = [f"<use href='#a{n}'/>" * 10 for n in range(parts)]
    rows = "".join(f"<g id='a{n}'>{uses[n - 1]}</g>" for n in range(1, parts))
    return f"<defs><g id='a0'><rect width='9' height='9'/></g>{rows}</defs><use href='#a{parts - 1}'/>"


_CALLS = [f"&e{n};" * 10 for n in range(11)]
ENTITIES = "".join(f'<!ENTITY e{n + 1} "{calls}">' for n, calls in enumerate(_CALLS))
NEST = "".join(
    f"<pattern id='p{n}' width='1' height='1' patternUnits='userSpaceOnUse'><rect width='9' height='9' fill='url(#p{n + 1})'/>"
    f"<rect x='1' width='9' height='9' fill='url(#p{n + 1})'/></pattern>"
    for n in range(40)
)
PARTS = "<path class='a b'/>"
HOSTILE: dict[str, str | bytes] = {
    "nothing": f"{HEAD}/>",
    "only a script": f"{HEAD}><script>alert(1)</script></svg>",
    "no drawing": "<svg",
    "uses without end": f"{HEAD}>{billion(12)}</svg>",
    "entities without end": f'<!DOCTYPE svg [<!ENTITY e0 "ha">{ENTITIES}]>{HEAD}><text>&e11;</text></svg>',
    "groups without end": f"{HEAD}>{'<g>' * 50_000}{BOX}{'</g>' * 50_000}</svg>",
    "too many parts": f"{HEAD}>{'<g/>' * 150_000}</svg>",
    "brackets without end": f"{HEAD}><style>a{{fill:{'(' * 20_000}</style>{BOX}</svg>",
    "styles within brackets": f"{HEAD}><path d='M0 0' style='fill:{'(' * 20_000}'/></svg>",
    "selectors in selectors": f"{HEAD}><style>{':not(' * 5_000}a{')' * 5_000}{{fill:red}}</style>{BOX}</svg>",
    "packed without end": gzip.compress(f"{HEAD}>{' ' * (50 << 20)}</svg>".encode()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_drawn_says_why_soon(name: str) -> None:
    data = HOSTILE[name]
    with within(40), pytest.raises(ImageError, match=r"SVG drawing|not a picture"):
        made(data)


@pytest.mark.parametrize(
    "inside",
    [
        f"{NEST}<rect width='300' height='150' fill='url(#p0)'/>",
        "<filter id='f' x='-999' y='-999' width='9999' height='9999'><feGaussianBlur stdDeviation='9999'/>"
        + "<feTurbulence numOctaves='99999' baseFrequency='9'/>" * 50 + "</filter><rect width='9' height='9' filter='url(#f)'/>",
        f"<path stroke='red' stroke-dasharray='0.0001' d='M0 0{'l99 99l-99 -99' * 9_000}'/>",
        "<path d='M0 0" + "".join(f"L{n % 300} {n * 7 % 150}" for n in range(100_000)) + "'/>",
        f"<style>{'a:not(b) c > d, ' * 20_000}{'{'}</style>{BOX}",
        f"<style>{':root{--a:var(--a)var(--a)}' * 500}</style><rect fill='{'var(--a)' * 999}'/>",
        f"<style>{','.join(['a'] * 200_000)}{{fill: red}}</style>{BOX}",
        "<text font-size='99999' textLength='1e30'>words</text>",
        f"<style>{'g g g g g g g g .x, '.join([''] * 99)} b {{fill: red}}</style>{'<g>' * 200}<path class='x'/>{'</g>' * 200}",
        f"<style>{'.a ~ .b {fill: red}' * 50}</style>{PARTS * 20_000}",
        f"<style>{'.a {fill: red}' * 4_000}</style>{PARTS * 9_000}",
        f"<path d='M0 0{'l9 9' * 200_000}' pathLength='1' stroke-dasharray='1'/>",
        f"<foreignObject width='9' height='9'>{'<b>x ' * 200}{'</b>' * 200}{'<p>word</p>' * 20_000}</foreignObject>",
        "<rect width='9' height='9' style='transform: translate(1e999px) rotate(9e9turn)'/><rect fill='rgb(1e99 2 3)'/>",
        "<image width='99' height='99' href='data:image/png;base64,iVBORw0KGgo='/><image href='data:image/svg+xml,<svg'/>",
        "<foreignObject width='99' height='99'><iframe src='http://a.example/'/><object data='file:///etc/hosts'/></foreignObject>"
        "<a xlink:href='javascript:alert(1)'><path d='M0 0'/></a>",
    ],
    ids=["patterns", "filters", "dashes", "a megabyte of paths", "selectors", "variables", "a list of selectors", "huge words", "deep selectors",
         "sibling selectors", "many rules", "a long path", "a long label", "huge numbers", "broken data", "pages"],
)  # fmt: skip
def test_what_costs_much_is_bounded(inside: str) -> None:
    with within(60):
        try:
            assert made(f"{HEAD} width='300' height='150'>{inside}</svg>").width == 900
        except ImageError as error:
            assert "SVG drawing" in str(error)


@pytest.mark.parametrize(
    "part",
    [
        "<foreignObject width='50' height='20'><div style='font-size: 0'>word</div></foreignObject>",
        "<foreignObject width='50' height='20'><div style='font: 0px/0 serif'>word</div></foreignObject>",
        "<style media='(min-width: .)'>a {fill: red}</style>",
        "<style>@media (max-width: .px) {a {fill: red}}</style>",
        f"<style media='{'not ' * 5_000}'>a {{fill: red}}</style>",
        "<path d='M0 0' fill='oklch(1e300 1e300 1e300)'/><path d='M0 0' fill='lab(1e300 1e300 1e300)'/>",
        "<path d='M0 0' style='fill: color(display-p3 1e300 nan 1)'/>",
        f"<path d='M0 0' fill='{'var(--a,' * 20_000}'/>",
    ],
)
def test_odd_values_leave_the_rest_of_a_drawing(part: str) -> None:
    with within(12):
        assert pixel(made(f"{HEAD} width='90' height='90'>{BOX}{part}</svg>"), 0.5, 0.9) == RED


Z = "<path class='z'/>"
ENDLESS = {
    "declarations times parts": f"<style>.a{{{'fill:red;' * 50_000}}}</style>{PARTS * 20_000}",
    "rules times parts": "<style>" + f"{','.join(f'.k{n}' for n in range(100))}{{fill:red}}" * 4_000 + f"</style>{PARTS * 400}",
    "steps times parts": f"<style>{'g g path.z{fill:red}' * 2_000}</style>{'<g>' * 140}{Z * 900}{'</g>' * 140}",
    "nested selectors": f"<style>{':not(' * 3_000}a{')' * 3_000}{{fill:red}}</style>{BOX}",
    "brackets": f"<style>{'[' * 2_000_000}</style>{BOX}",
    "a drawing in a drawing": "<image width='9' height='9' href='data:image/svg+xml;base64,"
    + base64.b64encode(f"{HEAD}><style>.a{{{'fill:red;' * 50_000}}}</style>{PARTS * 20_000}</svg>".encode()).decode() + f"'/>{BOX}",
}  # fmt: skip
"""Style sheets that are small for what they cost."""


@pytest.mark.parametrize("name", ENDLESS)
def test_style_sheets_take_no_more_than_their_share(name: str) -> None:
    with computing(6), within(60):  # seconds of our own process; the other one has its limit
        try:
            assert made(f"{HEAD} width='300' height='150'>{ENDLESS[name]}</svg>").width == 900
        except ImageError as error:
            assert "too long or too much memory" in str(error)


def test_no_file_and_no_network_is_asked(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    picture = tmp_path / "red.png"
    Pillow.new("RGB", (9, 9), "red").save(picture)
    for address in (picture.as_uri(), str(picture)):
        image = made(
            f"{HEAD} width='30' height='30'><path d='M0 0'/><image href='{address}' width='30' height='30'/></svg>"
        )
        assert pixel(image, 0.5, 0.5) == WHITE
    outside = (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{HEAD}><text y="50">&x;</text>{BOX}</svg>'
    )
    try:
        assert pixel(made(outside), 0.5, 0.5) == RED
    except ImageError as error:
        assert "SECRET" not in str(error)


POST = f"""---
title: Drawings
author: Ann Lee
lang: en
date: 2026-03-04
---
<svg style="display:none"><symbol id="boat" viewBox="0 0 24 24"><path fill="red" d="M0 0h24v24H0z"/></symbol></svg>

A file ![](red.svg) in a line, and an icon <svg width="1em" height="1em"><title>Boat</title><use xlink:href="#boat"/></svg> too.

<svg viewBox=0 width=60 height="40">
  <desc>A red field&nbsp;</desc>

  <RECT width=60 height=40 fill=red />
</svg>

![Of an address](data:image/svg+xml;base64,{base64.b64encode(f"{HEAD} width='50' height='40'>{BOX}</svg>".encode()).decode()})

<object data="red.svg" type="image/svg+xml" width="70">In an object</object>

<figure><svg width="80" height="40" viewBox="0 0 8 4"><rect width="8" height="4" fill="red"/></svg><figcaption>A caption.</figcaption></figure>

![Broken](broken.svg)
"""
ALTERNATIVES = ["A file", "Boat", "A red field", "Of an address", "In an object"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The post in all formats, twice."""
    place = tmp_path_factory.mktemp("drawings")
    (place / "post.md").write_text(POST)
    (place / "red.svg").write_text(f"{HEAD} width='90' height='20'><title>A file</title>{BOX}</svg>")
    (place / "broken.svg").write_text("<svg><")
    for out in ("first", "second"):
        for kind in ("pdf", "epub", "html"):
            command = [sys.executable, "-m", "publish", kind, "post.md", "--offline", "--force", "-o", out]
            run = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr
            assert run.stderr.count("warning") == 1, run.stderr
            assert "image broken.svg: an empty SVG drawing; a stand-in takes its place" in run.stderr
    return place / "first"


def test_drawings_are_in_every_format_with_their_size_and_words(folder: Path) -> None:
    with zipfile.ZipFile(folder / "post.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
        names = [name for name in book.namelist() if "/images/" in name]
        pictures = {name.removeprefix("EPUB/"): book.read(name) for name in names}
    page = (folder / "post.html").read_text()
    for markup in (chapter, page):
        tree = etree.HTML(markup.encode())
        images = [each for each in tree.iter("img") if "stand-in" not in each.get("class", "")]
        # What the caption says is not said twice in an EPUB.
        last = "Picture without a description" if markup is chapter else "A caption."
        assert [each.get("alt") for each in images] == [*ALTERNATIVES, last]
        assert [each.get("width") for each in images] == ["90", "16", "60", "50", "70", "80"]
        assert "<svg" not in markup
        assert "base64,PD94" not in markup
        assert "base64,PHN2" not in markup
    for image in etree.HTML(chapter.encode()).iter("img"):
        if "stand-in" not in image.get("class", ""):
            data = pictures[image.get("src", "")]
            assert pixel(Image("a", "b", data, 1, 1, ""), 0.5, 0.5) == RED
    with pypdfium2.PdfDocument(folder / "post.pdf") as document:
        boxes = [
            image.get_bounds() for leaf in list(document)[1:]
            for image in leaf.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]  # fmt: skip
    widths = [round((right - left) * 96 / 72) for left, _, right, _ in boxes]
    assert [width for width in widths if width in (90, 60, 50, 70, 80)] == [90, 60, 50, 70, 80]


def test_the_same_bytes_come_again(folder: Path) -> None:
    for name in ("post.epub", "post.html", "post.pdf"):
        assert (folder / name).read_bytes() == (folder.parent / "second" / name).read_bytes()


def test_the_validators_are_content(
    folder: Path,
    epubcheck: Callable[[Iterable[Path]], dict[Path, list[check.Message]]],
    verapdf: Callable[[Iterable[Path]], dict[Path, dict[str, list[str]]]],
) -> None:
    book, document = folder / "post.epub", folder / "post.pdf"
    assert [each for each in epubcheck([book])[book] if each.severity != "USAGE"] == []
    assert not any(verapdf([document])[document].values())
