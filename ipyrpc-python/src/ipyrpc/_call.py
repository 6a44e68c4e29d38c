"""One call from its arguments to its result, its interruption and its cancelling."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Any, Dict, Iterator, Mapping, NamedTuple, Optional, Sequence

from ._answer import Answer
from ._errors import RemoteError
from ._failures import Error
from ._output import Sink
from ._serializers import SERIALIZERS, Serializer, serializer
from ._transport import Exchange, Request, Transport


class CallOptions(NamedTuple):
    """How calls are made. Immutable; :meth:`Function.options` makes changed ones."""

    #: Whether what functions print is shown.
    output: bool = True
    #: Whether a bar shows progress; None: where it can be seen.
    progress: Optional[bool] = None
    #: How many seconds the call may take on the server; None: what the server's rules say.
    timeout: Optional[float] = None
    #: The serializer of arguments; None: the first that the function takes.
    serializer: Optional[str] = None
    #: The serializer of the result; None: what the server's rules say, or that of the arguments.
    result_serializer: Optional[str] = None
    #: A text by which the server knows a second submit of the same job, so that it is sent again after a lost
    #: connection; None: another one for each submit; "": none, and nothing is sent again.
    idempotency_key: Optional[str] = None
    #: How many seconds a submitted job waits before it may begin.
    delay: Optional[float] = None


OPTION_NAMES = CallOptions._fields


def changed(options: CallOptions, changes: Mapping[str, Any]) -> CallOptions:
    """The options with those changes.

    Raises TypeError for an unknown one, ValueError for a bad value.
    """
    for name, value in changes.items():
        if name not in OPTION_NAMES:
            raise TypeError(f"no option {name!r}; options are {', '.join(OPTION_NAMES)}")
        if name in ("serializer", "result_serializer") and value is not None and value not in SERIALIZERS:
            raise ValueError(f"{name} {value!r} is not there; there are {', '.join(sorted(SERIALIZERS))}")
        if name in ("timeout", "delay") and value is not None and not value >= 0:
            raise ValueError(f"{name} {value!r}: seconds, from 0 on")
    return options._replace(**changes)


def seconds(value: float) -> str:
    """Seconds as a field has them, without an exponent."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def pick_serializer(options: CallOptions, accepted: Sequence[str]) -> Serializer:
    """The serializer for arguments: what was asked for, else the first that both sides have."""
    if options.serializer is not None:
        return serializer(options.serializer)
    for name in accepted:
        if name in SERIALIZERS:
            return SERIALIZERS[name]
    if not accepted:
        return SERIALIZERS["json"]
    raise Error(
        f"the function takes its arguments in {', '.join(accepted)}, and here are {', '.join(sorted(SERIALIZERS))}"
    )


def fields_of(options: CallOptions, chosen: Serializer, submit: bool, pointer: bool) -> Dict[str, str]:
    """The fields of a call (§4)."""
    fields = {"serializer": chosen.name}
    if options.result_serializer is not None:
        fields["output"] = options.result_serializer
    if options.timeout is not None:
        fields["timeout"] = seconds(options.timeout)
    if pointer:
        fields["return"] = "pointer"
    if submit and options.idempotency_key != "":
        fields["idempotency_key"] = options.idempotency_key or uuid.uuid4().hex
    if submit and options.delay is not None:
        fields["delay"] = seconds(options.delay)
    return fields


class RunningCall:
    """A call that somebody waits for. :meth:`cancel` is for any thread, everything else for one."""

    def __init__(self, client: Any, function: str, request: Request, options: CallOptions) -> None:
        self._client = client
        self._transport: Transport = client._transport
        self._function = function
        self._request = request
        self._options = options
        self._answer: Optional[Answer] = None
        self._lock = threading.Lock()
        self._cancelled = False

    def _begin(self) -> Answer:
        exchange: Exchange = self._transport.exchange(self._request)
        if not exchange.has_events:
            try:
                exchange.reply()
            finally:
                exchange.close()
            raise Error(f"the server answered the call of {self._function} without events")
        options = self._options
        answer = Answer(
            self._transport, exchange, Sink(self._function, options.output, options.progress), self._client._limit
        )
        with self._lock:
            self._answer = answer
            wanted = self._cancelled
        if wanted:
            answer.cancel()
        return answer

    def value(self) -> Any:
        """Makes the call and gives its result.

        Raises RemoteError if it failed, ConnectError if the server was lost. KeyboardInterrupt ends it on the server.
        """
        try:
            answer = self._begin()
            try:
                return answer.value(self._client._pointer)
            finally:
                answer.close()
        except KeyboardInterrupt as e:
            self._interrupted(e)
            raise
        except RemoteError as e:
            # The frames of this package say nothing to who called; the remote ones are the cause.
            raise e.with_traceback(None)

    def items(self) -> Iterator[Any]:
        """Makes the call and gives the items of its result as they come. Who stops early ends it on the server."""
        answer = None
        try:
            answer = self._begin()
            yield from answer.items(self._client._pointer)
            answer.finish()
        except KeyboardInterrupt as e:
            self._interrupted(e)
            raise
        finally:
            if answer is not None:
                if not answer.ended and not self._cancelled:
                    self._try_cancel(answer)
                answer.close()

    def cancel(self) -> None:
        """Ends the call on the server, from any thread."""
        with self._lock:
            self._cancelled = True
            answer = self._answer
        if answer is not None:
            self._try_cancel(answer)

    def cancel_unless_ended(self) -> None:
        """Ends the call on the server if it has not ended by itself."""
        answer = self._answer
        if answer is None or not answer.ended:
            self.cancel()

    @staticmethod
    def _try_cancel(answer: Answer) -> bool:
        try:
            answer.cancel()
            return answer.job is not None
        except (Error, OSError):
            return False

    def _interrupted(self, interrupt: KeyboardInterrupt) -> None:
        """Cancels, and lets the exception say so."""
        answer = self._answer
        self._cancelled = True
        if answer is not None and not answer.ended and self._try_cancel(answer):
            interrupt.args = (f"{self._function} was cancelled on the server, job {answer.job}",)
        else:
            interrupt.args = (f"{self._function} was interrupted; the server cancels it when it notices",)


def reply_deadline() -> float:
    """When a short question gives up."""
    return time.monotonic() + 30
