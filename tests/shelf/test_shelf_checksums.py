"""Trust: every changed or interrupted copy is found, and the signer is known."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import minisign
import pytest
import shelf_samples as samples

from publish.cli import main
from publish.shelf.checksums import read_sums, verify, write_sums


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "quay.key"
    path.write_bytes(bytes(minisign.KeyPair.generate().secret_key))
    return path


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    folder = samples.magazine(tmp_path_factory.mktemp("signed") / "books", 3)
    (folder / "notes").mkdir()
    (folder / "notes" / "read me.txt").write_text("Hello.")
    assert main(["shelf", str(folder), "-q", "--key", str(key)]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["shelf", "--verify", *words])
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return status, out


def test_coreutils_agree(signed: Path) -> None:
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=signed, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    on_disk = {path.relative_to(signed).as_posix() for path in signed.rglob("*") if path.is_file()}
    assert set(read_sums((signed / "SHA256SUMS").read_bytes())) == on_disk - {
        "SHA256SUMS",
        "SHA256SUMS.minisig",
    }


def test_a_whole_copy_is_called_whole(signed: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    public = str(minisign.SecretKey.from_file(key).get_public_key().to_base64(), "ascii")
    status, line = said(capsys, str(signed))
    assert status == 0
    assert re.search(
        rf": complete: \d+ files, .*signed with the key {re.escape(public)} from the copy itself", line
    )
    status, line = said(capsys, str(signed), "--public-key", public)
    assert (status, "from the copy itself" in line) == (0, False)
    assert public in (signed / "index.html").read_text("utf-8")
    (signed / "Thumbs.db").write_bytes(b"x")
    (signed / "extra.txt").write_bytes(b"x")
    assert "1 other file (extra.txt)" in said(capsys, str(signed))[1]
    (signed / "Thumbs.db").unlink()
    (signed / "extra.txt").unlink()


def test_a_byte_flipped_anywhere_is_found(signed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(signed, tmp_path / "copy"))
    assert verify(folder).whole
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        every = path.name.startswith("SHA256SUMS.") or path.name == "minisign.pub"
        places = range(len(data)) if every else {0, len(data) // 3, len(data) // 2, len(data) - 1}
        for place in places:
            for flip in (0x01, 0x20, 0x80):
                changed = bytearray(data)
                changed[place] ^= flip
                path.write_bytes(changed)
                assert not verify(folder).whole, (path, place, flip)
        path.write_bytes(data[:-1])
        assert not verify(folder).whole, path
        path.write_bytes(data)
    assert verify(folder).whole


def test_the_list_itself_is_read_strictly() -> None:
    good = write_sums(dict.fromkeys(("a", "b\nc\\d", "é/ü.epub"), "0123456789abcdef" * 4))
    assert write_sums(read_sums(good)) == good
    for place in range(len(good)):
        for flip in (0x01, 0x0A, 0x20, 0x80):
            changed = bytearray(good)
            changed[place] ^= flip
            try:
                assert read_sums(bytes(changed)) != read_sums(good)
            except ValueError:
                continue
    for bad in (
        b"",
        good[:-1],
        good + good,
        b"0" * 64 + b"  ../a\n",
        b"0" * 64 + b"  /a\n",
        b"0" * 64 + b" *a\n",
    ):
        with pytest.raises(ValueError, match=r"line|order|cut"):
            read_sums(bad)


def test_a_half_copied_folder_is_named_as_such(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = sorted(path.relative_to(signed) for path in signed.rglob("*") if path.is_file())
    for lost in ([names[0]], names[::2], [Path("SHA256SUMS")], [Path("SHA256SUMS.minisig")], names[1:]):
        folder = Path(shutil.copytree(signed, tmp_path / "copy", dirs_exist_ok=True))
        for name in lost:
            (folder / name).unlink()
        status, line = said(capsys, str(folder))
        assert status == 1
        assert re.search(r"NOT COMPLETE: .*the copy stopped early", line), lost
    assert said(capsys, str(tmp_path))[0] == 1


def test_a_changed_file_is_named(signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(signed, tmp_path / "copy"))
    (folder / "quay-67.pdf").write_bytes(b"%PDF cut")
    assert said(capsys, str(folder)) == (
        1,
        f"{folder}: NOT COMPLETE: 1 changed or incomplete (quay-67.pdf)\n",
    )


def test_another_persons_signature_does_not_hold(
    signed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = str(minisign.KeyPair.generate().public_key.to_base64(), "ascii")
    status, line = said(capsys, str(signed), "--public-key", other)
    assert status == 1
    assert "the signature is wrong" in line
    unsigned = samples.magazine(tmp_path / "unsigned", 1)
    assert main(["shelf", str(unsigned), "-q"]) == 0
    assert said(capsys, str(unsigned))[0] == 0
    assert said(capsys, str(unsigned), "--public-key", other)[0] == 1


def test_a_locked_key_asks_for_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = minisign.KeyPair.generate()
    pair.secret_key.encrypt("salt", opslimit=1 << 15, memlimit=1 << 20)
    (tmp_path / "k").write_bytes(bytes(pair.secret_key))
    samples.epub(tmp_path / "books" / "a.epub")
    for password, status in (("wrong", 2), ("salt", 0)):
        monkeypatch.setattr("click.prompt", lambda *_, given=password, **__: given)
        assert main(["shelf", str(tmp_path / "books"), "-q", "--key", str(tmp_path / "k")]) == status
    assert main(["shelf", str(tmp_path / "books"), "--key", str(tmp_path / "none")]) == 2
    assert "not a minisign secret key" in capsys.readouterr().err
    assert (
        main(
            [
                "shelf",
                "--verify",
                str(tmp_path / "books"),
                "--public-key",
                str(pair.public_key.to_base64(), "ascii"),
            ]
        )
        == 0
    )


def test_a_list_without_its_signature_again(tmp_path: Path, key: Path) -> None:
    folder = samples.magazine(tmp_path / "books", 1)
    assert main(["shelf", str(folder), "-q", "--key", str(key)]) == 0
    assert main(["shelf", str(folder), "-q"]) == 0
    assert not (folder / "SHA256SUMS.minisig").exists()
    assert main(["shelf", "--verify", str(folder)]) == 0
