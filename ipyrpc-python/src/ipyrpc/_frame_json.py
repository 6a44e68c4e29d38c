"""Data frames and series off the wire, in JSON (§2.2) and binary (§2.3), with pandas or without."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from ._array_json import backend
from ._columns import (
    Column,
    FrameParts,
    IndexParts,
    array_members,
    column_from_json,
    field_size,
    hashable,
    index_parts,
    read_column,
)
from ._dtypes import parse_dtype
from ._failures import ProtocolError
from ._optional import hint, import_numpy, import_pandas
from ._source import Source


def lift_frame(data: Dict[str, Any], lifting: Any, depth: int) -> Any:
    """The data frame in an envelope's ``data``."""

    def column(envelope: Any) -> Column:
        return column_from_json(envelope, lifting, depth)

    rows = index_parts(data.get("row_index"), column, lifting.lift)
    labels = index_parts(data.get("columns"), column, lifting.lift)
    name, shape, records = array_members(data.get("data"))
    if not isinstance(name, list):
        raise ProtocolError(f"the data of a data frame is an array of records, not of dtype {name!r}")
    fields = parse_dtype(name).fields
    if not all(type(row) is list and len(row) == len(fields) for row in records):
        raise ProtocolError(f"a row of the data frame is a list of its {len(fields)} fields")
    cells: List[Any] = [list(cells) for cells in zip(*records)] if records else [[] for _ in fields]
    columns = [
        Column(dtype, *backend().from_json(dtype, part, lifting, depth, nullable=True))
        for (_, dtype), part in zip(fields, cells)
    ]
    return built(FrameParts(rows, labels, columns, None), shape[0])


def lift_series(data: Dict[str, Any], lifting: Any, depth: int) -> Any:
    """The series in an envelope's ``data``."""
    rows = index_parts(data.get("row_index"), lambda part: column_from_json(part, lifting, depth), lifting.lift)
    values = column_from_json(data.get("data"), lifting, depth)
    return built(FrameParts(rows, None, [values], hashable(lifting.lift(data.get("name")))), len(values.values))


def read_frame(metadata: Dict[str, Any], size: int, source: Source, lifting: Any) -> Any:
    """The data frame or series in a binary frame of that metadata."""
    count, fields = metadata.get("rows"), metadata.get("fields")
    if type(count) is not int or not 0 <= count < 1 << 60 or not isinstance(fields, list):
        raise ProtocolError(f"a data frame's rows are a whole number and its fields a list; rows: {count!r}")
    left = size

    def column(of: int) -> Any:
        def read(field: Any) -> Column:
            nonlocal left
            left -= field_size(field, of)
            if left < 0:
                raise ProtocolError(f"the fields of a data frame take more than its {size} bytes")
            return read_column(field, of, source, lifting)

        return read

    is_frame = metadata["type"] == "pandas"
    rows = index_parts(metadata.get("row_index"), column(count), lifting.lift)
    labels = index_parts(metadata.get("columns"), column(len(fields)), lifting.lift) if is_frame else None
    if not is_frame and len(fields) != 1:
        raise ProtocolError(f"a series has one field, not {len(fields)}")
    columns = [column(count)(field) for field in fields]
    if left:
        raise ProtocolError(f"the fields of a data frame leave {left} of its {size} bytes over")
    name = None if is_frame else hashable(lifting.lift(metadata.get("name")))
    return built(FrameParts(rows, labels, columns, name), count)


def built(parts: FrameParts, count: int) -> Any:
    """The data frame or series.

    Raises ProtocolError where lengths differ.
    """
    if len(parts.rows) != count or any(len(column.values) != count for column in parts.columns):
        raise ProtocolError(f"a data frame of {count} rows has an index or a column of another length")
    if parts.labels is not None and len(parts.labels) != len(parts.columns):
        raise ProtocolError(f"a data frame of {len(parts.columns)} columns has {len(parts.labels)} labels")
    if import_numpy() is not None and import_pandas() is not None:
        from ._pandas_build import build

        return build(parts)
    hint("pandas", "data frames are dicts of columns")
    return plain_frame(parts)


class PlainFrame(Dict[Any, Any]):
    """A data frame where there is no pandas: columns by label, and ``index``, its row labels."""

    index: Optional[List[Any]] = None
    index_names: List[Any] = []


def plain_frame(parts: FrameParts) -> PlainFrame:
    """Columns by label. Where a label comes again, ``.1``, ``.2`` … are added, as pandas does for CSV."""
    frame = PlainFrame()
    labels = _labels(parts.labels) if parts.labels is not None else [parts.name]
    for label, column in zip(labels, parts.columns):
        key, n = label, 0
        while key in frame:
            n += 1
            key = f"{label}.{n}"
        frame[key] = _plain_values(column)
    frame.index = _labels(parts.rows)
    frame.index_names = parts.rows.names
    return frame


def _plain_values(column: Column) -> Any:
    if column.valid is None:
        return column.values
    return [value if there else None for value, there in zip(column.values.tolist(), column.valid.tolist())]


def _labels(index: IndexParts) -> List[Any]:
    if index.range is not None:
        return list(index.range)
    columns = [hashable(list(_plain_values(column))) for column in index.columns]
    return list(zip(*columns)) if index.multi else list(columns[0])
