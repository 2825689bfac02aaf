"""Our side of the cluster: sends tasks, receives results, and explains what is wrong with the cluster."""

from __future__ import annotations

import logging
import pickle
import socket
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from typing import Any, Self, TypeVar

from publish.errors import PublishError, RenderError, UsageError, reason_of
from publish.model import Limits
from publish.press.dask import versions
from publish.press.dask.processes import perform
from publish.press.dask.tasks import Failure, Looks, Task
from publish.project.style import Style
from publish.text.messages import DISTRIBUTION, extra
from publish.workers.deadlines import within

__all__ = ["Cluster", "Failure"]

Key = TypeVar("Key")
Input = TypeVar("Input")
Result = TypeVar("Result")

ANSWER = 30.0
"""Seconds to wait at the start for what the scheduler says, and for the first worker."""
LOADED = 60.0
"""Seconds to wait until each worker has loaded our code, and has said what it has: one that is busy takes long."""
KNOCK = 5.0
"""Seconds to wait until its machine takes a connection."""
GOODBYE = 1.0
"""Seconds to wait until the scheduler has let us go: a command that is interrupted ends within two."""
ALONE = 60.0
"""Seconds to wait during the work for a worker when there is none, and for a scheduler that is silent."""
LOOK = 5.0
"""Seconds between checks of the workers."""
SILENCE = 3.0
"""Some result must come within this many times a book's time limit: a book is tried twice."""


class Cluster:
    """A Dask cluster for one command. Leaving the context cancels unfinished tasks.

    Raises UsageError when there is no cluster at the address, or when its workers differ from this machine.
    """

    def __init__(self, address: str, limits: Limits, style: Style) -> None:
        self._address = address
        self._limits = limits
        self._looks = Looks.of(style)
        self._versions = versions.here()
        self._done: SimpleQueue[Any] = SimpleQueue()
        self._client = _connected(address)
        self._slots = 0
        self._looked = self._met = self._heard = time.monotonic()

    def __enter__(self) -> Self:
        try:
            self._check_workers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=GOODBYE)

    def spread(
        self,
        function: Callable[[Input, Style], Result],
        inputs: Iterable[tuple[Key, Input]],
        label: Callable[[Key], str],
    ) -> Iterator[tuple[Key, Result | Failure]]:
        """Call `function(input, style)` for every input; yield each result with its key, as it comes.

        `inputs` is read only as fast as workers have room, so memory does not grow with their number.
        """
        running: dict[Any, Key] = {}
        self._heard = time.monotonic()
        for key, each in inputs:
            task = Task(function, each, self._looks, label(key), self._limits.memory)
            seconds = self._limits.seconds
            future = self._client.submit(perform, task.packed(), self._versions, seconds, pure=False)
            running[future] = key
            future.add_done_callback(self._done.put)
            while len(running) >= 2 * max(self._slots, 1):
                yield from self._collect(running, label)
        while running:
            yield from self._collect(running, label)

    def _collect(self, running: dict[Any, Key], label: Callable[[Key], str]) -> Iterator[tuple[Key, Any]]:
        """The next result, or errors for results that will not come any more."""
        self._check_threads()
        try:
            future = self._done.get(timeout=LOOK)
        except Empty:
            if time.monotonic() - self._heard > SILENCE * self._limits.seconds:
                for each in list(running):
                    each.cancel()
                    yield _placed(running, each, RenderError("no Dask worker sent it in time"), label)
            return
        if future not in running:  # cancelled
            return
        self._heard = time.monotonic()
        try:
            result = pickle.loads(future.result(timeout=self._limits.seconds))  # noqa: S301  # from a worker that runs our code
        except Exception as error:  # a worker that was lost too often, or an error of the scheduler
            self._require_running()
            result = RenderError(
                f"its Dask worker failed: {type(error).__name__}: {error}".splitlines()[0][:300]
            )
        yield _placed(running, future, result, label)

    def _check_threads(self) -> None:
        """Count the workers' threads from time to time. Raises RenderError when there have been no workers for too
        long.
        """
        now = time.monotonic()
        if self._slots and now - self._looked < LOOK:
            return
        self._require_running()
        self._looked = now
        self._slots = self._threads(ALONE)
        if self._slots:
            self._met = now
        elif now - self._met > ALONE:
            raise RenderError(f"the Dask scheduler at {self._address} has had no workers for {ALONE:.0f} s")

    def _require_running(self) -> None:
        if self._client.status != "running":
            raise self._silent()

    def _check_workers(self) -> None:
        """Check that there are workers, and that they do not differ from this machine."""
        try:
            self._client.wait_for_workers(1, timeout=ANSWER)
        except TimeoutError as error:
            raise UsageError(
                f"the scheduler at {self._address} has no workers: start some with `dask worker {self._address}`"
            ) from error
        # First a question that any Python can answer, then one that needs the same version of publish.
        for where, found in self._ask(version, DISTRIBUTION).items():
            theirs = "" if isinstance(found, PackageNotFoundError) else str(found)
            if theirs != self._versions["publish"]:
                raise UsageError(
                    f"the Dask worker {where} has {f'publish {theirs}' if theirs else 'no publish'}: install publish "
                    f"{self._versions['publish']} there"
                )
        for where, there in self._ask(versions.here).items():
            other = versions.difference(self._versions, there) if isinstance(there, Mapping) else str(there)
            if other:
                raise UsageError(f"the Dask worker {where} would make different files: {other}")
        self._slots = self._threads(ANSWER)

    def _ask(self, function: Callable[..., object], *arguments: object) -> Mapping[str, object]:
        """The answer of each worker, or its error. Raises UsageError when one does not answer."""
        ask = partial(self._client.run, function, *arguments, on_error="return")
        try:
            return within(LOADED, ask)
        except TimeoutError as error:
            raise UsageError(
                f"a Dask worker of {self._address} has not answered for {LOADED:g} s: end it, and start another with "
                f"`dask worker {self._address}`"
            ) from error

    def _threads(self, seconds: float) -> int:
        """The threads of all workers. Raises RenderError when the scheduler does not answer in time."""
        try:
            return sum(within(seconds, self._client.nthreads).values())
        except TimeoutError as error:
            raise self._silent() from error

    def _silent(self) -> RenderError:
        return RenderError(f"the Dask scheduler at {self._address} does not answer any more")


def _placed(
    running: dict[Any, Key], future: Any, result: object, label: Callable[[Key], str]
) -> tuple[Key, Any]:
    """A result with its key; for a failure, an error that names the post."""
    key = running.pop(future)
    if isinstance(result, PublishError):
        result = Failure(result)
    if isinstance(result, Failure) and not result.error.path:
        error = result.error
        result = replace(result, error=type(error)(error.message, path=label(key), line=error.line))
    return key, result


def _connected(address: str) -> Any:
    """Dask's client. Raises UsageError."""
    if find_spec("distributed") is None:
        raise UsageError(f"--scheduler needs Dask, which is not installed: {extra('dask')}")
    _knock(address)
    import dask
    import distributed

    # Errors come back to us and are reported once; Dask would log them too.
    for name in ("distributed", "distributed.client", "distributed.comm", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    dask.config.set(
        {"distributed.admin.large-graph-warning-threshold": "1GB"}
    )  # pictures are sent with their book
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # we compare the versions that matter ourselves
            # Dask's own limit does not hold for a scheduler that takes the connection and then says nothing.
            return within(ANSWER, partial(distributed.Client, address, timeout=ANSWER, set_as_default=False))
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = f" (connected, then no word for {ANSWER:g} s)" if isinstance(error, TimeoutError) else ""
        raise UsageError(
            f"no Dask scheduler answers at {address}{why}: start one with `dask scheduler`"
        ) from error


def _knock(address: str) -> None:
    """Raise UsageError at once for a machine that is not known, or where nobody listens: Dask would try for long."""
    scheme, _, place = address.rpartition("://")
    host, _, port = place.split("/")[0].rpartition(":")
    if scheme not in {"", "tcp", "tls"} or not host or not port.isdecimal():
        return  # Dask knows what it may mean
    try:
        socket.create_connection((host.strip("[]"), int(port)), KNOCK).close()
    except socket.gaierror as error:
        raise UsageError(f"--scheduler: no machine is known by the name {host!r}") from error
    except (OSError, OverflowError, UnicodeError) as error:
        why = "nobody listens there" if isinstance(error, ConnectionRefusedError) else reason_of(error)
        raise UsageError(
            f"no Dask scheduler answers at {address} ({why}): start one with `dask scheduler`"
        ) from error
