"""The pictures of many posts: lists them, fetches missing ones into the vault, imports another vault's."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from publish.books.convert import opened, reasons_against
from publish.books.jobs import BookJob
from publish.errors import PostError, PublishError
from publish.fresh import steady
from publish.fresh.fingerprint import book_key
from publish.frozen import frozen
from publish.images.errors import ImageError
from publish.images.gather import Reference, references
from publish.images.sources import Sources
from publish.images.transcode import examine
from publish.images.web import Rules, Web
from publish.keep.files import file_digest
from publish.keep.store import Store, parse
from publish.keep.vault import Entry, Vault, VaultError, vault_of
from publish.markup.convert import convert
from publish.model import Limits, Options
from publish.press.engines import engines
from publish.press.plan import Plan
from publish.workers.pool import Pool

__all__ = ["Fetch", "adopt", "fetch_all", "find_references", "listing"]

THREADS = 32
"""Pictures in progress at the same time, from all hosts and on their way into the vault. More when `per_host` needs
it: then twice that.
"""
RETRIES, PAUSE, PATIENCE = 3, 1.0, 300.0
"""How often we ask again for a picture, the first wait in seconds, and the longest total wait that a server may ask
of us.
"""

Listing = tuple[Reference, ...] | PublishError
"""The pictures in a post, or the error that kept us from reading it."""
_KIND = "references"


@frozen
class Fetch:
    """The result for one address."""

    address: str
    bytes: int = 0
    error: str = ""


def listing(job: BookJob, project: Path) -> tuple[Listing, str]:
    """The pictures in one post, and the SHA-256 of the post's bytes; empty when other files also decide. Runs in a
    worker; never raises.
    """
    try:
        source = opened(job.chapters[0])
        if reasons := reasons_against(source, job.terms):
            held = PostError(f"held back: {reasons[0].words}", path=job.label, line=reasons[0].line)
            return held, ""
        made = convert(source.post, source.site, job.options)
        found = references(made, source.post, source.site, project, job.options.assets, job.options.profile)
    except PublishError as error:
        return error, ""
    return found, "" if made.files else source.post.digest


def find_references(plan: Plan, project: Path) -> Generator[tuple[BookJob, Listing], None, None]:
    """The pictures in each post, or the error that kept us from reading it."""
    store = Store.of_project(project)
    stale: list[BookJob] = []
    for job in plan.jobs:
        digest = file_digest(job.path)
        known = _known(store.get(_KIND, book_key(job, digest))) if digest else None
        if known is None:
            stale.append(job)
        else:
            yield job, known
    if not stale:
        return
    with Pool(project, engines(("html",)), here=len(stale) == 1) as pool:
        for job, result in pool.spread(listing, stale):
            if isinstance(result, PublishError):
                yield job, result
                continue
            found, digest = result
            # Which local picture an address means depends on what files exist, not on the post alone.
            if digest and isinstance(found, tuple) and all(each.settled for each in found):
                _keep(job, digest, found, store)
            yield job, found


def _keep(job: BookJob, digest: str, found: tuple[Reference, ...], store: Store) -> None:
    if not steady.changed(job.config, job.options):
        data = json.dumps([asdict(each) for each in found]).encode()
        store.put(_KIND, book_key(job, digest), data)


def _known(data: bytes | None) -> tuple[Reference, ...] | None:
    try:
        return None if data is None else tuple(Reference(**each) for each in parse(data))
    except (ValueError, TypeError):
        return None  # written by another version


def fetch_all(addresses: Sequence[str], project: Path, options: Options) -> Generator[Fetch, None, None]:
    """Fetch these into the vault, many at a time. Each is kept at once, so stopping loses nothing. Close the
    generator to stop.

    Raises OutputError when the vault cannot be written; then the rest is not fetched.
    """
    rules = Rules(
        options.allow_hosts, options.limits.image_bytes, options.per_host,
        retries=RETRIES, pause=PAUSE, patience=PATIENCE,
    )  # fmt: skip
    web = Web(rules)
    sources = Sources(vault_of(project), Store.of_project(project), web, options.limits)

    def one(address: str) -> Fetch:
        try:
            return Fetch(address, sources.fetch(address).bytes)
        except ImageError as error:
            return Fetch(address, error=str(error))

    pool = ThreadPoolExecutor(max(THREADS, 2 * options.per_host))
    try:
        for future in as_completed([pool.submit(one, address) for address in _by_turns(addresses)]):
            yield future.result()
    finally:
        web.stop()
        pool.shutdown(cancel_futures=True)
        sources.vault.tidy()


def _by_turns(addresses: Iterable[str]) -> Iterable[str]:
    """Take one address of each host in turn, so that a slow host does not delay the others."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[urlsplit(address).netloc].append(address)
    queues = [list(reversed(queue)) for queue in hosts.values()]
    while queues:
        for queue in queues:
            yield queue.pop()
        queues = [queue for queue in queues if queue]


def adopt(
    entries: Sequence[Entry], theirs: Vault, ours: Vault, limits: Limits
) -> Generator[Fetch, None, None]:
    """Copy these pictures from another vault; each is checked as if it came from the web. Close the generator to
    stop.
    """
    try:
        for entry in entries:
            try:
                data = theirs.read(entry, limits.image_bytes)
                examine(data, limits)
                ours.add(entry, data)
                yield Fetch(entry.address, len(data))
            except (ImageError, VaultError) as error:
                yield Fetch(entry.address, error=str(error))
    finally:
        ours.tidy()
