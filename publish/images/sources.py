"""Where pictures come from, in order: local files, the vault, and the web if allowed."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from publish.errors import OutputError
from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.keep import worksheet
from publish.keep.store import Store, parse
from publish.keep.vault import Entry, Vault, VaultError
from publish.model import Image, Limits

if TYPE_CHECKING:
    from publish.images.web.fetch import Web

__all__ = ["Sources"]

AT_ONCE = 8
"""Pictures of one post fetched at the same time."""
_VERSION = "10"
"""Change this version when the same bytes would be converted differently."""


@dataclass
class Sources:
    """One process's sources of pictures."""

    vault: Vault
    store: Store
    web: Web | None
    """None with --offline: then no socket is ever opened."""
    limits: Limits = field(default_factory=Limits)
    profile: Profile = field(default_factory=Profile)
    assets: str = ""
    """A further folder for pictures, besides the post's and the site's, or empty."""
    _failures: dict[str, str] = field(default_factory=dict)

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """The editors' descriptions in the worksheet, by address."""
        return worksheet.read(self.vault.folder / worksheet.WORKSHEET)

    def remote(self, address: str, until: float = math.inf, language: str = "") -> tuple[Image, str]:
        """A picture on the web, from the vault or fetched by `until`, and the SHA-256 of its bytes. Raises ImageError
        with the reason. `language` is the post's.
        """
        entry = self.vault.find(address)
        if entry is not None:
            try:
                return self._convert_kept(entry, language), entry.sha256
            except VaultError as error:
                if self.web is None:
                    raise ImageError(str(error)) from error
        try:
            entry = self.fetch(address, until)
            return self._convert_kept(entry, language), entry.sha256
        except OutputError as error:
            raise ImageError(f"the vault {error.message}") from error
        except VaultError as error:
            raise ImageError(str(error)) from error

    def _convert_kept(self, entry: Entry, language: str) -> Image:
        """If the picture was converted before, its file in the vault is not even read."""
        limit = self.limits.image_bytes
        return self.convert(entry.sha256, lambda: self.vault.read(entry, limit), entry.address, language)

    def fetch(self, address: str, until: float = math.inf) -> Entry:
        """Fetch a picture, check it, and keep it. Raises ImageError with the reason, OutputError when it cannot be
        kept.

        Nothing starts after `until` (monotonic clock).
        """
        if address in self._failures:
            raise ImageError(self._failures[address])
        if self.web is None:
            raise ImageError("not in the vault, and nothing is fetched offline")
        if time.monotonic() >= until:
            raise ImageError("no time left to fetch it in this build: run `publish images fetch` first")
        try:
            answer = self.web.fetch(address, until)
            from publish.images.transcode import examine  # it loads what reads pictures

            seen = examine(answer.data, self.limits)
            return self.vault.keep(address, answer.data, seen.kind, answer.address, seen.size)
        except ImageError as error:
            self._failures[address] = str(error)
            raise

    def fetch_all(self, addresses: Iterable[str], until: float = math.inf) -> None:
        """Fetch missing pictures, several at a time. Errors are reported later, when each picture is used."""
        if self.web is None:
            return
        lacking = [address for address in dict.fromkeys(addresses) if self.vault.find(address) is None]
        if lacking:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(lambda address: self._try(address, until), lacking))

    def _try(self, address: str, until: float) -> None:
        with suppress(ImageError, OutputError):  # reported when the picture is used
            self.fetch(address, until)

    def convert(self, digest: str, read: Callable[[], bytes], address: str, language: str = "") -> Image:
        """The picture with this SHA-256, converted for books; `read` is called only when no build has converted it
        yet.
        """
        profile = json.dumps(asdict(self.profile), sort_keys=True)
        key = hashlib.sha256(f"{_VERSION}{profile}{self.limits.image_pixels}{digest}".encode()).hexdigest()
        kept = self.store.get("pictures", key)
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            with suppress(TypeError):  # the entry is damaged or from another version
                return replace(Image(**parse(head), data=body), address=address)
        from publish.images.transcode import transcode

        image = transcode(read(), address, self.limits, self.profile, language)
        if image.unprinted:  # with other fonts it is another picture
            return image
        facts = {"name": image.name, "media_type": image.media_type, "address": "",
                 "width": image.width, "height": image.height, "natural_width": image.natural_width,
                 "description": image.description, "moved": image.moved}  # fmt: skip
        self.store.put("pictures", key, json.dumps(facts).encode() + b"\n" + image.data)
        return image
