"""Unpublished posts are in no book unless the user asks for them: a hand-out cannot be recalled."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pdf_samples import Made
from processes import within

from publish.books.choosing.spec import Spec
from publish.cli import main
from publish.errors import UsageError
from publish.model import Options
from publish.press.outcome import Outcome
from publish.press.plan import make_plan
from publish.press.run import run as run_plan
from publish.press.volumes import Volume, run_volume

Run = Callable[..., tuple[int, list[str], list[str]]]
FORMATS = ("pdf", "epub", "html")


def post(title: str, **matter: object) -> str:
    lines = [f"title: {title}", *(f"{key}: {value}" for key, value in matter.items())]
    return "\n".join(["---", *lines, "---", "", f"The words of {title}.", ""])


def lay(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in the empty folder `tmp_path`: status, what it says, what it warns of."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, list[str], list[str]]:
        status = main(words)
        said = capsys.readouterr()
        return status, said.out.splitlines(), said.err.splitlines()

    return command


def made(folder: Path, kind: str = "html") -> set[str]:
    return {path.stem for path in folder.glob(f"build/**/*.{kind}")}


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return " ".join(Made.of(path.read_bytes()).text().split())
    if path.suffix == ".html":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as book:
        return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


SITE = {
    "_config.yml": "url: https://example.org\ncollections: {essays: {output: true}, talks: {output: true, future: true}}\n"
    "exclude: [private, _posts/2026-01-09*]\n",
    "_posts/2026-01-01-one.md": post("One"),
    "_posts/2099-01-01-named-late.md": post("Named Late"),
    "_posts/2026-01-02-late.md": post("Late", date="2099-01-01"),
    "_posts/2026-01-03-draft.md": post("Sketch", draft="true"),
    "_posts/2026-01-04-withdrawn.md": post("Withdrawn", published="false"),
    "_posts/undated.md": post("Undated"),
    "_posts/2026-01-09-out.md": post("Out"),
    "_posts/_partial.md": post("Partial"),
    "_posts/sub/~2026-01-05-backup.md": post("Backup"),
    "_drafts/thing.md": post("Thing"),
    "_essays/undated-essay.md": post("Essay"),
    "_essays/late-essay.md": post("Late Essay", date="2099-02-01 08:00"),
    "_talks/late-talk.md": post("Late Talk", date="2099-02-01"),
    "_includes/box.md": "A part of a page.\n",
    "_old/2020-01-01-old.md": post("Old"),
    "private/plans.md": post("Plans"),
    "about.md": post("About"),
    "README.md": "# The site\n",
    "CONTRIBUTING.md": "# How to help\n",
    "docs/README.zh-TW.md": "# 說明\n",
}
PUBLISHED = {"2026-01-01-one", "undated-essay", "late-talk", "about"}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_site_gives_what_jekyll_publishes(run: Run, tmp_path: Path, kind: str) -> None:
    lay(tmp_path, SITE)
    status, out, err = run(kind, ".", "--offline")
    assert (status, made(tmp_path, kind)) == (0, PUBLISHED)
    assert out[-1].startswith("4 made, 0 unchanged in ")
    (line,) = err
    assert line.startswith("15 posts held back: ")
    assert line.endswith("; -v names each")
    for part in (
        "3 in the future (--future)",
        "2 drafts (--drafts)",
        "1 with `published: false` (--unpublished)",
        "1 undated in _posts (name it YYYY-MM-DD-title.md)",
        "2 excluded in _config.yml (give the file's name)",
        "1 in a folder that Jekyll skips (give the folder's name)",
        "2 with names that Jekyll skips (give the file's name)",
        "3 READMEs or similar (give the file's name)",
    ):
        assert part in line, part


def test_each_flag_lets_in_what_it_says(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, SITE)
    late, drafts = {"2099-01-01-named-late", "2026-01-02-late", "late-essay"}, {"thing", "2026-01-03-draft"}
    for flags, more in (
        (["--future"], late),
        (["--drafts"], drafts),
        (["--unpublished"], {"2026-01-04-withdrawn"}),
        (["--future", "--drafts", "--unpublished"], late | drafts | {"2026-01-04-withdrawn"}),
    ):
        target = "-".join(flags).strip("-")
        _, _, err = run("html", ".", "-o", target, *flags)
        found = {path.stem for path in (tmp_path / target).rglob("*.html")}
        assert found == PUBLISHED | more
        assert not any(flag in " ".join(err) for flag in flags)


def test_verbose_names_each_and_why(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {name: text for name, text in SITE.items() if "2026-01-0" in name or "thing" in name})
    _, _, err = run("html", "_posts", "_drafts", "-v")
    assert err[:-1] == [
        "_posts/2026-01-02-late.md: held back: dated 2099-01-01, in the future",
        "_posts/2026-01-03-draft.md: held back: `draft: true`",
        "_posts/2026-01-04-withdrawn.md: held back: `published: false`",
        "_posts/sub/~2026-01-05-backup.md: held back: its name starts with a character that Jekyll skips",
        "_drafts/thing.md: held back: in `_drafts`",
    ]
    assert run("html", "_posts", "-q")[2] == []


@pytest.mark.parametrize(
    ("config", "published"),
    [
        ("future: true", {"late", "sure"}),
        ("future: false", {"sure"}),
        ("show_drafts: true", {"sketch", "sure", "thing"}),
        ("unpublished: yes", {"gone", "sure"}),
        ("collections: {posts: {future: true}}", {"late", "sure"}),
        ("exclude: [_posts/2026-01-01-sure.md]", set()),
        ("exclude: [/_posts]", set()),
        ("exclude: [_posts/]", set()),
        ("exclude: ['*.md']", set()),
        ("exclude: ['*-sure.md']\ninclude: ['2026-01-01-sure.md']", {"sure"}),
        ("exclude: [elsewhere, 'post?', sure]", {"sure"}),
        ("defaults:\n- scope: {path: _posts}\n  values: {published: false}", set()),
        ("defaults:\n- scope: {path: ''}\n  values: {draft: true}", set()),
    ],
)
def test_what_the_site_says(run: Run, tmp_path: Path, config: str, published: set[str]) -> None:
    lay(
        tmp_path,
        {
            "_config.yml": config,
            "_posts/2026-01-01-sure.md": post("Sure"),
            "_posts/2026-01-02-late.md": post("Late", date="2099-01-01"),
            "_posts/2026-01-03-sketch.md": post("Sketch", draft="true"),
            "_posts/2026-01-04-gone.md": post("Gone", published="false"),
            "_drafts/thing.md": post("Thing"),
        },
    )
    assert run("html", ".")[0] == 0
    assert {name.rpartition("-")[2] for name in made(tmp_path)} == published


CONFIG = "collections: [essays]\ninclude: [_pages]\n"


def test_a_folder_that_the_site_includes_is_walked(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"_config.yml": CONFIG, "_pages/a.md": post("A"), "_notes/b.md": post("B")})
    assert run("html", ".")[0] == 0
    assert made(tmp_path) == {"a"}
    assert run("html", "_notes")[0] == 0  # named by the user
    assert made(tmp_path) == {"a", "b"}


@pytest.mark.parametrize(
    ("said", "names"), [("[.notes]", {"a", "b"}), ("['.else']", {"b"}), (".notes", {"b"})]
)
def test_a_hidden_folder_that_the_site_includes_is_walked(
    run: Run, tmp_path: Path, said: str, names: set[str]
) -> None:
    site = {"_config.yml": f"include: {said}\n", ".notes/deep/a.md": post("A"), "b.md": post("B")}
    lay(tmp_path, {**site, ".more/c.md": post("C")})
    assert run("html", ".")[0] == 0
    assert made(tmp_path) == names


def test_names_that_jekyll_skips_are_skipped_without_a_site_too(run: Run, tmp_path: Path) -> None:
    names = ("2026-01-01-a", "_b", "#c", "~d", "sub/2026-01-02-e", "_wip/2026-01-03-f", "old~/2026-01-04-g")
    lay(tmp_path, {f"_posts/{name}.md": post("A") for name in names})
    lay(tmp_path, {f"posts/{name}.md": post("A") for name in ("_index", "h", "README", "readme.de", "#i")})
    assert run("html", "_posts", "posts")[0] == 0
    assert made(tmp_path) == {"2026-01-01-a", "2026-01-02-e", "h"}


@pytest.mark.parametrize(
    ("matter", "held"),
    [
        ("---\ndraft: true\n---\n", True),
        ("---\ndraft: yes\n---\n", True),
        ('---\ndraft: "true"\n---\n', True),
        ("---\nDraft: true\n---\n", True),
        ("+++\ndraft = true\n+++\n", True),
        ("\ufeff---\r\ndraft: true\r\n---\r\n", True),
        ("---\ndraft: false\n---\n", False),
        ("---\ndraft:\n---\n", False),
        ("+++\ndraft = false\n+++\n", False),
        ("---\npublished: false\n---\n", True),
        ("---\npublished: no\n---\n", True),
        ("---\npublished: true\n---\n", False),
        ("---\npublished: 2026-01-01\n---\n", False),
        ("---\ndate: 2099-12-31 23:59:59 +0800\n---\n", True),
        ("---\ndate: Thu, 31 Dec 2099 23:59:59 +0800\n---\n", True),
        ("+++\ndate = 2099-12-31T23:59:59Z\n+++\n", True),
        ("+++\ndate = 2026-01-01\npublishDate = 2099-01-01\n+++\n", True),
        ("---\ndate: 2026-01-01\n---\n", False),
        ("+++\nexpiryDate = 2020-01-01\n+++\n", True),
        ("---\nexpiryDate: 2020-01-01\n---\n{{< youtube abcdef >}}\n", True),
        ("---\nexpiryDate: 2020-01-01\n---\n", False),
        ("+++\nexpiryDate = 2020-01-01\n[taxonomies]\ntags = ['a']\n+++\n", False),
        ("---\ndraft: true\ndate: 0000-00-00\n---\n", True),
        (f"---\ndate: 2099-01-01\nnote: {'x' * 70_000}\n---\n", True),
        (f"---\nnote: {'x' * 70_000}\ndraft: true\n---\n", True),
        (f"---\nnote: {'x' * 70_000}\n---\n", False),
    ],
)
def test_what_front_matter_says_in_a_plain_folder(run: Run, tmp_path: Path, matter: str, held: bool) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(f"{matter}Words.\n".encode())
    status, _, err = run("html")
    assert (status, made(tmp_path)) == (0, set() if held else {"a"})
    assert any("1 post held back: 1 " in line for line in err) == held
    assert run("volume", "--format", "html")[0] == (2 if held else 0)
    assert (made(tmp_path) == {"a", "volume"}) is not held


def test_a_long_post_without_front_matter_is_held_by_its_name(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/2099-01-01-long.md": "# Long\n\n" + "word " * 20_000})
    assert run("html")[0] == 0
    assert made(tmp_path) == set()


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_named_itself_is_made_with_a_warning(run: Run, tmp_path: Path, kind: str) -> None:
    lay(tmp_path, SITE)
    names = ("_posts/2026-01-02-late.md", "_posts/2026-01-03-draft.md", "_drafts/thing.md", "README.md")
    status, _, err = run(kind, ".", *names, "-o", "out")
    assert status == 0
    found = {path.stem for path in (tmp_path / "out").rglob(f"*.{kind}")}
    assert found == PUBLISHED | {Path(name).stem for name in names}
    shown = [line for line in err if "you named it" in line]
    assert sorted(shown) == [
        "_drafts/thing.md: warning: not published (in `_drafts`), but made because you named it",
        "_posts/2026-01-02-late.md:3: warning: not published (dated 2099-01-01, in the future), but made "
        "because you named it",
        "_posts/2026-01-03-draft.md:3: warning: not published (`draft: true`), but made because you named it",
    ]
    assert run(kind, names[0], "-o", "out2", "--future")[2] == []  # asked for by what it is
    status, _, err = run(kind, names[0], "-o", "out2", "--strict")
    assert status == 1
    assert err[-1] == "_posts/2026-01-02-late.md: error: 1 warning; --strict does not allow warnings"


def test_globs_count_as_walked(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, SITE)
    run("html", "_posts/*.md", "_drafts/**/*.md")
    assert made(tmp_path) == {"2026-01-01-one"}


def test_an_edition_from_before_is_named_and_kept(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": post("B")})
    run("html")
    lay(tmp_path, {"posts/b.md": post("B", draft="true")})
    status, out, err = run("html")
    assert status == 0
    assert out[-1].startswith("0 made, 1 unchanged, 1 warning")
    assert err == [
        "build/b.html: warning: made from posts/b.md, which is held back now: delete it before you hand this folder on",
        "1 post held back: 1 draft (--drafts): posts/b.md",
    ]
    assert (tmp_path / "build/b.html").is_file()
    assert run("html", "--strict")[0] == 1
    lay(tmp_path, {"posts/b.md": post("B")})
    status, out, err = run("html")
    assert (status, err) == (0, [])
    assert out[-1].startswith("0 made, 2 unchanged in")


def test_the_report_says_why(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": post("B", draft="true", date="2099-01-01")})
    _, _, err = run("html", "--report", "report.json")
    assert err == ["1 post held back: 1 draft in the future (--drafts --future): posts/b.md"]
    books = {book["post"]: book for book in json.loads((tmp_path / "report.json").read_text())["books"]}
    assert books["posts/b.md"]["status"] == "unpublished"
    assert books["posts/b.md"]["reason"] == "`draft: true`, dated 2099-01-01, in the future"


def planned(folder: Path, moment: datetime) -> set[str]:
    plan = make_plan([str(folder)], "build", "html", Options(), now=moment)
    return {job.path.stem for job in plan.jobs}


@pytest.mark.parametrize(
    ("config", "date", "due"),
    [
        ("timezone: Asia/Hong_Kong", "2030-06-02", "2030-06-01T16:00:00"),
        ("timezone: America/New_York", "2030-06-02", "2030-06-02T04:00:00"),
        ("timezone: America/New_York", "2030-06-02 12:00", "2030-06-02T16:00:00"),
        ("timezone: America/New_York", "2030-06-02 12:00:00", "2030-06-02T12:00:00"),  # YAML: UTC
        ("timezone: America/New_York", "'2030-06-02 12:00:00'", "2030-06-02T16:00:00"),
        ("timezone: Asia/Hong_Kong", "2030-06-02 12:00:00 +0100", "2030-06-02T11:00:00"),
        ("timezone: Nowhere/At_All", "2030-06-02", "2030-06-02T00:00:00"),
        ("timezone: ../../etc/passwd", "2030-06-02", "2030-06-02T00:00:00"),
    ],
)
def test_a_post_is_due_by_the_clock_of_its_site(tmp_path: Path, config: str, date: str, due: str) -> None:
    lay(tmp_path, {"_config.yml": config, "_posts/2030-06-02-a.md": post("A", date=date)})
    moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert planned(tmp_path, moment - timedelta(seconds=1)) == set()
    assert planned(tmp_path, moment) == {"2030-06-02-a"}


@pytest.mark.parametrize("zone", ["Asia/Hong_Kong", "America/New_York", "UTC"])
def test_without_a_site_the_day_is_the_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        lay(tmp_path, {"a.md": post("A", date="2030-06-02")})
        moment = datetime(2030, 6, 2).astimezone()
        assert planned(tmp_path, moment - timedelta(seconds=1)) == set()
        assert planned(tmp_path, moment) == {"a"}
    finally:
        monkeypatch.undo()
        time.tzset()


def test_reproducible_builds_do_not_turn_the_clock_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    lay(tmp_path, {"posts/a.md": post("A", date="2026-01-01")})
    assert run("html")[1][0] == "made build/a.html"


def test_when_its_day_comes_a_post_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": post("B", date="2030-06-02")})

    def statuses(moment: datetime) -> list[str]:
        plan = make_plan(["posts"], "build", "html", Options(jobs=1), now=moment)
        return sorted(f"{outcome.label} {outcome.status}" for outcome in run_plan(plan, tmp_path))

    def volume(moment: datetime) -> list[tuple[str, str]]:
        asked = Volume(Spec(posts=("posts",)), ("html",), "build", Options(jobs=1), moment)
        found = [each for each in run_volume(asked, tmp_path) if isinstance(each, Outcome)]
        return [(each.label, each.status) for each in found]

    before, after = datetime(2030, 6, 1, tzinfo=UTC), datetime(2030, 6, 3, tzinfo=UTC)
    assert statuses(before) == ["posts/a.md built", "posts/b.md unpublished"]
    assert volume(before) == [("volume", "built"), ("posts/b.md", "unpublished")]
    assert volume(before)[0] == ("volume", "unchanged")
    assert "words of B" not in (tmp_path / "build/volume.html").read_text()
    assert statuses(after) == ["posts/a.md unchanged", "posts/b.md built"]
    assert volume(after) == [("volume", "built")]
    assert "words of B" in (tmp_path / "build/volume.html").read_text()
    assert statuses(before) == ["posts/a.md unchanged", "posts/b.md unpublished"]  # never `unchanged`
    assert volume(before)[0] == ("volume", "built")
    assert "words of B" not in (tmp_path / "build/volume.html").read_text()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_volume_binds_what_is_published(run: Run, tmp_path: Path, kind: str) -> None:
    lay(tmp_path, SITE)
    status, _, err = run("volume", ".", "--format", kind, "-o", f"v.{kind}", "--offline")
    assert status == 0
    text = words_of(tmp_path / f"v.{kind}")
    assert all(f"words of {title}" in text for title in ("One", "Essay", "Late Talk"))
    for title in ("Named Late", "Late.", "Sketch", "Withdrawn", "Undated", "Out", "Thing", "Plans", "Old"):
        assert f"words of {title}" not in text
    assert err[0].startswith("15 posts held back: 3 ")
    status, _, err = run("volume", ".", "--format", kind, "-o", f"v.{kind}", "--drafts", "--future")
    assert status == 0
    assert "words of Thing" in words_of(tmp_path / f"v.{kind}")


def test_a_volume_tells_only_of_posts_that_it_would_have(run: Run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "posts/2026-01-01-a.md": post("A"),
            "posts/2026-01-02-b.md": post("B", draft="true"),
            "posts/2026-02-01-c.md": post("C", draft="true"),
            "posts/2099-02-01-d.md": post("D"),
        },
    )
    status, _, err = run("volume", "--month", "2026-01", "--format", "html")
    assert (status, err) == (0, ["1 post held back: 1 draft (--drafts): posts/2026-01-02-b.md"])
    status, _, err = run("volume", "--month", "2099-02", "--format", "html")
    assert (status, err) == (
        2,
        [
            "1 post held back: 1 in the future (--future): posts/2099-02-01-d.md",
            "volume 2099-02: error: all posts that meet the conditions are held back",
        ],
    )
    assert run("volume", "--month", "2099-02", "--format", "html", "--future")[0] == 0
    _, _, err = run("volume", "--month", "2099-02", "--format", "html")
    assert err[-1].endswith("an earlier build made build/2099-02.html: delete what readers must not get")


def test_a_volumes_file_names_posts_and_walks_globs(run: Run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "essays/a.md": post("A"),
            "essays/b.md": post("B", date="2099-01-01"),
            "essays/c.md": post("C", draft="true"),
            "foreword.md": post("To Readers", published="false"),
            "globbed.toml": 'foreword = "foreword.md"\n[[section]]\ntitle = "One"\nposts = ["essays/*.md"]\n',
            "named.toml": '[[section]]\ntitle = "One"\nposts = ["essays/a.md", "essays/b.md"]\n',
            "listed.toml": 'posts = ["essays", "essays/c.md"]\n',
        },
    )
    status, _, err = run("volume", "globbed.toml", "--format", "html")
    assert (status, len(err)) == (0, 1)
    assert err[0].startswith("2 posts held back: 1 ")
    text = words_of(tmp_path / "build/globbed.html")
    assert ("words of A" in text, "words of B" in text, "words of To Readers" in text) == (True, False, True)
    warning = "warning: not published (dated 2099-01-01, in the future), but made because you named it"
    for _ in range(2):  # the second time it is unchanged, and said with -v
        status, _, err = run("volume", "named.toml", "--format", "html", "-v")
        assert (status, err) == (0, [f"essays/b.md:3: {warning}"])
    assert "words of B" in words_of(tmp_path / "build/named.html")
    assert run("volume", "named.toml", "--format", "html", "--strict")[0] == 1
    assert run("volume", "listed.toml", "--format", "html")[0] == 0
    text = words_of(tmp_path / "build/listed.html")
    assert ("words of A" in text, "words of B" in text, "words of C" in text) == (True, False, True)


def test_pictures_of_what_is_held_back_are_let_be(run: Run, tmp_path: Path) -> None:
    draft = post("B", draft="true") + "\n![A map](https://example.org/secret.png)\n"
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": draft})
    held = "1 post held back: 1 draft (--drafts): posts/b.md"
    status, out, err = run("images", "list")
    assert (status, err, out[0][:1]) == (0, [held], "0")
    assert run("images", "fetch")[1:] == (["nothing to fetch: the vault has every picture"], [held])
    run("images", "alt")
    assert "secret" not in (tmp_path / "vault/descriptions.csv").read_text("utf-8-sig")
    assert "missing  https://example.org/secret.png  posts/b.md:8" in run("images", "list", "--drafts")[1]


def test_covers_are_drawn_of_what_is_published(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": post("B", draft="true")})
    held = "1 post held back: 1 draft (--drafts): posts/b.md"
    assert run("cover", "posts") == (0, ["made build/a-cover.jpg"], [held])
    status, out, err = run("cover", "posts/b.md")
    assert (status, out) == (0, ["made build/b-cover.jpg"])
    assert err == ["posts/b.md:3: warning: not published (`draft: true`), but made because you named it"]


def test_only_published_posts_count_for_one_file(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/a.md": post("A"), "posts/b.md": post("B", draft="true")})
    assert run("html", "posts", "-o", "one.html")[0] == 0
    assert "words of A" in words_of(tmp_path / "one.html")
    with pytest.raises(UsageError, match="there are 2 posts"):
        make_plan(["posts"], "one.html", "html", Options(drafts=True))


def test_a_site_that_cannot_be_read_gives_nothing_away(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"_config.yml": "a: [", "_posts/2026-01-01-a.md": post("A"), "_drafts/b.md": post("B")})
    status, _, err = run("html", ".")
    assert (status, made(tmp_path)) == (1, set())
    assert any("_config.yml:2: error" in line for line in err), err


def test_a_hostile_opening_line_does_not_hang_the_planning(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {"posts/a.md": f"---\na{' ' * 60_000}b\n"})
    with within(20):
        assert run("html", "--timeout", "300")[0] == 0


DEFAULTS = """url: https://example.org
defaults:
  - scope: {path: "", type: posts}
    values: {published: false}
  - scope: {path: ""}
    values: {published: true}
  - scope: {path: "_posts/sh"}
    values: {published: true}
  - scope: {path: "_posts/*/no"}
    values: {published: false}
  - scope: {path: "", type: drafts}
    values: {published: false}
"""


def test_defaults_hold_back_what_jekyll_holds_back(run: Run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "_config.yml": DEFAULTS,
            "_posts/2026-01-01-held.md": post("Held"),  # a scope with a type goes before one without
            "_posts/show/2026-01-02-shown.md": post("Shown"),
            "_posts/show/no/2026-01-03-deep.md": post("Deep"),  # the glob names a folder above it
            "_posts/show/2026-01-04-empty.md": post(
                "Empty", published=""
            ),  # without a value the default stays
            "_drafts/sketch.md": post("Sketch"),
            "page.md": post("Page"),
        },
    )
    status, _, err = run("html", ".", "--drafts")
    assert (status, made(tmp_path)) == (0, {"2026-01-02-shown", "2026-01-04-empty"})
    assert "4 posts held back" in err[0]


@pytest.mark.parametrize(
    "front",
    ["published:", "published: ~", "  title: A\n  published: false", " published: no", "# why\n\npublished: off",
     "{published: false}", "? published\n: false", "<<: {published: false}"],
)  # fmt: skip
def test_every_way_to_say_unpublished(run: Run, tmp_path: Path, front: str) -> None:
    lay(tmp_path, {"_config.yml": "title: S\n", "_posts/2026-01-01-a.md": f"---\n{front}\n---\n\nSecret.\n"})
    lay(tmp_path, {"_posts/2026-01-02-b.md": post("B")})
    assert (run("html", ".")[0], made(tmp_path)) == (0, {"2026-01-02-b"})


def test_collections_without_pages_are_asked_for_by_folder(run: Run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "_config.yml": "collections: {notes: {output: false}, people: {}, essays: {output: true}}\n",
            "_notes/a.md": post("A"),
            "_people/b.md": post("B"),
            "_essays/c.md": post("C"),
        },
    )
    status, _, err = run("html", ".")
    assert (status, made(tmp_path)) == (0, {"c"})
    assert "2 in collections without pages (give the folder's name)" in err[0]
    assert (run("html", "_notes")[0], made(tmp_path)) == (0, {"a", "c"})


@pytest.mark.parametrize(
    ("config", "front"),
    [
        ("hugo.toml", "build:\n  render: never"),
        ("hugo.toml", "_build: {render: false, list: never}"),
        ("hugo.toml", "build: {render: link}"),
        ("hugo.toml", "headless: true"),
        ("config.toml", "render: false"),
    ],
)
def test_pages_that_hugo_and_zola_do_not_render(run: Run, tmp_path: Path, config: str, front: str) -> None:
    key = "base_url" if config == "config.toml" else "baseURL"
    lay(
        tmp_path,
        {
            config: f'{key} = "https://x.example"\n',
            "content/a.md": post("A"),
            "content/b.md": f"---\ntitle: B\n{front}\n---\n\nSecret.\n",
            "content/c/index.md": post("C"),
            "content/c/part.md": post("Part"),
            "content/c/deep/part.md": post("Deep"),
        },
    )
    status, _, err = run("html", ".")
    assert (status, made(tmp_path)) == (0, {"a", "c"})
    assert "1 that the site does not render (--unpublished)" in err[0]
    assert "2 parts of other pages (give the file's name)" in err[0]
    assert (run("html", ".", "--unpublished")[0], made(tmp_path)) == (0, {"a", "b", "c"})
    _, _, err = run("html", "content/b.md")
    assert any("not published (`" in line for line in err)


def test_posts_outside_of_the_folder_of_collections(run: Run, tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "_config.yml": "collections_dir: col\ncollections: {notes: {output: true}}\n",
            "_posts/2026-01-01-old.md": post("Old"),
            "col/_posts/2026-01-02-new.md": post("New"),
            "col/_notes/note.md": post("Note"),
        },
    )
    assert (run("html", ".")[0], made(tmp_path)) == (0, {"2026-01-02-new", "note"})
