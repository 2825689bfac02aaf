"""`site.data`: files of data in the site's `_data`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from publish.keep.files import is_folder
from publish.markup.liquid.insidefiles import bytes_of, decoded, inside
from publish.project import plainyaml

__all__ = ["DataFiles"]


class DataFiles(Mapping[str, object]):
    """`site.data`: the YAML, JSON and CSV files in `_data`, read when they are needed."""

    def __init__(
        self,
        folder: Path | None,
        tell: Callable[[str], None],
        note: Callable[[Path | None, bytes | None], None],
    ) -> None:
        """`tell` is called with a message for each file that cannot be read, `note` with each that was."""
        self.folder, self.tell, self.note = folder, tell, note
        self.read: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self.read:
            self.read[name] = self._load(str(name))
        if self.read[name] is None:
            raise KeyError(name)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @cached_property
    def _places(self) -> Mapping[str, tuple[Path, ...]]:
        """The files and folders by the names that Jekyll gives them, in the order of its readers."""
        folder = self.folder
        listed = sorted(folder.iterdir()) if folder and is_folder(folder) else []
        found: dict[str, tuple[Path, ...]] = {}
        for path in listed:
            known = path.suffix.lower() in _READERS or is_folder(path)
            if known and not path.name.startswith((".", "_", "#", "~")) and (name := _named(path)):
                found[name] = (*found.get(name, ()), path)
        return found

    def _load(self, name: str) -> object:
        places = self._places.get(name, ())
        folder = next((path for path in places if is_folder(path)), None)
        if folder is not None and self.folder:
            within = folder.resolve().is_relative_to(self.folder.resolve())
            return DataFiles(folder, self.tell, self.note) if within else None
        for path in sorted(places, key=lambda path: list(_READERS).index(path.suffix.lower())):
            real = inside(self.folder, path.name) if self.folder else None
            data = bytes_of(real) if real else None
            self.note(real, data)
            if (text := decoded(data)) is not None:
                return self._parsed(path, text)
        return None

    def _parsed(self, path: Path, text: str) -> object:
        try:
            return _READERS[path.suffix.lower()](text)
        except (ValueError, RecursionError, csv.Error) as error:
            line = f", line {error.line}" if isinstance(error, plainyaml.YamlError) else ""
            self.tell(
                f"the data file {path.name}{line} cannot be read: {str(error)[:200]}; publish left it out"
            )
            return None


def _named(path: Path) -> str:
    """The name of a file of data in templates: words, hyphens, and `_` for white space."""
    return re.sub(r"\s+", "_", re.sub(r"[^\w\s-]+", "", path.name if is_folder(path) else path.stem).strip())


def _yaml(text: str) -> object:
    return plainyaml.typed(plainyaml.read(text).value)


def _csv(text: str) -> object:
    return list(csv.DictReader(text.splitlines()))


def _tsv(text: str) -> object:
    return list(csv.DictReader(text.splitlines(), delimiter="\t"))


_READERS: Mapping[str, Callable[[str], object]] = {
    ".yml": _yaml,
    ".yaml": _yaml,
    ".json": json.loads,
    ".csv": _csv,
    ".tsv": _tsv,
}
