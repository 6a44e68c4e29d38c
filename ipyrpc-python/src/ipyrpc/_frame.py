"""Frames (§1): a JSON object with raw bytes behind it.

======  =====  ===========================
offset  type   content
======  =====  ===========================
0       int64  M, the metadata's size
8       int64  D, the data's size
16      M      metadata: one JSON object
16 + M  D      data
======  =====  ===========================

Integers are little-endian. Nothing is padded.
"""

from __future__ import annotations

import struct
from typing import Any, Dict, Optional, Tuple

from ._failures import ProtocolError
from ._json_text import dump_text, parse_text
from ._source import Source

_SIZES = struct.Struct("<qq")
HEAD_SIZE = _SIZES.size
METADATA_LIMIT = 1 << 20
#: What a client takes in one frame or body unless it is told otherwise: 64 GiB, as arrays are what it is for.
DATA_LIMIT = 1 << 36


def frame_head(metadata: Dict[str, Any], size: int) -> bytes:
    """A frame's sizes and metadata; ``size`` bytes of data are to follow."""
    text = dump_text(metadata)
    if len(text) > METADATA_LIMIT:
        raise ValueError(f"metadata of {len(text)} bytes; a frame has at most {METADATA_LIMIT}")
    return _SIZES.pack(len(text), size) + text


def checked_sizes(head: bytes, limit: int) -> Tuple[int, int]:
    """The two sizes in a frame's first 16 bytes.

    Raises ProtocolError if one is negative or over its limit.
    """
    metadata, data = _SIZES.unpack(head)
    if not 0 <= metadata <= METADATA_LIMIT:
        raise ProtocolError(f"a frame's metadata of {metadata} bytes; sizes are 0 to {METADATA_LIMIT}")
    if not 0 <= data <= limit:
        raise ProtocolError(f"a frame's data of {data} bytes; sizes are 0 to max_body {limit}")
    return metadata, data


def parse_metadata(text: bytes) -> Dict[str, Any]:
    """The metadata.

    Raises ProtocolError if it is no JSON object.
    """
    metadata = parse_text(text, "a frame's metadata")
    if not isinstance(metadata, dict):
        raise ProtocolError(f"a frame's metadata is a JSON object, not {text[:40]!r}")
    return metadata


def read_frame_head(source: Source, limit: int = DATA_LIMIT) -> Tuple[Dict[str, Any], int]:
    """The metadata of the frame that comes next, and how many bytes of data follow it."""
    metadata, data = checked_sizes(source.read_exactly(HEAD_SIZE, "a frame's head"), limit)
    return parse_metadata(source.read_exactly(metadata, "a frame's metadata")), data


def read_optional_frame_head(source: Source, limit: int = DATA_LIMIT) -> Optional[Tuple[Dict[str, Any], int]]:
    """The same, or None if the bytes end before it begins."""
    first = bytearray(HEAD_SIZE)
    view = memoryview(first)
    n = source.readinto(view)
    if not n:
        return None
    if n < HEAD_SIZE:
        source.fill(view[n:], "a frame's head")
    metadata, data = checked_sizes(first, limit)
    return parse_metadata(source.read_exactly(metadata, "a frame's metadata")), data
