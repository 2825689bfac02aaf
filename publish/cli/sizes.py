"""What smaller copies save, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from publish.text.messages import counted

if TYPE_CHECKING:
    from publish.shelf.lighter import Change

__all__ = ["table"]

ROWS = 20
"""Number of books with a row of their own, the largest first."""


def table(changes: Sequence[Change]) -> Iterator[str]:
    """A row for each file with its size now and the size of its copy, and the sum."""
    from rich.cells import cell_len, set_cell_size

    from publish.shelf import human_size

    heaviest = sorted(changes, key=lambda change: change.before.size, reverse=True)
    shown, others = heaviest[:ROWS], heaviest[ROWS:]
    rows = [(change.before.name, *_sizes([change])) for change in shown]
    if others:
        rows.append((counted(len(others), "other"), *_sizes(others)))
    rows.append((f"{counted(len(changes), 'file')}{_left_out(changes)}", *_sizes(changes)))
    width = max(cell_len(name) for name, _, _ in rows)
    yield f"{'books':{width}}  {'now':>8}  {'then':>8}"
    for name, now, then in rows:
        shown_then = human_size(then) if then else "left out"
        yield f"{set_cell_size(name, width)}  {human_size(now):>8}  {shown_then:>8}"


def _left_out(changes: Iterable[Change]) -> str:
    """`, 2 PDFs and 1 web page of them left out`; nothing where all have a copy."""
    kinds = Counter[str](change.before.kind for change in changes if change.after is None)
    nouns = {"pdf": "PDF", "html": "web page", "epub": "EPUB"}
    said = [counted(kinds[kind], noun) for kind, noun in nouns.items() if kinds[kind]]
    return f", {' and '.join(said)} of them left out" if said else ""


def _sizes(changes: Iterable[Change]) -> tuple[int, int]:
    pairs = [(change.before.size, change.after.size if change.after else 0) for change in changes]
    return sum(now for now, _ in pairs), sum(then for _, then in pairs)
