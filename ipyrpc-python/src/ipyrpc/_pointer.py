"""Pointers (§5): values that stay on the server."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from ._errors import Gone, NotFound
from ._failures import Error, shown
from ._optional import import_pandas
from ._transport import Request

#: What is described by numbers, and by which.
_DESCRIBED = ("np.ndarray", "pandas", "pandas.Series")
_STATISTICS = ("count", "mean", "std", "min", "25%", "50%", "75%", "max")


def index_key(key: Any, rank: Optional[int] = None) -> List[Any]:
    """The key of ``_index`` for what stood in the brackets, one entry an axis (§5).

    ``rank`` is how many axes there are; an ellipsis needs it.
    """
    parts = list(key) if isinstance(key, tuple) else [key]
    ellipses = sum(part is Ellipsis for part in parts)
    if ellipses:
        if ellipses > 1 or rank is None:
            raise IndexError("one ellipsis can stand in the key of an array, whose axes are known; write ':' for each axis")
        at = next(i for i, part in enumerate(parts) if part is Ellipsis)
        parts[at : at + 1] = [slice(None)] * max(0, rank - len(parts) + 1)
    return [_index_entry(part) for part in parts]


def _index_entry(part: Any) -> Any:
    if isinstance(part, str):
        return str(part)
    if isinstance(part, slice):
        bounds = {"start": part.start, "stop": part.stop, "step": part.step}
        return {name: None if bound is None else _position(bound) for name, bound in bounds.items()}
    if isinstance(part, list) and part:
        return {"take": [str(column) if isinstance(column, str) else _position(column) for column in part]}
    return _position(part)


def _position(value: Any) -> int:
    if hasattr(type(value), "__index__") and not isinstance(value, bool) and not getattr(value, "shape", ()):
        return int(value.__index__())
    raise IndexError(
        f"{shown(value)} cannot index a pointer; positions, slices, names and lists of columns can; index what .get() gives"
    )


class _View:
    """``p.view[:1000, 0]``: a part as a pointer of its own."""

    def __init__(self, pointer: Pointer) -> None:
        self._pointer = pointer

    def __getitem__(self, key: Any) -> Pointer:
        part = self._pointer._server("_index", self._pointer._key(key), pointer=True)
        assert isinstance(part, Pointer)
        return part


class Pointer:
    """A value that stays on the server. As an argument it stands for the value.

    ``p[:10]``, ``p[:, 0]``, ``p["column"]`` and ``p.head()`` fetch a part, :meth:`get` all of it; ``p.view[:10]`` is a
    pointer to a part. The server may let go of a value that nobody has used for long; :meth:`pin` keeps it,
    :meth:`release`, or the end of a ``with`` block, lets it go at once. For any number of threads.
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
        shape = self._info.get("shape", [self._info.get("rows"), self._info.get("columns")])
        return tuple(shape) if isinstance(shape, list) and all(type(size) is int for size in shape) else None

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
        length = self.shape[0] if self.shape else self._info.get("length")
        if not isinstance(length, int):
            raise TypeError(f"{self!r} has no length")
        return length

    def __bool__(self) -> bool:
        return True

    # -- what the server does with it

    def _bound(self) -> Any:
        if self._client is None:
            raise Error("this pointer belongs to no client; use rpc.pointer(members)")
        return self._client

    def _home(self) -> Any:
        return self._bound()._home(self._members)

    def _server(self, name: str, *args: Any, pointer: bool = False) -> Any:
        return self._home()._call_server(name, (self, *args), pointer)

    def _key(self, key: Any) -> List[Any]:
        return index_key(key, None if self.shape is None else len(self.shape))

    def __getitem__(self, key: Any) -> Any:
        """A part of it, fetched: of an array as numpy has it, of a frame rows and columns by position or name."""
        return self._server("_index", self._key(key))

    @property
    def view(self) -> _View:
        """``p.view[:1000]`` leaves the part on the server: a pointer that shares the memory of this one."""
        return _View(self)

    def __iter__(self) -> Any:
        raise TypeError("a pointer is not iterated over; iterate over .get(), or over parts such as p[:1000]")

    def head(self, n: int = 5) -> Any:
        """The first ``n`` rows or elements."""
        return self._server("_head", n)

    def describe(self) -> Any:
        """A summary of it, made on the server: for a data frame one, else a Series, or dicts where pandas is not."""
        told = self._server("_describe")
        columns = told.pop("describe", None)
        pandas = import_pandas()
        if pandas is None or self.type not in _DESCRIBED:
            return told if columns is None else columns
        if columns is None:
            return pandas.Series({name: value for name, value in told.items() if name in _STATISTICS}, dtype=float)
        return pandas.DataFrame(columns).reindex([*_STATISTICS]).astype(float)

    def pin(self, pinned: bool = True) -> "Pointer":
        """Keeps it on the server until it is released; ``False`` undoes that."""
        self._server("_pin", pinned)
        return self

    def get(self) -> Any:
        """All of it."""
        return self._home()._fetch(self)

    def release(self) -> None:
        """Lets the server forget it. Later uses raise Gone."""
        members = self._members
        self._home()._ask(Request("release", members["path"], {"secret": members["secret_key"]}))

    def __enter__(self) -> Pointer:
        return self

    def __exit__(self, *exception: Any) -> None:
        try:
            self.release()
        except (Gone, NotFound):
            pass  # it is let go of already

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pointer) and other._members["path"] == self._members["path"]

    def __hash__(self) -> int:
        return hash(self._members["path"])

    def __repr__(self) -> str:
        about: List[str] = [self.type or "value", *([str(self._info["class"])] if "class" in self._info else [])]
        if self._info.get("dtype") is not None:
            about.append(f"dtype={self.dtype}")
        if self.shape is not None:
            about.append(f"shape={self.shape}")
        elif isinstance(self._info.get("length"), int):
            about.append(f"length={self._info['length']}")
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
