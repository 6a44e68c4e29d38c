"""The serializers: what makes bytes of values and arguments, and values of bytes."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence

from . import _binary
from ._failures import ProtocolError
from ._frame import DATA_LIMIT
from ._json_items import json_items
from ._lifting import Lifting, PointerFactory
from ._lowering import dump_value
from ._source import Buffer, Source


class Serializer:
    """One form of values on the wire. Immutable; for any number of threads."""

    name = ""
    media_type = ""

    def value(self, value: Any) -> List[Buffer]:
        """One value. Raises UnsendableError if it has no form."""
        raise NotImplementedError

    def arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> List[Buffer]:
        """The arguments of a call (§3)."""
        raise NotImplementedError

    def read(self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT) -> Any:
        """One value, and nothing behind it. Raises ProtocolError."""
        raise NotImplementedError

    def items(
        self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT
    ) -> Iterator[Any]:
        """A list's items as they arrive. Raises ProtocolError if it is no list."""
        raise NotImplementedError


class JsonSerializer(Serializer):
    """JSON with envelopes for what it lacks."""

    name = "json"
    media_type = "application/json"

    def value(self, value: Any) -> List[Buffer]:
        return [dump_value(value)]

    def arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> List[Buffer]:
        if not kwargs:
            return [dump_value(list(args))] if args else [b"[]"]
        parts = [b'{"args":', dump_value(list(args)), b',"kwargs":{']
        separator = b""
        for name, value in kwargs.items():
            parts += [separator, dump_value(name), b":", dump_value(value)]
            separator = b","
        return [b"".join(parts) + b"}}"]

    def read(self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT) -> Any:
        return Lifting(pointer).parse(source.rest(limit), "a value")

    def items(
        self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT
    ) -> Iterator[Any]:
        return json_items(source, Lifting(pointer), limit)


class BinarySerializer(Serializer):
    """Frames: arrays and data frames as they lie in memory."""

    name = "binary"
    media_type = "application/vnd.ipyrpc.binary"

    def value(self, value: Any) -> List[Buffer]:
        return _binary.value_parts(value)

    def arguments(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> List[Buffer]:
        return _binary.argument_parts(args, kwargs)

    def read(self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT) -> Any:
        return _binary.BinaryReader(source, Lifting(pointer), limit).only_value()

    def items(
        self, source: Source, pointer: Optional[PointerFactory] = None, limit: int = DATA_LIMIT
    ) -> Iterator[Any]:
        return _binary.BinaryReader(source, Lifting(pointer), limit).items()


#: By name. Others may be added: a :class:`Serializer` for one that a server's plugin brings.
SERIALIZERS: Dict[str, Serializer] = {s.name: s for s in (BinarySerializer(), JsonSerializer())}


def serializer(name: str) -> Serializer:
    """The serializer of that name. Raises ProtocolError, listing those there are."""
    found = SERIALIZERS.get(name)
    if found is None:
        raise ProtocolError(f"no serializer {name!r} here; there are: {', '.join(sorted(SERIALIZERS))}")
    return found


def by_media_type(media_type: str) -> Serializer:
    """The serializer of a Content-Type."""
    wanted = media_type.split(";")[0].strip().lower()
    for found in SERIALIZERS.values():
        if found.media_type == wanted:
            return found
    raise ProtocolError(f"no serializer for {wanted or 'an answer without Content-Type'} here")
