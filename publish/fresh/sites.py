"""The sites around posts, each read once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from publish.fresh.fingerprint import site_key
from publish.model import Site
from publish.project import site as sites

__all__ = ["site_of"]


@lru_cache(maxsize=64)
def site_of(config: Path | None) -> Site:
    """The site of a `_config.yml`; an empty one for None. PostError when it cannot be read."""
    site_key(
        config
    )  # first: what is made from these settings must not be kept under the fingerprint of later ones
    return sites.load(config)
