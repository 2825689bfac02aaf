"""`site.posts`, `site.tags`, `site.categories`, `page.next` and `page.previous`: other posts, read when needed.

Posts that Jekyll would not publish are not included: a published book must not mention them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from publish import posts
from publish.errors import PublishError
from publish.markup.liquid.filters import moment_of
from publish.markup.liquid.sitefiles import SiteFiles
from publish.model import Post
from publish.posts.release import Terms, by_words

__all__ = ["Asked", "SitePosts"]

MAX_POSTS = 5_000
RELATED = 10


class Asked(Mapping[str, object]):
    """Variables, some of which are computed only when a template uses them."""

    def __init__(self, values: Mapping[str, object], makers: Mapping[str, Callable[[], object]]) -> None:
        self._values, self._makers = values, makers

    def __getitem__(self, name: str) -> object:
        maker = self._makers.get(name)
        found = maker() if maker else self._values[name]
        if found is None and maker:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._values, *self._makers)))

    def __len__(self) -> int:
        return len({*self._values, *self._makers})


class SitePosts:
    """The posts of a site for Liquid, newest first."""

    def __init__(self, files: SiteFiles, post: Post) -> None:
        self.files, self.post = files, post

    def of_site(self) -> Mapping[str, Callable[[], object]]:
        """Variables of `site`, by name."""
        return {
            "posts": lambda: self._all,
            "related_posts": lambda: [each for each in self._all if each["path"] != self.post.meta.get("path")][:RELATED],
            "tags": lambda: self._by("tags"),
            "categories": lambda: self._by("categories"),
        }  # fmt: skip

    def of_page(self) -> Mapping[str, Callable[[], object]]:
        """Variables of `page`, by name; None for the first and last post."""
        return {"next": lambda: self._beside(-1), "previous": lambda: self._beside(1)}

    @cached_property
    def _all(self) -> list[Mapping[str, object]]:
        found = []
        for paths in list(self.files.post_files.values())[:MAX_POSTS]:
            found += [post for path in paths if (post := self._read(path)) is not None]
        found.sort(key=lambda post: (post.date or datetime.min.replace(tzinfo=UTC), post.path), reverse=True)
        return [{**post.meta, "title": post.title, "date": moment_of(post)} for post in found]

    def _read(self, path: Path) -> Post | None:
        site = self.files.site
        raw = self.files.bytes_of(path)
        if raw is None:
            return None
        if path == self.post.path:
            return self.post
        said = posts.glance(path, site, len(raw), raw=raw)
        if said is None or by_words(said, "posts", site, Terms(now=datetime.now(UTC))):
            return None
        try:
            return posts.read(path, site, raw=raw)
        except PublishError:
            return None

    def _by(self, name: str) -> dict[str, list[Mapping[str, object]]]:
        groups: dict[str, list[Mapping[str, object]]] = {}
        for each in self._all:
            words = each.get(name)
            for word in words if isinstance(words, list) else []:
                groups.setdefault(str(word), []).append(each)
        return groups

    def _beside(self, step: int) -> object:
        place = next(
            (at for at, each in enumerate(self._all) if each["path"] == self.post.meta.get("path")), None
        )
        wanted = -1 if place is None else place + step
        return self._all[wanted] if 0 <= wanted < len(self._all) else None
