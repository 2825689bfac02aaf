"""Archives, parts for mail, and new books only: each archive works alone and is complete."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shelf_samples as samples

from publish.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.magazine(tmp_path / "books", 6)


def unpack(path: Path, to: Path) -> Path:
    """The shelf in an archive, verified."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        archive.extractall(to)
    (inside,) = to.iterdir()
    assert (inside / "index.html").is_file()
    assert main(["shelf", "--verify", str(inside)]) == 0
    return inside


def test_one_archive_holds_all_and_is_the_same_again(folder: Path, tmp_path: Path) -> None:
    assert main(["shelf", str(folder), "-q", "--zip"]) == 0
    first = (tmp_path / "books.zip").read_bytes()
    assert not (folder / "index.html").exists()
    assert main(["shelf", str(folder), "-q", "--zip", "-o", str(tmp_path / "again.zip")]) == 0
    assert (tmp_path / "again.zip").read_bytes() == first
    inside = unpack(tmp_path / "books.zip", tmp_path / "out")
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert names == {
        path.relative_to(inside) for kind in ("epub", "pdf") for path in inside.rglob(f"*.{kind}")
    }


def test_parts_stay_within_their_size_and_open_alone(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = bytes(range(256)) * 500
    for number in range(4):
        samples.epub(folder / f"large-{number}.epub", f"Large {number}", files={"x.png": noise})
    (folder / "vast.pdf").write_bytes(samples.pdf(tmp_path / "v.pdf", "Vast").read_bytes() + b"%" + noise * 3)
    assert main(["shelf", str(folder), "--split", "0.3MB", "-o", str(tmp_path / "parts")]) == 1
    size = round((folder / "vast.pdf").stat().st_size / 1000)
    told = f"vast.pdf: warning: left out: its {size} KB do not fit in a part of 300 KB"
    assert told in capsys.readouterr().err
    parts = sorted((tmp_path / "parts").glob("*.zip"))
    assert len(parts) >= 3
    held: list[str] = []
    for number, part in enumerate(parts, start=1):
        assert part.name == f"books-{number}-of-{len(parts)}.zip"
        assert part.stat().st_size <= 300_000
        inside = unpack(part, tmp_path / f"out-{number}")
        assert f"Part {number} of {len(parts)}" in (inside / "index.html").read_text("utf-8")
        held += [path.name for kind in ("epub", "pdf") for path in inside.rglob(f"*.{kind}")]
    assert sorted(held) == sorted(
        path.name for path in folder.rglob("*") if path.is_file() and path.name != "vast.pdf"
    )


def test_only_what_is_new(folder: Path, tmp_path: Path) -> None:
    samples.pdf(folder / "2019-01-01-old.pdf", "Old")
    samples.pdf(folder / "2031-01-01-new.pdf", "New")
    assert main(["shelf", str(folder), "-q", "--since", "2030-01-01"]) == 0
    place = tmp_path / "books-since-2030-01-01"
    assert [path.name for path in place.rglob("*.pdf")] == ["2031-01-01-new.pdf"]
    assert main(["shelf", "--verify", str(place)]) == 0
    assert main(["shelf", str(folder), "-q", "--since", "2040-01-01"]) == 2


@pytest.mark.parametrize("size", ["20 apples", "-1MB", "1k", ""])
def test_sizes_that_make_no_sense(folder: Path, size: str) -> None:
    assert main(["shelf", str(folder), "-q", "--split", size or "0"]) == 2


@pytest.mark.parametrize("output", [(), ("-o", "parts"), ("-o", "gift.zip")])
def test_parts_of_an_earlier_run_do_not_stay_beside_new_ones(
    output: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    samples.magazine(tmp_path / "books", 4)
    for number in range(4):
        samples.epub(
            tmp_path / "books" / f"large-{number}.epub", "Large", files={"x.png": bytes(range(256)) * 500}
        )
    monkeypatch.chdir(tmp_path)
    assert main(["shelf", "books", "--split", "200KB", *output]) == 0
    first = sorted(tmp_path.rglob("*-of-*.zip"))
    stem = first[0].name.split("-1-of-")[0]
    mine = first[0].with_name(f"{stem}-7-of-9.zip")
    mine.write_bytes(b"the owner's own")
    first[0].write_bytes(b"changed by somebody")
    other = first[0].with_name("other-1-of-2.zip")
    other.write_bytes(b"of another shelf")
    capsys.readouterr()
    assert main(["shelf", "books", "--split", "100MB", *output]) == 0
    told = capsys.readouterr()
    new = first[0].with_name(f"{stem}-1-of-1.zip")
    assert set(tmp_path.rglob("*-of-*.zip")) == {new, mine, other, first[0]}
    assert sum(line.startswith("removed ") for line in told.out.splitlines()) == len(first) - 1
    left = [line for line in told.err.splitlines() if "is no part of this shelf: delete it" in line]
    assert [Path(line.split(": ")[0]).name for line in left] == [first[0].name, mine.name]
