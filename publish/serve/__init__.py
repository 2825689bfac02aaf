"""Serves a shelf on the local network: read-only, one folder, nothing outside it.

We use the standard library's HTTP server: one thread per reader, no dependency, loaded in a tenth of a second. Paths,
ranges and caching are handled here, without its file handler.
"""

from __future__ import annotations

from publish.serve.server import Shelf, lan_address

__all__ = ["Shelf", "lan_address"]
