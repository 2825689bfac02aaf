"""A shelf over the local network: read-only, one folder, nothing outside it.

The standard library's HTTP server carries it: a thread a reader, no dependency, loaded in a tenth of a second. What it
leaves to be done (which file a path means, ranges, caching) is done here, without its handler for files.
"""

from __future__ import annotations

from publish.serve.server import Shelf, lan_address

__all__ = ["Shelf", "lan_address"]
