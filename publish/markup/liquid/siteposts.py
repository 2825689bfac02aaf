"""`site.posts`, `site.tags`, `page.next` and the like: other posts, read when needed.

Posts that Jekyll would not publish are not included: a published book must not mention them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from publish import posts
from publish.errors import PublishError
from publish.markup.liquid.datefilters import moment_of
from publish.markup.liquid.sitefiles import SiteFiles
from publish.model import Post, Site
from publish.posts.dialects import is_html
from publish.posts.filenames import by_name
from publish.posts.release import Terms, by_words
from publish.project.site import collection_of
from publish.text.patterns import late

__all__ = ["Asked", "SitePosts"]

MAX_POSTS = 5_000
RELATED = 10
_DATA_ONLY = frozenset(("pageless", "undated"))
"""Reasons that hold a document back but not what other posts say of it: its collection has no pages of its own."""
_TEMPLATE = late(r"\{%[^%]*+%\}|\{\{[^{}]*+\}\}")
_DEFINITION = late(r"^ {0,3}\[[^\]\n]+\]:.+$", re.MULTILINE)

_Makers = Mapping[str, Callable[[], object]]


class Asked(Mapping[str, object]):
    """Variables, some of which are computed only when a template uses them."""

    def __init__(self, values: Mapping[str, object], makers: _Makers) -> None:
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
    """The posts of a site for Liquid, newest first, and the documents of its other collections."""

    def __init__(self, files: SiteFiles, post: Post) -> None:
        self.files, self.post = files, post

    def of_site(self) -> _Makers:
        """Variables of `site`, by name."""
        names = [name for name in self.files.site.collections if name != "posts"]
        return {
            **{name: lambda name=name: self._documents[name] for name in names},  # type: ignore[misc]
            "posts": lambda: self._all,
            "related_posts": lambda: [each for each in self._all if each["path"] != self.post.meta.get("path")][:RELATED],
            "tags": lambda: self._by("tags"),
            "categories": lambda: self._by("categories"),
            "documents": lambda: [*self._all, *(each for name in names for each in self._documents[name])],
            "collections": lambda: self._collections(names),
            "pages": lambda: self._pages,
            "static_files": lambda: [_described(path) for path in self.files.static_files()],
        }  # fmt: skip

    def of_page(self) -> _Makers:
        """Variables of `page`, by name; None for the first and last post."""
        return {
            "next": lambda: self._beside(-1),
            "previous": lambda: self._beside(1),
            "excerpt": lambda: _excerpt(self.post, self.files.site),
        }

    @cached_property
    def _all(self) -> list[Mapping[str, object]]:
        self.files.note_listing()
        paths = (path for paths in self.files.post_files.values() for path in paths)
        found = self._read_all(paths)
        found.sort(key=lambda post: (post.date or datetime.min.replace(tzinfo=UTC), post.path), reverse=True)
        return [self._spoken_of(post) for post in found]

    @cached_property
    def _documents(self) -> Mapping[str, list[Mapping[str, object]]]:
        """The documents of each collection but `posts`, by date, then by path, as Jekyll sorts them."""
        self.files.note_listing()
        site = self.files.site
        found = {}
        for name in site.collections:
            documents = self._read_all(self.files.texts_below(f"{site.collections_dir}/_{name}"))
            documents.sort(key=lambda post: (post.date or datetime.max.replace(tzinfo=UTC), post.path))
            found[name] = [self._spoken_of(post) for post in documents]
        return found

    @cached_property
    def _pages(self) -> list[Mapping[str, object]]:
        self.files.note_listing()
        read = self._read_all(path for path in self.files.texts_below("") if not self._is_in_collection(path))
        return [self._spoken_of(post) for post in read]

    def _is_in_collection(self, path: Path) -> bool:
        folders = path.parts[:-1]
        return "_posts" in folders or f"_{collection_of(path, self.files.site)}" in folders

    def _collections(self, names: list[str]) -> list[Mapping[str, object]]:
        """`site.collections`: the settings of each with its documents."""
        posts_too = {"label": "posts", "docs": self._all, "output": True}
        settings = self.files.site.collections
        return [
            *({**settings[name], "label": name, "docs": self._documents[name]} for name in names),
            posts_too,
        ]

    def _read_all(self, paths: Iterator[Path]) -> list[Post]:
        return [post for path, _ in zip(paths, range(MAX_POSTS), strict=False) if (post := self._read(path))]

    def _read(self, path: Path) -> Post | None:
        site = self.files.site
        raw = self.files.bytes_of(path)
        if raw is None or site.root is None:
            return None
        if path == self.post.path:
            return self.post
        if is_html(path) and not raw.startswith(b"---"):  # a finished page
            return None
        terms = Terms(now=datetime.now(UTC))
        kept = by_name(path, site.root.resolve(), site, terms)
        said = posts.glance(path, site, len(raw), raw=raw)
        if (kept and kept.kind not in _DATA_ONLY) or said is None:
            return None
        if (kept and kept.kind == "undated") or by_words(said, collection_of(path, site), site, terms):
            return None
        try:
            return posts.read(path, site, raw=raw)
        except PublishError:
            return None

    def _spoken_of(self, post: Post) -> Mapping[str, object]:
        values = {**post.meta, "title": post.title}
        if post.date:
            values["date"] = moment_of(post)
        return Asked(
            values,
            {
                "excerpt": lambda: _excerpt(post, self.files.site),
                "content": lambda: _TEMPLATE.sub("", post.text).strip("\n"),
            },
        )

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


def _excerpt(post: Post, site: Site) -> object:
    """What front matter gives, else the text before the first `excerpt_separator` as HTML, without its Liquid."""
    given = post.meta.get("excerpt")
    if isinstance(given, str) and given:
        return given
    from publish.markup.markdown import to_html

    head, _, tail = post.text.lstrip("\n").partition(post.excerpt_separator or "\n\n")
    links = "\n".join(_DEFINITION.findall(tail))
    return to_html(_TEMPLATE.sub("", f"{head}\n\n{links}\n"), post, site).strip()


def _described(path: PurePosixPath) -> Mapping[str, object]:
    """One of `site.static_files`."""
    return {"path": f"/{path}", "name": path.name, "basename": path.stem, "extname": path.suffix}
