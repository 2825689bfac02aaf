"""Letters a little wider or narrower than they are: what is left in a line is shared by its letters and its spaces."""

from __future__ import annotations

from functools import wraps
from typing import Any

from weasyprint.matrix import Matrix

__all__ = ["give_first"]


def give_first(original: Any) -> Any:
    """WeasyPrint's `draw_first_line` for text boxes whose `give` says by what part they are wider."""

    @wraps(original)
    def draw_first_line(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        if give := getattr(textbox, "give", 0.0):
            matrix = Matrix(a=1 + give) @ matrix
        return original(stream, textbox, overflow, ellipsis, matrix)

    return draw_first_line
