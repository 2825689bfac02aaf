"""Signatures of a shelf: the key to sign with, and the check of a copy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import reporting
from publish.errors import UsageError
from publish.keep.files import is_folder

if TYPE_CHECKING:
    from minisign import SecretKey

__all__ = ["key_in", "public_of", "verify"]


def key_in(path: Path | None) -> SecretKey | None:
    """The secret key in a file; asks for its password where it has one. None without a file."""
    if path is None:
        return None
    from publish.shelf import signing

    key = signing.load_key(path)
    if signing.is_locked(key):
        password = click.prompt(f"Password of {path}", hide_input=True, err=True)
        signing.unlock(key, password)
    return key


def public_of(key: SecretKey | None) -> str:
    """The public key that belongs to it; empty without one."""
    from publish.shelf import signing

    return signing.public_of(key) if key is not None else ""


def verify(folder: Path, public_key: str | None) -> int:
    """Print one line: whether the copy is complete, and who signed it."""
    from publish.shelf import signing
    from publish.shelf import verify as check

    if not is_folder(folder):
        raise UsageError("no such folder", path=str(folder))
    verdict = check(folder, signing.load_public(public_key) if public_key else "")
    reporting.line(f"{folder}: {verdict}", to=sys.stdout)
    return int(not verdict.whole)
