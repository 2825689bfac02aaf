"""Two editions of some posts, and the state of their project."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from PIL import Image

__all__ = ["files", "parts", "spoiled", "write_posts"]


def write_posts(edition: str, count: int = 2) -> None:
    """Posts in `posts/` that differ from edition to edition, with pictures that take up room."""
    Path("posts").mkdir(exist_ok=True)
    for number in range(count):
        picture = Path("posts", f"{number}.png")
        if not picture.exists():
            noise = random.Random(number).randbytes(120 * 80 * 3)  # a picture, no secret
            Image.frombytes("RGB", (120, 80), noise).save(picture)
        words = f"The {edition} edition, a paragraph of some words. " * 40
        Path("posts", f"2026-03-0{number + 1}-post.md").write_text(
            f"---\ntitle: Post {number}\nauthor: Ann Lee\n---\n![A pier]({number}.png)\n\n{words}\n\n## Then\n\n{words}\n"
        )


def files(pattern: str) -> dict[str, bytes]:
    """The files of a pattern, below the current folder."""
    return {str(path): path.read_bytes() for path in Path().glob(pattern) if path.is_file()}


def parts() -> list[Path]:
    """What was being written, and should not be there any more. It is removed: the next test shall not find it."""
    found = list(Path().rglob("*publish-part"))
    for path in found:
        path.unlink()
    return found


def spoiled() -> list[Path]:
    """Entries of the store that are not what was put there."""
    found = []
    for path in Path(".publish").glob("*/[!.]*"):
        entry = path.read_bytes()
        if hashlib.sha256(entry[32:]).digest() != entry[:32]:
            found.append(path)
    return found
