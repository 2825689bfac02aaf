"""Paragraphs broken as a whole."""

__all__: list[str] = []
