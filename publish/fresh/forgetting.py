"""For processes that outlive a build: what was read once is read again."""

from __future__ import annotations

import sys

__all__ = ["forget"]


def forget() -> None:
    """Empty every cache of ours in this process: of sites, styles, settings, fonts, logos and what follows from them."""
    for name, module in tuple(sys.modules.items()):
        if name.partition(".")[0] == "publish":
            for value in tuple(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()
