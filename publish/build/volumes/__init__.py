"""Building volumes: chapters by many workers, each kept, then one file of them all."""

from publish.build.volumes.run import Step, Volume, outputs_of, run_volume

__all__ = ["Step", "Volume", "outputs_of", "run_volume"]
