"""Regular expressions that are kept: the same ones, compiled once on a machine, and none of an author's words."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from processes import printed

BEFORE = """
import re, sys
from re import _parser
from publish.keep import expressions
expressions.use_kept()
read, plain = [], _parser.parse
_parser.parse = lambda text, *more: read.append(text) or plain(text, *more)
"""
DAY = (
    BEFORE
    + """
from publish.text.patterns import late
day = late(r"(?P<day>[0-9]+)(th|日)?", re.IGNORECASE)
found = day.fullmatch("12TH")
expressions.keep_new()
print(found.groupdict(), found.groups(), day.flags, day.pattern in read)
"""
)
FOUND = "{'day': '12'} ('12', 'TH') 34"


def kept(cache: Path) -> Path:
    (found,) = (cache / "publish/compiled/expressions").iterdir()
    return found


def test_ours_are_compiled_once_on_a_machine(tmp_path: Path) -> None:
    assert printed(DAY, tmp_path) == f"{FOUND} True"
    assert printed(DAY, tmp_path) == f"{FOUND} False"


def test_so_are_those_of_libraries(tmp_path: Path) -> None:
    script = BEFORE + "import markdown, yaml\nexpressions.keep_new()\nprint(len(read) > 20)"
    assert [printed(script, tmp_path) for _ in range(2)] == ["True", "False"]


def test_a_text_is_read_with_those_that_are_kept(tmp_path: Path) -> None:
    script = (
        BEFORE
        + """
from publish.markup import kramdown
read.clear()
html = kramdown.render("# Tides\\n\\n1. An *old* __word__.\\n\\n   * A [link](a.html).\\n\\n<u>So</u> it is.\\n")
expressions.keep_new()
print("<li>" in html, all("</u" in each for each in read), len(read) > 0)
"""
    )
    printed(script, tmp_path)
    assert (
        printed(script, tmp_path) == "True True True"
    )  # only the end of an author's element is compiled again


def test_they_are_the_same(tmp_path: Path) -> None:
    """Python compares two expressions by their text, their flags and what its engine runs."""
    printed(
        BEFORE + "import publish.markup.convert, publish.epub, yaml, jinja2\nexpressions.keep_new()", tmp_path
    )
    script = """
from re import _compiler
plain = _compiler.compile
from publish.keep import expressions
expressions.use_kept()
known = _compiler.compile.__self__._known
print(len(known) > 50, [key for key in known if plain(*key) != _compiler.compile(*key)])
print([key for key in known if plain(*key).groupindex != _compiler.compile(*key).groupindex])
"""
    assert printed(script, tmp_path) == "True []\n[]"


def test_an_authors_words_are_not_kept(tmp_path: Path) -> None:
    script = (
        BEFORE + "re.search(re.escape('my secret'), '')\nimport yaml\nexpressions.keep_new()\nprint('done')"
    )
    assert printed(script, tmp_path) == "done"
    assert b"secret" not in kept(tmp_path).read_bytes()


def test_an_expression_of_a_set_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python orders a set of words anew at each start."""
    (tmp_path / "library.py").write_text(
        "import re\nre.compile('|'.join({'sea', 'tide', 'quay', 'rope', 'salt'}))\n", "utf-8"
    )
    script = (
        f"{BEFORE}sys.path.append({str(tmp_path)!r})\nimport library\nexpressions.keep_new()\nprint('done')"
    )
    sizes = set()
    for seed in range(1, 5):
        monkeypatch.setenv("PYTHONHASHSEED", str(seed))
        assert printed(script, tmp_path) == "done"
        sizes.add(kept(tmp_path).stat().st_size)
    assert len(sizes) == 1


def test_text_of_another_kind_is_compiled_each_time(tmp_path: Path) -> None:
    """Some libraries have a kind of text of their own."""
    (tmp_path / "library.py").write_text(
        "import re\nclass Text(str): ...\nre.compile(Text('tides'))\n", "utf-8"
    )
    script = f"{BEFORE}sys.path.append({str(tmp_path)!r})\nimport library, yaml\nexpressions.keep_new()\nprint('done')"
    assert [printed(script, tmp_path) for _ in range(2)] == ["done", "done"]
    assert b"tides" not in kept(tmp_path).read_bytes()


def test_a_wrong_one_is_an_error_as_ever(tmp_path: Path) -> None:
    script = (
        BEFORE
        + """
from publish.text.patterns import late
try:
    late("(").search("")
except re.error as error:
    print(error)
expressions.keep_new()
"""
    )
    assert printed(script, tmp_path) == "missing ), unterminated subpattern at position 0"


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda _: b"", lambda data: data[:40] + b"?" + data[41:]]
)
def test_spoiled_ones_are_compiled_again(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    printed(DAY, tmp_path)
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(change(whole))
    assert printed(DAY, tmp_path) == f"{FOUND} True"
    assert printed(DAY, tmp_path) == f"{FOUND} False"


def test_a_command_and_its_worker_keep_theirs(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# Tides\n\n- One *word*.\n", "utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "publish", "html", "post.md", "--quiet", "--offline"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    data = kept(tmp_path / "cache").read_bytes()
    assert b"[-+]?0[0-7_]+" in data  # of yaml, which the command loads
    assert b"(?P<atomicgroup>" in data  # of Markdown, which the worker loads


def test_a_program_that_imports_publish_keeps_its_own_compiler(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# Tides\n\nWater.\n", "utf-8")
    script = f"""
import os, publish
from re import _compiler
os.chdir({str(tmp_path)!r})
print(*(outcome.status for outcome in publish.build("post.md", "html")), _compiler.compile.__module__)
"""
    assert printed(script, tmp_path) == "built re._compiler"
