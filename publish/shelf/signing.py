"""Signs the checksums in minisign's format, so that readers can check who made a copy.

They check it with minisign or `publish shelf --verify`. They need the public key from another place than the copy;
else the signature only shows that nothing was damaged.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import UsageError, reason_of
from publish.keep.files import is_file
from publish.text.messages import extra

if TYPE_CHECKING:
    from minisign import SecretKey

__all__ = [
    "check",
    "is_locked",
    "load_key",
    "load_public",
    "public_file",
    "public_of",
    "require",
    "sign",
    "unlock",
]

_COMMENT = "signature of SHA256SUMS"
"""The line that minisign does not sign; it is always the same, so we notice a change."""


def require() -> None:
    """Raise UsageError when the package that signs and checks signatures is not installed."""
    if find_spec("minisign") is None:
        raise UsageError(f"signatures need minisign, which is not installed: {extra('sign')}")


def load_key(path: Path) -> SecretKey:
    """A minisign secret key. Raises UsageError."""
    require()
    from minisign import Error, SecretKey

    try:
        return SecretKey.from_file(path)
    except (OSError, Error, ValueError) as error:
        raise UsageError(f"not a minisign secret key: {reason_of(error)}", path=str(path)) from error


def is_locked(key: SecretKey) -> bool:
    """Whether the key needs a password."""
    return bool(key.is_encrypted())


def unlock(key: SecretKey, password: str) -> None:
    """Unlock a key. Raises UsageError for a wrong password."""
    from minisign import Error

    try:
        key.decrypt(password)
    except Error as error:
        raise UsageError(f"wrong password for the key: {error}") from error


def public_of(key: SecretKey) -> str:
    """The public key in base64, one line."""
    return str(key.get_public_key().to_base64(), "ascii")


def public_file(key: SecretKey) -> bytes:
    """The public key as a file that minisign reads."""
    return f"untrusted comment: minisign public key\n{public_of(key)}\n".encode()


def sign(sums: bytes, key: SecretKey, words: str) -> bytes:
    """The signature file; `words` are signed with it."""
    trusted = " ".join(words.split()).encode()[:400].decode("utf-8", "ignore")
    return bytes(key.sign(sums, untrusted_comment=_COMMENT, trusted_comment=trusted)).rstrip(b"\n") + b"\n"


def load_public(words: str) -> str:
    """A public key in base64, from a file's path or from the text itself. Raises UsageError."""
    require()
    from minisign import Error, PublicKey

    path = Path(words)
    try:
        key = PublicKey.from_file(path) if is_file(path) else PublicKey.from_base64(words)
    except (OSError, Error, ValueError) as error:
        raise UsageError(f"not a minisign public key: {reason_of(error)}", path=words) from error
    return str(key.to_base64(), "ascii")


def check(sums: bytes, signature: bytes, public: str) -> str:
    """Why a signature is wrong, in plain words; empty when it is right."""
    from minisign import Error, PublicKey, Signature

    try:
        made = Signature.from_bytes(signature)
        PublicKey.from_base64(public).verify(sums, made)
    except (Error, ValueError) as error:
        return str(error) or type(error).__name__
    if signature != bytes(made).rstrip(b"\n") + b"\n" or made.untrusted_comment != _COMMENT:
        return "its comment was changed"
    return ""
