"""Where pictures come from, in order: the post's files, the vault, and last, when allowed, the web."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from publish.errors import OutputError
from publish.images.alternatives import WORKSHEET, read_worksheet
from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.images.transcode import kind_of, transcode
from publish.images.web import Web
from publish.model import Image, Limits
from publish.store import Store
from publish.vault import Entry, Vault, VaultError

__all__ = ["Sources"]

AT_ONCE = 8
"""Pictures of one post fetched at the same time."""
_VERSION = "1"
"""Changes when the same bytes would be converted otherwise."""


@dataclass
class Sources:
    """What one process has to get pictures from."""

    vault: Vault
    store: Store
    web: Web | None
    """None when offline: then no socket is ever opened."""
    limits: Limits = field(default_factory=Limits)
    profile: Profile = field(default_factory=Profile)
    _failures: dict[str, str] = field(default_factory=dict)

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """What editors wrote in the worksheet, by address."""
        return read_worksheet(self._worksheet)

    def worksheet_file(self) -> Mapping[str, str]:
        """The worksheet and its digest (empty when there is none), as a file that a book is made from."""
        there = self._worksheet.is_file()
        digest = hashlib.sha256(self._worksheet.read_bytes()).hexdigest() if there else ""
        return {str(self._worksheet): digest}

    @property
    def _worksheet(self) -> Path:
        return self.vault.folder.absolute() / WORKSHEET

    def remote(self, address: str) -> bytes:
        """The bytes of a picture on the web, from the vault or fetched now. ImageError says why not."""
        entry = self.vault.find(address)
        if entry is not None and (self.web is None or self.vault.is_sound(entry)):
            return self._kept(entry)
        return self._kept(self.fetch(address))

    def _kept(self, entry: Entry) -> bytes:
        try:
            return self.vault.read(entry)
        except VaultError as error:
            raise ImageError(str(error)) from error

    def fetch(self, address: str) -> Entry:
        """Fetch a picture, check that it is one, and keep it. ImageError says why not."""
        if address in self._failures:
            raise ImageError(self._failures[address])
        if self.web is None:
            raise ImageError("not in the vault, and no network is used (--offline)")
        try:
            answer = self.web.fetch(address)
            kind = kind_of(answer.data, self.limits)
            return self.vault.keep(address, answer.data, kind, answer.address)
        except ImageError as error:
            self._failures[address] = str(error)
            raise
        except OutputError as error:
            raise ImageError(f"the vault {error.message}") from error

    def fetch_all(self, addresses: Iterable[str]) -> None:
        """Fetch what the vault lacks of these, several at a time; failures are told when each is asked for."""
        if self.web is None:
            return
        lacking = [address for address in dict.fromkeys(addresses) if self.vault.find(address) is None]
        if lacking:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(self._try, lacking))

    def _try(self, address: str) -> None:
        try:
            self.fetch(address)
        except ImageError:
            return  # kept in _failures

    def convert(self, data: bytes, address: str) -> Image:
        """The picture fit for a book; converted once for all builds."""
        profile = json.dumps(asdict(self.profile), sort_keys=True)
        key = hashlib.sha256(f"{_VERSION}{profile}{self.limits.image_pixels}".encode() + data).hexdigest()
        kept = self.store.get("pictures", key)
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            return replace(Image(**json.loads(head), data=body), address=address)
        image = transcode(data, address, self.limits, self.profile)
        facts = {"name": image.name, "media_type": image.media_type, "address": "",
                 "width": image.width, "height": image.height}  # fmt: skip
        self.store.put("pictures", key, json.dumps(facts).encode() + b"\n" + image.data)
        return image
