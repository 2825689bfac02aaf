"""Names of outputs: a folder, or a file of the kind that is made."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from publish.errors import UsageError
from publish.keep.files import is_folder

__all__ = ["ends_in", "is_file_name", "refuse_other_ending"]

_FILES = frozenset(
    ".pdf .epub .html .htm .xhtml .mhtml .mobi .azw .azw3 .kfx .fb2 .djvu .ps .docx .doc .odt .rtf .txt .tex .md "
    ".markdown .rst .zip .tar .gz .tgz .xz .7z .rar .cbz .jpg .jpeg .png .gif .webp .avif .svg .bmp .tif .tiff .heic "
    ".json .toml .yml .yaml .xml .csv .css .js .pptx .xlsx".split()
)
"""Endings of names that nobody gives a folder."""


def ends_in(output: str, endings: Collection[str]) -> bool:
    """Whether a name has one of these endings (with their dots); one with a slash at its end is a folder's."""
    return not output.endswith("/") and Path(output).suffix.lower() in endings


def is_file_name(output: Path) -> bool:
    """Whether a name has the ending of a file, and no folder of that name is there."""
    return output.suffix.lower() in _FILES and not is_folder(output)


def refuse_other_ending(output: Path, makes: str, *endings: str) -> None:
    """Raise UsageError for a name with the ending of another kind of file, unless a folder of that name is there.

    `makes` says in words what is made, `endings` are those that it may have, with their dots.
    """
    if is_file_name(output) and output.suffix.lower() not in endings:
        names = " or ".join(filter(None, (", ".join(endings[:-1]), *endings[-1:])))
        good = f", or a name that ends in {names}" if names else ""
        raise UsageError(f"this command makes {makes}; give a folder{good}", path=f"-o {output}")
