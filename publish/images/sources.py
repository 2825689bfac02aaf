"""Where pictures come from, in order: the post's files, the vault, and last, when allowed, the web."""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property

from publish.errors import OutputError
from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.images.transcode import examine, transcode
from publish.images.web.fetch import Web
from publish.keep import worksheet
from publish.keep.store import Store, parse
from publish.keep.vault import Entry, Vault, VaultError
from publish.model import Image, Limits

__all__ = ["Sources"]

AT_ONCE = 8
"""Pictures of one post fetched at the same time."""
_VERSION = "6"
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
    assets: str = ""
    """Folder beside a post's own and its site's in which pictures may lie, or empty."""
    _failures: dict[str, str] = field(default_factory=dict)

    @cached_property
    def descriptions(self) -> Mapping[str, str]:
        """What editors wrote in the worksheet, by address."""
        return worksheet.read(self.vault.folder / worksheet.WORKSHEET)

    def remote(self, address: str, until: float = math.inf) -> tuple[Image, str]:
        """A picture on the web, from the vault or fetched by then, and the SHA-256 of its bytes. ImageError says why not."""
        entry = self.vault.find(address)
        if entry is not None:
            try:
                return self._convert_kept(entry), entry.sha256
            except VaultError as error:
                if self.web is None:
                    raise ImageError(str(error)) from error
        try:
            entry = self.fetch(address, until)
            return self._convert_kept(entry), entry.sha256
        except OutputError as error:
            raise ImageError(f"the vault {error.message}") from error
        except VaultError as error:
            raise ImageError(str(error)) from error

    def _convert_kept(self, entry: Entry) -> Image:
        """Converted before, a picture is not even read from the vault."""
        limit = self.limits.image_bytes
        return self.convert(entry.sha256, lambda: self.vault.read(entry, limit), entry.address)

    def fetch(self, address: str, until: float = math.inf) -> Entry:
        """Fetch a picture, check that it is one, and keep it. ImageError says why not, OutputError that it cannot be kept.

        Nothing is begun after `until` (monotonic clock).
        """
        if address in self._failures:
            raise ImageError(self._failures[address])
        if self.web is None:
            raise ImageError("not in the vault, and no network is used (--offline)")
        if time.monotonic() >= until:
            raise ImageError("no time left to fetch it now: it has to be fetched ahead")
        try:
            answer = self.web.fetch(address, until)
            seen = examine(answer.data, self.limits)
            return self.vault.keep(address, answer.data, seen.kind, answer.address, seen.size)
        except ImageError as error:
            self._failures[address] = str(error)
            raise

    def fetch_all(self, addresses: Iterable[str], until: float = math.inf) -> None:
        """Fetch what the vault lacks of these, several at a time; failures are told when each is asked for."""
        if self.web is None:
            return
        lacking = [address for address in dict.fromkeys(addresses) if self.vault.find(address) is None]
        if lacking:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(lambda address: self._try(address, until), lacking))

    def _try(self, address: str, until: float) -> None:
        with suppress(ImageError, OutputError):  # told when it is asked for
            self.fetch(address, until)

    def convert(self, digest: str, read: Callable[[], bytes], address: str) -> Image:
        """The picture of this SHA-256 fit for a book; its bytes are asked for only when no build has converted it yet."""
        profile = json.dumps(asdict(self.profile), sort_keys=True)
        key = hashlib.sha256(f"{_VERSION}{profile}{self.limits.image_pixels}{digest}".encode()).hexdigest()
        kept = self.store.get("pictures", key)
        if kept is not None:
            head, _, body = kept.partition(b"\n")
            with suppress(TypeError):  # somebody else wrote it
                return replace(Image(**parse(head), data=body), address=address)
        image = transcode(read(), address, self.limits, self.profile)
        facts = {"name": image.name, "media_type": image.media_type, "address": "",
                 "width": image.width, "height": image.height, "natural_width": image.natural_width,
                 "description": image.description}  # fmt: skip
        self.store.put("pictures", key, json.dumps(facts).encode() + b"\n" + image.data)
        return image
