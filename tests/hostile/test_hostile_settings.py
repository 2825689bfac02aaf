"""Hostile or broken settings, sites, outputs and other project files give one error line, and no file is lost."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from book_looks import CANARY, look_at_html
from corpus import body

from publish.cli import main

Run = Callable[..., tuple[int, str]]
BOMB = "a: &a [x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """A project with one post, and the command run in it: exit status and stderr, which holds no traceback."""
    monkeypatch.chdir(tmp_path)
    Path("posts").mkdir()
    Path("posts/a.md").write_bytes(body("Words."))
    Path("secret.txt").write_text(CANARY)

    def command(*words: str) -> tuple[int, str]:
        post = Path("posts/a.md").read_bytes()
        capfd.readouterr()
        status = main(["html", "posts", "--offline", "-j", "1"] if not words else list(words))
        said = capfd.readouterr().err
        assert "Traceback" not in said
        assert "internal error" not in said
        assert all(len(line) < 11_000 for line in said.splitlines())
        assert Path("posts/a.md").read_bytes() == post
        return status, said

    return command


@pytest.mark.parametrize(
    "text",
    [
        "style = 5",
        'style = "../../../etc"',
        'style = "\\u0000"',
        'output = "\\u0000"',
        "output = []",
        "jobs = -1",
        "jobs = 999999999",
        "jobs = true",
        "limits = 5",
        "[limits]\nseconds = nan",
        "[limits]\nseconds = inf",
        "[limits]\npost_bytes = 1.5",
        "[limits]\ndepth = 0",
        f"[limits]\ndepth = {'9' * 6_000}",
        f"jobs = 0x{'f' * 9_000}",
        "[limits]\nheight = 1",
        'unheard = "of"',
        '"new\\nline" = 1',
        f"style = {'[' * 5_000}",
        f"a{'.a' * 5_000} = 1",
        'style = "x',
        "\x00",
        "\xff",
        f'style = "{"x" * 100_000}"',
        "# " + "x" * (2 << 20),
        '[images]\nallow_hosts = "all"',
        "[images]\nper_host = 0",
        '[covers]\nlogo = "/dev/zero"',
        '[covers]\nlogo = "../../../../etc/passwd"',
    ],
    ids=lambda text: text[:24],
)
def test_settings(run: Run, text: str) -> None:
    Path("publish.toml").write_bytes(text.encode("latin-1"))
    status, said = run()
    assert status in {1, 2}
    assert len(said.splitlines()) == 1
    assert "error: " in said
    assert CANARY not in said
    assert not Path("build").exists()


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        (BOMB, True),
        ("title: &t [*t]", True),
        ("title: *t", True),
        ("title: & more", True),
        ("a: &a {title: T}\n<<: [*a, *a]\nauthor: &b {name: *b}", True),
        ("a: &a {title: T}\n<<: [*a, *a]\nauthor: &b {name: x}\nmore: *b", False),
        ("title: !!python/object/apply:os.system ['touch x']", False),
        ("defaults: " + "[" * 3_000, True),
        ("x: " + "{a: " * 3_000, True),
        ("title: 'unclosed", True),
        ("\xff\xfe", True),
        ("x: '" + "x" * (2 << 20) + "'", True),
        ("- a\n- b", True),
        ("title: {a: b}\nurl: [x]\ncollections: 5\ndefaults: {a: b}\nauthor: [x]", False),
        ("defaults: [5, {scope: 3, values: 4}, {scope: {path: [x]}, values: {title: {a: b}}}]", False),
        (
            "title: '</title><script>alert(1)</script>'\nurl: 'javascript:alert(1)'\nbaseurl: '//127.0.0.1'",
            False,
        ),
        ("permalink: '/../../:title/'\nurl: https://x.example", False),
        ("collections_dir: ../..\ncollections: {../x: {output: true, permalink: [x]}}", False),
        (f"lang: {'x' * 9_000}\ntitle: {'9' * 6_000}", False),
        ("excerpt_separator: ''\nauthor: {name: {name: x}}\nlang: ../../x", False),
    ],
    ids=lambda value: str(value)[:24],
)
def test_sites(run: Run, text: str, fails: bool) -> None:
    Path("_config.yml").write_bytes(text.encode("latin-1"))
    status, said = run()
    assert status == int(fails)
    assert not Path("x").exists()
    if fails:
        assert len([line for line in said.splitlines() if "error: " in line]) == 1
        assert "_config.yml" in said
    else:
        look_at_html(Path("build/a.html"), ["Harmless"])


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("<script>alert(1)</script>kept<img src=x onerror=alert(1)>", ("kept",)),
        ("{% include x.html %}", ()),
        ("{% include a.html %}{% include a.html %}", ()),
        ("{% for i in (1..100000000) %}x{% endfor %}", ()),
        ("<svg><script>alert(1)</script></svg>", ()),
        ("{{ include.__class__ }}{% include ../../secret.txt %}{% include secret.html %}", ()),
        ("\xff\xfe", ()),
        ("[x](javascript:alert(1)) {{ site.posts }}", ("x",)),
    ],
    ids=lambda value: str(value)[:24],
)
def test_includes(run: Run, text: str, shows: tuple[str, ...]) -> None:
    Path("_config.yml").write_text("title: T")
    Path("_includes").mkdir()
    Path("_includes/x.html").write_bytes(text.encode("latin-1"))
    Path("_includes/a.html").write_text("{% include x.html %}" * 50)
    Path("_includes/secret.html").symlink_to(Path("secret.txt").resolve())
    os.mkfifo("_includes/fifo.html")
    Path("posts/a.md").write_bytes(body("{% include x.html %}\n\n{% include fifo.html %}"))
    run("html", "posts", "--offline", "-j", "1", "--timeout", "60")
    if Path("build/a.html").exists():
        look_at_html(Path("build/a.html"), ["Harmless", *shows])


def test_data_files(run: Run) -> None:
    Path("_config.yml").write_text("title: T")
    Path("_data").mkdir()
    for name, text in {
        "bomb.yml": BOMB,
        "deep.json": "[" * 100_000,
        "digits.json": "9" * 9_000,
        "wide.csv": "a,b\n" + "x" * 200_000,
        "script.yml": "a: <script>alert(1)</script>",
        "bytes.yml": "\xff",
    }.items():
        Path("_data", name).write_bytes(text.encode("latin-1"))
    Path("_data/secret.csv").symlink_to(Path("secret.txt").resolve())
    names = "bomb deep digits wide script bytes secret".split()
    Path("posts/a.md").write_bytes(body("\n\n".join(f"{{{{ site.data.{name} }}}}" for name in names)))
    assert run()[0] == 0
    look_at_html(Path("build/a.html"), ["Harmless"])


def test_outputs_that_are_traps(run: Run) -> None:
    """A link is replaced, not followed; sources, folders and devices stay."""
    Path("build").mkdir()
    Path("build/a.html").symlink_to(Path("secret.txt").resolve())
    assert run()[0] == 0
    assert Path("secret.txt").read_text() == CANARY
    assert not Path("build/a.html").is_symlink()
    Path("build/a.html").unlink()
    Path("build/a.html").mkdir()
    assert run()[0] == 2
    Path("build/a.html").rmdir()
    os.mkfifo("build/a.html")
    assert run()[0] in {1, 2}
    Path("posts/b.html").symlink_to("a.md")
    for words in (
        ["html", "posts/a.md", "-o", "secret.txt"],
        ["html", "posts/a.md", "-o", "/dev/null"],
        ["html", "posts/a.md", "--report", "posts/a.md"],
        ["html", "posts/a.md", "--report", "/dev/null"],
        ["volume", "posts", "-o", "posts/a.md"],
        ["volume", "posts", "--report", "posts/a.md"],
        ["cover", "posts/a.md", "-o", "posts/a.md"],
    ):
        assert run(*words, "--offline")[0] in {1, 2}, words
    run("html", "posts/a.md", "-o", "posts/b.html", "--offline")
    assert Path("secret.txt").read_text() == CANARY
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    "lines",
    [
        [b"[" * 50_000],
        [b"\xff\xfe{}"],
        [b'{"address": 5}', b"null", b"[]", b'"x"', b"9" * 9_000],
        [b'{"address": "http://x.example/a.png", "sha256": "../../../../secret.txt", "type": "PNG", "bytes": 14, '
         b'"fetched": "", "source": ""}'],
        [json.dumps({"address": "http://x.example/a.png", "sha256": "0" * 64, "type": "../../x", "bytes": 10**30,
                     "fetched": "\n", "source": "\x1b[31m"}).encode()],
    ],
    ids=["deep", "bytes", "kinds", "climbs", "numbers"],
)  # fmt: skip
def test_a_poisoned_vault(run: Run, lines: list[bytes]) -> None:
    Path("vault").mkdir()
    Path("vault/manifest.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    Path("posts/a.md").write_bytes(body("![A picture](http://x.example/a.png)"))
    status, said = run()
    assert status == 0
    assert "a stand-in takes its place" in said
    look_at_html(Path("build/a.html"), ["Harmless"])
    assert run("images", "posts")[0] in {0, 1}


def test_a_vault_that_is_none(run: Run) -> None:
    Path("vault").mkdir()
    os.mkfifo("vault/manifest.jsonl")
    Path("posts/a.md").write_bytes(body("![A picture](http://x.example/a.png)"))
    status, said = run()
    assert status == 1
    assert "manifest.jsonl" in said


def test_a_poisoned_store(run: Run) -> None:
    """Entries of any kind, with sound hashes of their own: made again, or refused when the book is looked at."""
    from hashlib import sha256

    assert run("volume", "posts", "-o", "v.epub", "--offline")[0] == 0
    kept = [path for path in Path(".publish").rglob("*") if path.is_file() and path.parent.name != ".publish"]
    assert kept
    for poison in (
        b"[" * 50_000,
        b"{}",
        b'{"chapter": {"authors": 5}, "images": {}}',
        b"null",
        zlib.compress(bytes(99)),
    ):
        for path in kept:
            path.write_bytes(sha256(poison).digest() + poison)
        status, said = run("volume", "posts", "-o", "v.epub", "--offline", "--title", "Another")
        assert status == 0, said
    for path in kept:
        path.unlink(missing_ok=True)
        path.parent.mkdir(exist_ok=True)
        os.mkfifo(path)
    assert run("volume", "posts", "-o", "v.epub", "--offline", "--title", "A third")[0] == 0


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        ("x,y\n1,2\n", True),
        ("address,description\n=cmd|' /C calc'!A0,=HYPERLINK(1)\n", False),
        ("address,description,\n" + "dot.png,<script>alert(1)</script>,x,y,z\n", False),
        ("address;description\nposts/dot.png;" + "x" * 200_000, True),
        ('address,description\n"a\nb","unclosed', False),
        ("\xff", True),
        ("", False),
    ],
    ids=["columns", "formula", "script", "long", "quotes", "bytes", "empty"],
)
def test_a_hostile_worksheet(run: Run, text: str, fails: bool) -> None:
    Path("vault").mkdir()
    Path("vault/descriptions.csv").write_bytes(text.encode("latin-1"))
    Path("posts/a.md").write_bytes(body("![=1+1](=cmd.png)\n\n![](@x.png)\n\n![\uff1d1](+1.png)"))
    status, said = run("images", "alt", "posts")
    assert status == (2 if fails else 0), said
    if not fails:
        sheet = Path("vault/descriptions.csv").read_text("utf-8-sig")
        assert not any(
            cell.strip('"')[:1] in set("=+-@\uff1d") - {""}
            for line in sheet.splitlines()
            for cell in line.split(",")
        )
        assert run()[0] == 0
        look_at_html(Path("build/a.html"), ["Harmless"])
