"""What is typed wrong, and the one line that says what to type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from processes import within

from publish.cli import main
from publish.cli.progress import time_left

POST = (
    "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\ntags: [sea]\ncategories: [essay]\n---\n\nText.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    (tmp_path / "x.epub").write_bytes(b"PK\3\4 no PDF at all")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nand nothing")
    (tmp_path / "x.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "section.toml").write_text('[[section]]\ntitle = "Essays"\n')
    (tmp_path / "typo.toml").write_text('titel = "x"\n')
    (tmp_path / "cover.toml").write_text('title = "x"\nposts = ["posts"]\ncover = "gone.png"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["volume", "--tag", "nosuch"], "volume nosuch: error: no post has the tag 'nosuch'"),
        (["volume", "--category", "nosuch"], "no post has the category 'nosuch'"),
        (["volume", "--collection", "nosuch"], "no post is in the collection 'nosuch'"),
        (["volume", "--month", "1999-02"], "no post is of the month 1999-02"),
        (["volume", "--from", "2026-01-01"], "no post is from 2026-01-01 or later"),
        (["volume", "--tag", "a", "--category", "b"], "no post has the tag 'a' or has the category 'b'"),
        (["volume", "--month", "2026-13"], "month: there is no month 2026-13\n"),
        (["volume", "--month", "May"], "month: 'May' is not a month: write it as YYYY-MM"),
        (["volume", "--from", "2026-30-01"], "from: there is no day 2026-30-01\n"),
        (["volume", "--to", "spring"], "to: 'spring' is not a day: write it as YYYY-MM-DD"),
        (["volume", "section.toml"], "section 'Essays' names no posts"),
        (["volume", "typo.toml"], "unknown setting 'titel'; did you mean 'title'?"),
        (["volume", "cover.toml", "--format", "epub"], "cover: gone.png: no such file\n"),
        (["volume", "gone.toml"], "gone.toml: error: cannot be read: no such file\n"),
        (["html", "x.epub"], "x.epub: error: is an EPUB, not a post"),
        (["pdf", "post/"], "give Markdown files, or folders that hold some; did you mean 'posts'?\n"),
        (["pdf", "posts/aa.md"], "did you mean 'posts/a.md'?\n"),
        (
            ["pdf", "nowhere/a.md"],
            "nowhere/a.md: error: no such file or folder: give Markdown files, or folders that hold some\n",
        ),
        (["pdf", "--page", "A4"], "no page 'A4' in this style: use one of a4, a4-print,"),
        (["pdf", "--page", "A4"], "; did you mean 'a4'?\n"),
        (["pdf", "--style", "journl"], "or a folder of your own; did you mean 'journal'?\n"),
        (["cover", "posts/a.md", "--template", "Plat"], "; did you mean 'plate'?\n"),
        (["epub", "x.jpg", "posts/a.md"], "x.jpg: error: is a picture, not a post"),
        (["pdf", "broken.pdf"], "broken.pdf: error: is a PDF, not a post"),
        (
            ["html", "http://example.org/x.md"],
            "http://example.org/x.md: error: is a web address: give a file",
        ),
        (["html", "https://example.org/x?y.md"], "is a web address: give a file"),
        (["images", "fetchh"], "there is no command 'fetchh'; did you mean 'fetch'?"),
        (["images", "imprt", "../lib"], "there is no command 'imprt'; did you mean 'import'?"),
        (["shelf", "--since", "yesterday"], "'yesterday' is not a day: write it as YYYY-MM-DD"),
        (["shelf", "--since", "2026-02-30"], "--since"),
        (["shelf", "--split", "20"], "20 means 20 bytes: write 20MB"),
        (["shelf", "--split", "1"], "1 means 1 byte: write 1MB"),
        (["shelf", "--key", "gone.key"], "gone.key: error: not a minisign secret key: no such file"),
        (["booklet", "gone.pdf"], "gone.pdf: error: no such file\n"),
        (["booklet", "posts"], "posts: error: is a folder: name a PDF\n"),
    ],
)
def test_it_is_told_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (folder / "build").mkdir()
    assert main(words) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Errno" not in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""  # nothing was made, and no summary counts it


@pytest.mark.parametrize(
    ("name", "said"),
    [("x.epub", "x.epub: error: is not a PDF\n"), ("broken.pdf", "broken.pdf: error: is a broken PDF")],
)
def test_a_booklet_of_what_is_no_pdf(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert main(["booklet", name]) == 1
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("jobs = 2\nstyle = dark\n", 2, "not TOML: a text needs quotation marks around it"),
        ("jobs: 2\n", 1, "not TOML: write `name = value`"),
        ('jobs = 2\nstyle = "dark\n', 2, "not TOML: a quotation mark is not closed"),
        ("jobs = 2\njobs = 3\n", 2, "not TOML: this setting stands there twice"),
        ("[images]\nallow_hosts = ['a'\n", 3, "not TOML: a [ is not closed"),
    ],
)
def test_settings_that_are_no_toml_have_their_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, said: str
) -> None:
    (folder / "publish.toml").write_text(text)
    assert main(["html"]) == 2
    assert f"publish.toml:{line}: error: {said}" in capsys.readouterr().err


def test_a_page_with_front_matter_is_a_post(folder: Path) -> None:
    (folder / "b.html").write_text(POST)
    assert main(["html", "b.html"]) == 0


def test_a_formula_is_printed_as_it_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "posts" / "a.md").write_text(POST + "\n$$\\frac{1}{$$\n")
    assert main(["html"]) == 0
    assert "publish cannot read the formula '\\frac{1}{'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nowhere.invalid:1", "no machine is known by the name 'nowhere.invalid'"),
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_a_scheduler_that_is_not_there_is_told_soon(
    folder: Path, capsys: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    pytest.importorskip("distributed")
    with within(20):
        assert main(["pdf", "--scheduler", address]) == 2
    assert said in capsys.readouterr().err


def test_pictures_of_one_host_are_one_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = "\n".join(f"![A](https://many.invalid/{number}.png)" for number in range(5))
    few = "\n".join(f"![A](https://few.invalid/{number}.png)" for number in range(3))
    (folder / "posts" / "a.md").write_text(
        f"{POST}\n{many}\n\n{few}\n\n![A](https://many.invalid:8080/x.png)\n"
    )
    reason = "not in the vault, and nothing is fetched offline"
    assert main(["html", "--offline"]) == 0
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if "warning" in line]
    assert f"warning: 5 pictures of many.invalid could not be fetched: {reason}" in lines
    assert len(lines) == 5
    assert [line.partition(": ")[0] for line in lines[1:4]] == [
        f"posts/a.md:{number}" for number in (17, 18, 19)
    ]
    assert "9 warnings" in said.out
    assert main(["html", "--offline", "--force", "-v"]) == 0
    assert capsys.readouterr().err.count("warning: image https://many.invalid/") == 5


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds left"),
        (12, "about 10 seconds left"),
        (58, "about 1 minute left"),
        (540, "about 9 minutes left"),
        (3400, "about 1 hour left"),
        (30000, "about 8 hours left"),
    ],
)
def test_the_time_left_is_said_in_words(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('page = "a5"\n\npgae = "a4"\n', 3, "unknown setting 'pgae'; did you mean 'page'?"),
        ('# x\nprofile = "kindle"\n', 2, "profile: there is no 'kindle': use full, eink or phone"),
        ("\njobs = 300\n", 2, "jobs must be 0 to 256, not 300"),
        ('jobs = "two"\n', 1, "jobs must be a whole number, not 'two'"),
        ("[limits]\ndepth = 3\nsecnds = 4\n", 3, "unknown limit 'secnds'; did you mean 'seconds'?"),
        ("[limits]\n\nimages = 0\n", 3, "limits.images must be a whole number above 0, not 0"),
        (
            "limits.depth = 3\nlimits.images = true\n",
            2,
            "limits.images must be a whole number above 0, not True",
        ),
        ('jobs = 1\n[images]\nper_host = 3\nallow_host = ["x"]\n', 4, "unknown setting 'images.allow_host'"),
        ("[images]\nper_host = 100\n", 2, "images.per_host must be 1 to 64, not 100"),
        ('[covers]\nlogo = "gone.png"\n', 2, "covers.logo: there is no file "),
        ("images = 3\n", 1, "images must be a table, not 3"),
        (
            'jobs = 1\ntitle = "May"\n',
            2,
            "unknown setting 'title': it belongs in a volume's file, such as spring.toml",
        ),
        ('[[section]]\ntitle = "May"\n', 1, "unknown setting 'section': it belongs in a volume's file"),
        ('month = "2026-05"\n', 1, "unknown setting 'month': it belongs in a volume's file"),
        ("[image]\nper_host = 3\n", 1, "unknown setting 'image'; did you mean 'images'?"),
    ],
)
def test_a_wrong_setting_has_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, said: str
) -> None:
    (folder / "publish.toml").write_text(text)
    assert main(["html"]) == 2
    assert f"publish.toml:{line}: error: {said}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('title = "x"\nedtor = "y"\n', 2, "unknown setting 'edtor'; did you mean 'editor'?"),
        ('title = "x"\n\nmonth = "2025-13"\n', 3, "month: there is no month 2025-13"),
        ('from = 2025-02-01\nto = "2025-01-01"\n', 2, "to: 2025-01-01 is before the first day, 2025-02-01"),
        ('title = "x"\npage = "a4"\n', 2, "unknown setting 'page': it belongs in publish.toml"),
        ("[limits]\nseconds = 3\n", 1, "unknown setting 'limits': it belongs in publish.toml"),
        ("posts = 3\n", 1, "posts: expected a list of texts, found 3"),
        (
            '[[section]]\ntitle = "A"\ntag = "a"\n\n[[section]]\ntitle = "B"\ntgs = "b"\n',
            7,
            "unknown setting 'section.tgs'; did you mean",
        ),
        ('[[section]]\ntitle = "A"\ntag = "a"\n[[section]]\ntitle = "B"\n', 4, "section 'B' names no posts"),
        (
            '[[section]]\ntitle = "A"\ntag = "a"\n[[section]]\ntitle = "B"\nfrom = "soon"\n',
            6,
            "from: 'soon' is not a day",
        ),
    ],
)
def test_a_wrong_setting_of_a_volume_has_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, said: str
) -> None:
    (folder / "v.toml").write_text(text)
    assert main(["volume", "v.toml"]) == 2
    assert f"v.toml:{line}: error: {said}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["volume", "posts", "--format", "EPUB", "-o", "out"],
        ["epub", "posts", "--math", "MathML", "--profile", "EInk", "-o", "out"],
    ],
)
def test_capitals_in_a_choice_do_not_matter(folder: Path, words: list[str]) -> None:
    assert main([*words, "--offline"]) == 0
    assert len(list((folder / "out").glob("*.epub"))) == 1


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('template = "plat"', 2, "template: no cover 'plat' in this style: use one of"),
        ('cover = "no.jpg"', 2, "cover: no.jpg: no such file"),
        ('foreword = "no.md"', 2, "foreword: there is no file no.md"),
        ('language = "klingon"', 2, "language: 'klingon' is not a language tag"),
        ("section = 3", 2, "section: write each of them as [[section]]"),
        ('tag = "none"', 2, "no post has the tag 'none'"),
        ('month = "1999-01"', 2, "no post is of the month 1999-01"),
        ('title = "A"\nposts = ["no.md"]', 3, "no.md: no such file or folder"),
    ],
)
def test_every_fault_of_a_volumes_file_has_its_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    line: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/2026-05-01-a.md").write_text("---\ntitle: A\n---\nWords.\n")
    (tmp_path / "v.toml").write_text(f"# mine\n{text}\n")
    assert main(["volume", "v.toml", "--format", "html", "--offline"]) != 0
    assert f"v.toml:{line}: error: {message}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("title: A\ncover: nothing-like-it\n---\nWords.\n", 3, "no cover 'nothing-like-it'"),
        ("title: A\ndescription: Old 𐎀 here\n---\nWords.\n", 3, "the cover leaves out characters"),
    ],
)
def test_what_a_cover_lacks_has_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, code: str
) -> None:
    (tmp_path / "a.md").write_text(f"---\n{text}", "utf-8")
    main(["epub", str(tmp_path / "a.md"), "-o", str(tmp_path / "out"), "--offline"])
    assert f"a.md:{line}: warning: {code}" in capsys.readouterr().err


@pytest.mark.parametrize("jobs", ["1", "2", "4"])
def test_problems_of_many_books_come_in_the_order_of_their_names(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    sizes = {"a": 3, "b": 900, "c": 1, "d": 400, "e": 30}
    for name, size in sizes.items():
        words = "Words. " * size + f"One[^{name}].\n"
        (tmp_path / "posts" / f"2025-01-01-{name}.md").write_text(f"---\ntitle: {name}\n---\n{words}")
    (tmp_path / "posts" / "2025-01-02-z.md").write_text("---\ntitle: [\n---\n")
    report = tmp_path / "report.json"
    assert main(["html", "posts", "--offline", "-j", jobs, "--report", str(report)]) == 1
    told = [line.split(":")[0] for line in capsys.readouterr().err.splitlines() if line.startswith("posts/")]
    assert told == [*(f"posts/2025-01-01-{name}.md" for name in sizes), "posts/2025-01-02-z.md"]
    listed = [each["post"] for each in json.loads(report.read_text())["books"]]
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-v", "pdf"), "No such option '-v'. It stands after the command: `publish pdf -v`."),
        (
            ("--offline", "epub", "posts"),
            "'--offline'. It stands after the command: `publish epub --offline`.",
        ),
        (("--page", "a4", "pdf"), "'--page'. It stands after the command: `publish pdf --page`."),
        (("--per-host", "2", "images"), "No such option '--per-host'."),
        (("-v", "nosuch"), "No such option '-v'."),
    ],
)
def test_an_option_before_its_command(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith(said)


@pytest.mark.parametrize("words", [("--strict",), ("--strict", "-q")])
def test_warnings_that_are_errors_are_told_each_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("A note.[^1]\n")
    assert main(["html", "a.md", "-q"]) == 0
    for _ in range(2):  # the second time the book is unchanged
        capsys.readouterr()
        assert main(["html", "a.md", *words]) == 1
        assert "a.md:1: warning: there is no note [^1]" in capsys.readouterr().err
