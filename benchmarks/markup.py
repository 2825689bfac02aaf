"""The cost of our Markdown: kramdown's dialect, and a whole chapter, compared with the markdown package and its
extensions.

    python benchmarks/markup.py [FOLDER] [--runs N]

FOLDER has posts (`*.md`, also in sub-folders); without it, posts are generated. CPU time, in turns and in one
process; the median of several runs. Exits with 1 when either takes more than twice the time of `markdown` with
`extra`, `smarty`, `sane_lists` and `toc`, or when time grows faster than the text from 1 KB to 1 MB.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from markdown import Markdown

from publish import posts
from publish.markup.convert import convert
from publish.markup.kramdown import render
from publish.model import Options, Post, Site

SIZES = (1, 4, 16, 64, 256, 1000)
"""Kilobytes of the texts whose time must grow in line."""
MOST = 2.0
"""Times of the plain converter that ours may take."""
STEEPEST = 2.0
"""A kilobyte of the longest text may cost this many times a kilobyte of a 16 KB one."""
WORDS = (
    "the *quay* where **boats** come `in` at night and “salt” dries on rope while a [slow](https://a.example/tide) tide "
    "turns under lamps - it's \"late\" -- the town's 3 clocks say so... 潮 退 了"
).split()


def main() -> int:
    arguments = _arguments()
    texts = _read(arguments.folder) if arguments.folder else [_text(20, seed) for seed in range(30)]
    converters: Mapping[str, Callable[[str], object]] = {
        "markdown": _plain,
        "kramdown": render,
        "chapter": _chapter,
    }
    for convert_one in converters.values():  # engines are imported, patterns compiled
        convert_one(texts[0])
    runs: dict[str, list[float]] = {name: [] for name in converters}
    for _ in range(arguments.runs):
        for name, convert_one in converters.items():
            runs[name].append(_cpu(convert_one, texts))
    kilobytes = sum(len(text.encode()) for text in texts) / 1000
    print(f"{len(texts)} posts, {kilobytes / len(texts):.1f} KB each")
    for name, seconds in runs.items():
        middle = statistics.median(seconds)
        print(
            f"{name:9} {1000 * middle / len(texts):7.2f} ms a post {1000 * middle / kilobytes:6.2f} ms a KB"
        )
    ratios = {name: _ratio(runs[name], runs["markdown"]) for name in ("kramdown", "chapter")}
    for name, ratio in ratios.items():
        print(f"{name} takes {ratio:.2f} of markdown's time")
    return int(max(ratios.values()) > MOST) | int(_growth() > STEEPEST)


def _growth() -> float:
    """Print what a kilobyte costs in texts of every size; how much dearer the longest is than one of 16 KB."""
    cost: dict[int, float] = {}
    for size in SIZES:
        text = _text(size, size)
        repeat = max(1, 64 // size)
        cost[size] = min(_cpu(render, [text] * repeat) for _ in range(3)) / (size * repeat)
        print(f"{size:5} KB {1000 * cost[size]:6.2f} ms a KB")
    return cost[SIZES[-1]] / cost[16]


def _cpu(convert_one: Callable[[str], object], texts: Sequence[str]) -> float:
    started = time.process_time()
    for text in texts:
        convert_one(text)
    return time.process_time() - started


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


_MARKDOWN = Markdown(extensions=["extra", "smarty", "sane_lists", "toc"])


def _plain(text: str) -> str:
    return _MARKDOWN.reset().convert(text)


def _chapter(text: str) -> object:
    post = Post(Path("a.md"), "a.md", "a", text, 1, "A", (), "en")
    return convert(post, Site(), Options())


def _read(folder: Path) -> list[str]:
    return [
        posts.read(path, Site()).text
        for path in sorted(folder.rglob("*.md"))
        if "0000-00-00" not in path.name
    ]


def _text(kilobytes: int, seed: int) -> str:
    """Paragraphs with spans, and of everything else about as much as a magazine has; the same on every run."""
    dice = random.Random(seed)  # noqa: S311  # words, no secret
    parts: list[str] = []
    while sum(map(len, parts)) < kilobytes * 1000:
        parts += [" ".join(dice.choices(WORDS, k=70)) for _ in range(4)]
        parts += [
            f"## Part {len(parts)}",
            "- rope\n- salt\n\n  more",
            "> It turns.",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ]
    return "\n\n".join(parts)[: kilobytes * 1000]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
