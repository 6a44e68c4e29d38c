"""pandas frames and series of what came off the wire. Imported only where pandas is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ._columns import Column, FrameParts, IndexParts, hashable
from ._failures import ProtocolError


def build(parts: FrameParts) -> Any:
    """The data frame, or the series where there are no labels.

    Raises ProtocolError if pandas cannot hold it.
    """
    try:
        rows = _index(parts.rows)
        columns = [_array(column) for column in parts.columns]
        # Objects as series of their own, or pandas would look for points in time among them.
        columns = [
            pd.Series(column, index=rows, dtype=object, copy=False) if column.dtype == object else column
            for column in columns
        ]
        if parts.labels is None:
            return pd.Series(columns[0], index=rows, name=parts.name, copy=False)
        # By number first: labels may come twice.
        frame = pd.DataFrame(dict(enumerate(columns)), index=rows, copy=False)
        frame.columns = _index(parts.labels)
        return frame
    except ProtocolError:
        raise
    except (ValueError, TypeError, OverflowError, LookupError) as e:
        raise ProtocolError(f"pandas cannot hold this data frame: {e}") from None


def _array(column: Column) -> Any:
    """A column's values as pandas holds them."""
    dtype, values, valid = column
    if not values.dtype.isnative:
        values = values.astype(values.dtype.newbyteorder("="))
    if dtype.zone:
        return _zoned(column, values)
    if dtype.kind in "US":
        values = values.astype(object)
    if valid is None:
        return values
    if dtype.kind in "iu":
        return pd.arrays.IntegerArray(values, ~valid)
    if dtype.kind == "b":
        return pd.arrays.BooleanArray(values, ~valid)
    if dtype.name in ("f4", "f8") and hasattr(pd.arrays, "FloatingArray"):
        return pd.arrays.FloatingArray(values, ~valid)
    missing = np.array(None if dtype.kind in "TUSO" else "NaT" if dtype.kind in "Mm" else np.nan)
    values[~valid] = missing.astype(values.dtype) if dtype.kind in "Mm" else missing.item()
    return values


def _zoned(column: Column, values: Any) -> Any:
    ticks = values.copy() if column.valid is not None else values
    if column.valid is not None:
        ticks[~column.valid] = np.datetime64("NaT")
    try:
        return pd.DatetimeIndex(ticks).tz_localize("UTC").tz_convert(column.dtype.zone).array
    except Exception as e:  # what a zone library raises for an unknown name is its own affair
        raise ProtocolError(f"pandas knows no time zone {column.dtype.zone!r}: {type(e).__name__}: {e}") from None


def _index(index: IndexParts) -> Any:
    if index.range is not None:
        return pd.RangeIndex(index.range.start, index.range.stop, index.range.step, name=index.names[0])
    if index.multi:
        return pd.MultiIndex.from_arrays([_level(column) for column in index.columns], names=index.names)
    values = _level(index.columns[0])
    if getattr(values, "dtype", None) == object:
        return pd.Index(values, dtype=object, name=index.names[0], tupleize_cols=False)
    return pd.Index(values, name=index.names[0])


def _level(column: Column) -> Any:
    values = _array(column)
    if getattr(values, "dtype", None) == object:
        for i, label in enumerate(values):
            if isinstance(label, list):
                values[i] = hashable(label)
    return values
