"""Formulas arranged for a measure, kept by their MathML. Loaded for the first formula: most books have none."""

from __future__ import annotations

import base64
import zlib
from functools import lru_cache
from typing import Any

from lxml import etree

from publish.mathematics import arranging, formula
from publish.mathematics.arranging import Band
from publish.mathematics.boxes import Box
from publish.mathematics.lines import Piece
from publish.mathematics.reading import Node, read
from publish.mathematics.setting import Frame, Setter

__all__ = ["STEP", "bands", "names", "natural", "packed", "pieces"]

STEP = 0.01
"""Ems to which measures are rounded, so that an arrangement is found again."""


@lru_cache(maxsize=1)
def _setter() -> Setter:
    return formula.setter(formula.wide)


@lru_cache(maxsize=2048)
def _node(data: str) -> Node:
    text = zlib.decompress(base64.urlsafe_b64decode(data))
    return read(
        etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    )


@lru_cache(maxsize=2048)
def pieces(data: str) -> tuple[Piece, ...]:
    """The parts of a formula in a line of text."""
    return arranging.inline(_setter(), _node(data), Frame(display=False))


@lru_cache(maxsize=2048)
def natural(data: str) -> Box:
    """A display as it is when nothing narrows it."""
    return arranging.natural(_setter(), _node(data), Frame())


@lru_cache(maxsize=2048)
def bands(data: str, measure: int) -> tuple[Band, ...]:
    """The rows of a display within a measure, in steps of an em."""
    return arranging.arrange(_setter(), _node(data), Frame(), measure * STEP)


def packed(math: Any) -> str:
    """A formula (an lxml `math`) as a part of an address."""
    return base64.urlsafe_b64encode(zlib.compress(etree.tostring(math, with_tail=False), 1)).decode("ascii")


def names(data: str) -> list[str]:
    """The `id` of each row of a display between which a page may end."""
    return [each.get("id") for each in arranging.bands(_node(data))] or [""]
