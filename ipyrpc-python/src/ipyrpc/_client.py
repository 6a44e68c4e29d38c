"""The client: a server's functions as attributes."""

from __future__ import annotations

import difflib
import os
import threading
from typing import Any, Dict, Iterable, List, Mapping, Optional, Union

from ._answer import Answer
from ._call import CallOptions, RunningCall, changed, fields_of, pick_serializer, reply_deadline
from ._credentials import signer
from ._errors import NotFound
from ._failures import ConnectError, Error, ProtocolError
from ._frame import DATA_LIMIT
from ._function import Function
from ._job import Job, JobList
from ._output import Sink
from ._peers import Peers, address_of, is_at, server_of
from ._pointer import Pointer
from ._transport import Request, Transport, TransportOptions, open_transport


def connect(
    url: Optional[str] = None,
    *,
    credentials: Any = None,
    tls: Any = None,
    connect_timeout: float = 10.0,
    max_body: int = DATA_LIMIT,
    peers: Union[None, str, Iterable[str]] = None,
    **options: Any,
) -> "Client":
    """Connects to a server.

    url: such as ``http://127.0.0.1:7777``; None: what the environment variable IPYRPC_URL says.
    credentials: ``(key id, secret)``; None: what IPYRPC_KEY and IPYRPC_SECRET say, if they are set.
    tls: whom to trust for https: a file of certificates or an ``ssl.SSLContext``; None: whom the system trusts.
    connect_timeout: seconds to wait for a connection.
    max_body: how many bytes one value may have.
    peers: other servers whose pointers may be followed: ``scheme://host:port``, or networks such as ``10.0.0.0/8``.
    options: how calls are made, unless they say otherwise: see :meth:`Function.options`.

    Raises ValueError for a bad URL, ConnectError if no server answers there.

    >>> rpc = ipyrpc.connect("http://127.0.0.1:7777")
    >>> rpc.add(1, 2)
    """
    url = url or os.environ.get("IPYRPC_URL")
    if not url:
        raise ValueError("no address: give one, such as 'http://127.0.0.1:7777', or set IPYRPC_URL")
    chosen = changed(CallOptions(), options)
    how = TransportOptions(connect_timeout, tls, signer(credentials), max_body)
    client = Client(open_transport(url, how), chosen, _Others(how, Peers(peers)))
    client._load()
    return client


class _Others:
    """The peers that a client has connected to. For any number of threads."""

    def __init__(self, how: TransportOptions, peers: Peers) -> None:
        self.how = how
        self.peers = peers
        self._clients: Dict[str, Client] = {}

    def at(self, address: str) -> "Client":
        found = self._clients.get(address)
        if found is None:
            found = Client(open_transport(address, self.how), CallOptions(), self)
            found._load()
            self._clients[address] = found  # of two threads that come at once one wins, and both are right
        return found

    def close(self) -> None:
        for client in list(self._clients.values()):
            client._transport.close()


class Client:
    """A server's functions, as attributes and by ``rpc["name"]``. For any number of threads, and after a fork.

    Made by :func:`connect`. In a notebook it shows itself as a table of the functions.
    """

    def __init__(self, transport: Transport, options: CallOptions, others: _Others) -> None:
        self._transport = transport
        self._options = options
        self._others = others
        self._limit = others.how.limit
        #: The id of the server's process, and the serializers that it takes, as it last told.
        self._process = ""
        self._takes: List[str] = []
        self._functions: Dict[str, Function] = {}
        self._infos: Dict[str, Dict[str, Any]] = {}
        self._lock = threading.Lock()

    # -- functions

    def _load(self) -> None:
        reply = self._ask(Request("functions"))
        listed = reply.get("functions") if isinstance(reply, dict) else None
        if not isinstance(listed, list):
            raise ProtocolError(f"{self._transport.url} told no functions; is it an ipyrpc server?")
        if reply.get("protocol") != 1:
            raise ProtocolError(f"{self._transport.url} speaks protocol {reply.get('protocol')!r}, this client 1")
        infos = {f["name"]: f for f in listed if isinstance(f, dict) and isinstance(f.get("name"), str)}
        with self._lock:
            self._infos = infos
            self._process = str(reply.get("server") or "")
            names = reply.get("serializers")
            self._takes = [n for n in names if isinstance(n, str)] if isinstance(names, list) else []
            self._functions = {name: Function(self, name, info) for name, info in infos.items()}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # the server's own, and what IPython tries out
            raise AttributeError(name)
        found = self._functions.get(name)
        if found is None:
            found = self._found_now(name)
        if found is None:
            raise AttributeError(self._unknown(name))
        return found

    def __getitem__(self, name: str) -> Function:
        found = self._functions.get(name) or self._found_now(name)
        if found is None:
            raise KeyError(self._unknown(name))
        return found

    def _found_now(self, name: str) -> Optional[Function]:
        """A function that was perhaps added since."""
        self._load()
        return self._functions.get(name)

    def _unknown(self, name: str) -> str:
        near = difflib.get_close_matches(name, self._infos, 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"{self._transport.url} has no function {name!r}{hint}"

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def __iter__(self) -> Any:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)

    def __dir__(self) -> List[str]:
        return sorted({*(n for n in object.__dir__(self) if not n.startswith("_")), *self._infos})

    def _ipython_key_completions_(self) -> List[str]:
        return list(self._infos)

    def __repr__(self) -> str:
        from ._tables import functions_text

        return functions_text(self._infos, self._transport.url)

    def _repr_html_(self) -> str:
        from ._tables import functions_html

        return functions_html(self._infos, self._transport.url)

    def options(self, **changes: Any) -> "Client":
        """The same server, with calls made in another way: ``quiet = rpc.options(output=False)``."""
        return self._with(changed(self._options, changes))

    def _with(self, options: CallOptions) -> "Client":
        client = Client(self._transport, options, self._others)
        client._infos, client._process, client._takes = self._infos, self._process, self._takes
        client._functions = {name: Function(client, name, info) for name, info in self._infos.items()}
        return client

    @property
    def aio(self) -> Any:
        """The same functions for asyncio: ``await rpc.aio.add(1, 2)``. Cancelling the task cancels the call."""
        from ._aio import AsyncFunctions

        return AsyncFunctions(self)

    # -- jobs

    def job(self, id: str) -> Job:
        """The job of that id, whoever submitted it."""
        return Job(self, id)

    def jobs(
        self,
        *,
        state: Optional[str] = None,
        function: Optional[str] = None,
        since: Optional[str] = None,
        limit: Optional[int] = None,
    ) -> JobList:
        """The caller's jobs that the server still knows, newest first."""
        wanted = {"state": state, "function": function, "since": since, "limit": limit}
        fields = {name: str(value) for name, value in wanted.items() if value is not None}
        reply = self._ask(Request("jobs", "", fields))
        listed = reply.get("jobs") if isinstance(reply, dict) else None
        if not isinstance(listed, list):
            raise ProtocolError("the server told no jobs")
        return JobList(job for job in listed if isinstance(job, dict))

    # -- values on the server

    def put(self, value: Any, *, serializer: Optional[str] = None) -> Pointer:
        """Sends a value once, to be used often: gives a :class:`Pointer` that stands for it as an argument."""
        options = self._options if serializer is None else changed(self._options, {"serializer": serializer})
        chosen = pick_serializer(options, self._accepted())
        reply = self._ask(Request("put", "", {"serializer": chosen.name}, chosen.value(value)))
        if not isinstance(reply, dict) or not isinstance(reply.get("path"), str):
            raise ProtocolError("the server gave no pointer")
        return self._pointer(reply)

    def pointer(self, members: Mapping[str, Any]) -> Pointer:
        """The pointer of those members (§5 of the protocol), to be used through this client."""
        return self._pointer(dict(members))

    def _accepted(self) -> List[str]:
        """The serializers that the server, or else some function of it, takes; the preferred ones first."""
        if self._takes:
            return self._takes
        names: Dict[str, None] = {}
        for info in self._infos.values():
            names.update(dict.fromkeys(n for n in info.get("input") or () if isinstance(n, str)))
        return list(names)

    def _pointer(self, members: Dict[str, Any]) -> Pointer:
        return Pointer(members, self)

    def _home(self, members: Dict[str, Any]) -> "Client":
        """The client of the server that has a pointer's value: this one, whatever address it names, or a peer's.

        Raises Error if it is neither; then nothing was sent to it.
        """
        process = server_of(members["path"])
        if process is None:
            raise Error(f"the path of the pointer, {members['path']!r}, is none; it is /data/SERVER/ID")
        if process == self._process or is_at(members, self.url):
            return self
        address = address_of(members)
        if address is not None and self._others.peers.allow(members):
            return self._others.at(address)._with(self._options)
        self._load()  # a server that was started anew has another id
        if process == self._process:
            return self
        where = f"{members['protocol']}://{members['host']}:{members['port']}"
        raise Error(
            f"a pointer to a value at {where} lies neither at {self.url} nor at one of this client's peers; "
            f"if you trust its server, name that: connect(…, peers=[{where!r}])"
        )

    def _fetch(self, pointer: Pointer) -> Any:
        """The value. Reading it twice does no harm: so it is read again where the connection is lost."""
        for last in (False, False, True):
            try:
                return self._fetched(pointer)
            except ConnectError:
                if last:
                    raise
        raise AssertionError

    def _fetched(self, pointer: Pointer) -> Any:
        members = pointer._members
        fields = {"secret": members["secret_key"]}
        accepted = self._accepted()
        chosen = self._options.result_serializer or pick_serializer(self._options, accepted).name
        fields["output"] = chosen
        exchange = self._transport.exchange(Request("fetch", members["path"], fields))
        if not exchange.has_events:
            try:
                exchange.reply()
            finally:
                exchange.close()
            raise ProtocolError("the server answered a fetch with no value")
        answer = Answer(self._transport, exchange, Sink("", False, False), self._limit)
        try:
            return answer.value(self._pointer)
        finally:
            answer.close()

    def _call_server(self, name: str, args: Any, pointer: bool = False) -> Any:
        """Calls one of the server's own functions."""
        chosen = pick_serializer(self._options, self._accepted())
        fields = fields_of(self._options, chosen, False, pointer)
        request = Request("call", name, fields, chosen.arguments(args, {}))
        try:
            return RunningCall(self, name, request, self._options).value()
        except NotFound as e:
            if f"'{name}'" in e.message:
                raise Error(f"{self._transport.url} cannot do that with pointers: it has no function {name}") from e
            raise

    # -- the rest

    @property
    def url(self) -> str:
        """The server's address."""
        return self._transport.url

    def health(self) -> Dict[str, Any]:
        """What the server says of itself."""
        return dict(self._ask(Request("health")))

    def _ask(self, request: Request, deadline: Optional[float] = None) -> Any:
        return self._transport.ask(request, reply_deadline() if deadline is None else deadline)

    def close(self) -> None:
        """Closes idle connections. The client can still be used."""
        self._transport.close()
        self._others.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *exception: Any) -> None:
        self.close()

    def __reduce__(self) -> Any:
        raise TypeError("a client is not pickled; connect in each process")
