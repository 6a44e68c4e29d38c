"""The names of dtypes (§2.1) and what they say. Needs no numpy."""

from __future__ import annotations

import re
from typing import Any, List, Optional, Tuple

from ._failures import ProtocolError

_SIMPLE = {
    "b1": 1, "i1": 1, "i2": 2, "i4": 4, "i8": 8, "u1": 1, "u2": 2, "u4": 4, "u8": 8,
    "f2": 2, "f4": 4, "f8": 8, "c8": 8, "c16": 16,
}  # fmt: skip
_TIME = re.compile(r"[Mm]8\[[0-9]{0,9}(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\]\Z")
_ZONED = re.compile(r"M8\[(s|ms|us|ns), ?([A-Za-z0-9_+:/.-]{1,64})\]\Z")
_SIZED = re.compile(r"([US])([0-9]{1,9})\Z")

#: struct's codes of the simple dtypes that have one, for where there is no numpy.
STRUCT_CODES = {
    "b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q",
    "f2": "e", "f4": "f", "f8": "d",
}  # fmt: skip

MAX_DIMENSIONS = 32
_INT64_MAX = (1 << 63) - 1


class DType:
    """One dtype of the protocol. Immutable."""

    __slots__ = ("name", "order", "kind", "item_size", "unit", "zone", "fields")

    def __init__(self, name: str, order: str, kind: str, item_size: Optional[int]) -> None:
        #: The name without a byte order, such as ``f8``; for records ``""``.
        self.name = name
        #: ``<``, ``>``, ``|`` or "" (JSON).
        self.order = order
        #: numpy's letter: ``b i u f c M m U S O V``; ``T`` = str.
        self.kind = kind
        #: Bytes an element; None where that varies (``str``, ``O``).
        self.item_size = item_size
        self.unit = ""
        self.zone = ""
        self.fields: List[Tuple[str, DType]] = []

    @property
    def numpy_name(self) -> Any:
        """What ``numpy.dtype`` makes the dtype of; fields are packed."""
        if self.kind == "V":
            return [(name, field.numpy_name) for name, field in self.fields]
        if self.zone:
            return f"{self.order}M8[{self.unit}]"
        return "O" if self.kind in "TO" else self.order + self.name

    def __repr__(self) -> str:
        return f"DType({self.order}{self.name})"


def parse_dtype(text: Any, in_record: bool = False) -> DType:
    """The dtype of that name, or list of names and dtypes.

    Raises ProtocolError if there is none.
    """
    if isinstance(text, list) and not in_record:
        return _record(text)
    if not isinstance(text, str) or not text:
        raise ProtocolError(f"a dtype is text or a list of names and dtypes, not {text!r}")
    order = text[0] if text[0] in "<>|=" else ""
    name = text[len(order) :]
    if order == "=":
        raise ProtocolError(f"unknown dtype {text!r}; a byte order is <, > or |")
    if name in _SIMPLE:
        return DType(name, order, name[0], _SIMPLE[name])
    if name == "str":
        return DType(name, order, "T", None)
    if name == "O":
        return DType(name, order, "O", None)
    if _TIME.match(name):
        result = DType(name, order, name[0], 8)
        result.unit = name[3:-1]
        return result
    zoned = _ZONED.match(name)
    if zoned:
        result = DType(name, order, "M", 8)
        result.unit, result.zone = zoned.group(1), zoned.group(2)
        return result
    sized = _SIZED.match(name)
    if sized:
        return DType(name, order, sized.group(1), int(sized.group(2)) * (4 if sized.group(1) == "U" else 1))
    raise ProtocolError(
        f"unknown dtype {text!r}; known: b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[unit] m8[unit] U<n> S<n> str O"
    )


def _record(fields: List[Any]) -> DType:
    result = DType("", "", "V", 0)
    names = set()
    for field in fields:
        if not (isinstance(field, list) and len(field) == 2 and isinstance(field[0], str)):
            raise ProtocolError(f"a field of a record dtype is [name, dtype], not {field!r}")
        if field[0] in names:
            raise ProtocolError(f"the field {field[0]!r} stands twice in a record dtype")
        names.add(field[0])
        part = parse_dtype(field[1], in_record=True)
        result.fields.append((field[0], part))
        if result.item_size is not None:
            result.item_size = None if part.item_size is None else result.item_size + part.item_size
    return result


def checked_shape(shape: Any) -> Tuple[Tuple[int, ...], int]:
    """The shape, and how many elements it has.

    Raises ProtocolError for what is no shape, and where the product overflows 63 bits.
    """
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
        raise ProtocolError(f"a shape is a list of at most {MAX_DIMENSIONS} sizes, not {str(shape)[:80]}")
    for size in shape:
        if type(size) is not int or not 0 <= size <= _INT64_MAX:
            raise ProtocolError(f"a dimension is a whole number from 0 on, not {size!r}")
    # Without the zeros: numpy wants the product of all others to fit too.
    product = 1
    for size in shape:
        product *= size or 1
        if product > _INT64_MAX:
            raise ProtocolError(f"the shape {shape} overflows")
    return tuple(shape), 0 if 0 in shape else product
