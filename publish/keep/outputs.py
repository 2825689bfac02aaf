"""Names of outputs: a folder, or a file of the kind that is made."""

from __future__ import annotations

from pathlib import Path

from publish.errors import UsageError

__all__ = ["refuse_other_ending"]

_FILES = frozenset(
    ".pdf .epub .html .htm .xhtml .mhtml .mobi .azw .azw3 .kfx .fb2 .djvu .ps .docx .doc .odt .rtf .txt .tex .md "
    ".markdown .rst .zip .tar .gz .tgz .xz .7z .rar .cbz .jpg .jpeg .png .gif .webp .avif .svg .bmp .tif .tiff .heic "
    ".json .toml .yml .yaml .xml .csv .css .js .pptx .xlsx".split()
)
"""Endings of names that nobody gives a folder."""


def refuse_other_ending(output: Path, makes: str, *endings: str) -> None:
    """Raise UsageError for a name with the ending of another kind of file, unless a folder of that name is there.

    `makes` says in words what is made, `endings` are those that it may have, with their dots.
    """
    ending = output.suffix.lower()
    if ending in _FILES and ending not in endings and not output.is_dir():
        names = " or ".join(filter(None, (", ".join(endings[:-1]), *endings[-1:])))
        good = f", or a name that ends in {names}" if names else ""
        raise UsageError(f"this command makes {makes}; give a folder{good}", path=f"-o {output}")
