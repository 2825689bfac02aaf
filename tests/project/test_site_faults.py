"""Settings of a site that cannot be used are told, with their line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main
from publish.errors import PostError
from publish.model import Notice
from publish.project import site as sites


def told(folder: Path, text: str) -> list[Notice]:
    config = folder / "_config.yml"
    config.write_text(f"title: Harbour\n{text}\n", "utf-8")
    return list(sites.load(config).notices)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("timezone: Europe/Londn", "timezone-unknown", "; did you mean 'Europe/London'?"),
        ("timezone: Europe", "timezone-unknown", "times count as UTC"),
        ("timezone: ../../etc/passwd", "timezone-unknown", "times count as UTC"),
        ("url: example.org", "url-unknown", ": write https://example.org;"),
        ("url: //example.org/blog", "url-unknown", ": write https://example.org/blog;"),
        ("url: ftp://example.org", "url-unknown", ": write an address such as https://example.org;"),
        ("url: https//example", "url-unknown", ": write an address such as https://example.org;"),
        ("url: https:/example.org", "url-unknown", ": write an address such as https://example.org;"),
        ("url: ann@example.org", "url-unknown", ": write an address such as https://example.org;"),
        ("url: example.org:4000", "url-unknown", ": write https://example.org:4000;"),
        ("url: 'https://exa mple.org'", "url-unknown", ": write an address such as https://example.org;"),
        ("locale: klingon", "language-unknown", "locale: 'klingon' is not a language tag"),
    ],
)
def test_a_setting_that_cannot_be_used_has_its_line(
    tmp_path: Path, text: str, code: str, message: str
) -> None:
    (notice,) = told(tmp_path, text)
    assert (notice.code, notice.line) == (code, 2)
    assert notice.message.startswith(f"{text.partition(':')[0]}: ")
    assert message in notice.message


@pytest.mark.parametrize(
    "text",
    [
        "url: https://example.org", "url: ''", "url:", "url: http://localhost:4000", "url: https://例え.jp", "timezone: UTC",
        "timezone: Asia/Hong_Kong", "timezone:", "timezone: EST5EDT", "lang: zh-TW", "lang:",
    ],
)  # fmt: skip
def test_sound_settings_are_not_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "what"), [("- title: Harbour\n- url: x\n", "a list"), ("Harbour\n", "one value")]
)
def test_a_file_without_settings_is_an_error(tmp_path: Path, text: str, what: str) -> None:
    config = tmp_path / "_config.yml"
    config.write_text(text)
    with pytest.raises(PostError) as raised:
        sites.load(config)
    assert raised.value.line == 1
    assert f"holds {what}, not settings: write each as `name: value`" in raised.value.message


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_is_a_site(tmp_path: Path, text: str) -> None:
    (tmp_path / "_config.yml").write_text(text)
    assert sites.load(tmp_path / "_config.yml").root == tmp_path


def test_each_fault_is_printed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("_posts").mkdir()
    for name in ("2026-01-01-a.md", "2026-01-02-b.md"):
        Path("_posts", name).write_text("---\ntitle: A\n---\nWords.\n")
    Path("_config.yml").write_text("timezone: Europe/Londn\nurl: example.org\n")
    assert main(["html", "--offline"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": warning: ")[0] for line in lines] == ["_config.yml:2", "_config.yml:1"]
