"""What forges and containers run: the steps of `action.yml` in a made-up blog, and the files that nothing else reads."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import linked_site
import pytest
import yaml
from click.testing import CliRunner

from publish.cli.main import cli

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with `python` and `publish` as after the installation, which is tested with the wheel."""
    folder = tmp_path / "programs"
    folder.mkdir()
    texts = {
        "python": f'test "$1 $2 $3 $4" = "-m pip install --quiet" && echo "$5" >> {folder}/installed\n',
        "publish": f'exec {sys.executable} -m publish "$@"\n',
    }
    for name, text in texts.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}")
        (folder / name).chmod(0o755)
    return folder


def run_steps(blog: Path, programs: Path, **given: str) -> list[int]:
    """Run the action's own steps as a forge does: the status of each."""
    inputs = {name: each["default"] for name, each in ACTION["inputs"].items()} | given
    statuses = []
    for step in ACTION["runs"]["steps"]:
        if "run" not in step or not _wanted(step, inputs):
            continue
        environment = {name: _filled(text, inputs) for name, text in step["env"].items()}
        assert "${{" not in step["run"]  # inputs come as variables: text in a script could be a command
        command = [step["shell"], "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        here = os.environ | environment | {"PATH": f"{programs}:{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=blog, env=here, capture_output=True, text=True, check=False)
        statuses.append(done.returncode)
        if done.returncode:
            break
    return statuses


def _wanted(step: dict[str, Any], inputs: dict[str, str]) -> bool:
    condition = re.fullmatch(r"\$\{\{ inputs\.(\w+) == '(\w+)' \}\}", step.get("if", ""))
    return condition is None or inputs[condition[1]] == condition[2]


def _filled(text: str, inputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)


def test_the_action_makes_books_and_the_data_for_links(tmp_path: Path, programs: Path) -> None:
    blog = linked_site.written(tmp_path / "my blog")
    assert run_steps(blog, programs, package="postbinder==1.0", formats="epub html", month="2026-09") == [
        0,
        0,
        0,
    ]
    assert (programs / "installed").read_text() == "postbinder==1.0\n"
    data = yaml.safe_load((blog / "_data" / "books.yml").read_text("utf-8"))
    assert {file["format"] for post in data["posts"].values() for file in post["files"]} == {"EPUB", "HTML"}
    assert [volume["files"][0]["address"] for volume in data["volumes"]] == ["/books/2026-09.epub"]


def test_a_post_that_fails_costs_no_other_book_and_the_step_fails(tmp_path: Path, programs: Path) -> None:
    blog = linked_site.written(tmp_path / "blog")
    (blog / "_posts" / "2026-09-09-bad.md").write_text("---\ntitle: [\n---\n\nWords.\n")
    assert run_steps(blog, programs, formats="html epub", folder="out put") == [0, 1]
    made = {path.name for path in (blog / "out put").rglob("*.*")}
    assert {"2026-09-01-pier.html", "2026-09-01-pier.epub", "tide.epub"} <= made


def test_links_can_be_left_out_or_lead_elsewhere(tmp_path: Path, programs: Path) -> None:
    blog = linked_site.written(tmp_path / "blog")
    assert run_steps(blog, programs, formats="html", links="false") == [0, 0]
    assert not (blog / "_data").exists()
    assert (
        run_steps(blog, programs, formats="html", address="https://files.example/a b".replace(" ", "%20"))
        == [0] * 3
    )
    assert "https://files.example/a%20b/2026-09-01-pier.html" in (blog / "_data" / "books.yml").read_text(
        "utf-8"
    )


def test_the_container_runs_the_command_in_the_folder_of_a_blog() -> None:
    recipe = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", "")
    words = dict(line.split(maxsplit=1) for line in recipe.splitlines() if line and not line.startswith("#"))
    assert (words["ENTRYPOINT"], words["WORKDIR"]) == ('["publish"]', "/blog")
    for command in words["RUN"].split("&&"):
        assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0
    assert "publish doctor --install" in words["RUN"]


@pytest.mark.parametrize(
    "name",
    [path.relative_to(ROOT).as_posix() for path in (ROOT / ".github").rglob("*.yml")]
    + [".pre-commit-config.yaml"],
)
def test_files_of_the_forge_are_yaml_and_call_what_there_is(name: str) -> None:
    path = ROOT / name
    if not path.exists():
        pytest.skip("this is no checkout")
    text = path.read_text("utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for words in re.findall(r"- run: make ([a-z -]+?)(?: \.| ARGS|$)", text, re.MULTILINE):
        assert set(words.split()) <= targets


def test_windows_is_told_what_works_instead() -> None:
    code = "import sys; sys.platform = 'win32'; from publish.__main__ import run; sys.exit(run())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: publish does not run on Windows itself")
    assert "wsl --install" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_and_options(shell: str) -> None:
    here = {"_PUBLISH_COMPLETE": f"{shell}_source"}
    told = CliRunner().invoke(cli, prog_name="publish", env=here)
    if "version" in told.output.lower() and told.exit_code:
        pytest.skip(f"no {shell} that can complete")
    assert "_PUBLISH_COMPLETE" in told.output
    words = {"COMP_WORDS": "publish epub --str", "COMP_CWORD": "2", "_PUBLISH_COMPLETE": "bash_complete"}
    assert CliRunner().invoke(cli, prog_name="publish", env=words).output == "plain,--strict\n"
