"""What a package index gets, and what somebody has who installs it from there: nothing of this checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from email import message_from_string
from email.message import Message
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).parents[2]
FORGE = {"GITHUB_SERVER_URL": "https://forge.example", "GITHUB_REPOSITORY": "house/books"}
Make = Callable[..., Path]


def hatch(folder: Path, *words: str, **environment: str) -> Path:
    """Build a distribution, without a network; its path."""
    forgetting = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_URL")
    here = {name: value for name, value in os.environ.items() if name not in forgetting}
    command = [sys.executable, "-m", "hatchling", "build", *words, "--directory", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=here | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch(tmp_path_factory.mktemp("wheel"), "-t", "wheel", **FORGE)


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_string(archive.read(name).decode())


def test_the_name_is_ours_and_the_command_stays(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    assert metadata["Name"] == "postbinder"
    assert "Programming Language :: Python :: 3.13" in metadata.get_all("Classifier", [])
    assert {"epub", "jekyll", "pdf"} <= set(metadata["Keywords"].split(","))
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "publish = publish.__main__:run" in archive.read(entry).decode()
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"publish"}


def test_no_public_extra_brings_the_tools_of_tests(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    assert set(metadata.get_all("Provides-Extra", [])) == {"check", "dask", "sign", "zim"}
    wanted = " ".join(metadata.get_all("Requires-Dist", []))
    assert not re.search(r"pytest|hypothesis|ruff|mypy|coverage|stubs", wanted)


def test_what_is_used_below_its_interface_has_an_upper_bound(wheel: Path) -> None:
    wanted = metadata_of(wheel).get_all("Requires-Dist", [])
    bounded = {re.split(r"[<>=;]", each)[0] for each in wanted if "<" in each}
    assert {"weasyprint", "pydyf", "ebooklib"} <= bounded


def test_pictures_and_links_of_the_long_description_lead_somewhere(wheel: Path) -> None:
    metadata = metadata_of(wheel)
    text = str(metadata.get_payload())
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    assert [target for target in targets if not target.startswith("https://")] == []
    assert (
        "![Covers of the sample posts](https://forge.example/house/books/raw/HEAD/docs/gallery/covers.jpg)"
        in text
    )
    assert "Source, https://forge.example/house/books" in metadata.get_all("Project-URL", [])


def test_without_an_address_of_the_project_none_is_made_up(tmp_path: Path) -> None:
    metadata = metadata_of(hatch(tmp_path, "-t", "wheel"))
    text = str(metadata.get_payload())
    assert metadata.get_all("Project-URL") is None
    assert "](docs/" not in text
    assert "![" not in text


def test_the_source_is_whole(tmp_path: Path, wheel: Path) -> None:
    with tarfile.open(hatch(tmp_path, "-t", "sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if kept.returncode:
        pytest.skip("this is no checkout")
    ours = {name for name in kept.stdout.split("\0") if name and not name.startswith((".ci/", ".pre-commit"))}
    assert {name for name in ours - names if (ROOT / name).exists()} == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with nothing in it but the wheel and what it asks for, unpinned."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "v")], check=True)
    pip = [str(folder / "v/bin/python"), "-m", "pip", "--disable-pip-version-check", "--retries", "1"]
    done = subprocess.run(
        [*pip, "install", "--quiet", str(wheel)], capture_output=True, text=True, check=False
    )
    if done.returncode and re.search(r"No matching distribution|Connection|Temporary failure", done.stderr):
        pytest.skip(f"no package index answers: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return folder / "v" / "bin"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A Jekyll site with two published posts, in a folder with a space in its name."""
    files = {
        "_config.yml": "title: Harbour notes\ncollections:\n  essays: {output: true}\n",
        "_posts/2026-09-01-pier.md": "---\ntitle: The pier\n---\n\nIts *planks*: $x^2$. `code`\n",
        "_posts/2036-09-01-later.md": "---\ntitle: Later\n---\n\nNot yet.\n",
        "_posts/2026-09-02-hidden.md": "---\ntitle: Hidden\npublished: false\n---\n\nNever.\n",
        "_drafts/idea.md": "---\ntitle: Idea\n---\n\nNot yet.\n",
        "_essays/tide.md": "---\ntitle: Tide\n---\n\nWater comes.\n",
        "about.md": "---\ntitle: About\n---\n\nUs.\n",
    }
    site = tmp_path / "my blog"
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    return site


def test_the_installed_command_makes_books_of_what_a_blog_publishes(installed: Path, blog: Path) -> None:
    def run(*words: str) -> str:
        command = [str(installed / "publish"), *words]
        here = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        done = subprocess.run(command, cwd=blog, env=here, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    before = {path for path in blog.rglob("*") if path.is_file()}
    assert "postbinder" in run("--version")
    for kind in ("epub", "pdf", "html"):
        run(kind, "--offline", "--style", "large")
    run("volume", "--offline", "--page", "a4")
    new = {path.relative_to(blog) for path in blog.rglob("*") if path.is_file()} - {
        path.relative_to(blog) for path in before
    }
    made = {path.as_posix() for path in new if path.parts[0] != ".publish"}
    books = {
        f"build/{name}.{kind}"
        for name in ("2026-09-01-pier", "essays/tide")
        for kind in ("epub", "pdf", "html")
    }
    assert made == {*books, "build/volume.epub", "build/volume.pdf"}
    with pikepdf.open(blog / "build/2026-09-01-pier.pdf") as book:
        assert str(book.docinfo["/Title"]) == "The pier"
    run("shelf")
    assert (blog / "build/index.html").is_file()
