"""The engine's warnings about a style sheet."""

from __future__ import annotations

import logging

from weasyprint.css.properties import INITIAL_VALUES

from publish import weasy

__all__ = ["complaints", "properties"]


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def complaints(text: str) -> tuple[str, ...]:
    """Its warnings, in order; most end with the place in the text (`at LINE:COLUMN`)."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    logger.addHandler(listener)
    try:
        weasy.stylesheet_anew(text)  # one that is kept was read before, and says nothing
    finally:
        logger.removeHandler(listener)
    return tuple(listener.said)


def properties() -> tuple[str, ...]:
    """Names of the properties that the engine knows, without shorthands."""
    return tuple(name.replace("_", "-") for name in INITIAL_VALUES)
