"""What one process uses for its work: the store, what is known of pictures, where they come from, the style."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publish.fresh import steady
from publish.fresh.records import Pictures
from publish.frozen import frozen
from publish.keep.once import once
from publish.keep.store import Store
from publish.keep.vault import vault_of
from publish.model import Options
from publish.project import style as styles
from publish.project.style import Style

if TYPE_CHECKING:
    from publish.images.sources import Sources

__all__ = ["Desk", "sources_of"]


@frozen
class Desk:
    """The resources of one process for one project. Modules that read and convert posts are loaded when needed:
    layout does not need them.
    """

    project: Path
    options: Options

    @cached_property
    def store(self) -> Store:
        """The results kept between builds."""
        return Store.of_project(self.project)

    @cached_property
    def pictures(self) -> Pictures:
        """What is known of pictures."""
        return Pictures.of_project(self.project)

    @property
    def sources(self) -> Sources:
        """Where pictures come from."""
        return sources_of(self.project, self.options)

    @property
    def style(self) -> Style:
        """The style. Raises StyleError when there is none of that name."""
        return styles.load(self.options.style)

    def keep(self, kind: str, key: str, data: bytes) -> None:
        """Keep a laid-out part, unless the style changed since the key was made."""
        if not steady.changed(None, self.options):
            self.store.put(kind, key, data)


@once
def sources_of(project: Path, options: Options) -> Sources:
    """Where this process gets pictures from: one vault and one set of connections for all its books."""
    from publish.images.profiles import PROFILES
    from publish.images.sources import Sources

    web = None
    if not options.offline:
        from publish.images.web import Rules, Web

        web = Web(Rules(allow_hosts=options.allow_hosts, max_bytes=options.limits.image_bytes))
    store = Store.of_project(project)
    profile = replace(PROFILES[options.profile], animation=options.animation)
    return Sources(vault_of(project), store, web, options.limits, profile, options.assets)


os.register_at_fork(after_in_child=sources_of.cache_clear)  # two processes must not share a connection
