"""One HTTP/1.1 connection: a buffer over a socket, heads and bodies.

The standard http.client parses heads with the email package and reads chunked bodies line by line; a small call takes
it longer than the server needs, so heads are parsed here.
"""

from __future__ import annotations

import select
import socket
import time
from typing import Dict, Optional, Sequence

from ._failures import ConnectError, ProtocolError
from ._source import Buffer, Source

_BUFFER = 1 << 16
_JOINED = 1 << 15
#: The server sends a ping every 5 s; where nothing comes for so long the connection is lost.
SILENCE = 30.0


class Connection:
    """A socket and what was read from it ahead. For one thread at a time."""

    __slots__ = ("sock", "buffer", "view", "start", "end", "deadline", "idle_since", "_timeout", "_secure")

    def __init__(self, sock: socket.socket, secure: bool) -> None:
        self.sock = sock
        self.buffer = bytearray(_BUFFER)
        self.view = memoryview(self.buffer)
        self.start = 0
        self.end = 0
        #: When reading gives up, by ``time.monotonic()``.
        self.deadline: Optional[float] = None
        self.idle_since = 0.0
        self._timeout = SILENCE
        self._secure = secure

    def send(self, head: bytes, body: Sequence[Buffer]) -> None:
        """Sends a request, small ones in one piece."""
        self._set_timeout(SILENCE)
        size = sum(map(len, body))
        if size <= _JOINED:
            self.sock.sendall(b"".join([head, *body]))
            return
        pending = head
        for part in body:
            if len(part) + len(pending) <= _JOINED:
                pending = b"".join([pending, part])
                continue
            if pending:
                self.sock.sendall(pending)
                pending = b""
            self.sock.sendall(part)
        if pending:
            self.sock.sendall(pending)

    def _set_timeout(self, timeout: float) -> None:
        if timeout != self._timeout:
            self.sock.settimeout(timeout)
            self._timeout = timeout

    def receive(self, view: memoryview) -> int:
        """Reads from the socket itself. Raises TimeoutError past the deadline, ConnectError on a broken one."""
        deadline = self.deadline
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("nothing came in time")
            self._set_timeout(min(left, SILENCE))
        else:
            self._set_timeout(SILENCE)
        try:
            return self.sock.recv_into(view)
        except (socket.timeout, TimeoutError):
            if deadline is not None and time.monotonic() >= deadline:
                raise TimeoutError("nothing came in time") from None
            raise ConnectError(f"the server was silent for {SILENCE:.0f} s") from None
        except (OSError, ValueError) as e:
            raise ConnectError(f"the connection broke: {e}") from None

    def more(self) -> int:
        """Reads some bytes more into the buffer; 0 at the end."""
        if self.start == self.end:
            self.start = self.end = 0
        elif self.end == _BUFFER:
            rest = bytes(self.view[self.start : self.end])
            self.view[: len(rest)] = rest
            self.start, self.end = 0, len(rest)
            if self.end == _BUFFER:
                raise ProtocolError(f"the head of an answer has more than {_BUFFER} bytes")
        n = self.receive(self.view[self.end :])
        self.end += n
        return n

    def line_end(self, mark: bytes) -> int:
        """Where ``mark`` ends in the buffer, reading until it is there."""
        searched = self.start
        while True:
            at = self.buffer.find(mark, searched, self.end)
            if at >= 0:
                return at + len(mark)
            offset = max(0, self.end - self.start - len(mark) + 1)
            if not self.more():
                raise ConnectError("the server closed the connection")
            searched = self.start + offset

    def take(self, end: int) -> bytes:
        """The bytes of the buffer up to there."""
        data = bytes(self.view[self.start : end])
        self.start = end
        return data

    def read_some(self, view: memoryview) -> int:
        """Fills some of ``view``; large views straight from the socket."""
        have = self.end - self.start
        if have:
            n = min(have, len(view))
            view[:n] = self.view[self.start : self.start + n]
            self.start += n
            return n
        if len(view) >= _BUFFER:
            return self.receive(view)
        if not self.more():
            return 0
        return self.read_some(view)

    def is_stale(self) -> bool:
        """Whether an idle connection can no longer be used: closed, or with bytes that nobody asked for."""
        if self.end > self.start:
            return True
        try:
            if hasattr(select, "poll"):
                poll = select.poll()
                poll.register(self.sock, select.POLLIN)
                return bool(poll.poll(0))
            return bool(select.select([self.sock], [], [], 0)[0])
        except (OSError, ValueError):
            return True

    def shut(self) -> None:
        """Makes whoever reads it stop."""
        try:
            self.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def close(self) -> None:
        """Closes the socket, at once."""
        try:
            self.sock.close()
        except OSError:
            pass


class Head:
    """Status and headers, by lower-case names."""

    __slots__ = ("status", "headers", "keep_alive")

    def __init__(self, status: int, headers: Dict[str, str], keep_alive: bool) -> None:
        self.status = status
        self.headers = headers
        self.keep_alive = keep_alive


def read_head(connection: Connection) -> Head:
    """The head of the answer that comes, 1xx left out.

    Raises ProtocolError if it is none of HTTP/1.1.
    """
    while True:
        text = connection.take(connection.line_end(b"\r\n\r\n")).decode("latin-1")
        lines = text.split("\r\n")
        first = lines[0].split(" ", 2)
        if len(first) < 2 or not first[0].startswith("HTTP/1.") or not (first[1].isascii() and first[1].isdigit()):
            raise ProtocolError(f"no answer of an HTTP server: {lines[0][:60]!r}")
        headers: Dict[str, str] = {}
        for line in lines[1:-2]:
            name, colon, value = line.partition(":")
            if not colon or name != name.strip():
                raise ProtocolError(f"no header: {line[:60]!r}")
            name = name.lower()
            value = value.strip()
            if name in headers and name in ("content-length", "transfer-encoding"):
                raise ProtocolError(f"the header {name} stands twice")
            headers[name] = value
        status = int(first[1])
        if status >= 200:
            keep = headers.get("connection", "").lower() != "close" and first[0] != "HTTP/1.0"
            return Head(status, headers, keep)


class Body(Source):
    """A body; ``done`` when all of it was read."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.done = False
        #: How many bytes are left, where that is known.
        self.length: Optional[int] = None


class FixedBody(Body):
    """A body of known length."""

    def __init__(self, connection: Connection, length: int) -> None:
        super().__init__(connection)
        self.length: int = length
        self.done = not length

    def readinto(self, view: memoryview) -> int:
        if not self.length:
            return 0
        if len(view) > self.length:
            view = view[: self.length]
        n = self.connection.read_some(view)
        if not n:
            raise ConnectError(f"the connection ended {self.length} bytes before the answer")
        self.length -= n
        self.done = not self.length
        return n

    def read_exactly(self, size: int, what: str = "data") -> bytes:
        connection = self.connection
        end = connection.start + size
        if end <= connection.end and size <= self.length:
            self.length -= size
            self.done = not self.length
            return connection.take(end)
        return super().read_exactly(size, what)


class ChunkedBody(Body):
    """A body in chunks."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._left = 0
        self._first = True

    def readinto(self, view: memoryview) -> int:
        if not self._left and not self._next_chunk():
            return 0
        n = self.connection.read_some(view[: self._left] if len(view) > self._left else view)
        if not n:
            raise ConnectError("the connection ended inside of an answer")
        self._left -= n
        return n

    def _next_chunk(self) -> bool:
        if self.done:
            return False
        connection = self.connection
        if not self._first and connection.take(connection.line_end(b"\r\n")) != b"\r\n":
            raise ProtocolError("a chunk is longer than its size")
        self._first = False
        line = connection.take(connection.line_end(b"\r\n"))
        text = line.split(b";")[0].strip()
        if not text or len(text) > 15 or text.strip(b"0123456789abcdefABCDEF"):
            raise ProtocolError(f"no size of a chunk: {line[:40]!r}")
        self._left = int(text, 16)
        if not self._left:
            while connection.take(connection.line_end(b"\r\n")) != b"\r\n":
                pass
            self.done = True
        return bool(self._left)

    def finish(self) -> None:
        """Takes the last chunk, where it is next."""
        if not self._left:
            self._next_chunk()


class RestBody(Body):
    """A body that ends with the connection; whether it is whole only its content can tell."""

    def readinto(self, view: memoryview) -> int:
        n = self.connection.read_some(view)
        self.done = not n
        return n

    def fill(self, view: memoryview, what: str = "data") -> None:
        try:
            super().fill(view, what)
        except ProtocolError as e:
            raise ConnectError(f"the connection ended too early: {e}") from None

    def skip(self, size: int) -> None:
        try:
            super().skip(size)
        except ProtocolError as e:
            raise ConnectError(f"the connection ended too early: {e}") from None


def body_of(connection: Connection, head: Head) -> Body:
    """The body behind a head."""
    if head.status in (204, 304):
        return FixedBody(connection, 0)
    coding = head.headers.get("transfer-encoding")
    if coding is not None:
        if coding.lower() != "chunked":
            raise ProtocolError(f"unknown Transfer-Encoding {coding!r}")
        return ChunkedBody(connection)
    length = head.headers.get("content-length")
    if length is None:
        head.keep_alive = False
        return RestBody(connection)
    if not (length.isascii() and length.isdigit()) or len(length) > 18:
        raise ProtocolError(f"no Content-Length: {length!r}")
    return FixedBody(connection, int(length))
