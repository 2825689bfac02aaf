"""The same jobs on other machines, with Dask. Inputs are sent there and bytes come back; the store stays here.

    here      reads and converts posts, gathers pictures: all that needs files, the vault or the web
    there     lays out books and chapters: all that needs time

A task on a worker is a pure function of what is sent with it. Each thread of a Dask worker has a child process with
the engines loaded. The child runs one task after another, and is ended when a task takes too long.
"""

from publish.press.dask.books import make_books
from publish.press.dask.client import Cluster, Failure

__all__ = ["Cluster", "Failure", "make_books"]
