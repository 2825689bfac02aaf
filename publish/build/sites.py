"""The sites around posts, each read once a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from publish import site as sites
from publish.model import Site

__all__ = ["site_of"]


@lru_cache(maxsize=64)
def site_of(config: Path | None) -> Site:
    """The site of a `_config.yml`; an empty one for None. PostError when it cannot be read."""
    return sites.load(config)
