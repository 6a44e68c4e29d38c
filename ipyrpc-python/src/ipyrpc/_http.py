"""The transport ``http`` and ``https`` (§6): requests over kept-alive connections."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
import weakref
from typing import Any, Callable, Dict, List, NamedTuple, Optional
from urllib.parse import SplitResult, quote

from . import _http_stream as stream
from ._errors import Busy, RateLimited, remote_error
from ._failures import ConnectError, ProtocolError
from ._frame import checked_sizes, parse_metadata
from ._json_text import parse_text
from ._serializers import SERIALIZERS, by_media_type
from ._transport import Exchange, Request, Transport, TransportOptions, host_port, register_transport

PROTOCOL = "1"
EVENTS = "application/vnd.ipyrpc.events"
_HEADERS = {
    "output": "IpyRpc-Output",
    "return": "IpyRpc-Return",
    "timeout": "IpyRpc-Timeout",
    "delay": "IpyRpc-Delay",
    "idempotency_key": "Idempotency-Key",
    "secret": "IpyRpc-Secret",
}


class _Route(NamedTuple):
    method: str
    path: str
    #: Whether sending it twice does what sending it once does.
    idempotent: bool
    events: bool = False


_ROUTES = {
    "functions": _Route("GET", "/functions", True),
    "call": _Route("POST", "/call/{}", False, True),
    "submit": _Route("POST", "/submit/{}", False),
    "jobs": _Route("GET", "/jobs", True),
    "status": _Route("GET", "/jobs/{}", True),
    "events": _Route("GET", "/jobs/{}/events", True, True),
    "result": _Route("GET", "/jobs/{}/result", True, True),
    "cancel": _Route("DELETE", "/jobs/{}", True),
    "retry": _Route("POST", "/jobs/{}/retry", False),
    "put": _Route("POST", "/data", False),
    "fetch": _Route("GET", "{}", True),
    "release": _Route("DELETE", "{}", False),
    "health": _Route("GET", "/health", True),
    "metrics": _Route("GET", "/metrics", True),
    "workers": _Route("GET", "/workers", True),
}

#: The JDK's server closes connections that were idle for 30 s; nobody should meet that moment.
_IDLE = 20.0
_KEPT = 32
#: How often a request is sent that may be sent twice, and the first pause before one that is.
_TRIES = 4
_FIRST_PAUSE = 0.05
#: Where connecting takes less, in seconds, a server is near.
_NEAR = 0.005
_transports: "weakref.WeakSet[HttpTransport]" = weakref.WeakSet()


class HttpTransport(Transport):
    """A server at an address of HTTP, with connections that serve again. For any number of threads, and after a fork."""

    def __init__(self, parts: SplitResult, options: TransportOptions) -> None:
        self._secure = parts.scheme == "https"
        self.host, self.port = host_port(parts, 443 if self._secure else 80)
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self.url = f"{parts.scheme}://{shown}:{self.port}"
        self._audience = f"{shown}:{self.port}".lower()
        self._options = options
        self._context = _tls(options.tls) if self._secure else None
        self._lock = threading.Lock()
        self._idle: List[stream.Connection] = []
        self._common = f" HTTP/1.1\r\nHost: {self._audience}\r\n"
        # Events tell their end themselves. Asked by HTTP/1.0, an answer of unknown length comes as it is and ends with
        # its connection, where by HTTP/1.1 the JDK's server would cut it into chunks of 4 KB, which costs both sides
        # more than all the rest. An answer of known length leaves the connection open as ever. That is for servers
        # near by alone: elsewhere another connection takes longer than the chunks do.
        self._near = False
        self._events = self._common + f"Accept: {EVENTS}\r\n"
        self._unchunked = f" HTTP/1.0\r\nHost: {self._audience}\r\nConnection: keep-alive\r\nAccept: {EVENTS}\r\n"
        _transports.add(self)

    # -- connections

    def _connect(self) -> stream.Connection:
        begun = time.monotonic()
        try:
            sock = socket.create_connection((self.host, self.port), self._options.connect_timeout)
            self._near = not self._secure and time.monotonic() - begun < _NEAR
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_hostname=self.host)
            sock.settimeout(stream.SILENCE)
        except ssl.SSLCertVerificationError as e:
            raise ConnectError(
                f"{self.url} has a certificate that is not trusted: {e.verify_message}; "
                "connect(…, tls='its-ca.pem') trusts another authority"
            ) from None
        except OSError as e:
            raise ConnectError(f"no server answers at {self.url}: {e.strerror or e}; is it running?") from None
        return stream.Connection(sock, self._secure)

    def _acquire(self, fresh: bool) -> stream.Connection:
        while not fresh:
            with self._lock:
                if not self._idle:
                    break
                connection = self._idle.pop()
            idle = time.monotonic() - connection.idle_since
            if idle < _IDLE and not connection.is_stale():
                return connection
            connection.close()
        return self._connect()

    def _release(self, connection: stream.Connection) -> None:
        connection.deadline = None
        connection.idle_since = time.monotonic()
        with self._lock:
            if len(self._idle) < _KEPT:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _forked(self) -> None:
        # The parent goes on with these sockets: closed here they stay open there. Its lock may be held by a
        # thread that does not exist here.
        self._lock = threading.Lock()
        self.close()

    # -- requests

    def exchange(self, request: Request, deadline: Optional[float] = None) -> Exchange:
        return self._attempted(request, deadline, lambda exchange: exchange)

    def ask(self, request: Request, deadline: Optional[float] = None) -> Any:
        return self._attempted(request, deadline, _reply_of)

    def _attempted(self, request: Request, deadline: Optional[float], take: Callable[[Exchange], Any]) -> Any:
        """Sends the request, and again where the connection is lost and sending it twice does no harm."""
        route = _ROUTES[request.op]
        tries = _TRIES if route.idempotent or "idempotency_key" in request.fields else 1
        attempt = 1
        while True:
            head = self._head(request, route)
            try:
                connection = self._acquire(attempt > 1)
            except ConnectError:
                if attempt in (1, tries):  # a server that was there a moment ago may come back
                    raise
            else:
                try:
                    return take(self._sent(connection, head, request, deadline))
                except ConnectError:
                    if attempt >= tries:
                        raise
            pause = _FIRST_PAUSE * 2**attempt if attempt > 1 else 0.0
            if deadline is not None and time.monotonic() + pause >= deadline:
                raise TimeoutError(f"{self.url} was lost, and there is no time to ask again")
            time.sleep(pause)
            attempt += 1

    def _sent(
        self, connection: stream.Connection, head: bytes, request: Request, deadline: Optional[float]
    ) -> Exchange:
        good = False
        try:
            connection.deadline = deadline
            broken: Optional[OSError] = None
            try:
                connection.send(head, request.body)
            except OSError as e:
                # The server may have refused the body before it had all of it: then the answer says why.
                broken = e
            try:
                answer = stream.read_head(connection)
            except ConnectError as e:
                raise ConnectError(f"{self.url}: {broken or e}") from None
            self._check_protocol(answer)
            answer.keep_alive = answer.keep_alive and broken is None
            exchange = HttpExchange(self, connection, answer, request, self._options.limit)
            good = True
            return exchange
        finally:
            if not good:
                connection.close()

    def _check_protocol(self, answer: stream.Head) -> None:
        told = answer.headers.get("ipyrpc-protocol")
        if told is None and answer.status < 400:  # errors may come from what stands between, and tell more themselves
            raise ProtocolError(
                f"{self.url} answered {answer.status} without the header IpyRpc-Protocol; "
                "no ipyrpc server answers there, or something stands between"
            )
        if told is not None and told != PROTOCOL:
            raise ProtocolError(f"{self.url} speaks version {told} of the protocol, this client version {PROTOCOL}")

    def _head(self, request: Request, route: _Route) -> bytes:
        path = route.path.format(quote(request.target, safe="/" if route.path == "{}" else ""))
        if request.op == "functions" and request.target:
            path += "/" + quote(request.target, safe="")
        query = []
        lines = [self._common if not route.events else self._unchunked if self._near else self._events]
        for name, value in request.fields.items():
            if name == "serializer":
                known = SERIALIZERS.get(value)
                lines.append(f"Content-Type: {known.media_type if known else value}\r\n")
            elif name in _HEADERS:
                lines.append(f"{_HEADERS[name]}: {_header_value(name, value)}\r\n")
            else:
                query.append(f"{name}={quote(value, safe='')}")
        if route.method == "POST":
            lines.append(f"Content-Length: {sum(map(len, request.body))}\r\n")
        if self._options.signer is not None:
            members = self._options.signer(request, self._audience)
            lines.append(_authorization(members))
        if query:
            path += "?" + "&".join(query)
        return f"{route.method} {path}{''.join(lines)}\r\n".encode("ascii")


def _reply_of(exchange: Exchange) -> Any:
    try:
        return exchange.reply()
    finally:
        exchange.close()


def _header_value(name: str, value: str) -> str:
    if not value.isascii() or not value.isprintable():
        raise ValueError(f"{name} {value!r} has characters that a header has not; use printable ASCII")
    return value


def _authorization(members: Dict[str, str]) -> str:
    scheme = members.get("scheme", "")
    rest = members.get("value") or ",".join(f"{name}={value}" for name, value in members.items() if name != "scheme")
    return f"Authorization: {scheme} {_header_value('credentials', rest)}\r\n"


def _tls(tls: Any) -> ssl.SSLContext:
    if isinstance(tls, ssl.SSLContext):
        return tls
    return ssl.create_default_context(cafile=os.fspath(tls) if tls is not None else None)


class HttpExchange(Exchange):
    """One request's answer. Bare values, as ``fetch`` gets them, are told as a ``result`` event."""

    def __init__(
        self, transport: HttpTransport, connection: stream.Connection, head: stream.Head, request: Request, limit: int
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._head = head
        self._body = stream.body_of(connection, head)
        self._limit = limit
        self._closed = False
        self._size: Optional[int] = 0
        kind = head.headers.get("content-type", "").split(";")[0].strip().lower()
        self._frames = head.status == 200 and kind == EVENTS
        self._bare = request.op == "fetch" and head.status == 200
        self._op = request.op
        self._bare_type = kind
        self._ended = False

    @property
    def has_events(self) -> bool:
        return self._frames or self._bare

    def reply(self) -> Any:
        text = self._body.rest(min(self._limit, 1 << 28))
        draining = self._op == "health" and self._head.status == 503 and b'"error"' not in text
        if self._head.status >= 400 and not draining:
            raise self._refusal(text)
        if self._head.headers.get("content-type", "").startswith("text/"):
            return text.decode("utf-8", "replace")
        if not text:
            return None
        return parse_text(text, f"the answer of {self._transport.url}")

    def _refusal(self, text: bytes) -> Exception:
        try:
            record = parse_text(text, "an error")["error"]
        except (ProtocolError, KeyError, TypeError):
            begin = text[:200].decode("utf-8", "replace")
            return ProtocolError(
                f"{self._transport.url} answered {self._head.status}, and not as an ipyrpc server does: {begin!r}"
            )
        error = remote_error(record)
        if isinstance(error, (Busy, RateLimited)):
            try:
                error.retry_after = float(self._head.headers.get("retry-after", ""))
            except ValueError:
                pass
        return error

    def next_event(self) -> Optional[Dict[str, Any]]:
        if self._bare:
            if self._ended:
                return None
            self._ended = True
            self._size = None
            return {"event": "result", "serializer": by_media_type(self._bare_type).name, "status": "succeeded"}
        body = self._body
        if self._size:
            body.skip(self._size)
            self._size = 0
        if body.length == 0:
            return None
        first = self._frame_head(body)
        if first is None:
            return None
        metadata, self._size = checked_sizes(first, self._limit)
        return parse_metadata(body.read_exactly(metadata, "an event"))

    @staticmethod
    def _frame_head(body: stream.Body) -> Optional[bytes]:
        if body.length is not None and body.length >= 16:
            return body.read_exactly(16, "an event")
        first = bytearray(16)
        view = memoryview(first)
        n = body.readinto(view)
        if not n:
            return None
        if n < 16:
            body.fill(view[n:], "an event")
        return bytes(first)

    def event_data(self) -> bytes:
        if self._size is None:
            return self._body.rest(self._limit)
        size, self._size = self._size, 0
        return self._body.read_exactly(size, "an event's data") if size else b""

    def readinto(self, view: memoryview) -> int:
        if self._size is None:
            return self._body.readinto(view)
        if not self._size:
            return 0
        n = self._body.readinto(view[: self._size] if len(view) > self._size else view)
        if not n:
            raise ConnectError(f"the connection ended {self._size} bytes before the event did")
        self._size -= n
        return n

    def wait_at_most(self, deadline: Optional[float]) -> None:
        self._connection.deadline = deadline

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        body = self._body
        if isinstance(body, stream.ChunkedBody) and not body.done:
            # Behind the last event comes the empty chunk alone, at once; anything else means that we leave early.
            try:
                if self._ended_events:
                    self._connection.deadline = time.monotonic() + 1
                    body.finish()
            except (OSError, ProtocolError):
                pass
        if body.done and self._head.keep_alive:
            self._transport._release(self._connection)
        else:
            self._connection.close()

    #: Set by who has seen the last event.
    _ended_events = False

    def ended(self) -> None:
        """Tells that the event that was given last is the end."""
        self._ended_events = not self._size

    def abort(self) -> None:
        self._connection.shut()


def _after_fork() -> None:
    for transport in list(_transports):
        transport._forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

register_transport("http", HttpTransport)
register_transport("https", HttpTransport)
