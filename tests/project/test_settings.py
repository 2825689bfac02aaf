"""publish.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import UsageError
from publish.project import settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    project = settings.load(tmp_path)
    assert (project.folder, project.output, project.options.style) == (tmp_path, "build", "journal")


def test_settings_are_found_above_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text(
        'style = "mine"\noutput = "out"\nstrict = true\njobs = 3\n[limits]\nseconds = 5\n[images]\nallow_hosts = ["a.test"]\n'
    )
    (tmp_path / "deep").mkdir()
    project = settings.load(tmp_path / "deep")
    assert project.folder == tmp_path
    options = project.options
    assert (options.style, options.strict, options.jobs, project.output) == ("mine", True, 3, "out")
    assert (options.limits.seconds, options.allow_hosts) == (5, ("a.test",))


@pytest.mark.parametrize(
    "text",
    [
        "stlye = 'x'",
        "strict = 1",
        "jobs = true",
        "dollars = true",
        "dollars = 'euros'",
        "diagrams = 'always'",
        "[limits]\nsecond = 1",
        "[limits]\nseconds = -1",
        "style =",
        "[images]\nx = 1",
    ],
)
def test_what_does_not_fit_is_an_error_with_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "publish.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        settings.load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'publish.toml'}: error: ")
    assert "\n" not in str(caught.value)
