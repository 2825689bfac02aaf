"""Hostile and sloppy posts, generated: each input with the expected result.

Each `Case` is one post. `PORT` stands for the port of a server on loopback that no
post may reach. Where a case says nothing else, a book must come of it in both formats, with the word `Harmless` in it.
"""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from PIL import Image

__all__ = ["OUTSIDE", "PORT", "Case", "cases"]

OUTSIDE = "outside"
"""Folder beside the posts that holds the canaries."""
PORT = "45999"
"""Replaced by the server's port when a post is written."""


@dataclass(frozen=True, slots=True)
class Case:
    """One post and what must become of it."""

    row: str
    """The kind of input, a few words."""
    post: bytes
    name: str = ""
    """File name without its ending; made from the row when empty."""
    says: str = ""
    """Words that stderr must hold in a line that begins with the post's path."""
    fails: bool | None = False
    """Whether an error must end it; None when either is right, as long as it is clean."""
    shows: tuple[str, ...] = ("Harmless",)
    """Words that the book must hold."""


def cases() -> list[Case]:
    """Every case, each under a name of its own."""
    numbers = count(1)
    made = []
    for case in _all():
        name = case.name or f"{next(numbers):03d}-{case.row.replace(' ', '-')}"
        made.append(Case(case.row, case.post, name, case.says, case.fails, case.shows))
    return made


def _all() -> Iterator[Case]:
    yield from _paths()
    yield from _addresses()
    yield from _pictures()
    yield from _scripts()
    yield from _lost_words()
    yield from _metadata()
    yield from _characters()
    yield from _front_matter()
    yield from _encodings()
    yield from _depth()
    yield from _names()
    yield from _liquid()
    yield from _shortcodes()
    yield from _anchors()
    yield from _diagrams()


def body(text: str, **fields: str) -> bytes:
    """A post with a plain front matter, more fields as they are, and a word that must survive."""
    lines = {"title": "A Title", "date": "2026-01-02", "lang": "en"} | fields
    matter = "\n".join(f"{key}: {value}" for key, value in lines.items())
    return f"---\n{matter}\n---\n\nHarmless words.\n\n{text}\n".encode()


def _paths() -> Iterator[Case]:
    for path in (
        f"file:///{OUTSIDE}/secret.png",
        f"FILE:../{OUTSIDE}/secret.png",
        f"file://localhost/../{OUTSIDE}/secret.png",
        f"../{OUTSIDE}/secret.png",
        f"..%2f{OUTSIDE}%2fsecret.png",
        f"%2e%2e/{OUTSIDE}/secret.png",
        f"%252e%252e/{OUTSIDE}/secret.png",
        f"..\\{OUTSIDE}\\secret.png",
        f"./x/../../{OUTSIDE}/secret.png",
        "link-to-secret.png",
        "link-to-folder/secret.png",
        "ROOT/secret.png",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
        "fifo.png",
        ".",
        "~/.ssh/id_rsa",
        "a.png%00.txt",
        f"../{OUTSIDE}/secret.txt",
        "words.png",
        "empty.png",
        "truncated.jpg",
        "bomb.png",
        "sparse.png",
        "script.svg",
    ):
        yield Case("path", body(f"![A picture](<{path}>)"), says="image")
        yield Case("path in html", body(f'<img src="{path}" alt="x">'), says="image")
    for path in (
        f"../{OUTSIDE}/secret.png",
        "link-to-secret.png",
        "fifo.png",
        f"file:../{OUTSIDE}/secret.png",
    ):
        yield Case("path in front matter", body("", image=f'"{path}"'), says="image")
        yield Case("path in srcset", body(f'<img src="no.png" srcset="{path} 2x" alt="x">'), says="image")
        yield Case(
            "path in picture", body(f'<picture><source srcset="{path}"><img src="{path}" alt="x"></picture>')
        )
        yield Case("path by reference", body(f"![x][r]\n\n[r]: <{path}>"), says="image")


def _addresses() -> Iterator[Case]:
    hosts = (
        "127.0.0.1",
        "localhost",
        "127.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::]",
        "0.0.0.0",
        "127.0.0.1.",
        "localhost.",
        "user:word@127.0.0.1",
        "example.org@127.0.0.1",
        "１２７.０.０.１",
        "127。0。0。1",
    )
    for host in hosts:
        yield Case("address", body(f"![A picture](http://{host}:{PORT}/a.png)"), says="image")
        yield Case("address in front matter", body("", image=f'"http://{host}:{PORT}/a.png"'), says="image")
    local = f"127.0.0.1:{PORT}"
    for html in (
        f'<img src="//{local}/a.png" alt="x">',
        f'<img srcset="http://{local}/a.png 1x" alt="x">',
        f'<picture><source srcset="http://{local}/a.png"><img alt="x" src="no.png"></picture>',
        f'<video src="http://{local}/a.mp4" poster="http://{local}/a.png"></video>',
        f'<audio src="http://{local}/a.mp3"></audio>',
        f'<object data="http://{local}/a.svg"></object>',
        f'<embed src="http://{local}/a.svg">',
        f'<iframe src="http://{local}/a.html"></iframe>',
        f"<style>@import url(http://{local}/a.css); p {{ background: url(http://{local}/a.png) }}</style>",
        f'<link rel="stylesheet" href="http://{local}/a.css">',
        f'<p style="background: url(http://{local}/a.png)">x</p>',
        f'<table background="http://{local}/a.png"><tr><td>x</td></tr></table>',
        f'<body background="http://{local}/a.png">',
        f'<svg><image href="http://{local}/a.png"/><use href="http://{local}/a.svg#x"/></svg>',
        f'<math><mglyph src="http://{local}/a.png"/></math>',
        f'<input type="image" src="http://{local}/a.png">',
        f'<link rel="attachment" href="http://{local}/a.pdf">',
        f'<a rel="attachment" href="http://{local}/a.pdf">x</a>',
        f'<base href="http://{local}/"><img src="a.png" alt="x">',
    ):
        yield Case("address in html", body(html))


_REPEATED = "".join(f"<g id='a{n}'>" + f"<use href='#a{n - 1}'/>" * 10 + "</g>" for n in range(1, 12))
_PATTERNS = "".join(
    f"<pattern id='p{n}' width='1' height='1' patternUnits='userSpaceOnUse'>"
    f"<rect width='9' height='9' fill='url(#p{n + 1})'/><rect width='9' height='9' fill='url(#p{n + 1})'/></pattern>"
    for n in range(40)
)
_DRAWINGS = (
    f"<g id='a0'><path d='M0 0h9'/></g>{_REPEATED}<use href='#a11'/>",
    f"{_PATTERNS}<rect width='300' height='150' fill='url(#p0)'/>",
    f"<image href='file:///{OUTSIDE}/secret.png' width='9' height='9'/><path d='M0 0h9'/>",
    f"<image href='../{OUTSIDE}/secret.png' width='9' height='9'/><path d='M0 0h9'/>",
    f"<image href='http://127.0.0.1:{PORT}/a.png' width='9' height='9'/><path d='M0 0h9'/>",
    f"<style>@import url(http://127.0.0.1:{PORT}/a.css);</style><use href='http://127.0.0.1:{PORT}/a.svg#a'/><g/>",
    f"<filter id='f'><feImage href='http://127.0.0.1:{PORT}/a.png'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    "<foreignObject width='99' height='99'><iframe srcdoc='<script>alert(1)</script>'/><p>words</p></foreignObject>",
    "<set attributeName='href' to='javascript:alert(1)'/><a href='javascript:alert(1)'><path d='M0 0h9'/></a>",
    f"<style>path{{fill:url(http://127.0.0.1:{PORT}/a.svg#p);mask:url(//127.0.0.1:{PORT}/m);cursor:url(file:///{OUTSIDE}/secret.png)}}"
    f"@font-face{{font-family:x;src:url(http://127.0.0.1:{PORT}/a.ttf)}}</style><path d='M0 0h9v9z'/>",
    f"<image href='//127.0.0.1:{PORT}/a.png' width='9' height='9'/><image href='link-to-secret.png' width='9' height='9'/>"
    f"<a href='http://127.0.0.1:{PORT}/'><path d='M0 0h9'/></a>",
    f"<foreignObject width='99' height='99'><iframe src='http://127.0.0.1:{PORT}/f'/><img src='http://127.0.0.1:{PORT}/i'/>"
    f"<object data='file:///{OUTSIDE}/secret.txt'/><p>words</p></foreignObject>",
    f"<image width='9' height='9' href='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage "
    f"href=%22http://127.0.0.1:{PORT}/n.png%22 width=%229%22 height=%229%22/%3E%3Cscript%3Ealert(1)%3C/script%3E%3C/svg%3E'/>"
    "<path d='M0 0h9'/>",
    f"<path d='{'M1 1h9v9z' * 20_000}'/>",
    "<rect width='1e999' height='9e99' stroke-width='1e308'/><circle r='-1e9'/><path d='M1e300 -1e300h1e308' transform='scale(1e200)'/>",
    f"<style>.a{{{'fill:red;' * 600}}}</style>{'<path class=a />' * 600}",
    f"<style>{':not(' * 2_000}a{')' * 2_000}{{fill:red}}</style><path d='M0 0h9'/>",
    "<style>*{behavior:url(x)}</style><g onload='alert(1)'><path d='M0 0h9'/></g><script>alert(1)</script>",
)
"""What a drawing may try: growing, reading, asking the network, running."""


def _pictures() -> Iterator[Case]:
    dot = base64.b64encode(_png(3, 3)).decode()
    yield Case("data picture", body(f"![A dot](data:image/png;base64,{dot})"))
    not_a_picture = "a `data:` address that is not a picture"
    for data, says in (
        ("data:text/html,<script>alert(1)</script>", not_a_picture),
        (
            "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "an empty SVG drawing",
        ),
        ("data:image/png;base64,notbase64!!", "a `data:` address whose data is not base64"),
        ("data:image/png;base64,", "an empty file"),
        ("data:,", not_a_picture),
        (f"data:image/png;base64,{base64.b64encode(_bomb()).decode()}", "a broken picture"),
    ):
        yield Case("data address", body(f"<img alt='x' src=\"{data}\">"), says=says)
    yield Case("drawing with entities of files", body("![A drawing](entities.svg)"))
    for inside in _DRAWINGS:
        yield Case("drawing", body(f"<svg width='300' height='150'>{inside}</svg>"))
        head = "<svg xmlns='http://www.w3.org/2000/svg'>"
        address = base64.b64encode(f"{head}{inside}</svg>".encode()).decode()
        yield Case("drawing as data", body(f"![x](data:image/svg+xml;base64,{address})"))
    yield Case("pictures by the thousand", body("![x](dot.png)\n" * 1_200), fails=None)
    yield Case("pictures that all lack", body("\n".join(f"![x]({n}.png)" for n in range(200))), says="image")
    yield Case("place in a photograph", body("![A photograph](place.jpg)"))
    yield Case("animated drawing", body("![A drawing](moves.gif)"))
    yield Case("wrong ending", body("![A drawing](gif-named.png)"))


def _scripts() -> Iterator[Case]:
    for html in (
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        '<img src="dot.png" onerror="alert(1)" alt="x">',
        "<img src=dot.png alt=x onload=alert(1)//",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href=" &#14; javascript:alert(1)">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "[x](javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "<javascript:alert(1)>",
        '*x*{: onclick="alert(1)"}',
        'x\n{: onclick="alert(1)" style="position:fixed"}',
        '<svg><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
        "<svg><foreignObject><body onload=alert(1)></body></foreignObject></svg>",
        '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
        '<math href="javascript:alert(1)"><mi>x</mi></math>',
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
        "<details ontoggle=alert(1) open><summary>x</summary>y</details>",
        "<template><script>alert(1)</script></template>",
        '<noscript><p title="</noscript><script>alert(1)</script>"></noscript>',
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        '<p xmlns:x="http://www.w3.org/1999/xhtml"><x:script>alert(1)</x:script></p>',
        "<xmp><script>alert(1)</script></xmp>",
        "<textarea><script>alert(1)</script></textarea>",
        "<title><script>alert(1)</script></title>",
        '<style>p { behavior: url(x.htc); background: url("javascript:alert(1)") }</style>',
        '<p style="width: expression(alert(1))">x</p>',
        '<object data="x.swf"><param name="movie" value="x.swf"></object>',
        '<div markdown="1"><script>alert(1)</script></div>',
        "{::nomarkdown}<script>alert(1)</script>{:/}",
        "$$\\href{javascript:alert(1)}{x}$$",
        "$$</math><script>alert(1)</script>$$",
        "[x][r]\n\n[r]: javascript:alert(1) 'x'",
        "x[^1]\n\n[^1]: <script>alert(1)</script>",
        "<? php echo 1 ?><!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
    ):
        yield Case("script", body(html))


def _lost_words() -> Iterator[Case]:
    """What a browser would show, or a cleaner take away with what it holds: the words stay, or a notice says why not."""
    for name in (
        "text desc g tspan path title-card mi mtext annotation-xml foreignObject map set in x-y image".split()
    ):
        yield Case(
            "made-up tag", body(f"Some <{name}>kept</{name}> words."), shows=("Harmless", "kept", "words.")
        )
    for html in (
        "<text>\nkept\n</text>",
        "<svg/> <desc>kept</desc>",
        "<svg><text>drawn</text></svg> <text>kept</text>",
        "<table><text>kept</text><tr><td>x</td></tr></table>",
        '<map name="m"><area href="https://x.example/"><g>kept</g></map>',
    ):
        yield Case("made-up tag", body(html), shows=("Harmless", "kept"))
    for name in "button canvas noscript select template textarea title".split():
        yield Case("taken away", body(f"<{name}>words</{name}>"), says=f"(<{name}>) is not allowed")
    for html in (
        "[kept](javascript:alert(1))",
        '<a class="b" href="vbscript:x">kept</a>',
        "<a href='&#106;avascript:alert(1)'>kept</a>",
        "[kept](data:text/html,x)",
        "[kept][r]\n\n[r]: unheard-of:x",
    ):
        yield Case(
            "address taken away", body(html), says="is not allowed in a book", shows=("Harmless", "kept")
        )


def _metadata() -> Iterator[Case]:
    for words in (
        "<script>alert(1)</script>",
        "</title></head><script>alert(1)</script>",
        "]]></dc:title><script/>",
        "&amp; &lt; < > \\\" '",
        "{{ 7 * 7 }} {% include x %}",
        "x\\u0007\\u001b[31m",
        "\\u202e\\u2066reversed",
        "../../x",
        "/tmp/x",
    ):
        quoted = f'"{words}"'
        yield Case("words in title", body("", title=quoted))
        yield Case(
            "words in all fields",
            body(
                "",
                author=quoted,
                description=quoted,
                tags=f"[{quoted}]",
                categories=f"[{quoted}]",
                rights=quoted,
                image_caption=quoted,
            ),
        )
    yield Case("tag in lang", body("", lang='"en\\"><script>alert(1)</script>"'))
    yield Case("a very long title", body("", title="word " * 1_200))
    yield Case("a title of one long word", body("", title="W" * 6_000))
    yield Case("a crowd of authors", body("", author=f"[{', '.join(f'Author {n}' for n in range(400))}]"))
    for address in (
        "javascript:alert(1)",
        "java\\tscript:alert(1)",
        "file:///etc/passwd",
        "//x.example/",
        "data:text/html,x",
    ):
        yield Case("address of a post", body("[x](y)", canonical_url=f'"{address}"'), says="canonical_url")
    yield Case("a permalink that climbs", body("", permalink='"/../../../x"'))


def _characters() -> Iterator[Case]:
    yield Case("control characters", body("a\x01b\x08c\x0bd\x0ce\x1ff\x7fg\x85h"))
    yield Case("not characters", body("a\ufffeb\uffffc\U0001fffed"))
    yield Case(
        "surrogates", body("x").replace(b"Harmless", b"Harmless \xed\xa0\x80"), fails=True, says="UTF-8"
    )
    yield Case("surrogates in YAML", body("", description='"\\ud800 \\udc00"'), fails=None)
    yield Case("references to nothing", body("&#0; &#1; &#xD800; &#xFFFE; &#1114112; &bogus; &"))
    yield Case("names that are none", body('<p 1x="a" :="b" "="c" <="d" a:b:c="e">x</p>\n\n<1p>y</1p>'))
    yield Case(
        "ids that are none",
        body('<p id="1 x">a</p><p id="">b</p><p id="é">c</p><p id="x"><b id="x">d</b></p>'),
    )
    yield Case("private characters", body("Private \ue123"), fails=None)
    yield Case("marks upon marks", body("Z" + "\u0301" * 3_000))
    yield Case("signs for both directions", body("\u202e" * 50 + "abc" + "\u2066" * 50))


def _front_matter() -> Iterator[Case]:
    def matter(text: str, **rest: object) -> Case:
        post = f"---\n{text}\n---\n\nHarmless words.\n".encode()
        return Case("front matter", post, **rest)  # type: ignore[arg-type]  # fields of Case, by name

    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
    )
    yield matter(bomb, fails=True, says="aliases such as")
    yield matter("title: &t [*t]", fails=True, says="would never end")
    yield matter("title: &t\n  <<: *t", fails=True, says="would never end")
    yield matter("title: *t", fails=True, says="in quotes")
    yield matter("title: *Harmless*", fails=True, says="in quotes")
    yield matter("title: & more", fails=True, says="in quotes")
    yield matter("x: &x {title: Harmless}\n<<: *x")
    yield matter("x: &x Harmless\ntitle: *x\ntags: [*x, *x]")
    yield matter("title: !!python/object/apply:os.system ['true']", fails=None)
    yield matter("title: !!binary aGVsbG8=", fails=None)
    yield matter(f"title: {'9' * 6_000}")
    yield matter("title: 2025")
    yield matter("title: [a, b]", says="title")
    yield matter("title: null", says="title")
    yield matter("title: ''", says="title")
    yield matter("author: x", says="title")
    yield matter("title: T\ndate: 2025-13-45", fails=True, says="date")
    yield matter("title: T\ndate: 0000-00-00 00:00:00 +0800", fails=True, says="date")
    yield matter("title: T\ndate: tomorrow", fails=True, says="date")
    yield matter("title: T\ndate: [2025, 1, 1]", fails=None)
    yield matter("title: T\ndate: 9999-12-31 23:59:59 -1200", fails=None)
    yield matter("title: T\ndate: 0001-01-01 00:00:00 +1400", fails=None)
    yield matter("title: 'unclosed", fails=True, says="front matter")
    yield matter("title: a: b: c", fails=None)
    yield matter("\ttitle: tab", fails=None)
    yield matter("title: one\ntitle: two", fails=None)
    yield matter("title: T\nx: " + "[" * 3_000, fails=True)
    yield matter("title: T\n<<: {a: b}", fails=None)
    yield matter("- a\n- list", fails=None)
    yield matter("just words", fails=None)
    yield matter("title: T\n? {a: b}\n: c", fails=None)
    yield matter("title: T\nauthor: {name: [x]}", fails=None)
    yield matter("title: T\ntags: {a: b}", fails=None)
    yield matter("title: T\nimage: [a, {b: c}]", fails=None)
    yield matter("title: T\npublished: maybe", fails=None)
    yield Case("unclosed", b"---\ntitle: T\n\nHarmless words.\n", fails=True, says="has no end")
    yield Case("rules later", b"---\ntitle: T\n---\n\nHarmless words.\n\n---\n\nMore.\n\n---\n")
    yield Case("TOML", b'+++\ntitle = "T"\ndate = 2026-01-02\n+++\n\nHarmless words.\n')
    yield Case("broken TOML", b'+++\ntitle = "T\n+++\n\nHarmless words.\n', fails=True)
    yield Case("JSON", b'{"title": "T"}\n\nHarmless words.\n', fails=None)
    yield Case("nothing at all", b"", fails=None, shows=())
    yield Case("only front matter", b"---\ntitle: T\n---\n", shows=())
    yield Case("white space", b" \n\t\n", fails=None, shows=())


def _encodings() -> Iterator[Case]:
    plain = "---\ntitle: T\n---\n\nHarmless wörds.\n"
    yield Case("BOM", b"\xef\xbb\xbf" + plain.encode())
    yield Case("CRLF", plain.replace("\n", "\r\n").encode())
    yield Case("CR", plain.replace("\n", "\r").encode())
    yield Case("UTF-16", plain.encode("utf-16"), fails=True, says="UTF-8")
    yield Case("Latin-1", plain.encode("latin-1"), fails=True, says="UTF-8")
    yield Case("NUL", plain.replace("Harmless", "Harmless \0 ").encode(), fails=None)
    yield Case("a picture named post", _png(8, 8), fails=True, says="UTF-8")


def _depth() -> Iterator[Case]:
    for depth in (70, 300, 30_000):
        groups = f"<svg viewBox='0 0 9 9'>{'<g>' * depth}<circle r='3'/>{'</g>' * depth}</svg>"
        yield Case(
            "deep drawing",
            body(groups),
            says="" if depth == 70 else "a drawing in the text: an SVG drawing",
            shows=("Harmless",),
        )
        yield Case(
            "deep drawing in a line",
            body(f"Words {groups} kept."),
            says="" if depth == 70 else "SVG drawing",
            shows=("Harmless", "kept"),
        )
        yield Case(
            "deep drawing never closed", body(f"<svg>{'<g>' * depth}\n\nkept"), shows=("Harmless", "kept")
        )
    yield Case("nest behind a drawing", body(f"<svg></svg>{'<div>' * 3_000}"), fails=True, says="deep")
    for text in (
        "- " * 496 + "x",
        "> " * 1_000 + "x",
        ">" * 5_000 + "x",
        "\n".join(" " * (2 * n) + "- x" for n in range(200)),
        "[" * 20_000,
        "[x](" * 5_000,
        "![" * 5_000,
        "`" * 20_001,
        "*" * 50_000 + "x",
        "_a" * 30_000,
        "**a _b " * 5_000,
        "<b>" * 5_000 + "x",
        "<div>" * 5_000 + "x",
        "<table>" * 300 + "x",
        "<ul><li>" * 500 + "x",
        "".join(f"x[^{n}] " for n in range(2_000)) + "\n\n" + "\n".join(f"[^{n}]: n" for n in range(2_000)),
        "x[^1]\n\n[^1]: y[^2]\n[^2]: z[^1]",
        "word " * 150_000,
        "x" * 200_000,  # with more, no PDF is finished in time, and none is looked at
        "[TOC]\n\n" * 1_500,
        "* x\n{:toc}\n\n# h\n\n" * 300,
        '<table><tr><td colspan="999999999" rowspan="999999999">x</td></tr></table>',
        "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + "|b" * 3_000,
        "| a | b |\n|---|---|\n" + "| c | d |\n" * 3_000,
        "{: #a .b c='d'}" * 3_000,
        "\n".join(f"*[A{n}]: b" for n in range(2_000)) + "\n\n" + " ".join(f"A{n}" for n in range(2_000)),
        "\n".join(f"[r{n}]: http://x.example/{n}" for n in range(5_000)) + "\n\n[r1]",
        "# h\n\n" * 3_000,
        "&amp;" * 50_000,
        "\\" * 50_000,
        "<!--" * 20_000,
        "<" * 100_000,
        "$$" * 10_000,
        "$$" + "{" * 5_000 + "x" + "}" * 5_000 + "$$",
        "$$" + "\\frac{1}{" * 300 + "x" + "}" * 300 + "$$",
        "~~~\n" * 5_001,
        "```" + "x" * 10_000 + "\ncode\n```",
        "\"'" * 30_000,
        "term\n: def\n" * 3_000,
        "a\\\\\n" * 10_000,
        "http://x.example/" + "a" * 200_000,
        "漢" * 200_000,
        "漢字kanji" * 20_000,
    ):
        yield Case("much of one thing", body(text), fails=None)
    yield Case("too large", body("x " * 700_000), fails=True, says="limit post_bytes")


def _names() -> Iterator[Case]:
    for name in (
        "-rf",
        "--help",
        "CON",
        "nul",
        "a" * 200,
        "漢" * 70,
        "two  spaces ",
        "quotes'and\"more",
        "bidi\u202emark",
        "new\nline",
        "emoji-📖",
        "dots...",
        "semi;colon&and|pipe$(touch x)",
        "%2e%2e%2fx",
        "e\u0301-decomposed",
        "<b>tag<b>",
    ):
        yield Case("name", body("x"), name=name)


def _liquid() -> Iterator[Case]:
    for text in (
        f"{{% include ../../{OUTSIDE}/secret.txt %}}",
        f"{{% include_relative ../{OUTSIDE}/secret.txt %}}",
        "{% include_relative link-to-secret.txt %}",
        "{% include /etc/passwd %}",
        "{{ site.__class__.__mro__ }} {{ page.__init__.__globals__ }}",
        "{{ 'x' | eval }} {{ ''.__class__ }}",
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
        "{% unknown %}x{% endunknown %}",
        "{% if %}{% for %}",
        "{{ ",
        "{% raw %}",
        "{{ '<script>alert(1)</script>' }}",
        "{% capture x %}<script>alert(1)</script>{% endcapture %}{{ x }}",
        "{% include_relative fifo.png %}",
        f"{{% link ../{OUTSIDE}/secret.txt %}}",
    ):
        yield Case("Liquid", body(text), fails=None)


def _shortcodes() -> Iterator[Case]:
    """Of Hugo and Zola, whose front matter is TOML or JSON."""
    for text in (
        f'{{{{< figure src="../{OUTSIDE}/secret.png" alt="x" >}}}}',
        f'{{{{< figure src="file:///{OUTSIDE}/secret.png" link="javascript:alert(1)" caption="<script>alert(1)</script>" >}}}}',
        f'{{{{< figure src="http://127.0.0.1:{PORT}/x.png" >}}}}',
        '{{< figure src="x" onerror="alert(1)" class="a\\" onload=\\"alert(1)" >}}',
        f'{{{{< ref "../{OUTSIDE}/secret.txt" >}}}} {{{{< ref "/etc/passwd" >}}}} [x]({{{{< ref "fifo.png" >}}}})',
        f'[x]({{{{< relref "link-to-secret.txt" >}}}}) [y](@/../{OUTSIDE}/secret.txt)',
        "{{< rawhtml >}}<script>alert(1)</script><iframe src=javascript:alert(1)></iframe>{{< /rawhtml >}}",
        f'{{{{< iframe "http://127.0.0.1:{PORT}/" >}}}}{{{{< video src="javascript:alert(1)" >}}}}',
        '{{< button href="javascript:alert(1)" >}}Go{{< /button >}} {{< notice "x" "<script>alert(1)</script>" >}}y{{< /notice >}}',
        '{{< highlight "html" >}}</code></pre><script>alert(1)</script>{{< /highlight >}}',
        "{{< odd.inline >}}{{ readFile `/etc/passwd` }}{{< /odd.inline >}}",
        "{{< note >}}" * 5_000 + "{{< /note >}}" * 5_000,
        "{{< a " * 1_000,
        '{{< a "' * 1_000,
        "{{</* " * 1_000,
        "{{< ref x >}}" * 5_000,
        "{{< /note >}}" * 5_000,
        "".join(f"{{{{< n{n} >}}}}" for n in range(1_000))
        + "".join(f"{{{{< /n{n} >}}}}" for n in range(999, -1, -1)),
        "{{% note %}}{{< tabs >}}{{% tab x %}}" * 1_000,
        "{{< details `" + "x" * 4_000 + "` >}}" * 50,
    ):
        yield Case(
            "shortcode",
            f'+++\ntitle = "T"\ndate = 2026-01-02\n+++\n\nHarmless.\n\n{text}\n'.encode(),
            fails=None,
        )
    for text in ("{% a() %}" * 5_000, "{{ a(" * 1_000, '{{ youtube(id="javascript:alert(1)") }}'):
        matter = '+++\ntitle = "T"\ndate = 2026-01-02\n[extra]\na = 1\n+++'
        yield Case("shortcode of Zola", f"{matter}\n\nHarmless.\n\n{text}\n".encode(), fails=None)
    for matter in (
        '{"title": ',
        '{"title": "T"} Harmless',
        '{"title": ' + "[" * 50_000,
        '{"title": 1' + "0" * 6_000 + "}\n",
    ):
        yield Case("JSON front matter", f"{matter}\n\nHarmless.\n".encode(), fails=None, says="front matter")


def _anchors() -> Iterator[Case]:
    """YAML's names and what they stand for, which make bombs and circles."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    merges = "a0: &a0 {k0: x}\n" + "".join(
        f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 50)}]\n  k{n}: *a{n - 1}\n" for n in range(1, 30)
    )
    keys = "a: &a [x]\n" + "? *a\n: y\n" * 3_000
    for matter in (
        bomb,
        merges,
        keys,
        "a: &a {<<: *a}\n",
        "&a : x\n*a : y\n",
        "a: &a\n  b: &b\n    c: [*a, *b]\n",
        "&a [*a",
        "a: " + "&x " * 2_000 + "y\n",
        "a: &a " + "z" * 60_000 + "\nb: [" + "*a, " * 9_000 + "]\n",
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "<<: *none\n",
        "a: &a x\n<<: *a\n",
    ):
        yield Case(
            "anchor", f"---\ntitle: T\ndate: 2026-01-02\n{matter}---\n\nHarmless.\n".encode(), fails=None
        )


def _diagrams() -> Iterator[Case]:
    for text in (
        '<div class="mermaid">graph TD; A[<img src=x onerror=alert(1)>] --> B; click A "javascript:alert(1)"</div>',
        '<pre class="mermaid"><script>alert(1)</script></pre>',
        "{% plantuml %}\n!include /etc/passwd\n</code><script>alert(1)</script>\n{% endplantuml %}",
        "{% mermaid %}" * 200,
    ):
        yield Case("diagram", body(text), fails=None)


def _png(width: int, height: int, colour: tuple[int, int, int] = (20, 90, 60)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def _bomb() -> bytes:
    """A PNG that says it is 60,000 pixels square, in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )
