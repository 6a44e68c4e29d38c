"""Bytes from a server that means ill or is broken: each is a ProtocolError, soon, and without much memory."""

import os
import random
import struct
from pathlib import Path

import pytest
from ipyrpc import ProtocolError
from ipyrpc._binary import value_parts
from ipyrpc._credentials import body_digest, signature, signed_text
from ipyrpc._serializers import SERIALIZERS
from ipyrpc._source import BytesSource

VECTORS = Path(__file__).parent / "vectors"
SEED = int(os.environ.get("IPYRPC_SEED", "0")) or int.from_bytes(os.urandom(4), "little")


def frame(metadata, data=b""):
    return struct.pack("<qq", len(metadata), len(data)) + metadata + data


def read(data, serializer="binary", limit=1 << 20):
    return SERIALIZERS[serializer].read(BytesSource(data), limit=limit)


@pytest.mark.parametrize("data, problem", [
    (b"", "a value is one frame at least; there are no bytes"),
    (struct.pack("<qq", -1, 0), "a frame's metadata of -1 bytes; sizes are 0 to 1048576"),
    (struct.pack("<qq", 1 << 62, 0), f"a frame's metadata of {1 << 62} bytes; sizes are 0 to 1048576"),
    (struct.pack("<qq", 2, -5) + b"{}", "a frame's data of -5 bytes; sizes are 0 to max_body 1048576"),
    (struct.pack("<qq", 2, 1 << 40) + b"{}", f"a frame's data of {1 << 40} bytes; sizes are 0 to max_body 1048576"),
    (struct.pack("<qq", 20, 0) + b"{}", "the bytes end inside of a frame's metadata: 2 of 20 bytes came"),
    (frame(b"[]"), "a frame's metadata is a JSON object, not b'[]'"),
    (frame(b'{"type":"json","type":"json"}'), None),
    (frame(b'{"type":"json"}'), None),
    (frame(b'{"type":"json"}', b"NaN"), None),
    (frame(b'{"type":"json"}', b"1") + b"x", "there are bytes behind the value"),
    (frame(b'{"type":"end"}'), "no value begins with a frame of type 'end'"),
    (frame(b'{"type":"list"}'), "the bytes end inside of a frame's head: 0 of 16 bytes came"),
    (frame(b'{"type":"np.ndarray","dtype":"<f8","shape":[2]}', bytes(15)),
     "2 elements of dtype f8 take 16 bytes, not 15"),
    (frame(b'{"type":"np.ndarray","dtype":"<f8","shape":[-1]}'), "a dimension is a whole number from 0 on, not -1"),
    (frame(b'{"type":"np.ndarray","dtype":"<f8","shape":[4294967296,4294967296]}'),
     "the shape [4294967296, 4294967296] overflows"),
    (frame(b'{"type":"np.ndarray","dtype":"<f8","shape":[0,9223372036854775807]}'), None),
    (frame(b'{"type":"np.ndarray","dtype":"<V8","shape":[1]}', bytes(8)), None),
    (frame(b'{"type":"np.ndarray","dtype":"str","shape":[1]}', struct.pack("<qq", 0, -1)), None),
    (frame(b'{"type":"np.ndarray","dtype":"str","shape":[2]}', struct.pack("<qqq", 0, 2, 1) + b"a"), None),
    (frame(b'{"type":"np.ndarray","dtype":"str","shape":[1]}', struct.pack("<qq", 0, 1) + b"\xff"), None),
    (frame(b'{"type":"pandas","rows":99999999999,"row_index":{"type":"pandas.RangeIndex","data":'
           b'{"start":0,"stop":99999999999,"step":1,"name":null}},"columns":{"type":"pandas.RangeIndex","data":'
           b'{"start":0,"stop":1,"step":1,"name":null}},"fields":[{"dtype":"<f8","size":799999999992}]}'), None),
])  # fmt: skip
def test_broken_frames_are_told(data, problem):
    with pytest.raises(ProtocolError) as caught:
        read(data)
    if problem is not None:
        assert str(caught.value) == problem


def test_nesting_is_bounded():
    with pytest.raises(ProtocolError, match="nested deeper than 100"):
        read(frame(b'{"type":"list"}') * 200)
    with pytest.raises(ProtocolError, match="nested deeper than 100"):
        read(b"[" * 100_000, "json")
    with pytest.raises(ProtocolError, match="nested deeper than 100"):
        read(b'{"type":"dict","data":' * 400 + b"{}" + b"}" * 400, "json")


@pytest.mark.parametrize("name", sorted(p.stem for p in VECTORS.glob("*.bin") if p.stem != "args_mixed"))
def test_truncated_and_flipped_vectors_never_crash(name):
    print(f"IPYRPC_SEED={SEED}")
    rng = random.Random(f"{SEED} {name}")
    for suffix, serializer in (("bin", "binary"), ("json", "json")):
        whole = (VECTORS / f"{name}.{suffix}").read_bytes()
        for size in rng.sample(range(len(whole)), min(40, len(whole))):
            try:
                read(whole[:size], serializer)
            except ProtocolError:
                continue
            pytest.fail(f"{size} of {len(whole)} bytes were taken for whole") if serializer == "binary" else None
        for _ in range(60):
            bad = bytearray(whole)
            for _ in range(rng.randint(1, 3)):
                bad[rng.randrange(len(bad))] = rng.randrange(256)
            try:
                read(bytes(bad), serializer)
            except ProtocolError:
                pass


def test_signatures_are_those_of_the_vectors():
    import base64
    import json

    vectors = json.loads((VECTORS / "hmac.json").read_text())
    assert vectors
    for vector in vectors:
        digest = body_digest([base64.b64decode(vector["body_base64"])])
        text = signed_text(
            vector["audience"], vector["op"], vector["target"], vector["fields"], vector["ts"], vector["nonce"], digest
        )
        assert (digest, text) == (vector["digest"], vector["text"])
        assert signature(vector["secret"], text) == vector["sig"]


def test_an_array_goes_out_from_its_own_memory():
    import numpy as np

    array = np.arange(1000.0)
    parts = value_parts(array)
    assert np.shares_memory(np.frombuffer(parts[1], dtype="u1"), array)
    turned = array.reshape(10, 100).T
    assert np.shares_memory(np.frombuffer(value_parts(turned)[1], dtype="u1"), array)
