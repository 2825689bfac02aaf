"""The one story: plan → read → convert → gather → render → write, for many posts at once."""

__all__: list[str] = []  # a worker loads of this room only what its work needs
