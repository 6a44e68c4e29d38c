"""JSON to Python values (§2): envelopes opened."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional

from ._failures import ProtocolError
from ._json_text import MAX_DEPTH, ParsedText
from ._lowering import POINTER, RESERVED
from ._scalars import DECODERS

#: Makes the object that stands for a pointer (§5) of its members.
PointerFactory = Callable[[Dict[str, Any]], Any]


def _plain_pointer(members: Dict[str, Any]) -> Any:
    return members


class Lifting:
    """Opens envelopes. Immutable; for any number of threads."""

    __slots__ = ("_pointer",)

    def __init__(self, pointer: Optional[PointerFactory] = None) -> None:
        self._pointer = pointer or _plain_pointer

    def parse(self, text: bytes, what: str = "a value") -> Any:
        """The value that a JSON text stands for.

        Raises ProtocolError if it is none.
        """
        parsed = ParsedText()
        plain = parsed.parse(text, what)
        return self.lift(plain) if parsed.typed else plain

    def lift(self, plain: Any, depth: int = MAX_DEPTH) -> Any:
        """The value that parsed JSON stands for."""
        if isinstance(plain, list):
            self._check(depth)
            return [self.lift(item, depth - 1) if type(item) in (list, dict) else item for item in plain]
        if not isinstance(plain, dict):
            return plain
        self._check(depth)
        name = plain.get("type")
        if isinstance(name, str):
            if name == POINTER:
                return self.pointer(plain)
            if len(plain) == 2 and "data" in plain and name in RESERVED:
                return self._typed(name, plain["data"], depth)
        return {key: self.lift(item, depth - 1) if type(item) in (list, dict) else item for key, item in plain.items()}

    @staticmethod
    def _check(depth: int) -> None:
        if depth < 0:
            raise ProtocolError(f"a value is nested deeper than {MAX_DEPTH}")

    def pointer(self, members: Dict[str, Any]) -> Any:
        """What stands for a pointer."""
        for name, kind in (("protocol", str), ("host", str), ("port", int), ("path", str), ("secret_key", str)):
            if not isinstance(members.get(name), kind):
                raise ProtocolError(f"a pointer's {name} is missing or of another type: {members.get(name)!r}")
        return self._pointer(members)

    def _typed(self, name: str, data: Any, depth: int) -> Any:
        decode = DECODERS.get(name)
        if decode:
            return decode(data)
        if not isinstance(data, dict):
            raise ProtocolError(f"the data of type {name} is an object, not {str(data)[:60]!r}")
        if name == "dict":
            return {key: self.lift(item, depth - 1) for key, item in data.items()}
        if name == "np.ndarray":
            from ._array_json import lift_array

            return lift_array(data, self, depth)
        from ._frame_json import lift_frame, lift_series

        return (lift_frame if name == "pandas" else lift_series)(data, self, depth)
