"""pandas frames, series and scalars to the wire (§2.2, §2.3). Imported only where pandas is in use."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

import numpy as np
import pandas as pd

from . import _arrays
from ._columns import padding
from ._failures import UnsendableError
from ._json_text import MAX_DEPTH, dump_text
from ._lowering import lower
from ._source import Buffer
from ._text_columns import text_parts

_NAT = np.iinfo("i8").min


class Part(NamedTuple):
    """A column on its way out: the dtype's name on the wire, its elements, and which are there (None: all)."""

    dtype: str
    #: An array of one dimension; for ``str`` a list of texts, "" where one is missing.
    values: Any
    valid: Any


def lowering(value: Any) -> Optional[Callable[[int], Any]]:
    """What makes JSON of a value of pandas', or None where it is none."""
    if isinstance(value, pd.DataFrame):
        return lambda depth: _lower_frame(value, depth)
    if isinstance(value, pd.Series):
        return lambda depth: _lower_series(value, depth)
    if isinstance(value, pd.Index):
        return lambda depth: _lower_index_value(value, depth)
    if value is pd.NaT or value is pd.NA:
        return lambda depth: None
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return lambda depth: _lower_series(pd.Series(value), depth)
    return None


def _lower_index_value(index: Any, depth: int) -> Any:
    raise UnsendableError(f"an index of its own ({type(index).__name__}) cannot be sent; use .to_series() or .to_numpy()")


# --- columns -------------------------------------------------------------------------------------------------------


def part_of(values: Any) -> Part:
    """A series or index as a column on the wire.

    Raises UnsendableError for a dtype that has no form there.
    """
    dtype = values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _categorical(values)
    if isinstance(dtype, pd.DatetimeTZDtype):
        unit = getattr(dtype, "unit", "ns")
        array = values.array
        return Part(f"<M8[{unit}, {zone_name(dtype.tz)}]", np.asarray(array.asi8).view(f"M8[{unit}]"), None)
    if isinstance(dtype, pd.StringDtype):
        missing = np.asarray(values.isna())
        texts = values.to_numpy(dtype=object)
        return _texts(texts.tolist(), missing)
    if isinstance(dtype, pd.SparseDtype):
        return part_of(pd.Series(np.asarray(values)))
    plain = getattr(dtype, "numpy_dtype", None)
    if isinstance(dtype, pd.api.extensions.ExtensionDtype):
        if plain is None or np.dtype(plain).kind not in "biuf" or not hasattr(values.array, "_mask"):
            raise UnsendableError(f"the dtype {dtype} cannot be sent; use .astype(str), or a dtype of numpy's")
        array = values.array.to_numpy(dtype=plain, na_value=np.dtype(plain).type(0))
        return Part(array.dtype.str, array, ~np.asarray(values.isna()))
    array = np.asarray(values)
    if array.dtype.kind == "O":
        return _objects(array)
    return Part(_arrays.wire_dtype(array.dtype), array, None)


def _categorical(values: Any) -> Part:
    array = values.array
    codes = np.asarray(array.codes)
    categories = part_of(array.categories)
    valid = codes >= 0
    if not len(array.categories):
        return Part("O", _arrays.objects([None] * len(codes)), None)
    if categories.dtype == "str":
        texts = [categories.values[code] if code >= 0 else "" for code in codes.tolist()]
        return Part("str", texts, None if valid.all() else valid)
    taken = categories.values.take(codes.clip(0))
    if valid.all():
        return Part(categories.dtype, taken, None)
    kind = taken.dtype.kind
    if kind in "OMm":
        taken[~valid] = None if kind == "O" else np.array(_NAT).view(taken.dtype)
        return Part(categories.dtype, taken, None)
    return Part(categories.dtype, taken, valid)


def _objects(array: Any) -> Part:
    items = array.tolist()
    kinds = set(map(type, items))
    if str in kinds or not items:
        if kinds <= {str}:
            return Part("str", items, None)
        missing = np.asarray(pd.isna(array))
        if all(type(item) is str for item, gone in zip(items, missing.tolist()) if not gone):
            return _texts(items, missing)
    return Part("|O", array, None)


def _texts(items: List[Any], missing: Any) -> Part:
    if not missing.any():
        return Part("str", items, None)
    return Part("str", ["" if gone else item for item, gone in zip(items, missing.tolist())], ~missing)


def zone_name(zone: Any) -> str:
    """A time zone's name, or its offset.

    Raises UnsendableError if it has neither.
    """
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if not name:
        offset = zone.utcoffset(None)
        if offset is None:
            raise UnsendableError(f"the time zone {zone!r} has no name that others know; use .dt.tz_convert('Europe/Paris')")
        seconds = int(offset.total_seconds())
        hours, rest = divmod(abs(seconds), 3600)
        name = f"{'-' if seconds < 0 else '+'}{hours:02d}:{rest // 60:02d}" if seconds else "UTC"
    return str(name)


def _frame_parts(frame: Any) -> List[Part]:
    parts = []
    for i in range(frame.shape[1]):
        try:
            parts.append(part_of(frame.iloc[:, i]))
        except UnsendableError as e:
            raise e.within(f" column {frame.columns[i]!r}") from None
    return parts


# --- JSON ----------------------------------------------------------------------------------------------------------


def _cells(part: Part, depth: int) -> List[Any]:
    cells = part.values if isinstance(part.values, list) else _arrays.json_elements(part.values, depth)
    if part.valid is not None:
        cells = [cell if there else None for cell, there in zip(cells, part.valid.tolist())]
    return cells


def _json_column(part: Part, depth: int) -> Dict[str, Any]:
    cells = _cells(part, depth)
    data = {"dtype": _arrays.without_order(part.dtype), "shape": [len(cells)], "data": cells}
    return {"type": "np.ndarray", "data": data}


def _index(index: Any, column: Callable[[Part], Any], what: str) -> Dict[str, Any]:
    """An INDEX; ``column`` makes what stands for its values."""
    try:
        if isinstance(index, pd.RangeIndex):
            data = {"start": index.start, "stop": index.stop, "step": index.step, "name": lower(index.name)}
            return {"type": "pandas.RangeIndex", "data": data}
        if isinstance(index, pd.MultiIndex):
            arrays = [column(part_of(index.get_level_values(i))) for i in range(index.nlevels)]
            return {"type": "pandas.MultiIndex", "data": {"names": [lower(n) for n in index.names], "arrays": arrays}}
        return {"type": "pandas.Index", "data": {"name": lower(index.name), "values": column(part_of(index))}}
    except UnsendableError as e:
        raise e.within(f" {what}") from None


def _lower_frame(frame: Any, depth: int) -> Any:
    def column(part: Part) -> Any:
        return _json_column(part, depth)

    parts = _frame_parts(frame)
    labels = list(frame.columns)
    if not all(type(label) is str for label in labels) or len(set(labels)) < len(labels):
        labels = [f"f{i}" for i in range(len(parts))]
    cells = []
    for i, part in enumerate(parts):
        try:
            cells.append(_cells(part, depth))
        except UnsendableError as e:
            raise e.within(f" column {frame.columns[i]!r}") from None
    data = {
        "dtype": [[label, _arrays.without_order(part.dtype)] for label, part in zip(labels, parts)],
        "shape": [len(frame)],
        "data": [list(row) for row in zip(*cells)] if cells else [[] for _ in range(len(frame))],
    }
    return {
        "type": "pandas",
        "data": {
            "row_index": _index(frame.index, column, "row index"),
            "columns": _index(frame.columns, column, "columns"),
            "data": {"type": "np.ndarray", "data": data},
        },
    }


def _lower_series(series: Any, depth: int) -> Any:
    def column(part: Part) -> Any:
        return _json_column(part, depth)

    rows = _index(series.index, column, "row index")
    values = _json_column(part_of(series), depth)
    return {"type": "pandas.Series", "data": {"name": lower(series.name), "row_index": rows, "data": values}}


# --- binary --------------------------------------------------------------------------------------------------------


class _Buffers:
    """Gathers the buffers of fields."""

    def __init__(self) -> None:
        self.data: List[Buffer] = []

    def field(self, part: Part) -> Dict[str, Any]:
        """Adds the buffer of a column and gives its FIELD."""
        field: Dict[str, Any] = {"dtype": part.dtype}
        if part.valid is not None:
            field["validity"] = True
            self._padded([part.valid.astype("u1").tobytes()])
        if part.dtype == "str":
            try:
                buffers = text_parts(part.values)
            except UnicodeEncodeError:  # half a surrogate pair, which JSON can escape and UTF-8 cannot have
                field = {"dtype": "|O"}
                cells = _cells(part, MAX_DEPTH)
                if part.valid is not None:
                    del self.data[-2:]
                buffers = [dump_text(cells)]
        elif part.values.dtype.kind == "O":
            buffers = [dump_text(_arrays.json_elements(part.values))]
        else:
            buffers = [_arrays.raw_bytes(np.ascontiguousarray(part.values))]
        field["size"] = self._padded(buffers)
        return field

    def _padded(self, buffers: List[Buffer]) -> int:
        size = sum(map(len, buffers))
        self.data.extend(buffers)
        self.data.append(bytes(padding(size)))
        return size


def frame_frame(value: Any) -> Tuple[Dict[str, Any], List[Buffer]]:
    """A data frame or series as a frame's metadata and data; columns in one piece are not copied."""
    buffers = _Buffers()
    if isinstance(value, pd.Series):
        metadata = {"type": "pandas.Series", "name": lower(value.name), "rows": len(value)}
        metadata["row_index"] = _index(value.index, buffers.field, "row index")
        metadata["fields"] = [buffers.field(part_of(value))]
        return metadata, buffers.data
    metadata = {"type": "pandas", "rows": len(value)}
    metadata["row_index"] = _index(value.index, buffers.field, "row index")
    metadata["columns"] = _index(value.columns, buffers.field, "columns")
    fields = []
    for i, part in enumerate(_frame_parts(value)):
        try:
            fields.append(buffers.field(part))
        except UnsendableError as e:
            raise e.within(f" column {value.columns[i]!r}") from None
    metadata["fields"] = fields
    return metadata, buffers.data


def is_frame(value: Any) -> bool:
    """Whether it is a data frame or series."""
    return isinstance(value, (pd.DataFrame, pd.Series))
