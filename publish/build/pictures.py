"""The pictures of many posts: which there are, which the vault lacks, and getting those."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from publish import images, markup, posts
from publish.build.book import site_of
from publish.build.plan import Job, Plan
from publish.build.pool import spread
from publish.errors import PublishError
from publish.images import Reference, Rules, Sources, Web
from publish.images.errors import ImageError
from publish.model import Options
from publish.store import Store
from publish.vault import vault_of

__all__ = ["Fetch", "fetch_missing", "find_references", "listing"]

AT_ONCE = 32
"""Connections in all."""
PER_HOST = 16
"""Connections to one host: polite, and enough to hide its distance."""
RETRIES = 3

Listing = tuple[Reference, ...] | PublishError


@dataclass(frozen=True, slots=True)
class Fetch:
    """What became of one address."""

    address: str
    bytes: int = 0
    error: str = ""


def listing(job: Job, project: Path) -> Listing:
    """The pictures that one post names. In a worker; never raises."""
    try:
        site = site_of(job.config)
        post = posts.read(job.path, site, job.options.limits, job.label)
        return images.references(markup.convert(post, site, job.options), post, site, project)
    except PublishError as error:
        return error


def find_references(plan: Plan, project: Path) -> Generator[tuple[Job, Listing], None, None]:
    """The pictures that each post names, or the error that kept it from being read."""
    yield from spread(listing, plan.jobs, project)


def fetch_missing(addresses: Sequence[str], project: Path, options: Options) -> Generator[Fetch, None, None]:
    """Fetch these into the vault, many at a time; what came is kept at once, so a stop loses nothing. Close to stop."""
    rules = Rules(options.allow_hosts, options.limits.image_bytes, retries=RETRIES)
    sources = Sources(vault_of(project), Store.of_project(project), Web(rules), options.limits)
    gates: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(PER_HOST))
    stopped = threading.Event()

    def one(address: str) -> Fetch:
        with gates[urlsplit(address).netloc]:
            if stopped.is_set():
                return Fetch(address, error="stopped")
            try:
                return Fetch(address, sources.fetch(address).bytes)
            except ImageError as error:
                return Fetch(address, error=str(error))

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for future in as_completed([pool.submit(one, address) for address in _by_turns(addresses)]):
            yield future.result()
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)
        sources.vault.tidy()


def _by_turns(addresses: Iterable[str]) -> Iterable[str]:
    """One address of each host in turn, so that a slow host does not hold the others up."""
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        hosts[urlsplit(address).netloc].append(address)
    queues = [list(reversed(queue)) for queue in hosts.values()]
    while queues:
        for queue in queues:
            yield queue.pop()
        queues = [queue for queue in queues if queue]
