"""What is watched: posts or one volume, their input files, and making what a save affects."""

from __future__ import annotations

import glob
from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publish.books.choosing.find import find_posts, glob_root
from publish.books.choosing.published import sift, terms_of
from publish.books.choosing.spec import Spec
from publish.books.choosing.usual import default_posts
from publish.fresh import records
from publish.frozen import frozen
from publish.keep.files import is_folder, located
from publish.keep.store import Store
from publish.keep.vault import vault_of
from publish.keep.worksheet import WORKSHEET
from publish.model import Format, Options
from publish.posts.dialects import is_post
from publish.press.leftovers import left_over
from publish.press.outcome import Outcome
from publish.press.plan import Plan, Withheld, make_plan
from publish.press.run import run
from publish.press.volumes import Step, Volume, outputs_of, run_volume
from publish.project import site as sites
from publish.project import style as styles
from publish.project.settings import NAME as SETTINGS
from publish.watch.watching import Places

if TYPE_CHECKING:
    from publish.workers.pool import Pool

__all__ = ["Asked", "Made", "Subject"]

ORDER: tuple[Format, ...] = ("html", "pdf", "epub")
"""Order in the preview; an EPUB lists the pages of its PDF."""
PICTURES = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff"))
_SITE_FOLDERS = ("_includes", "_layouts", "_data")


@frozen
class Asked:
    """What a command wants to watch."""

    project: Path
    posts: tuple[str, ...]
    output: str
    formats: tuple[Format, ...]
    options: Options
    volume: Spec | None = None
    """The volume of the posts; None: one book per post."""


@frozen
class Made:
    """A file to make, and its inputs."""

    output: Path
    format: Format
    label: str
    post: Path | None
    """None for a volume."""


class Subject:
    """The request as it was read once. Raises UsageError when it makes no sense."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.style = styles.load(asked.options.style)
        self._store = Store.of_project(asked.project)
        formats = [kind for kind in ORDER if kind in asked.formats]
        self._plans: dict[Format, Plan] = {}
        if asked.volume is None:
            self._plans = {
                kind: make_plan(asked.posts, asked.output, kind, asked.options) for kind in formats
            }
            self.files = tuple(
                Made(job.output, kind, job.label, located(job.path))
                for kind, plan in self._plans.items()
                for job in plan.jobs
            )
        else:
            outputs = outputs_of(self._volume(asked.volume, asked.formats))
            self.files = tuple(Made(outputs[kind], kind, asked.volume.label, None) for kind in formats)
        self._names = _names(asked)
        self._sources = find_posts(self._names)
        self._found = [each.path for each in self._sources]
        self._configs = {path: sites.find(path) for path in {located(path).parent for path in self._found}}
        self._posts = frozenset(map(located, self._found))
        self.failed: frozenset[Path] = frozenset()
        """Files that failed, so that their inputs are not known."""
        self._needed: dict[Path, frozenset[Path]] = {}
        self.learn(self.files)

    @property
    def count(self) -> int:
        """Number of posts."""
        return len(self._posts)

    def learn(self, files: Iterable[Made]) -> None:
        """Find the inputs of each of these files."""
        for file in files:
            named = records.files_of(self._store, file.output)
            self._needed[file.output] = frozenset(located(Path(name)) for name in named)

    def places(self) -> Places:
        """Folders in which a save may change a book."""
        asked, configs = self.asked, {config for config in self._configs.values() if config}
        deep = [Path(name) for name in self._names if is_folder(Path(name))]
        deep += [glob_root(name) for name in self._names if glob.has_magic(name)]
        deep += [config.parent / name for config in configs for name in _SITE_FOLDERS]
        deep += self.style.folders
        flat = {asked.project, vault_of(asked.project).folder, *(config.parent for config in configs)}
        flat |= {path.parent for path in self._found} | set(self._configs)
        flat |= {path.parent for path in self.settings()}
        flat |= {path.parent for paths in self._needed.values() for path in paths}
        # A `_config.yml` may still be created in a folder above the posts.
        flat |= {up for path in self._configs for up in path.parents if asked.project.resolve() in up.parents}
        return Places.of(deep, flat)

    def settings(self) -> frozenset[Path]:
        """Files that affect all books, and are read once."""
        asked = self.asked
        named = [asked.project / SETTINGS, vault_of(asked.project).folder / WORKSHEET]
        named += [Path(asked.options.logo)] if asked.options.logo else []
        if asked.volume is not None:
            named += [Path(asked.volume.label)] if asked.volume.label.endswith(".toml") else []
            named += [asked.volume.folder / asked.volume.cover] if asked.volume.cover else []
        return frozenset(map(located, named))

    def decides_all(self, path: Path) -> bool:
        """Whether a saved file may affect all books: settings, a site, a style."""
        if path.name in {*sites.CONFIG_NAMES, *_SITE_FOLDERS} or path in self.settings():
            return True
        folders = {
            config.parent.resolve() / name
            for config in self._configs.values()
            if config
            for name in _SITE_FOLDERS
        }
        return any(folder in path.parents for folder in (*folders, *self.style.folders))

    def is_ours(self, path: Path) -> bool:
        """Whether a saved file is written by a build."""
        folder = Path(self.asked.output).resolve()
        holds_posts = any(folder == place or folder in place.parents for place in self._configs)
        if any(path == located(file.output) for file in self.files):
            return True
        return not holds_posts and (path == folder or folder in path.parents)

    def touched(self, saved: Iterable[Path]) -> tuple[Made, ...]:
        """The files with one of the saved files among their inputs."""
        paths = set(saved)
        picture = any(path.suffix.lower() in PICTURES for path in paths)
        posts = {
            file.post
            for file in self.files
            if file.post in paths
            or not paths.isdisjoint(self._needed[file.output])
            or (picture and file.output in self.failed)
        }
        if self.asked.volume is not None:
            return self.files if posts or not paths.isdisjoint(self._posts) else ()
        return tuple(file for file in self.files if file.post in posts)

    def held(self) -> tuple[Withheld, ...]:
        """Posts that are held back, each once; a volume reports its own."""
        return next((plan.held for plan in self._plans.values()), ())

    def left_over(self) -> tuple[Outcome, ...]:
        """Books in the folder whose posts are gone or held back."""
        return tuple(left_over(tuple(self._plans.values()), self._store))

    def withdraws(self, saved: Iterable[Path]) -> bool:
        """Whether a saved post that has books is held back now."""
        paths = set(saved) & {file.post for file in self.files if file.post}
        sources = [each for each in self._sources if located(each.path) in paths]
        return bool(sources and sift(sources, terms_of(self.asked.options)).held)

    def chooses(self, path: Path) -> bool:
        """Whether a saved, new or deleted file or folder may change which posts there are."""
        folders = (*self._configs, *self._posts)
        return (
            is_post(path)
            or any(path in each.parents for each in folders)
            or (is_folder(path) and any(folder in path.parents for folder in self._configs))
        )

    def make(
        self, files: tuple[Made, ...], workers: Pool, *, force: bool = False
    ) -> Generator[Step | Outcome, None, None]:
        """Make those of these files that are not fresh."""
        asked = self.asked
        wanted = {file.output for file in files}
        if asked.volume is not None:
            first = tuple(kind for kind in asked.formats if kind == "html")
            for formats in filter(None, (first, tuple(kind for kind in asked.formats if kind != "html"))):
                volume = self._volume(asked.volume, formats)
                options = replace(asked.options, force=force)
                yield from run_volume(replace(volume, options=options), asked.project, workers)
            return
        for plan in self._plans.values():
            jobs = tuple(
                replace(job, options=replace(job.options, force=force))
                for job in plan.jobs
                if job.output in wanted
            )
            yield from run(Plan(jobs), asked.project, workers)

    def _volume(self, spec: Spec, formats: tuple[Format, ...]) -> Volume:
        return Volume(spec, formats, self.asked.output, self.asked.options)


def _names(asked: Asked) -> tuple[str, ...]:
    """Files, folders and globs of the posts."""
    spec = asked.volume
    if spec is None:
        return asked.posts
    named = [name for section in spec.sections for name in section.posts]
    named += spec.posts or (() if named else default_posts(spec.folder))
    named += [spec.foreword] if spec.foreword else []
    return tuple(str(spec.folder / name) for name in named)
