"""The sites around posts, each loaded once a build."""

from __future__ import annotations

from pathlib import Path

from publish.fresh.fingerprint import site_key
from publish.keep.once import once
from publish.model import Site
from publish.project import site as sites

__all__ = ["site_of"]


@once
def site_of(config: Path | None) -> Site:
    """The site of a `_config.yml`; an empty one for None. PostError when it cannot be read."""
    # First its fingerprint: what is made from these settings must not be kept under that of later ones.
    site_key(config)
    return sites.load(config)
