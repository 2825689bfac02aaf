"""Building volumes: chapters by many workers, each kept, then one file of them all."""

__all__: list[str] = []  # as above it
