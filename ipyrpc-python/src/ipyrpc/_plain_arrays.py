"""Arrays where there is no numpy: nested lists, ``array.array`` and ``memoryview``."""

from __future__ import annotations

import array
import struct
import sys
from datetime import datetime, timedelta, timezone
from typing import Any, List, Tuple

from ._dtypes import STRUCT_CODES, DType
from ._failures import ProtocolError, UnsendableError
from ._optional import hint
from ._scalars import decode_base64, special_float
from ._source import Source
from ._text_columns import read_texts

_NAT = -(1 << 63)
_LETTERS = {"?": "b1"}
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3_600, "m": 60, "s": 1}
_MICROS = {"ms": 1_000.0, "us": 1.0, "ns": 0.001}


def buffer_parts(view: memoryview) -> Tuple[str, Tuple[int, ...], memoryview]:
    """dtype, shape and bytes of an ``array.array`` or memoryview of numbers.

    Raises UnsendableError if it holds anything else.
    """
    code = view.format
    if code in _LETTERS:
        name = "|b1"
    elif len(code) == 1 and code in "bhilq":
        name = f"<i{view.itemsize}"
    elif len(code) == 1 and code in "BHILQ":
        name = f"<u{view.itemsize}"
    elif len(code) == 1 and code in "efd":
        name = f"<f{view.itemsize}"
    elif code in ("u", "w"):
        raise UnsendableError("arrays of characters cannot be sent; use a str")
    else:
        raise UnsendableError(f"buffers of format {code!r} cannot be sent")
    if sys.byteorder == "big":
        name = name.replace("<", ">")
    if view.itemsize == 1:
        name = name.replace("<", "|")
    contiguous = view if view.c_contiguous else memoryview(view.tobytes())
    return name, view.shape or (), contiguous.cast("B")


def from_json(dtype: DType, data: Any, lifting: Any, depth: int, nullable: bool = False) -> Tuple[List[Any], Any]:
    """Elements in JSON as a list; missing ones are None."""
    hint("numpy", "arrays are lists")
    if not isinstance(data, list):
        raise ProtocolError(f"the elements of an array are a list, not {str(data)[:60]!r}")
    kind = dtype.kind
    allowed = {"b": bool, "i": int, "u": int, "f": (int, float, str), "M": int, "m": int, "T": str, "U": str}.get(kind)
    optional = nullable or kind in "MmT"
    if allowed:
        for item in data:
            wrong = not isinstance(item, allowed) or (isinstance(item, bool) and kind != "b")
            if wrong and not (item is None and optional):
                raise ProtocolError(f"{str(item)[:60]!r} is no element of an array of dtype {dtype.name}")
    if kind == "f":
        return [_float(item) for item in data], None
    if kind == "c":
        return [_complex(item) for item in data], None
    if kind in "Mm":
        return [None if item is None else _time(dtype, item) for item in data], None
    if kind == "S":
        return [decode_base64(item) for item in data], None
    if kind == "O":
        return [lifting.lift(item, depth - 1) for item in data], None
    if kind == "V":
        if not all(type(row) is list and len(row) == len(dtype.fields) for row in data):
            raise ProtocolError(f"an element of a record array is a list of its {len(dtype.fields)} fields")
        columns = [
            from_json(field, [row[i] for row in data], lifting, depth)[0] for i, (_, field) in enumerate(dtype.fields)
        ]
        return list(zip(*columns)) if columns else [() for _ in data], None
    return data, None


def _float(item: Any) -> Any:
    return special_float(item) if type(item) is str else None if item is None else float(item)


def _complex(item: Any) -> Any:
    if item is None:
        return None
    if not (type(item) is list and len(item) == 2):
        raise ProtocolError("an element of a complex array is [re, im]")
    return complex(_float(item[0]), _float(item[1]))


def _time(dtype: DType, ticks: int) -> Any:
    """A datetime or timedelta where Python has it, else the ticks."""
    micros = ticks * _SECONDS[dtype.unit] * 1_000_000 if dtype.unit in _SECONDS else None
    if dtype.unit in _MICROS:
        micros = ticks * 1_000 if dtype.unit == "ms" else ticks if dtype.unit == "us" else ticks // 1_000
    if micros is None:
        return ticks
    try:
        length = timedelta(microseconds=micros)
        if dtype.kind == "m":
            return length
        return datetime(1970, 1, 1, tzinfo=timezone.utc if dtype.zone else None) + length
    except OverflowError:
        return ticks


def from_source(dtype: DType, count: int, size: int, source: Source, lifting: Any) -> Any:
    """Raw elements: an ``array.array`` where that has the type, else a list."""
    hint("numpy", "arrays are lists and array.array")
    if dtype.kind == "T":
        return read_texts(count, size, source)
    if dtype.kind == "O":
        items = lifting.parse(source.read_exactly(size), "the data of an array of dtype O")
        if not isinstance(items, list) or len(items) != count:
            raise ProtocolError(f"the data of an array of dtype O is a list of {count} values")
        return items
    if dtype.item_size is None or count * dtype.item_size != size:
        raise ProtocolError(f"{count} elements of dtype {dtype.name or 'records'} do not take {size} bytes")
    data = source.read_exactly(size)
    swapped = dtype.order == (">" if sys.byteorder == "little" else "<")
    code = STRUCT_CODES.get(dtype.name)
    if code and code not in "?e":
        out = array.array(code)
        out.frombytes(data)
        if swapped:
            out.byteswap()
        return out
    return [_element(dtype, data[at : at + dtype.item_size]) for at in range(0, size, dtype.item_size or 1)]


def _element(dtype: DType, data: bytes) -> Any:
    order = ">" if dtype.order == ">" else "<"
    code = STRUCT_CODES.get(dtype.name)
    if code == "?":
        return data != b"\0"
    if code:
        return struct.unpack(order + code, data)[0]
    if dtype.kind == "c":
        return complex(*struct.unpack(order + ("ff" if dtype.item_size == 8 else "dd"), data))
    if dtype.kind in "Mm":
        ticks = struct.unpack(order + "q", data)[0]
        return None if ticks == _NAT else _time(dtype, ticks)
    if dtype.kind == "S":
        return data.rstrip(b"\0")
    if dtype.kind == "U":
        try:
            return data.decode("utf-32-be" if order == ">" else "utf-32-le", "surrogatepass").rstrip("\0")
        except UnicodeDecodeError as e:
            raise ProtocolError(f"an element of dtype {dtype.name} is no text: {e}") from None
    at = 0
    row = []
    for _, field in dtype.fields:
        row.append(_element(field, data[at : at + (field.item_size or 0)]))
        at += field.item_size or 0
    return tuple(row)


def shaped(values: Any, shape: Tuple[int, ...], order: str = "C") -> Any:
    """Elements as nested lists; those of one dimension stay as they are, of none are the element itself."""
    if len(shape) == 1:
        return values
    if not shape:
        return values[0]
    if order == "F":
        return _transposed(values, shape)
    step = len(values) // shape[0] if shape[0] else 0
    return [shaped(_listed(values[i * step : (i + 1) * step], shape), shape[1:]) for i in range(shape[0])]


def _listed(values: Any, shape: Tuple[int, ...]) -> Any:
    return list(values) if len(shape) == 2 else values


def _transposed(values: Any, shape: Tuple[int, ...]) -> Any:
    if len(shape) == 1:
        return list(values)
    return [_transposed(values[i :: shape[0]], shape[1:]) for i in range(shape[0])]
