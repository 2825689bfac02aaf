"""Pages of a PDF imposed on sheets for folding, stapling or sewing."""

from __future__ import annotations

from publish.booklet.impose import PAPERS, impose
from publish.booklet.order import Side, sheets

__all__ = ["PAPERS", "Side", "impose", "sheets"]
