"""YAML's anchors, aliases and merge keys, as Jekyll's sites use them: expanded up to a limit, else one error line."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from processes import computing

from publish.cli import main
from publish.project import plainyaml

Command = Callable[..., tuple[int, list[str]]]
CONFIG = """title: Harbour
author: &mara Mara Ellison
base: &base
  lang: de
  author: *mara
defaults:
  - scope: {path: "", type: posts}
    values:
      <<: *base
      description: From the defaults
team: {cook: *mara}
"""
POST = "---\ntitle: The Pier\n---\n\nCooked by {{ site.team.cook }}, {{ site.data.crew.night.watch }}, {{ page.lang }}.\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)
    Path("_posts").mkdir()
    Path("_data").mkdir()
    Path("_config.yml").write_text(CONFIG)
    Path("_data/crew.yml").write_text("day: &day {watch: Tomas, bell: 8}\nnight:\n  <<: *day\n  bell: 4\n")
    Path("_posts/2026-03-01-pier.md").write_text(POST)

    def command(kind: str = "html") -> tuple[int, list[str]]:
        capfd.readouterr()
        status = main([kind, "_posts", "--offline", "-j", "1", "-o", "out"])
        return status, capfd.readouterr().err.splitlines()

    return command


def test_a_site_whose_settings_use_them(run: Command) -> None:
    assert run() == (0, [])
    page = Path("out/2026-03-01-pier.html").read_text()
    assert "Cooked by Mara Ellison, Tomas, de." in page
    assert 'lang="de"' in page
    assert page.count("Mara Ellison") >= 2  # the byline, by the defaults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: [*x, *x]", {"a": "1", "b": ["1", "1"]}),
        ("a: &x {b: &y [1, 2]}\nc: *y\nd: *x", {"a": {"b": ["1", "2"]}, "c": ["1", "2"], "d": {"b": ["1", "2"]}}),
        ("a: &x\n  b: 1\nc:\n  d: 2\n  <<: *x\n  b: 3", {"a": {"b": "1"}, "c": {"b": "3", "d": "2"}}),
        ("a: &x\n  b: 1\nc:\n  b: 3\n  <<: *x", {"a": {"b": "1"}, "c": {"b": "3"}}),
        (
            "a: &x {b: 1, c: 1}\nd: &y {b: 2, e: 2}\nf:\n  <<: [*x, *y]\n  c: 3",
            {"a": {"b": "1", "c": "1"}, "d": {"b": "2", "e": "2"}, "f": {"b": "1", "c": "3", "e": "2"}},
        ),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": "1", "b": "2", "c": "2"}),
        ("a: &x key\n*x : 1", {"a": "key", "key": "1"}),
        ("a: &x null\nb: *x", {"a": None, "b": None}),
        ("a: &x\nb: *x", {"a": None, "b": None}),
        ("a: &unused words\nb: '*x' \nc: Q&A & more * 2", {"a": "words", "b": "*x", "c": "Q&A & more * 2"}),
        ("'<<': 1", {"<<": "1"}),
        ("a: 1\na: 2", {"a": "2"}),
    ],
)  # fmt: skip
def test_values(text: str, expected: object) -> None:
    assert plainyaml.read(text).value == expected


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title: *important*", 1, "begins with `*`.*put it in quotes"),
        ("a: 1\ntitle: **Bold** words", 2, "begins with `*`.*put it in quotes"),
        ("title: & more", 1, "begins with `&`.*put it in quotes"),
        ("a: 1\n\ntitle: *words and words", 3, "begins with `*words`.*put it in quotes"),
        ("title: &more", 1, "begins with `&more`.*put it in quotes"),
        ("title: *important", 1, "important is an alias, but there is no &important above it: .*in quotes"),
        ("a: 1\nb: [*later]\nc: &later 2", 2, "later is an alias, but there is no &later above it"),
        ("title: *離線*", 1, "begins with `*`.*put it in quotes"),
        ("title: &t [*t]", 1, "inside its own anchor &t.*write the value in full"),
        ("a: &a\n  b: {c: [*a]}", 2, "inside its own anchor &a"),
        ("a: &a\n  <<: *a", 2, "inside its own anchor &a"),
        ("a: 1\n<<: words", 2, "<< needs a mapping"),
    ],
)
@pytest.mark.parametrize("where", ["front matter", "settings", "data"])
def test_what_cannot_be_says_its_line(run: Command, where: str, text: str, line: int, says: str) -> None:
    pattern = says.replace("*", "\\*").replace(".\\*", ".*")
    name = "_posts/2026-03-01-pier.md"
    if where == "front matter":
        Path(name).write_text(f"---\n{text}\n---\n\nWords.\n")
        status, said = run()
        assert (status, len(said)) == (1, 1)
        assert re.match(rf"{name}:{line + 1}: error: front matter: .*{pattern}", said[0])
    elif where == "settings":
        Path("_config.yml").write_text(text)
        status, said = run()
        assert (status, len(said)) == (1, 1)
        assert re.match(rf"\S*_config\.yml:{line}: error: .*{pattern}", said[0])
    else:
        Path("_data/crew.yml").write_text(text)
        status, said = run()
        assert status == 0
        assert any(
            re.search(rf"the data file crew\.yml, line {line} cannot be read: .*{pattern}", each)
            for each in said
        )


@pytest.mark.parametrize("each", [2, 9, 200])
@pytest.mark.parametrize("kind", ["lists", "merges", "text"])
def test_bombs_are_bounded_in_time_and_memory(each: int, kind: str) -> None:
    names = [f"a{number}" for number in range(2_000)]
    last = "{x: y}" if kind == "merges" else "[x]" if kind == "lists" else "x" * 500_000
    lines = [f"{names[0]}: &{names[0]} {last}"]
    for before, name in pairwise(names):
        inside = ", ".join(f"k{number}: *{before}" for number in range(each))
        inside = f"{{{inside}}}" if kind == "merges" else f"[{', '.join([f'*{before}'] * each)}]"
        lines.append(f"{name}: &{name} {inside}")
    text = "\n".join(lines)[: 1 << 20].rpartition("\n")[0]  # the largest file
    tracemalloc.start()
    with (
        computing(60),
        pytest.raises(plainyaml.YamlError, match=r"aliases such as .* expand to more than|nested|deep"),
    ):
        plainyaml.typed(plainyaml.read(text).value)
        assert tracemalloc.get_traced_memory()[1] < 400 * (1 << 20)
        tracemalloc.stop()


def test_as_much_as_is_allowed_costs_little() -> None:
    text = f"a: &a {'x' * 100}\nb: [{', '.join(['*a'] * 9_000)}]\n"
    value = plainyaml.typed(plainyaml.read(text).value)
    assert isinstance(value, dict)
    assert value["b"] == ["x" * 100] * 9_000
