"""Pointers (§5): values that stay on the server."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from ._failures import Error
from ._transport import Request


def index_key(key: Any) -> Any:
    """The key of ``_index`` for what stood in the brackets: the one place that knows its form.

    A list, one entry a dimension: an integer, ``{"slice": [start, stop, step]}`` with null for what was left out,
    a text (a column), ``"..."`` as ``{"ellipsis": true}``, or an array or list of positions or flags.
    """
    return [_index_entry(part) for part in (key if isinstance(key, tuple) else (key,))]


def _index_entry(part: Any) -> Any:
    if isinstance(part, slice):
        bounds = [None if bound is None else _position(bound) for bound in (part.start, part.stop, part.step)]
        return {"slice": bounds}
    if part is Ellipsis:
        return {"ellipsis": True}
    if part is None:
        raise IndexError("None (a new axis) cannot index a pointer; index what .get() gives")
    return part if isinstance(part, (str, list, bool)) or hasattr(part, "__array__") else _position(part)


def _position(value: Any) -> int:
    try:
        return value.__index__()
    except AttributeError:
        raise IndexError(f"{value!r} cannot index a pointer; positions, slices, lists and names of columns can") from None


class Pointer:
    """A value that stays on the server. As an argument it stands for the value.

    ``p[:10]`` and ``p.head()`` fetch a part, :meth:`get` all of it. The server may let go of a value that nobody has
    used for long; :meth:`pin` keeps it, :meth:`release` lets it go at once. For any number of threads.
    """

    def __init__(self, members: Dict[str, Any], client: Any = None) -> None:
        self._members = members
        self._client = client

    def _ipyrpc_wire(self) -> Dict[str, Any]:
        """The form on the wire."""
        return self._members

    @property
    def _info(self) -> Dict[str, Any]:
        info = self._members.get("info")
        return info if isinstance(info, dict) else {}

    @property
    def type(self) -> Optional[str]:
        """What it is: ``np.ndarray``, ``pandas`` …; None where the server did not say."""
        return self._info.get("type")

    @property
    def dtype(self) -> Any:
        """An array's dtype as numpy has it where numpy is, else its name; None for other values."""
        name = self._info.get("dtype")
        if isinstance(name, str):
            from ._optional import import_numpy

            numpy = import_numpy()
            try:
                return numpy.dtype(name) if numpy is not None else name
            except TypeError:
                return name
        return name

    @property
    def shape(self) -> Optional[Tuple[int, ...]]:
        """An array's or data frame's shape; None for other values."""
        shape = self._info.get("shape")
        return tuple(shape) if isinstance(shape, list) else None

    @property
    def nbytes(self) -> Optional[int]:
        """How many bytes it takes on the server, where that is known."""
        size = self._info.get("nbytes")
        return size if isinstance(size, int) else None

    @property
    def where(self) -> str:
        """The server's address, as it says."""
        return f"{self._members['protocol']}://{self._members['host']}:{self._members['port']}"

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError(f"{self!r} has no length")
        return self.shape[0]

    # -- what the server does with it

    def _bound(self) -> Any:
        if self._client is None:
            raise Error("this pointer belongs to no client; use rpc.pointer(members)")
        return self._client

    def _server(self, name: str, *args: Any) -> Any:
        return self._bound()._call_server(name, (self, *args))

    def __getitem__(self, key: Any) -> Any:
        """A part of it, fetched."""
        return self._server("_index", index_key(key))

    def __iter__(self) -> Any:
        raise TypeError("a pointer is not iterated over; iterate over .get(), or over parts such as p[:1000]")

    def head(self, n: int = 5) -> Any:
        """The first ``n`` rows or elements."""
        return self._server("_head", n)

    def describe(self) -> Any:
        """A summary of it, made on the server."""
        return self._server("_describe")

    def pin(self, pinned: bool = True) -> "Pointer":
        """Keeps it on the server until it is released; ``False`` undoes that."""
        self._server("_pin", pinned)
        return self

    def get(self) -> Any:
        """All of it."""
        return self._bound()._fetch(self)

    def release(self) -> None:
        """Lets the server forget it. Later uses raise Gone."""
        members = self._members
        self._bound()._ask(Request("release", members["path"], {"secret": members["secret_key"]}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pointer) and other._members["path"] == self._members["path"]

    def __hash__(self) -> int:
        return hash(self._members["path"])

    def __repr__(self) -> str:
        about: List[str] = [self.type or "value"]
        if self._info.get("dtype") is not None:
            about.append(f"dtype={self.dtype}")
        if self.shape is not None:
            about.append(f"shape={self.shape}")
        if self.nbytes is not None:
            about.append(human_size(self.nbytes))
        return f"<Pointer to {' '.join(about)} at {self.where}>"


def human_size(size: int) -> str:
    """Bytes in three figures: ``8 B``, ``7.63 MiB``."""
    value = float(size)
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if value < 1000 or unit == "TiB":
            return f"{size} B" if unit == "B" else f"{value:.3g} {unit}"
        value /= 1024
    raise AssertionError
