"""Pictures on their way into a book: found, fetched once, checked, made fit for every reader, or honestly replaced."""

from publish.images.gather import Gathered, gather, remote_addresses
from publish.images.profiles import PROFILES, Profile
from publish.images.sources import Sources
from publish.images.web import Rules, Web

__all__ = ["PROFILES", "Gathered", "Profile", "Rules", "Sources", "Web", "gather", "remote_addresses"]
