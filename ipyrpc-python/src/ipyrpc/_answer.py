"""The answer to a call: its events taken one by one, its result read while it arrives (§4)."""

from __future__ import annotations

import time
from typing import Any, Dict, Iterator, Optional

from ._errors import RemoteError, remote_error
from ._failures import ConnectError, ProtocolError
from ._lifting import PointerFactory
from ._output import Sink
from ._serializers import serializer
from ._source import Source
from ._transport import Exchange, Request, Transport

_TRIES = 6
_FIRST_PAUSE = 0.05


class StartedAgain(Exception):
    """Another worker began the job anew: the result so far counts for nothing."""


class Answer(Source):
    """The events of a call or job. As a source it gives the bytes of the result.

    Output goes to the sink as it comes. Where the connection breaks and the job is known, it is asked for what
    follows the last event. For one thread; :meth:`cancel` is for any.
    """

    def __init__(
        self, transport: Transport, exchange: Exchange, sink: Sink, limit: int, job: Optional[str] = None
    ) -> None:
        self._transport = transport
        self._exchange = exchange
        self._sink = sink
        self._limit = limit
        self._deadline: Optional[float] = None
        #: The job's id, as soon as it is known.
        self.job: Optional[str] = job
        #: The last event that was taken whole.
        self.seq = 0
        self.ended = False
        self._serializer = ""
        self._error: Optional[RemoteError] = None
        self._in_result = False
        self._result_seq = 0
        self._is_last = False
        self._given = 0
        self._partial = 0
        self._skip = 0
        self._cancel_wanted = False
        self._cancel_sent = False
        self._abandoned = False

    # -- values

    def value(self, pointer: Optional[PointerFactory]) -> Any:
        """The result, when it is there. Raises RemoteError if the call failed."""
        while True:
            try:
                return serializer(self._await_result()).read(self, pointer, self._limit)
            except StartedAgain:
                continue

    def items(self, pointer: Optional[PointerFactory]) -> Iterator[Any]:
        """The items of a result that is a list, each as it comes."""
        count = 0
        while True:
            try:
                for item in serializer(self._await_result()).items(self, pointer, self._limit):
                    yield item
                    count += 1
                return
            except StartedAgain:
                if count:
                    raise ConnectError(
                        f"job {self.job} was begun again by another worker after {count} items had come; "
                        "call it again, or use .submit and .result"
                    ) from None

    def _await_result(self) -> str:
        while not self._in_result:
            if self.ended:
                raise ProtocolError("the call ended well, and without a result")
            self._pump()
        if not self._serializer:
            raise ProtocolError("a result came without the name of its serializer")
        return self._serializer

    def finish(self) -> None:
        """Stays until the end, whatever still comes."""
        scratch = memoryview(bytearray(1 << 16))
        while not self.ended:
            self.readinto(scratch)

    # -- bytes of the result

    def readinto(self, view: memoryview) -> int:
        while True:
            if self._in_result:
                n = self._read_result(view)
                if n:
                    return n
            elif self.ended:
                return 0
            else:
                self._pump()

    def _read_result(self, view: memoryview) -> int:
        try:
            if self._skip:
                n = self._exchange.readinto(memoryview(bytearray(min(self._skip, 1 << 16))))
                self._skip -= n
                if n:
                    return self._read_result(view)
            else:
                n = self._exchange.readinto(view)
                self._given += n
                self._partial += n
            if not n:
                self._in_result = False
                self._partial = self._skip
                self.seq = max(self.seq, self._result_seq)
                if self._is_last:
                    self._end()
            return n
        except ConnectError as e:
            self._come_back(e)
            return 0

    # -- events

    def _pump(self) -> None:
        """Takes the next event."""
        try:
            event = self._exchange.next_event()
            if event is None:
                raise ConnectError("the events ended before the job")
            self._accept(event)
        except ConnectError as e:
            self._come_back(e)

    def _accept(self, event: Dict[str, Any]) -> None:
        name = event.get("event")
        seq = event.get("seq")
        seq = seq if type(seq) is int else 0
        job = event.get("job")
        if self.job is None and isinstance(job, str):
            self.job = job
            if self._cancel_wanted:
                self._send_cancel()
        if name == "result":
            named = event.get("serializer")
            if isinstance(named, str):
                self._serializer = named
            self._in_result, self._result_seq = True, seq
            self._is_last = "status" in event
            return
        if name == "stdout":
            self._sink.stdout(str(self._exchange.event_data(), "utf-8", "replace"))
        elif name == "stderr":
            self._sink.stderr(str(self._exchange.event_data(), "utf-8", "replace"))
        elif name == "progress":
            self._progress(event)
        elif name == "error":
            self._error = remote_error(event.get("error"), self.job)
            if not seq:
                self._end()
        elif name == "end":
            self._end()
        elif name == "started" and isinstance(event.get("attempt"), int) and event["attempt"] > 1:
            self._error = None
            self.seq = max(self.seq, seq)
            if self._given:
                self._given = self._partial = self._skip = 0
                raise StartedAgain
        self.seq = max(self.seq, seq)

    def _progress(self, event: Dict[str, Any]) -> None:
        done, total, message = event.get("done"), event.get("total"), event.get("message")
        self._sink.progress(
            float(done) if isinstance(done, (int, float)) else 0.0,
            float(total) if isinstance(total, (int, float)) else None,
            message if isinstance(message, str) else "",
        )

    def _end(self) -> None:
        self.ended = True
        ended = getattr(self._exchange, "ended", None)
        if ended:
            ended()
        self._sink.close()
        if self._error is not None:
            raise self._error

    def _come_back(self, problem: ConnectError) -> None:
        """Asks for what follows the last event."""
        self._exchange.close()
        if self.job is None or self._abandoned:
            raise problem
        for attempt in range(_TRIES):
            time.sleep(_FIRST_PAUSE * 2**attempt)
            try:
                fields = {"from": str(self.seq + 1)}
                exchange = self._transport.exchange(Request("events", self.job, fields), self._deadline)
            except ConnectError as e:
                problem = e
                continue
            if not exchange.has_events:
                try:
                    exchange.reply()
                finally:
                    exchange.close()
                raise ProtocolError("the server answered events with something else")
            self._exchange = exchange
            self._in_result = False
            self._skip = self._partial
            return
        raise ConnectError(
            f"lost job {self.job} after event {self.seq}: {problem}; it may still run: rpc.job({self.job!r})"
        ) from None

    # -- from outside

    def wait_at_most(self, deadline: Optional[float]) -> None:
        """Reading raises TimeoutError past that moment of ``time.monotonic()``."""
        self._deadline = deadline
        self._exchange.wait_at_most(deadline)

    def cancel(self) -> None:
        """Ends the job on the server; who reads gets its error. From any thread."""
        self._cancel_wanted = True
        if self.job is not None:
            self._send_cancel()

    def abandon(self) -> None:
        """Makes who reads stop; the job goes on. From any thread."""
        self._abandoned = True
        self._exchange.abort()

    def _send_cancel(self) -> None:
        if not self._cancel_sent:
            self._cancel_sent = True
            self._transport.ask(Request("cancel", self.job or ""), time.monotonic() + 5)

    def close(self) -> None:
        """Lets go of the connection, which serves again if everything was read."""
        self._sink.close()
        self._exchange.close()
