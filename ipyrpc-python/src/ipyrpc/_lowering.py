"""Python values to JSON (§2): typed values in their envelopes."""

from __future__ import annotations

import array
import dataclasses
import enum
import math
import os
import uuid
from collections.abc import Mapping, Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Callable, Dict, Optional

from ._failures import UnsendableError, shown
from ._json_text import MAX_DEPTH, dump_text
from ._optional import loaded
from ._scalars import (
    encode_bytes,
    encode_complex,
    encode_date,
    encode_datetime,
    encode_decimal,
    encode_timedelta,
    float_name,
)

POINTER = "ipyrpc_data_pointer"
RESERVED = frozenset(
    ["np.ndarray", "pandas", "pandas.Series", "bytes", "datetime", "date", "timedelta", "decimal", "float", "dict"]
)


def looks_typed(members: Dict[Any, Any]) -> bool:
    """Whether a JSON object of these members is a typed value, so that a plain dict must be wrapped."""
    if "type" not in members:
        return False
    name = members["type"]
    if not isinstance(name, str):
        return False
    return name == POINTER or (len(members) == 2 and "data" in members and name in RESERVED)


def lower(value: Any, depth: int = MAX_DEPTH) -> Any:
    """The value in plain JSON.

    Raises UnsendableError for what has no form on the wire; the message says where it stands.
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        return value if math.isfinite(value) else {"type": "float", "data": float_name(value)}
    if depth < 0:
        raise UnsendableError(f"nested deeper than {MAX_DEPTH}, or something that contains itself")
    if kind is list or kind is tuple:
        return _lower_list(value, depth)
    if kind is dict:
        return _lower_dict(value, depth)
    encode = _EXACT.get(kind)
    return encode(value) if encode else _lower_other(value, depth)


def _lower_list(items: Any, depth: int) -> Any:
    lowered = []
    append = lowered.append
    for i, item in enumerate(items):
        kind = type(item)
        if kind is str or kind is int or kind is bool or item is None:
            append(item)
            continue
        try:
            append(lower(item, depth - 1))
        except UnsendableError as e:
            raise e.within(f"[{i}]") from None
    return lowered


def _lower_dict(members: Any, depth: int) -> Any:
    lowered = {}
    for key, item in members.items():
        if not isinstance(key, str):
            raise UnsendableError(f"a key of a dict is text, not {shown(key)}")
        try:
            lowered[str(key)] = lower(item, depth - 1)
        except UnsendableError as e:
            raise e.within(f".{key}") from None
    return {"type": "dict", "data": lowered} if looks_typed(lowered) else lowered


_EXACT: Dict[type, Callable[[Any], Any]] = {
    bytes: encode_bytes,
    bytearray: encode_bytes,
    datetime: encode_datetime,
    date: encode_date,
    timedelta: encode_timedelta,
    Decimal: encode_decimal,
    complex: encode_complex,
    time: lambda value: value.isoformat(),
    uuid.UUID: str,
}


def _lower_other(value: Any, depth: int) -> Any:
    """Subclasses, numpy and pandas, and everything that is only sometimes sent."""
    wire = getattr(type(value), "_ipyrpc_wire", None)
    if wire is not None:
        return wire(value)
    simple = lower_foreign(value)
    if simple is not None:
        return simple(depth)
    if isinstance(value, enum.Enum) and not isinstance(value, (int, str)):
        return value.name
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return lower(float(value))
    for kind, encode in _EXACT.items():
        if isinstance(value, kind):
            return encode(value)
    if isinstance(value, (array.array, memoryview)):
        return _lower_buffer(value)
    if isinstance(value, Mapping):
        return _lower_dict(value, depth)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return _lower_dict(members, depth)
    if isinstance(value, (list, tuple, range, AbstractSet)):
        return _lower_list(value, depth)
    if isinstance(value, os.PathLike):
        return os.fspath(value) if isinstance(os.fspath(value), str) else lower(os.fspath(value))
    raise UnsendableError(
        f"{shown(value)} cannot be sent; send numbers, text, bytes, times, lists, dicts, dataclasses, "
        "numpy arrays or pandas frames"
    )


def _lower_buffer(value: Any) -> Any:
    from ._plain_arrays import buffer_parts

    view = memoryview(value)
    if view.format == "B" and isinstance(value, memoryview):
        return encode_bytes(view)
    dtype, shape, _ = buffer_parts(view)
    flat = view.cast("B").cast(view.format) if view.ndim != 1 else view  # type: ignore[call-overload]
    items = [lower(item) if isinstance(item, float) else item for item in flat.tolist()]
    data = [item["data"] if isinstance(item, dict) else item for item in items]
    return {"type": "np.ndarray", "data": {"dtype": dtype.lstrip("<>|"), "shape": list(shape), "data": data}}


def lower_foreign(value: Any) -> Optional[Callable[[int], Any]]:
    """What lowers a value of numpy's or pandas', or None where it is no such value."""
    if loaded("numpy") is None:
        return None
    from . import _arrays

    found: Optional[Callable[[int], Any]] = None
    if loaded("pandas") is not None:
        from . import _pandas

        found = _pandas.lowering(value)
    return found or _arrays.lowering(value)


def dump_value(value: Any) -> bytes:
    """A value as JSON text."""
    plain = lower(value)
    try:
        return dump_text(plain)
    except ValueError as e:  # such as integers beyond Python's own limit of digits
        raise UnsendableError(f"cannot be written as JSON: {e}") from None
