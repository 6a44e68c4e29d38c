"""Arrays out of JSON, with numpy or without."""

from __future__ import annotations

from typing import Any

from ._dtypes import checked_shape, parse_dtype
from ._failures import ProtocolError
from ._optional import import_numpy


def backend() -> Any:
    """The module that makes arrays: of numpy's where it is, else plain ones. Both have the same functions."""
    if import_numpy() is not None:
        from . import _arrays

        return _arrays
    from . import _plain_arrays

    return _plain_arrays


def lift_array(data: Any, lifting: Any, depth: int) -> Any:
    """The array in an envelope's ``data``.

    Raises ProtocolError if shape, dtype and elements do not belong together.
    """
    dtype = parse_dtype(data.get("dtype"))
    shape, count = checked_shape(data.get("shape"))
    elements = data.get("data")
    if isinstance(elements, list) and len(elements) != count:
        raise ProtocolError(f"an array of shape {list(shape)} has {count} elements, not {len(elements)}")
    values, _ = backend().from_json(dtype, elements, lifting, depth)
    return arranged(values, dtype, shape)


def arranged(values: Any, dtype: Any, shape: Any, order: str = "C") -> Any:
    """Elements of one dimension in their shape."""
    if import_numpy() is None:
        from ._plain_arrays import shaped

        return shaped(values, shape, order)
    if dtype.kind == "T":
        from ._arrays import texts_array

        values = texts_array(values)
    return values.reshape(shape, order=order)
