"""The functions of a server for asyncio. A thread a call; cancelling the task cancels the call on the server."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import Any, AsyncIterator, Callable, Deque, Dict, Iterable, List, Optional, cast

_END = object()


async def in_thread(work: Callable[[], Any], cancel: Optional[Callable[[], None]] = None) -> Any:
    """Runs ``work`` in a thread of its own. Where the task is cancelled, ``cancel`` makes it end."""
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[Any]" = loop.create_future()

    def deliver(value: Any, error: Optional[BaseException]) -> None:
        if not future.done():
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(value)

    def run() -> None:
        value, error = None, None
        try:
            value = work()
        except BaseException as e:  # delivered, whatever it is
            error = RuntimeError(f"the call stopped early: {e!r}") if isinstance(e, StopIteration) else e
        try:
            loop.call_soon_threadsafe(deliver, value, error)
        except RuntimeError:
            pass  # the loop is closed: nobody waits

    threading.Thread(target=run, name="ipyrpc-aio", daemon=True).start()
    try:
        return await future
    except asyncio.CancelledError:
        if cancel is not None:
            threading.Thread(target=cancel, name="ipyrpc-aio-cancel", daemon=True).start()
        raise


class AsyncFunction:
    """A function of the server, to be awaited."""

    def __init__(self, function: Any) -> None:
        self._function = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self.__signature__ = function.__signature__

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call = self._function._running(args, kwargs)
        return await in_thread(call.value, call.cancel)

    async def pointer(self, *args: Any, **kwargs: Any) -> Any:
        """Calls it and leaves the result on the server."""
        call = self._function._running(args, kwargs, pointer=True)
        return await in_thread(call.value, call.cancel)

    async def submit(self, *args: Any, **kwargs: Any) -> "AsyncJob":
        """Calls it without waiting for the result: gives the job."""
        return AsyncJob(await in_thread(lambda: self._function.submit(*args, **kwargs)))

    async def map(self, *iterables: Iterable[Any], in_flight: int = 8) -> AsyncIterator[Any]:
        """Calls it for each item, ``in_flight`` at a time; gives results in order as they come.

        An exception, or stopping early, ends it, and the calls that are under way.
        """
        if in_flight < 1:
            raise ValueError(f"in_flight {in_flight}; it is 1 at least")
        quiet = self.options(progress=False)
        pending: Deque["asyncio.Task[Any]"] = deque()
        try:
            for args in zip(*iterables):
                pending.append(asyncio.ensure_future(quiet(*args)))
                if len(pending) == in_flight:
                    yield await pending[0]
                    pending.popleft()
            while pending:
                yield await pending[0]
                pending.popleft()
        finally:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    async def iter(self, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        """The items of the result as they come. Stopping early cancels the call."""
        call = self._function._running(args, kwargs)
        items = call.items()
        try:
            while True:
                item = await in_thread(lambda: next(items, _END), call.cancel)
                if item is _END:
                    return
                yield item
        finally:
            call.cancel_unless_ended()

    def options(self, **changes: Any) -> "AsyncFunction":
        """The same function, called in another way."""
        return AsyncFunction(self._function.options(**changes))

    def __repr__(self) -> str:
        return f"<async {repr(self._function)[1:]}"


class AsyncJob:
    """A job whose questions are awaited: ``await job.result()``; see :class:`ipyrpc.Job`."""

    def __init__(self, job: Any) -> None:
        self._job = job
        #: The id.
        self.id = job.id

    async def status(self) -> Dict[str, Any]:
        """All that the server tells of it."""
        return cast(Dict[str, Any], await in_thread(self._job.status))

    async def state(self) -> str:
        """queued, running, cancelling, succeeded, failed, cancelled or lost."""
        return str((await self.status())["state"])

    async def progress(self) -> Any:
        """How far the function said it is; None if it said nothing."""
        return await in_thread(lambda: self._job.progress)

    async def output(self) -> str:
        """What it has printed so far, to both streams."""
        return str(await in_thread(lambda: self._job.output))

    async def result(self, timeout: Optional[float] = None, output: Optional[bool] = None) -> Any:
        """Waits for the result. A cancelled task stops waiting; the job goes on."""
        waiting = self._job._waiting(timeout, output)
        return await in_thread(waiting.value, waiting.give_up)

    async def cancel(self) -> str:
        """Ends it, and gives its state."""
        return str(await in_thread(self._job.cancel))

    async def retry(self) -> str:
        """Lets a job that failed run again, and gives its state."""
        return str(await in_thread(self._job.retry))

    def __repr__(self) -> str:
        return f"<async Job {self.id}>"


class AsyncFunctions:
    """What ``rpc.aio`` is: functions by their names, and what a client can besides."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> AsyncFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return AsyncFunction(self._client[name]) if name in self._client else AsyncFunction(getattr(self._client, name))

    def __getitem__(self, name: str) -> AsyncFunction:
        return AsyncFunction(self._client[name])

    def job(self, id: str) -> AsyncJob:
        """The job of that id, whoever submitted it."""
        return AsyncJob(self._client.job(id))

    async def jobs(self, **wanted: Any) -> Any:
        """The caller's jobs, as :meth:`ipyrpc.Client.jobs` gives them."""
        return await in_thread(lambda: self._client.jobs(**wanted))

    async def put(self, value: Any, **options: Any) -> Any:
        """Sends a value once, and gives the pointer to it."""
        return await in_thread(lambda: self._client.put(value, **options))

    def __dir__(self) -> List[str]:
        return sorted({"job", "jobs", "put", *self._client})
