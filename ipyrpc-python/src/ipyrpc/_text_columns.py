"""The dtype ``str`` in binary (§2.1): n + 1 offsets of int64, then the texts in UTF-8. Needs no numpy."""

from __future__ import annotations

import array
import sys
from itertools import accumulate
from typing import List, Sequence

from ._failures import ProtocolError
from ._source import Buffer, Source


def text_parts(texts: Sequence[str]) -> List[Buffer]:
    """Offsets and texts. A missing one is given as "".

    Raises UnicodeEncodeError for half a surrogate pair, which has no UTF-8.
    """
    encoded = [text.encode() for text in texts]
    offsets = array.array("q", accumulate(map(len, encoded), initial=0))
    if sys.byteorder == "big":
        offsets.byteswap()
    return [offsets.tobytes(), b"".join(encoded)]


def read_texts(count: int, size: int, source: Source) -> List[str]:
    """So many texts of ``size`` bytes altogether.

    Raises ProtocolError if the offsets fall, do not begin at 0 or do not end with the text, or it is no UTF-8.
    """
    head = 8 * (count + 1)
    if size < head:
        raise ProtocolError(f"{count} texts begin with {head} bytes of offsets; there are {size} bytes")
    offsets = array.array("q")
    offsets.frombytes(source.read_exactly(head, "the offsets of texts"))
    if sys.byteorder == "big":
        offsets.byteswap()
    at = offsets.tolist()
    ends = at[1:]
    if at[0] != 0 or at[-1] != size - head or any(map(int.__gt__, at, ends)):
        raise ProtocolError(f"the offsets of texts must rise from 0 to {size - head}")
    data = source.read_exactly(size - head, "texts")
    try:
        if data.isascii():
            text = data.decode("ascii")
            return [text[begin:end] for begin, end in zip(at, ends)]
        return [str(data[begin:end], "utf-8") for begin, end in zip(at, ends)]
    except UnicodeDecodeError as e:
        raise ProtocolError(f"texts are not UTF-8: {e}") from None
