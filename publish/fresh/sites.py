"""The sites around posts, each loaded once per build."""

from __future__ import annotations

from pathlib import Path

from publish.fresh.fingerprint import site_key
from publish.keep.once import once
from publish.model import Site
from publish.project import site as sites

__all__ = ["site_of"]


@once
def site_of(config: Path | None) -> Site:
    """The site of a `_config.yml`; an empty one for None. Raises PostError when it cannot be read."""
    # Take the fingerprint first: results of these settings must not be kept under the fingerprint of later settings.
    site_key(config)
    return sites.load(config)
