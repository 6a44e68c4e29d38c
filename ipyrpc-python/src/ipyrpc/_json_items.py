"""The items of a JSON array, each as soon as it has arrived."""

from __future__ import annotations

import re
from typing import Any, Iterator

from ._failures import ProtocolError
from ._lifting import Lifting
from ._source import Source

#: What moves a scanner on: the end of a text, or a bracket, a comma or the begin of a text.
_MARK = re.compile(rb'["\[\]{},]')
_TEXT_END = re.compile(rb'["\\]')
_BLANK = b" \t\r\n"
_PIECE = 1 << 16


class _Items:
    """Finds where items end without reading anything twice."""

    def __init__(self, source: Source, limit: int) -> None:
        self._source = source
        self._limit = limit
        self._buffer = bytearray()
        self._scanned = 0
        self._piece = memoryview(bytearray(_PIECE))

    def more(self) -> bool:
        n = self._source.readinto(self._piece)
        self._buffer += self._piece[:n]
        if len(self._buffer) > self._limit:
            raise ProtocolError(f"an item of more than max_body {self._limit} bytes")
        return n > 0

    def open(self) -> None:
        """Goes past the bracket that begins the array."""
        while not self._buffer.strip(_BLANK):
            if not self.more():
                raise ProtocolError("a list was expected, and nothing came")
        begin = len(self._buffer) - len(self._buffer.lstrip(_BLANK))
        if self._buffer[begin] != ord("["):
            raise ProtocolError(
                f"expected a list, whose items come one by one, not JSON that begins with {bytes(self._buffer[:40])!r}"
            )
        del self._buffer[: begin + 1]

    def next(self) -> Any:
        """The text of the next item and the mark behind it."""
        depth = 0
        inside = False
        while True:
            pattern = _TEXT_END if inside else _MARK
            found = pattern.search(self._buffer, self._scanned)
            if not found:
                self._scanned = len(self._buffer)
                self._need()
                continue
            mark = found.group()
            self._scanned = found.end()
            if mark == b"\\":
                while self._scanned == len(self._buffer):
                    self._need()
                self._scanned += 1
            elif mark == b'"':
                inside = not inside
            elif mark in b"[{":
                depth += 1
            elif depth and mark in b"]}":
                depth -= 1
            elif not depth:
                text = bytes(self._buffer[: found.start()])
                del self._buffer[: found.end()]
                self._scanned = 0
                return text, mark

    def _need(self) -> None:
        if not self.more():
            raise ProtocolError("the bytes end inside of a list")

    def close(self) -> None:
        """Makes sure that nothing follows."""
        while not self._buffer.strip(_BLANK):
            self._buffer.clear()
            if not self.more():
                return
        raise ProtocolError(f"there is {bytes(self._buffer[:40])!r} behind the list")


def json_items(source: Source, lifting: Lifting, limit: int) -> Iterator[Any]:
    """The items of the JSON array that ``source`` brings.

    Raises ProtocolError if it is none, or broken.
    """
    items = _Items(source, limit)
    items.open()
    first = True
    while True:
        text, mark = items.next()
        if mark == b"}":
            raise ProtocolError("a } closes a list")
        if first and mark == b"]" and not text.strip():
            break
        yield lifting.parse(text, "an item of a list")
        if mark == b"]":
            break
        first = False
    items.close()
