"""The only place that fetches from the network: which addresses may be fetched, how politely, and for how long."""

from publish.images.web.fetch import Rules, Web

__all__ = ["Rules", "Web"]
