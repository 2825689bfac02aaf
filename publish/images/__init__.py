"""Pictures on their way into a book: found, fetched once, checked, made fit for every reader, or honestly replaced."""

from publish.images.alternatives import is_description
from publish.images.gather import Gathered, Hero, Reference, gather, hero_of, references
from publish.images.logo import logo
from publish.images.profiles import PROFILES, Profile
from publish.images.sources import Sources
from publish.images.transcode import examine
from publish.images.web import Rules, Web

__all__ = [
    "PROFILES",
    "Gathered",
    "Hero",
    "Profile",
    "Reference",
    "Rules",
    "Sources",
    "Web",
    "examine",
    "gather",
    "hero_of",
    "is_description",
    "logo",
    "references",
]
