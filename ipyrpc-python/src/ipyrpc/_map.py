"""Many calls of one function, some of them at a time."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Deque, Iterable, Iterator, Optional, Tuple

from ._output import make_bar, wants_bars


def mapped(function: Any, iterables: Tuple[Iterable[Any], ...], in_flight: int) -> Iterator[Any]:
    """Results in order as they come; never more than ``in_flight`` calls are under way or wait to be taken.

    Raises ValueError if ``in_flight`` is below 1.
    """
    if in_flight < 1:
        raise ValueError(f"in_flight {in_flight}; it is 1 at least")
    if not iterables:
        raise TypeError("map needs something to go through")
    return _results(function, iterables, in_flight)


def _length(iterables: Tuple[Iterable[Any], ...]) -> Optional[int]:
    try:
        return min(len(items) for items in iterables)  # type: ignore[arg-type]
    except TypeError:
        return None


def _results(function: Any, iterables: Tuple[Iterable[Any], ...], in_flight: int) -> Iterator[Any]:
    total = _length(iterables)
    wanted = function._options.progress
    bar = make_bar(function.__name__) if (wants_bars() if wanted is None else wanted) else None
    single = function.options(progress=False)
    pool = ThreadPoolExecutor(in_flight, thread_name_prefix="ipyrpc-map")
    pending: Deque[Tuple[Any, "Future[Any]"]] = deque()
    inputs = zip(*iterables)
    more = True
    done = 0
    try:
        while more or pending:
            # What has come goes out before the next input is drawn, which may take its time.
            if pending and (not more or len(pending) == in_flight or pending[0][1].done()):
                yield pending[0][1].result()
                pending.popleft()
                done += 1
                if bar is not None:
                    bar.show(done, total, "")
                continue
            args = next(inputs, None)
            more = args is not None
            if args is not None:
                call = single._running(args, {})
                pending.append((call, pool.submit(call.value)))
    except KeyboardInterrupt as e:
        e.args = (f"{function.__name__}: {done} results came, the calls under way are cancelled on the server",)
        raise
    finally:
        if bar is not None:
            bar.close()
        for call, future in pending:
            if not future.done() and not future.cancel():
                call.cancel()
        pool.shutdown(wait=False)
