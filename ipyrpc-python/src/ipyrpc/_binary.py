"""Values as frames (§2, column "binary").

A value is one frame, or for lists and dicts that hold something with a frame of its own::

    {"type":"list"}  item …  {"type":"end"}        {"type":"dict"}  member with "key" …  {"type":"end"}

where ``{"type":"items"}`` with a JSON array as data stands for that array's elements.
"""

from __future__ import annotations

import array
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ._array_json import arranged, backend
from ._dtypes import checked_shape, parse_dtype
from ._failures import ProtocolError, UnsendableError, shown
from ._frame import frame_head, read_frame_head, read_optional_frame_head
from ._json_text import MAX_DEPTH
from ._lifting import Lifting
from ._lowering import POINTER, dump_value
from ._optional import import_numpy, loaded
from ._source import Buffer, Source


def value_parts(value: Any) -> List[Buffer]:
    """A value's frames, the memory of arrays among them as it lies.

    Raises UnsendableError if it has no form.
    """
    out: List[Buffer] = []
    _write(value, {}, out, MAX_DEPTH)
    return out


def argument_parts(args: Sequence[Any], kwargs: Mapping[str, Any]) -> List[Buffer]:
    """The frames of a call's arguments (§3)."""
    out: List[Buffer] = []
    for i, value in enumerate(args):
        try:
            _write(value, {}, out, MAX_DEPTH)
        except UnsendableError as e:
            raise e.within(f"[{i}]") from None
    for name, value in kwargs.items():
        try:
            _write(value, {"key": name}, out, MAX_DEPTH)
        except UnsendableError as e:
            raise e.within(name) from None
    return out


def _own_frame(value: Any) -> bool:
    """Whether a value has a frame of its own, being neither list nor dict."""
    if isinstance(value, (bytes, bytearray, memoryview, array.array)):
        return True
    numpy = loaded("numpy")
    if numpy is None:
        return False
    if isinstance(value, numpy.ndarray):
        return not (value.dtype.names is not None and value.dtype.hasobject)
    pandas = loaded("pandas")
    return pandas is not None and isinstance(value, (pandas.DataFrame, pandas.Series))


def _holds_frames(value: Any, depth: int) -> bool:
    if isinstance(value, (list, tuple)):
        items: Any = value
    elif isinstance(value, dict):
        items = value.values()
    else:
        return _own_frame(value)
    if depth < 0:
        raise UnsendableError(f"nested deeper than {MAX_DEPTH}, or something that contains itself")
    # Most lists hold plain things alone: their types tell at the speed of C.
    if set(map(type, items)) <= _PLAIN:
        return False
    return any(_holds_frames(item, depth - 1) for item in items)


_PLAIN = {str, int, float, bool, type(None)}


def _write(value: Any, key: Dict[str, Any], out: List[Buffer], depth: int) -> None:
    if _own_frame(value):
        metadata, data = _frame_of(value)
        _frame({**metadata, **key}, data, out)
    elif isinstance(value, (list, tuple)) and _holds_frames(value, depth):
        _frame({"type": "list", **key}, [], out)
        _write_items(value, out, depth)
        _frame({"type": "end"}, [], out)
    elif isinstance(value, dict) and _holds_frames(value, depth):
        _frame({"type": "dict", **key}, [], out)
        for name, item in value.items():
            if not isinstance(name, str):
                raise UnsendableError(f"a key of a dict is text, not {shown(name)}")
            try:
                _write(item, {"key": name}, out, depth - 1)
            except UnsendableError as e:
                raise e.within(f".{name}") from None
        _frame({"type": "end"}, [], out)
    else:
        wire = getattr(type(value), "_ipyrpc_wire", None)
        if wire is not None:
            _frame({**wire(value), **key}, [], out)
        else:
            _frame({"type": "json", **key}, [dump_value(value)], out)


def _write_items(items: Sequence[Any], out: List[Buffer], depth: int) -> None:
    batch: List[Any] = []

    def flush() -> None:
        if batch:
            _frame({"type": "items"}, [dump_value(batch)], out)
            batch.clear()

    for i, item in enumerate(items):
        if _holds_frames(item, depth - 1):
            flush()
            try:
                _write(item, {}, out, depth - 1)
            except UnsendableError as e:
                raise e.within(f"[{i}]") from None
        else:
            batch.append(item)
    flush()


def _frame_of(value: Any) -> Tuple[Dict[str, Any], List[Buffer]]:
    if isinstance(value, (bytes, bytearray)):
        return {"type": "bytes"}, [value]
    if isinstance(value, (array.array, memoryview)):
        view = memoryview(value)
        if view.format == "B" and isinstance(value, memoryview):
            return {"type": "bytes"}, [view.cast("B") if view.c_contiguous else view.tobytes()]
        from ._plain_arrays import buffer_parts

        dtype, shape, data = buffer_parts(view)
        return {"type": "np.ndarray", "dtype": dtype, "shape": list(shape)}, [data]
    if isinstance(value, loaded("numpy").ndarray):
        from ._arrays import array_frame

        return array_frame(value)
    from ._pandas import frame_frame

    return frame_frame(value)


def _frame(metadata: Dict[str, Any], data: List[Buffer], out: List[Buffer]) -> None:
    data = [part for part in data if len(part)]
    try:
        out.append(frame_head(metadata, sum(map(len, data))))
    except ValueError as e:
        raise UnsendableError(str(e)) from None
    out.extend(data)


class BinaryReader:
    """Reads values off frames; for one body and one thread."""

    def __init__(self, source: Source, lifting: Lifting, limit: int) -> None:
        self._source = source
        self._lifting = lifting
        self._limit = limit

    def only_value(self) -> Any:
        """The one value that there is."""
        metadata, size = self._head()
        value = self._value(metadata, size, MAX_DEPTH)
        self._expect_end()
        return value

    def arguments(self) -> Tuple[List[Any], Dict[str, Any]]:
        """Positional and keyword arguments (§3)."""
        args: List[Any] = []
        kwargs: Dict[str, Any] = {}
        while True:
            head = read_optional_frame_head(self._source, self._limit)
            if head is None:
                return args, kwargs
            value = self._value(head[0], head[1], MAX_DEPTH)
            if "key" in head[0]:
                self._add(kwargs, head[0], value)
            else:
                args.append(value)

    def items(self) -> Iterator[Any]:
        """A list's items as they arrive."""
        metadata, size = self._head()
        if metadata.get("type") == "list":
            self._no_data(metadata, size)
            yield from self._items(MAX_DEPTH)
        else:
            value = self._value(metadata, size, MAX_DEPTH)
            if isinstance(value, (dict, str, bytes)) or not hasattr(value, "__iter__"):
                raise ProtocolError(f"expected a list, whose items come one by one, not {shown(value)}")
            yield from value
        self._expect_end()

    def _head(self) -> Tuple[Dict[str, Any], int]:
        head = read_optional_frame_head(self._source, self._limit)
        if head is None:
            raise ProtocolError("a value is one frame at least; there are no bytes")
        return head

    def _expect_end(self) -> None:
        if self._source.readinto(memoryview(bytearray(1))):
            raise ProtocolError("there are bytes behind the value")

    def _no_data(self, metadata: Dict[str, Any], size: int) -> None:
        if size:
            raise ProtocolError(f"a frame of type {metadata['type']} has no data, this has {size} bytes")

    def _value(self, metadata: Dict[str, Any], size: int, depth: int) -> Any:
        if depth < 0:
            raise ProtocolError(f"a value is nested deeper than {MAX_DEPTH}")
        kind = metadata.get("type")
        if kind == "json":
            return self._lifting.parse(self._source.read_exactly(size), "the data of a frame of type json")
        if kind == "np.ndarray":
            return self._array(metadata, size)
        if kind in ("pandas", "pandas.Series"):
            from ._frame_json import read_frame

            return read_frame(metadata, size, self._source, self._lifting)
        if kind == "bytes":
            return self._source.read_exactly(size)
        if kind not in ("list", "dict", POINTER):
            raise ProtocolError(f"no value begins with a frame of type {kind!r}")
        self._no_data(metadata, size)
        if kind == POINTER:
            return self._lifting.pointer({name: part for name, part in metadata.items() if name != "key"})
        return list(self._items(depth)) if kind == "list" else self._dict(depth)

    def _items(self, depth: int) -> Iterator[Any]:
        while True:
            metadata, size = read_frame_head(self._source, self._limit)
            kind = metadata.get("type")
            if kind == "end":
                self._no_data(metadata, size)
                return
            if kind == "items":
                batch = self._lifting.parse(self._source.read_exactly(size), "the data of a frame of type items")
                if not isinstance(batch, list):
                    raise ProtocolError("the data of a frame of type items is a list")
                yield from batch
            else:
                yield self._value(metadata, size, depth - 1)

    def _dict(self, depth: int) -> Dict[str, Any]:
        members: Dict[str, Any] = {}
        while True:
            metadata, size = read_frame_head(self._source, self._limit)
            if metadata.get("type") == "end":
                self._no_data(metadata, size)
                return members
            self._add(members, metadata, self._value(metadata, size, depth - 1))

    @staticmethod
    def _add(members: Dict[str, Any], metadata: Dict[str, Any], value: Any) -> None:
        key = metadata.get("key")
        if not isinstance(key, str):
            raise ProtocolError(f"a member of a dict has a key that is text, not {key!r}")
        if key in members:
            raise ProtocolError(f"the key {key!r} stands twice")
        members[key] = value

    def _array(self, metadata: Dict[str, Any], size: int) -> Any:
        dtype = parse_dtype(metadata.get("dtype"))
        shape, count = checked_shape(metadata.get("shape"))
        order = metadata.get("order", "C")
        if order not in ("C", "F"):
            raise ProtocolError(f"the order of an array is C or F, not {order!r}")
        if import_numpy() is not None and dtype.item_size is not None and size == count * dtype.item_size:
            from ._arrays import allocate, read_into

            return read_into(allocate(shape, dtype, order), self._source)
        values = backend().from_source(dtype, count, size, self._source, self._lifting)
        return arranged(values, dtype, shape, order)


def read_arguments(source: Source, lifting: Optional[Lifting] = None, limit: int = 1 << 36) -> Any:
    """The arguments in a binary body, for those who test both ways."""
    return BinaryReader(source, lifting or Lifting(), limit).arguments()
