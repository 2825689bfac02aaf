"""The only files that a template can read: the site's includes and data, and other posts for their addresses.

Posts without templates look for addresses here too, so this module loads no engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from publish import posts
from publish.errors import PublishError
from publish.keep import listing
from publish.markup.liquid import themes
from publish.markup.liquid.datafiles import DataFiles
from publish.markup.liquid.insidefiles import bytes_of, decoded, inside, place_of
from publish.model import Post, Site
from publish.posts.dialects import is_post
from publish.text.patterns import late

__all__ = ["SiteFiles"]

MAX_INCLUDES = 1_000
"""Most includes in one post, including nested ones."""
_POST_NAME = late(r"(?:(?P<folder>.*)/)?(?P<stem>\d{4}-\d{1,2}-\d{1,2}-[^/]+?)(?:\.md|\.markdown|\.html)?")
_MARKDOWN = (".md", ".markdown")


class SiteFiles:
    """What one post may read from its site's folder."""

    def __init__(self, site: Site, post: Post, asked: dict[str, str]) -> None:
        """`asked` collects the files that were read: path → SHA-256, empty when missing."""
        self.site, self.post, self.asked = site, post, asked
        self.includes_read = 0
        self.translations: dict[str, object] = {}
        """Texts of the site by language, once they are read."""
        self.clean: Callable[[str], str] = str
        """Applied to an include before it runs."""

    def include(self, name: str, *, relative: bool = False) -> str:
        """The text of a file in `_includes`, of a known theme's include, or of a file beside the post.

        Raises TemplateNotFoundError when there is none, ContextDepthError after too many includes.
        """
        self.count_include()
        root = self.site.root
        text = None
        if root is not None:
            folder = self.post.path.parent if relative else self.folder("includes_dir", "_includes") or root
            path = self._beside(name, root) if relative else inside(folder, name)
            data = bytes_of(path) if path else None
            self._note(path or place_of(folder, name), data)
            text = decoded(data)
        if text is None and not relative and (text := themes.include(name, self.site)) is not None:
            return text
        if text is None:
            from liquid.exceptions import TemplateNotFoundError

            where = "beside the post" if relative else "in the site's _includes"
            raise TemplateNotFoundError(f"no file {name[:80]!r} {where}", token=None)
        return self.clean(text)

    def count_include(self) -> None:
        """One more include. Raises ContextDepthError after too many: files may include each other without end."""
        self.includes_read += 1
        if self.includes_read > MAX_INCLUDES:
            from liquid.exceptions import ContextDepthError

            raise ContextDepthError(f"more than {MAX_INCLUDES:,} includes", token=None)

    def _beside(self, name: str, root: Path) -> Path | None:
        path = inside(self.post.path.parent, name)
        return path if path and path.is_relative_to(root.resolve()) else None

    def folder(self, key: str, usual: str) -> Path | None:
        """A folder of the site that `_config.yml` may name otherwise, such as `data_dir`; None outside the site."""
        root = self.site.root
        name = self.site.data.get(key)
        path = (root / (name if isinstance(name, str) and name else usual)).resolve() if root else None
        return path if path and root and path.is_relative_to(root.resolve()) else None

    def data(self, tell: Callable[[str], None]) -> DataFiles:
        """`site.data`. `tell` is called with a message for each file that cannot be read."""
        return DataFiles(self.folder("data_dir", "_data"), tell, self._note)

    def _note(self, path: Path | None, data: bytes | None) -> None:
        if path is not None:
            self.asked[str(path)] = hashlib.sha256(data).hexdigest() if data is not None else ""

    def address_of_post(self, name: str) -> str | None:
        """The absolute address of another post by its name in `_posts`: `2024-05-01-title`, with or without its
        folder.
        """
        found = _POST_NAME.fullmatch(name.strip())
        if found is None:
            return None
        folder, stem = (found.group("folder") or "").strip("/"), found.group("stem")
        paths = self.post_files.get(stem, ())
        path = next(
            (path for path in paths if _folder_of(path).endswith(f"/{folder}" if folder else "")), None
        )
        if path is None and self.site.root is not None:
            for suffix in _MARKDOWN:  # where it could still be written
                self._note(place_of(self.site.root / folder / "_posts", f"{stem}{suffix}"), None)
        return self._address(path) if path else None

    def address_of_file(self, name: str) -> str | None:
        """The absolute address of a file of the site by its path: a post's or page's permalink; any other file's own
        path.
        """
        root, site = self.site.root, self.site
        path = inside(root, name.strip()) if root else None
        if path is None and root is not None:
            self._note(place_of(root, name.strip()), None)
        if path is None or root is None or not site.url:
            return None
        if is_post(path):
            return self._address(path)
        return f"{site.url}{site.baseurl}/{path.relative_to(root.resolve()).as_posix()}"

    def text_of(self, name: str) -> str:
        """The text of a file of the site by its path; empty when it cannot be read. The file is recorded."""
        root = self.site.root
        path = inside(root, name) if root else None
        data = bytes_of(path) if path else None
        self._note(path or (place_of(root, name) if root else None), data)
        return decoded(data) or ""

    def bytes_of(self, path: Path) -> bytes | None:
        """The bytes of a file of the site; None when it cannot be read. The file is recorded."""
        data = bytes_of(path)
        self._note(path, data)
        return data

    def _address(self, path: Path) -> str | None:
        if path == self.post.path:
            return self.post.address or None
        data = self.bytes_of(path)
        try:
            return posts.read(path, self.site, raw=data).address or None
        except PublishError:
            return None

    @cached_property
    def post_files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files in all `_posts` folders, by the name for `post_url`."""
        found: dict[str, tuple[Path, ...]] = {}
        for path in self.texts_below(""):
            if "_posts" in path.parts[:-1]:
                found[path.stem] = (*found.get(path.stem, ()), path)
        return found

    def texts_below(self, folder: str) -> Iterator[Path]:
        """The Markdown files of the site below one of its folders, hidden ones left out, in order."""
        root = self.site.root
        for place in self._files if root else ():
            if is_post(place) and place.is_relative_to(folder.strip("/")):
                path = inside(root, place.as_posix()) if root else None
                if path:
                    yield path

    def static_files(self) -> Iterator[PurePosixPath]:
        """The paths of the site's files that Jekyll copies as they are: pictures, documents, scripts."""
        special = ("_", "#", "~")
        for place in self._files:
            if not is_post(place) and not any(part.startswith(special) for part in place.parts):
                yield place

    @cached_property
    def _files(self) -> tuple[PurePosixPath, ...]:
        return listing.files_below(self.site.root) if self.site.root else ()

    def note_listing(self) -> None:
        """Record that the post shows something of all others: a new one changes it."""
        if self.site.root:
            self.asked[f"{listing.LISTING}{self.site.root}"] = listing.digest_of(self.site.root)


def _folder_of(path: Path) -> str:
    """A post's folders as `post_url` names them: without `_posts`."""
    return "/".join(part for part in path.parent.parts if part != "_posts")
