"""Notes that do not fit together: one warning each, with its line; the text stays what kramdown makes of it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from pdf_samples import written

from publish import posts
from publish.cli import main
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site

UNDEFINED = "note-undefined"
UNUSED = "note-unused"
REPEATED = "note-repeated"
MISNAMED = "note-misnamed"


def chapter(folder: Path, text: str, name: str = "a.md") -> Chapter:
    path = folder / name
    path.write_text(f"---\ntitle: A\n---\n{text}", "utf-8")
    site = Site()
    return convert(posts.read(path, site), site, Options())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One[^2] and again[^2].\n", [(UNDEFINED, 4)]),
        ("One[^2].\n\nTwo[^a] and[^a] and[^b].\n", [(UNDEFINED, 4), (UNDEFINED, 6), (UNDEFINED, 6)]),
        ("First.\n\n* An item[^a]\n\n> A quote[^b]\n", [(UNDEFINED, 6), (UNDEFINED, 8)]),
        ("> - *item[^a]*\n", [(UNDEFINED, 4)]),
        ("## Head[^a]\n", [(UNDEFINED, 4)]),
        ("x[^1]\n\n[^1]: in a note[^a]\n", [(UNDEFINED, 6)]),
        ("Words.\n\n[^a]: Text.\n", [(UNUSED, 6)]),
        ("> Words.\n>\n> [^a]: Text.\n", [(UNUSED, 6)]),
        *(
            (f"Words.[^{name}]\n\n[^{name}]: Text\n", [(MISNAMED, 4)])
            for name in ("1.1", "a+b", "note:x", "ü")
        ),
        *((f"Words.\n\n[^{name}]: Text\n", [(MISNAMED, 6)]) for name in ("3.4", "a+b", "Über.5")),
        ("Words.[^3.4]\n\n[^3.4]: Text\n\n[^5.6]: More\n", [(MISNAMED, 8), (MISNAMED, 4)]),
        ("Words.[^a] Again.[^a]\n\n[^a]: Text.\n", []),
        ("<!-- [^a] -->\n\n<!--\n[^b]: Text.\n-->\n", []),
        ("[^ a] and [a] and ^a\n", []),
        ("$$x[^a]$$\n", []),
        ("| a[^t] | b |\n|---|---|\n| c | d |\n", [(UNDEFINED, 4)]),
        ("One[^1].\n\n[^1]: It.\n[^2]: Lost.\n", [(UNUSED, 7)]),
        ("One[^1].\n\n[^1]: It.\n[^1]: Again.\n", [(REPEATED, 7)]),
        ("One[^x].\n\n[^y]: It.\n", [(UNDEFINED, 4), (UNUSED, 6)]),
        ("One[^1].\n\n[^1]: It calls[^2].\n\n[^2]: More.\n", []),
        ("`[^2]` and \\[^2]\n\n```\n[^3]\n[^3]: no note\n```\n\n    [^4]: code\n", []),
        ("One[^1] here.\n\n* item\n\n  [^1]: In an item.\n", []),
        ("No notes, but a [link](https://example.org/[^]).\n", []),
    ],
)
def test_notes_that_do_not_fit_have_one_warning_each(
    tmp_path: Path, text: str, told: list[tuple[str, int]]
) -> None:
    found = [(notice.code, notice.line) for notice in chapter(tmp_path, text).notices]
    assert found == told


def test_notes_of_other_sites() -> None:
    found = written("Words[^a].\n\n[^b]: Text.\n", dialect="hugo").notices
    assert [notice.code for notice in found] == [UNDEFINED, UNUSED]


def test_the_text_stays(tmp_path: Path) -> None:
    body = chapter(tmp_path, "One[^2] and two[^1].\n\n[^1]: It.\n[^1]: Again.\n").body
    assert "One[^2] and two" in body
    assert "Again." in body
    assert "It." not in body


@pytest.mark.parametrize("kind", ["pdf", "epub", "html"])
def test_the_warning_says_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\n---\nWords.\n\nOne[^2].\n", "utf-8")
    assert main([kind, str(path), "-o", str(tmp_path / "out"), "--offline"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "[^2]" in line]
    expected = "there is no note [^2]: its mark stays as text; write `[^2]: …` on a line of its own"
    assert told == [f"{path}:6: warning: {expected}"]


def test_the_definition_that_counts_is_named(tmp_path: Path) -> None:
    (notice,) = chapter(tmp_path, "One[^1].\n\n[^1]: It.\n[^1]: Again.\n").notices
    assert notice.message == "the note [^1] is also defined in line 6; this definition counts"


@pytest.mark.parametrize(
    "line",
    ["Words[^a{}].\n", "[^a{}]: Text.\n", "[^a{0}]: Text.\n\n[^a{0}]: Again.\n"],
    ids=["undefined", "unused", "repeated"],
)
def test_thousands_of_them_take_no_longer_than_their_text(tmp_path: Path, line: str) -> None:
    """Measured beside the same text with fewer of them, for on a busy machine all takes several times as long."""

    def taken(count: int) -> float:
        text = "\n".join(line.format(number) for number in range(count))
        started = time.process_time()
        assert len(chapter(tmp_path, text).notices) == 200
        return time.process_time() - started

    assert taken(20_000) < 40 * taken(
        2_000
    )  # ten times as many; with steps for each pair, a hundred times as long


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("See [the pier][pier].\n", [4]),
        ("Words.\n\n* See [the *old* pier][pier]\n\n> and ![a view][view]\n", [6, 8]),
        ("| [the pier][pier] | b |\n|---|---|\n| c | d |\n", [4]),
        ("> See [the old\n> pier][pier].\n\nAnd [the new\npier][new].\n", [None, 7]),
        ("See [the pier][pier].\n\n[pier]: https://example.org\n", []),
        ("See [the pier][Pier] and [pier][].\n\n[pier]: https://example.org\n", []),
        ("As said [1][2], [sic] [3], [a][b], matrix[row][column], [the pier], [x][ and [y].\n", []),
        ("`[the pier][pier]` and \\[the pier][pier]\n\n    [the pier][pier]\n", []),
    ],
)
def test_links_without_an_address_have_one_warning_each(
    tmp_path: Path, text: str, lines: list[int | None]
) -> None:
    made = chapter(tmp_path, text)
    assert [(each.code, each.line) for each in made.notices] == [("link-undefined", line) for line in lines]
    for each in made.notices:
        kind = "picture" if each.message.startswith("!") else "link"
        assert f"is no {kind}, and stays as text: write its address on a line of its own, `[" in each.message


def test_a_long_link_without_an_address_takes_no_longer_than_its_text(tmp_path: Path) -> None:
    def taken(length: int) -> float:
        started = time.process_time()
        chapter(tmp_path, f"[{'a' * length}] [b]\n")
        return time.process_time() - started

    taken(1_000)  # what is loaded and compiled once
    assert taken(40_000) < 40 * taken(4_000)  # ten times as long; with steps for each pair, a hundred times
