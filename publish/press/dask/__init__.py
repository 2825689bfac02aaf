"""The same jobs on other machines, by Dask: inputs travel, bytes come back, and the store stays here.

    here      posts are read and converted, pictures gathered: all that needs files, the vault or the web
    there     books and chapters are laid out: all that needs time

A task there is a function of what is sent with it. Each thread of a Dask worker has a child: a process with the engines
loaded, which does one task after another and is ended when one overruns its time.
"""

from publish.press.dask.books import make_books
from publish.press.dask.client import Cluster, Failure

__all__ = ["Cluster", "Failure", "make_books"]
