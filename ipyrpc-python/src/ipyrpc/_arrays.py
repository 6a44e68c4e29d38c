"""numpy arrays on the wire (§2.1): elements to and from JSON and raw bytes. Imported only where numpy is."""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, List, Optional, Tuple

import numpy as np

from ._dtypes import DType
from ._failures import ProtocolError, UnsendableError
from ._json_text import MAX_DEPTH, dump_text
from ._lowering import lower
from ._scalars import decode_base64, encode_bytes, encode_complex, float_name, nanos_text, special_float
from ._source import Buffer, Source

_NAT = -(1 << 63)


# --- to the wire ---------------------------------------------------------------------------------------------------


def wire_dtype(dtype: Any, in_record: bool = False) -> Any:
    """A numpy dtype by the protocol's name with its byte order, or as a list of names and dtypes.

    Raises UnsendableError if the protocol has none such.
    """
    if dtype.names is not None and not in_record:
        if any(dtype.fields[name][0].subdtype for name in dtype.names):
            raise UnsendableError(f"arrays of dtype {dtype} cannot be sent: a field is an array itself")
        return [[name, wire_dtype(dtype.fields[name][0], in_record=True)] for name in dtype.names]
    kind = dtype.kind
    if kind in "biuSUO" or (kind in "fc" and dtype.itemsize <= (8 if kind == "f" else 16)):
        return dtype.str
    if kind in "Mm" and "[" in dtype.str:
        return dtype.str
    advice = ""
    if kind in "fc":
        advice = f"; use .astype({'float' if kind == 'f' else 'complex'!r})"
    elif kind in "Mm":
        advice = f"; give it a unit, such as .astype('{kind}8[ns]')"
    raise UnsendableError(f"arrays of dtype {dtype} cannot be sent{advice}")


def without_order(wire: Any) -> Any:
    """The dtype as JSON has it."""
    if isinstance(wire, list):
        return [[name, without_order(field)] for name, field in wire]
    return wire.lstrip("<>|=")


def lowering(value: Any) -> Optional[Callable[[int], Any]]:
    """What makes JSON of a value of numpy's, or None where it is none."""
    if isinstance(value, np.ndarray):
        return lambda depth: lower_array(value, depth)
    if isinstance(value, np.generic):
        return lambda depth: _lower_scalar(value, depth)
    return None


def _lower_scalar(value: Any, depth: int) -> Any:
    if isinstance(value, np.datetime64):
        return _lower_datetime64(value)
    if isinstance(value, np.timedelta64):
        return _lower_timedelta64(value)
    if isinstance(value, (np.void, np.longdouble, np.clongdouble)):
        return lower_array(np.asarray(value), depth)
    if isinstance(value, np.complexfloating):
        return encode_complex(complex(value))
    if isinstance(value, np.bytes_):
        return encode_bytes(bytes(value))
    return lower(value.item(), depth)


def _lower_datetime64(value: Any) -> Any:
    if np.isnat(value):
        return None
    unit = np.datetime_data(value.dtype)[0]
    text = str(value)
    if unit in ("Y", "M", "W", "D"):
        return {"type": "date", "data": str(value.astype("M8[D]"))}
    if unit in ("h", "m"):
        text = str(value.astype("M8[s]"))
    elif unit in ("ps", "fs", "as"):
        raise UnsendableError(f"{value!r} cannot be sent: a datetime has nanoseconds at best; use .astype('M8[ns]')")
    return {"type": "datetime", "data": text}


_NANOS = {"W": 604_800_000_000_000, "D": 86_400_000_000_000, "h": 3_600_000_000_000, "m": 60_000_000_000,
          "s": 1_000_000_000, "ms": 1_000_000, "us": 1_000, "ns": 1}  # fmt: skip


def _lower_timedelta64(value: Any) -> Any:
    if np.isnat(value):
        return None
    unit, count = np.datetime_data(value.dtype)
    if unit not in _NANOS:
        raise UnsendableError(f"{value!r} cannot be sent: its unit is none from weeks to nanoseconds; use .astype('m8[ns]')")
    return {"type": "timedelta", "data": nanos_text(int(value.astype("i8")) * count * _NANOS[unit])}


def plain_array(array: Any) -> Any:
    """The array without what numpy's subclasses add; masked ones are refused, as their mask would be lost."""
    if isinstance(array, np.ma.MaskedArray):
        raise UnsendableError("masked arrays cannot be sent; use .filled(value)")
    return np.asarray(array)


def lower_array(array: Any, depth: int = MAX_DEPTH) -> Any:
    """The envelope of an array."""
    array = plain_array(array)
    dtype = without_order(wire_dtype(array.dtype))
    data = json_elements(array.reshape(-1), depth)
    return {"type": "np.ndarray", "data": {"dtype": dtype, "shape": list(array.shape), "data": data}}


def json_elements(flat: Any, depth: int = MAX_DEPTH) -> List[Any]:
    """The elements of an array of one dimension in JSON."""
    kind = flat.dtype.kind
    if flat.dtype.names is not None:
        fields = [json_elements(flat[name], depth) for name in flat.dtype.names]
        return [list(row) for row in zip(*fields)] if fields else [[] for _ in range(len(flat))]
    if kind == "f":
        items = flat.tolist()
        if not np.isfinite(flat).all():
            items = [item if math.isfinite(item) else float_name(item) for item in items]
        return items
    if kind == "c":
        return [list(pair) for pair in zip(json_elements(flat.real), json_elements(flat.imag))]
    if kind in "Mm":
        ticks = flat.astype(flat.dtype.newbyteorder("=")).view("i8")
        return [None if tick == _NAT else tick for tick in ticks.tolist()]
    if kind == "S":
        return [encode_bytes(item)["data"] for item in flat.tolist()]
    if kind == "O":
        return lower_items(flat.tolist(), depth)
    return flat.tolist()


def lower_items(items: List[Any], depth: int) -> List[Any]:
    """Any values in JSON; an error says which could not be sent."""
    lowered = []
    for i, item in enumerate(items):
        try:
            lowered.append(lower(item, depth - 1))
        except UnsendableError as e:
            raise e.within(f"[{i}]") from None
    return lowered


def array_frame(array: Any) -> Tuple[Dict[str, Any], List[Buffer]]:
    """An array as a frame's metadata and data, which is the array's own memory where that is in one piece."""
    array = plain_array(array)
    wire = wire_dtype(array.dtype)
    metadata = {"type": "np.ndarray", "dtype": wire, "shape": list(array.shape)}
    if array.dtype.names is not None:
        packed = np.dtype([(name, array.dtype.fields[name][0]) for name in array.dtype.names])
        array = array if array.dtype == packed else array.astype(packed)
        if packed.hasobject:
            raise UnsendableError(f"arrays of dtype {packed} cannot be sent in binary: a field holds objects")
    elif array.dtype.kind == "O":
        return metadata, [dump_text(json_elements(array.reshape(-1)))]
    if array.flags.f_contiguous and not array.flags.c_contiguous:
        metadata["order"] = "F"
        array = array.T
    return metadata, [raw_bytes(np.ascontiguousarray(array))]


def raw_bytes(array: Any) -> Buffer:
    """The memory of an array in C order, not copied."""
    if not array.size or not array.itemsize:
        return b""
    return array.reshape(-1).view(np.uint8).data


# --- from the wire -------------------------------------------------------------------------------------------------


def from_json(dtype: DType, data: Any, lifting: Any, depth: int, nullable: bool = False) -> Tuple[Any, Any]:
    """Elements in JSON as an array of one dimension, and which are there (None: all of them).

    Raises ProtocolError if an element is not of the dtype.
    """
    if not isinstance(data, list):
        raise ProtocolError(f"the elements of an array are a list, not {str(data)[:60]!r}")
    valid = None
    if nullable and dtype.kind in "biufcT" and None in data:
        valid = np.fromiter((item is not None for item in data), bool, len(data))
        if dtype.kind != "T":
            zero: Any = False if dtype.kind == "b" else [0.0, 0.0] if dtype.kind == "c" else 0
            data = [zero if item is None else item for item in data]
    try:
        return _JSON_READERS[dtype.kind](dtype, data, lifting, depth), valid
    except (ValueError, OverflowError, TypeError) as e:
        raise ProtocolError(f"an array of dtype {dtype.name or 'records'}: {e}") from None


def _check_types(dtype: DType, data: List[Any], allowed: Any) -> None:
    if not set(map(type, data)) <= allowed:
        wrong = next(item for item in data if type(item) not in allowed)
        raise ProtocolError(f"{str(wrong)[:60]!r} is no element of an array of dtype {dtype.name}")


def _bools(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    _check_types(dtype, data, {bool})
    return np.array(data, dtype=bool)


def _integers(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    _check_types(dtype, data, {int})
    wide = np.array(data, dtype="u8" if dtype.kind == "u" and (not data or min(data) >= 0) else "i8")
    bounds = np.iinfo(dtype.name)
    if len(data) and not (bounds.min <= int(wide.min()) and int(wide.max()) <= bounds.max):
        wrong = next(item for item in data if not bounds.min <= item <= bounds.max)
        raise ProtocolError(f"{wrong} is no element of an array of dtype {dtype.name}")
    return wide.astype(dtype.name, copy=False)


def _floats(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    types = set(map(type, data))
    if str in types:
        data = [special_float(item) if type(item) is str else item for item in data]
    _check_types(dtype, data, {float, int})
    with np.errstate(over="ignore"):
        return np.array(data, dtype=dtype.name)


def _complexes(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    if not all(type(item) is list and len(item) == 2 for item in data):
        raise ProtocolError("an element of a complex array is [re, im]")
    parts = DType("f8", "", "f", 8)
    result = np.empty(len(data), dtype=dtype.name)
    result.real = _floats(parts, [item[0] for item in data], lifting, depth)
    result.imag = _floats(parts, [item[1] for item in data], lifting, depth)
    return result


def _ticks(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    _check_types(dtype, data, {int, type(None)})
    ticks = np.array([_NAT if item is None else item for item in data], dtype="i8")
    return ticks.view(dtype.numpy_name)


def _texts(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    _check_types(dtype, data, {str, type(None)})
    return objects(data)


def _unicode(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    _check_types(dtype, data, {str})
    _check_lengths(dtype, data, (dtype.item_size or 0) // 4)
    return np.array(data, dtype=dtype.name)


def _byte_texts(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    items = [decode_base64(item) for item in data]
    _check_lengths(dtype, items, dtype.item_size or 0)
    return np.array(items, dtype=dtype.name)


def _check_lengths(dtype: DType, data: List[Any], most: int) -> None:
    if data and max(map(len, data)) > most:
        raise ProtocolError(f"{max(data, key=len)[:60]!r} is longer than dtype {dtype.name} has room for")


def _any_values(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    return objects([lifting.lift(item, depth - 1) if type(item) in (list, dict) else item for item in data])


def _records(dtype: DType, data: List[Any], lifting: Any, depth: int) -> Any:
    if not all(type(row) is list and len(row) == len(dtype.fields) for row in data):
        raise ProtocolError(f"an element of a record array is a list of its {len(dtype.fields)} fields")
    result = np.empty(len(data), dtype=dtype.numpy_name)
    for i, (name, field) in enumerate(dtype.fields):
        result[name] = from_json(field, [row[i] for row in data], lifting, depth)[0]
    return result


_JSON_READERS: Dict[str, Callable[[DType, List[Any], Any, int], Any]] = {
    "b": _bools, "i": _integers, "u": _integers, "f": _floats, "c": _complexes, "M": _ticks, "m": _ticks,
    "T": _texts, "U": _unicode, "S": _byte_texts, "O": _any_values, "V": _records,
}  # fmt: skip


def objects(items: Any) -> Any:
    """An array of one dimension of those objects, lists among them staying lists."""
    result = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        result[i] = item
    return result


def from_source(dtype: DType, count: int, size: int, source: Source, lifting: Any) -> Any:
    """Raw elements as an array of one dimension; those of fixed size are read straight into its memory.

    Raises ProtocolError if ``size`` is not what so many elements take.
    """
    if dtype.item_size is not None:
        if count * dtype.item_size != size:
            raise ProtocolError(
                f"{count} elements of dtype {dtype.name or 'records'} take {count * dtype.item_size} bytes, not {size}"
            )
        return read_into(allocate(count, dtype), source)
    if dtype.kind == "T":
        from ._text_columns import read_texts

        return objects(read_texts(count, size, source))
    if dtype.kind != "O":
        raise ProtocolError("records of str or O have no binary form")
    items = lifting.parse(source.read_exactly(size), "the data of an array of dtype O")
    if not isinstance(items, list) or len(items) != count:
        raise ProtocolError(f"the data of an array of dtype O is a list of {count} values")
    return objects(items)


def allocate(shape: Any, dtype: DType, order: str = "C") -> Any:
    """Memory for an array. The system gives pages as they are filled, so a size that lies takes none."""
    try:
        return np.empty(shape, dtype=dtype.numpy_name, order=order)
    except (MemoryError, ValueError) as e:
        raise ProtocolError(f"an array of shape {shape} and dtype {dtype.name}: {e}") from None


def read_into(array: Any, source: Source) -> Any:
    """Fills an array's memory, which lies in one piece."""
    flat = array.T if array.flags.f_contiguous and not array.flags.c_contiguous else array
    if flat.size and flat.itemsize:
        source.fill(flat.reshape(-1).view(np.uint8).data, "an array")
    if array.dtype.kind == "b" and array.size and int(array.view(np.uint8).max()) > 1:
        np.not_equal(array.view(np.uint8), 0, out=array)  # anything but 0 and 1 is no bool that numpy could bear
    return array


def texts_array(values: Any) -> Any:
    """Texts as numpy's ``U<n>`` where all are there and of like length, else objects."""
    items = values.tolist()
    if not items or None in items:
        return values
    lengths = list(map(len, items))
    if 4 * max(lengths) * len(items) > 16 * sum(lengths) + (1 << 20) or any(map(_ends_in_nul, items)):
        return values
    try:
        return np.array(items, dtype=f"U{max(1, max(lengths))}")
    except (ValueError, UnicodeError):  # half a surrogate pair
        return values


def _ends_in_nul(text: str) -> bool:
    return text.endswith("\0")

