"""Bytes that arrive: what frames and values are read from."""

from __future__ import annotations

from typing import List, Union

from ._failures import ProtocolError

Buffer = Union[bytes, bytearray, memoryview]

#: Memory taken before anything has arrived to fill it (§1).
FIRST_PIECE = 1 << 20


class Source:
    """A stream of bytes. Subclasses give :meth:`readinto`; for one thread."""

    def readinto(self, view: memoryview) -> int:
        """Fills some of ``view`` (not empty) and tells how many bytes; 0 at the end."""
        raise NotImplementedError

    def fill(self, view: memoryview, what: str = "data") -> None:
        """Fills all of ``view``.

        Raises ProtocolError if the bytes end before that.
        """
        size = len(view)
        at = 0
        while at < size:
            n = self.readinto(view[at:] if at else view)
            if not n:
                raise ProtocolError(f"the bytes end inside of {what}: {at} of {size} bytes came")
            at += n

    def read_exactly(self, size: int, what: str = "data") -> bytes:
        """Takes ``size`` bytes, and memory for them only as they come."""
        if size <= FIRST_PIECE:
            out = bytearray(size)
            if size:
                self.fill(memoryview(out), what)
            return bytes(out)
        pieces: List[bytes] = []
        have = 0
        while have < size:
            piece = bytearray(min(size - have, max(FIRST_PIECE, have)))
            self.fill(memoryview(piece), what)
            pieces.append(piece)
            have += len(piece)
        return b"".join(pieces)

    def rest(self, limit: int) -> bytes:
        """Takes all that is left.

        Raises ProtocolError if that is more than ``limit`` bytes.
        """
        pieces: List[memoryview] = []
        have = 0
        size = 1 << 14
        while True:
            piece = memoryview(bytearray(size))
            n = self.readinto(piece)
            if not n:
                return b"".join(pieces)
            pieces.append(piece[:n])
            have += n
            if have > limit:
                raise ProtocolError(f"more than max_body {limit} bytes; connect(…, max_body=…) sets another limit")
            size = min(max(size, have), FIRST_PIECE)

    def skip(self, size: int) -> None:
        """Drops that many bytes."""
        scratch = memoryview(bytearray(min(size, 1 << 16)))
        while size > 0:
            n = self.readinto(scratch[: min(size, len(scratch))])
            if not n:
                raise ProtocolError("the bytes end too early")
            size -= n


class BytesSource(Source):
    """Bytes that are all there."""

    def __init__(self, data: Buffer) -> None:
        self._view = memoryview(data).cast("B")
        self._at = 0

    def readinto(self, view: memoryview) -> int:
        n = min(len(view), len(self._view) - self._at)
        view[:n] = self._view[self._at : self._at + n]
        self._at += n
        return n

    def read_exactly(self, size: int, what: str = "data") -> bytes:
        left = len(self._view) - self._at
        if size > left:
            raise ProtocolError(f"the bytes end inside of {what}: {left} of {size} bytes came")
        self._at += size
        return bytes(self._view[self._at - size : self._at])

    @property
    def at_end(self) -> bool:
        """Whether everything was read."""
        return self._at == len(self._view)
