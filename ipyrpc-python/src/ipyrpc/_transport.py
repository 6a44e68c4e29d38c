"""The seam between calls and what carries them: a request goes out, events or a reply come back (§4)."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple
from urllib.parse import SplitResult, urlsplit

from ._source import Buffer, Source


class Request(NamedTuple):
    """One operation: its name and target, its fields by the names of §4, and its body."""

    op: str
    target: str = ""
    fields: Mapping[str, str] = {}
    body: Sequence[Buffer] = ()


class Exchange(Source):
    """What a server answers to one request. For one thread, but :meth:`abort` is for any.

    Either :meth:`reply` has the answer, or :meth:`next_event` gives one event after another; then the data of the
    event that was given last is read from the exchange itself.
    """

    def reply(self) -> Any:
        """The JSON of an answer that has no events.

        Raises RemoteError if the server refused.
        """
        raise NotImplementedError

    @property
    def has_events(self) -> bool:
        """Whether events come; else there is a reply."""
        raise NotImplementedError

    def next_event(self) -> Optional[Dict[str, Any]]:
        """The metadata of the next event, or None when no more come. What was left of the last one is dropped."""
        raise NotImplementedError

    def event_data(self) -> bytes:
        """All data of the event that was given last."""
        raise NotImplementedError

    def wait_at_most(self, deadline: Optional[float]) -> None:
        """From now on reading raises TimeoutError when ``time.monotonic()`` passes that; None: never."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends it. The connection serves again if everything was read, else it is closed."""
        raise NotImplementedError

    def abort(self) -> None:
        """Makes whoever reads stop, from any thread."""
        raise NotImplementedError


class Transport:
    """A way to one server. For any number of threads."""

    #: Shown to people.
    url = ""

    def exchange(self, request: Request, deadline: Optional[float] = None) -> Exchange:
        """Sends a request and waits for its answer to begin.

        Raises ConnectError if the server cannot be reached.
        """
        raise NotImplementedError

    def ask(self, request: Request, deadline: Optional[float] = None) -> Any:
        """Sends a request that is answered by a reply, and gives that."""
        exchange = self.exchange(request, deadline)
        try:
            return exchange.reply()
        finally:
            exchange.close()

    def close(self) -> None:
        """Closes idle connections. Later requests open new ones."""


#: Adds credentials: of a request and the audience (``host:port``), the members of §8.
Signer = Callable[[Request, str], Dict[str, str]]


class TransportOptions(NamedTuple):
    """What a transport may be told."""

    connect_timeout: float = 10.0
    tls: Any = None
    signer: Optional[Signer] = None
    limit: int = 1 << 36


Opener = Callable[[SplitResult, TransportOptions], Transport]
_openers: Dict[str, Opener] = {}


def register_transport(scheme: str, opener: Opener) -> None:
    """Makes ``connect`` know URLs of that scheme."""
    _openers[scheme] = opener


def open_transport(url: str, options: TransportOptions) -> Transport:
    """The transport for that URL.

    Raises ValueError if none knows its scheme.
    """
    if "://" not in url:
        url = f"http://{url}"
    parts = urlsplit(url)
    opener = _openers.get(parts.scheme)
    if opener is None:
        raise ValueError(f"no transport for {url!r}; known: {', '.join(f'{name}://' for name in sorted(_openers))}")
    return opener(parts, options)


def host_port(parts: SplitResult, default: int) -> Tuple[str, int]:
    """The host and port of a URL.

    Raises ValueError if it has none, or has what no address of a server has.
    """
    try:
        port = parts.port
    except ValueError as e:
        raise ValueError(f"{parts.geturl()!r}: {e}") from None
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{parts.geturl()!r} is no address of a server; it is such as http://127.0.0.1:7777")
    return parts.hostname, default if port is None else port


def schemes() -> List[str]:
    """The known schemes."""
    return sorted(_openers)
