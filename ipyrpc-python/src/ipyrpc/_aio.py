"""The functions of a server for asyncio. A thread a call; cancelling the task cancels the call on the server."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, AsyncIterator, Callable, List, Optional

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

    async def submit(self, *args: Any, **kwargs: Any) -> Any:
        """Calls it without waiting for the result: gives the job."""
        return await in_thread(lambda: self._function.submit(*args, **kwargs))

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


class AsyncFunctions:
    """What ``rpc.aio`` is."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> AsyncFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return AsyncFunction(self._client[name]) if name in self._client else AsyncFunction(getattr(self._client, name))

    def __getitem__(self, name: str) -> AsyncFunction:
        return AsyncFunction(self._client[name])

    def __dir__(self) -> List[str]:
        return list(self._client)
