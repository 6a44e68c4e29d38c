"""Strict JSON (RFC 8259): no member twice, no NaN, UTF-8, bounded nesting and numbers."""

from __future__ import annotations

import json
import re
from typing import Any, Dict, List, Tuple

from ._failures import ProtocolError

#: How deep lists and dicts may stand inside one another, as the server's ``max_depth``.
MAX_DEPTH = 100

_dense = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
_ascii = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"), check_circular=False)


def dump_text(plain: Any) -> bytes:
    """JSON of what is JSON already: no typed values, no NaN."""
    try:
        return _dense.encode(plain).encode()
    except UnicodeEncodeError:  # halves of surrogate pairs have no UTF-8 and go as escapes
        return _ascii.encode(plain).encode()


class _Twice(ValueError):
    pass


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


#: What a number beyond all floats has: a long exponent, or so many digits.
_PERHAPS_TOO_LARGE = re.compile(r"[eE]\+?[0-9]{3}|(?<![0-9])[0-9]{309}")


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"the number {text if len(text) <= 40 else text[:40] + '…'} is larger than any float")
    return value


class ParsedText:
    """Reads JSON, and notes whether anything in it may be a typed value. For one document."""

    __slots__ = ("typed", "_decoder")

    def __init__(self) -> None:
        #: Whether some object has a member ``type``.
        self.typed = False
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_constant=_refuse)

    def _object(self, pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            seen = set()
            for name, _ in pairs:
                if name in seen:
                    raise _Twice(f"the member {name!r} stands twice in an object")
                seen.add(name)
        if "type" in members:
            self.typed = True
        return members

    def parse(self, text: bytes, what: str) -> Any:
        """The document.

        Raises ProtocolError if it is empty, or not JSON, or nested too deep.
        """
        try:
            document = str(text, "utf-8")
            if _PERHAPS_TOO_LARGE.search(document):
                checking = json.JSONDecoder(
                    object_pairs_hook=self._object, parse_constant=_refuse, parse_float=_finite
                )
                return checking.decode(document)
            return self._decoder.decode(document)
        except RecursionError:
            raise ProtocolError(f"{what} is nested deeper than {MAX_DEPTH}") from None
        except ValueError as e:
            begin = bytes(text[:60])
            problem = "it is empty" if not text.strip() else f"{e}; it begins with {begin!r}"
            raise ProtocolError(f"{what} is not JSON: {problem}") from None


def parse_text(text: bytes, what: str) -> Any:
    """Plain JSON, typed values left as they stand.

    Raises ProtocolError if it is not JSON.
    """
    return ParsedText().parse(text, what)
