"""Remote functions as Python callables."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterable, Iterator, Mapping, Optional, Tuple

from ._call import CallOptions, RunningCall, changed, fields_of, pick_serializer
from ._failures import Error, UnsendableError
from ._job import Job
from ._map import mapped
from ._signatures import documentation, java_names, parameter_name, parameters, signature
from ._transport import Request


class _Call:
    """Call self as a function."""  # the words by which IPython knows that there is nothing to show

    def __init__(self, function: Function) -> None:
        self.__signature__ = function.__signature__
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)


class Function:
    # A function of the server. Calling it calls that; immutable, for any number of threads. Neither the class nor
    # __call__ has a docstring, nor has __call__ a signature of its own: who asks for help is to see the remote
    # function's alone, and IPython would show all of them.

    def __init__(self, client: Any, name: str, info: Mapping[str, Any], options: Optional[CallOptions] = None) -> None:
        self._client = client
        self._info = info
        self._options: CallOptions = client._options if options is None else options
        self._renamed = java_names(info)
        self.__name__ = name
        self.__qualname__ = name
        self.__module__ = "ipyrpc"
        self.__doc__ = documentation(info)
        self.__signature__ = signature(info)
        self.__dict__["__call__"] = _Call(self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._running(args, kwargs).value()

    def submit(self, *args: Any, **kwargs: Any) -> Job:
        """Calls it without waiting: gives the job, which goes on whatever becomes of this client."""
        reply = self._client._ask(self._request("submit", args, kwargs))
        if not isinstance(reply, dict) or not isinstance(reply.get("job"), str):
            raise Error(f"the server took {self.__name__} and told no job")
        return Job(self._client, reply["job"], self.__name__)

    def iter(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Calls it and gives the items of its result while the server still computes. Stopping early cancels it."""
        return self._running(args, kwargs).items()

    def pointer(self, *args: Any, **kwargs: Any) -> Any:
        """Calls it and leaves the result on the server: gives a :class:`Pointer` to it."""
        return self._running(args, kwargs, pointer=True).value()

    def map(self, *iterables: Iterable[Any], in_flight: int = 8) -> Iterator[Any]:
        """Calls it for each item, as Python's ``map`` does, ``in_flight`` at a time; gives results in order.

        An exception ends it, and the calls that are under way. One bar shows how many are done.
        """
        return mapped(self, iterables, in_flight)

    def options(self, **changes: Any) -> "Function":
        """The same function, called in another way: ``rpc.f.options(output=False, timeout=5)(1)``.

        output: whether what it prints is shown.
        progress: whether a bar shows progress; None: where it can be seen.
        timeout: how many seconds it may take on the server.
        serializer, result_serializer: ``"json"`` or ``"binary"``.
        idempotency_key: a second submit with the same key is the same job; None: each submit is another one.
        delay: how many seconds a submitted job waits before it may begin.
        """
        return Function(self._client, self.__name__, self._info, changed(self._options, changes))

    def _running(self, args: Tuple[Any, ...], kwargs: Dict[str, Any], pointer: bool = False) -> RunningCall:
        request = self._request("call", args, kwargs, pointer)
        return RunningCall(self._client, self.__name__, request, self._options)

    def _request(self, op: str, args: Tuple[Any, ...], kwargs: Dict[str, Any], pointer: bool = False) -> Request:
        if self._renamed:
            kwargs = {self._renamed.get(name, name): value for name, value in kwargs.items()}
        accepted = self._info.get("input")
        chosen = pick_serializer(self._options, accepted if isinstance(accepted, list) else ())
        try:
            body = chosen.arguments(args, kwargs)
        except UnsendableError as e:
            raise self._placed(e) from None
        return Request(op, self.__name__, fields_of(self._options, chosen, op == "submit", pointer), body)

    def _placed(self, error: UnsendableError) -> UnsendableError:
        """The error with the parameter's name in place of the argument's number."""
        number = re.match(r"\[(\d+)\]", error.path)
        names = [parameter_name(parameter) for parameter in parameters(self._info)]
        if number and int(number.group(1)) < len(names):
            return error.moved(f"{self.__name__}: argument {names[int(number.group(1))]!r}" + error.path[number.end() :])
        return error.within(f"{self.__name__}: argument ")

    def __repr__(self) -> str:
        return f"<remote function {self.__name__}{self.__signature__}>"
