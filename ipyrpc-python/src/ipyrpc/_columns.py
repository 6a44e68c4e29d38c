"""What data frames are made of on the wire (§2.2, §2.3): columns and indexes, whoever holds their values."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from ._array_json import backend
from ._dtypes import DType, checked_shape, parse_dtype
from ._failures import ProtocolError
from ._optional import import_numpy
from ._source import Source


class Column(NamedTuple):
    """Elements of one dtype, and which of them are there."""

    dtype: DType
    #: An array of one dimension, or a list where there is no numpy.
    values: Any
    #: Booleans, or None where nothing is marked as missing.
    valid: Any


class IndexParts(NamedTuple):
    """An index: a range, or names and as many columns."""

    names: List[Any]
    columns: List[Column]
    range: Optional[range]
    #: Whether it is a MultiIndex, which may have one level too.
    multi: bool

    def __len__(self) -> int:
        if self.range is not None:
            r = self.range
            return max(0, (r.stop - r.start + r.step - (1 if r.step > 0 else -1)) // r.step)
        return len(self.columns[0].values) if self.columns else 0


class FrameParts(NamedTuple):
    """A data frame; a series has one column and no ``labels``."""

    rows: IndexParts
    labels: Optional[IndexParts]
    columns: List[Column]
    name: Any


def hashable(name: Any) -> Any:
    """A label or name; a list was a tuple before it was sent."""
    return tuple(hashable(part) for part in name) if isinstance(name, list) else name


def index_parts(index: Any, column: Callable[[Any], Column], lift: Callable[[Any], Any]) -> IndexParts:
    """The index in an INDEX of §2.2.

    ``column`` makes a column of what stands where an NDARRAY or FIELD belongs. Raises ProtocolError if it is none.
    """
    kind = index.get("type") if isinstance(index, dict) else None
    data = index.get("data") if isinstance(index, dict) else None
    if not isinstance(data, dict):
        raise ProtocolError(f"an index is an object with type and data, not {str(index)[:60]!r}")
    if kind == "pandas.RangeIndex":
        bounds = [data.get("start"), data.get("stop"), data.get("step")]
        if not all(type(bound) is int and abs(bound) < 1 << 63 for bound in bounds) or bounds[2] == 0:
            raise ProtocolError(f"a range's start, stop and step are whole numbers and step is not 0: {bounds}")
        return IndexParts([hashable(lift(data.get("name")))], [], range(*bounds), False)
    if kind == "pandas.Index":
        return IndexParts([hashable(lift(data.get("name")))], [column(data.get("values"))], None, False)
    if kind == "pandas.MultiIndex":
        names, arrays = data.get("names"), data.get("arrays")
        if not isinstance(names, list) or not isinstance(arrays, list) or len(names) != len(arrays) or not arrays:
            raise ProtocolError("a MultiIndex has as many names as arrays, one at least")
        columns = [column(array) for array in arrays]
        if len({len(part.values) for part in columns}) > 1:
            raise ProtocolError("the arrays of a MultiIndex are of one length")
        return IndexParts([hashable(lift(name)) for name in names], columns, None, True)
    raise ProtocolError(f"unknown index {kind!r}; known: pandas.RangeIndex, pandas.Index, pandas.MultiIndex")


def array_members(envelope: Any) -> Tuple[Any, Tuple[int, ...], List[Any]]:
    """dtype (unparsed), shape and elements of an NDARRAY of one dimension inside of a frame."""
    data = envelope.get("data") if isinstance(envelope, dict) and envelope.get("type") == "np.ndarray" else None
    if not isinstance(data, dict):
        raise ProtocolError(f"expected an np.ndarray, not {str(envelope)[:60]!r}")
    shape, count = checked_shape(data.get("shape"))
    elements = data.get("data")
    if len(shape) != 1 or not isinstance(elements, list) or len(elements) != count:
        raise ProtocolError(f"an array in a data frame is of one dimension and whole; this has the shape {list(shape)}")
    return data.get("dtype"), shape, elements


def column_from_json(envelope: Any, lifting: Any, depth: int) -> Column:
    """The column in an NDARRAY of §2.2."""
    name, _, elements = array_members(envelope)
    dtype = flat_dtype(name)
    return Column(dtype, *backend().from_json(dtype, elements, lifting, depth, nullable=True))


def flat_dtype(name: Any) -> DType:
    """The dtype of a column, which is no record."""
    dtype = parse_dtype(name)
    if dtype.kind == "V":
        raise ProtocolError("a column is of a simple dtype, not of records")
    return dtype


def padding(size: int) -> int:
    """How many zeros follow so many bytes."""
    return -size % 8


def field_size(field: Any, count: int) -> int:
    """How many bytes a FIELD's buffer takes, padding and validity included."""
    size = field.get("size") if isinstance(field, dict) else None
    if type(size) is not int or not 0 <= size < 1 << 62:
        raise ProtocolError(f"a field is an object with dtype and size, not {str(field)[:60]!r}")
    validity = count + padding(count) if field.get("validity") is True else 0
    return validity + size + padding(size)


def read_column(field: Dict[str, Any], count: int, source: Source, lifting: Any) -> Column:
    """The column in a FIELD's buffer of §2.3, so many elements."""
    dtype = flat_dtype(field.get("dtype"))
    flags = None
    if field.get("validity") is True:
        flags = source.read_exactly(count + padding(count), "validity")[:count]
    size = field["size"]
    values = backend().from_source(dtype, count, size, source, lifting)
    source.skip(padding(size))
    if flags is None:
        return Column(dtype, values, None)
    numpy = import_numpy()
    if numpy is not None:
        return Column(dtype, values, numpy.frombuffer(flags, dtype="u1") != 0)
    return Column(dtype, [value if flag else None for value, flag in zip(values, flags)], None)
