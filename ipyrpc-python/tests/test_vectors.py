"""Vectors written by real numpy and pandas, read and written in both serializers; values are compared, not bytes."""

import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ipyrpc._binary import read_arguments, value_parts
from ipyrpc._serializers import SERIALIZERS
from ipyrpc._source import BytesSource
from same import assert_same

VECTORS = Path(__file__).parent / "vectors"
INDEX = {vector["name"]: vector for vector in json.loads((VECTORS / "index.json").read_text())}
NAMES = [name for name, vector in INDEX.items() if vector["kind"] != "arguments"]


def read(name, serializer):
    suffix = {"json": "json", "binary": "bin"}[serializer]
    return SERIALIZERS[serializer].read(BytesSource((VECTORS / f"{name}.{suffix}").read_bytes()))


def rewritten(value, serializer):
    parts = SERIALIZERS[serializer].value(value)
    return SERIALIZERS[serializer].read(BytesSource(b"".join(bytes(part) for part in parts)))


@pytest.mark.parametrize("name", NAMES)
def test_both_serializers_give_the_same_value(name):
    assert_same(read(name, "json"), read(name, "binary"), byte_order=False)


@pytest.mark.parametrize("serializer", ["json", "binary"])
@pytest.mark.parametrize("name", NAMES)
def test_survives_being_written_again(name, serializer):
    value = read(name, serializer)
    assert_same(value, rewritten(value, serializer), byte_order=serializer == "binary")


@pytest.mark.parametrize("serializer", ["json", "binary"])
@pytest.mark.parametrize("name", [n for n in NAMES if INDEX[n]["kind"] == "np.ndarray"])
def test_arrays_are_as_the_index_says(name, serializer):
    expected = INDEX[name]
    array = read(name, serializer)
    assert list(array.shape) == expected["shape"]
    wanted = np.dtype(expected["dtype"])
    assert array.dtype == (wanted if serializer == "binary" else wanted.newbyteorder("="))
    if "sha256_of_data" in expected:
        assert hashlib.sha256(array.astype(wanted).tobytes()).hexdigest() == expected["sha256_of_data"]
    for key, value in expected.items():
        if key.startswith("at_"):
            assert array[tuple(map(int, key[3:].split("_")))] == value
        if key == "sum":
            assert array.sum() == value


@pytest.mark.parametrize("serializer", ["json", "binary"])
@pytest.mark.parametrize("name", [n for n in NAMES if INDEX[n]["kind"] == "pandas"])
def test_frames_are_as_the_index_says(name, serializer):
    expected = INDEX[name]
    frame = read(name, serializer)
    assert len(frame) == expected["rows"]
    assert [str(label) for label in frame.columns] == expected["columns"]
    assert [str(dtype) for dtype in frame.dtypes] == expected["dtypes"]


def test_an_array_in_order_f_lies_so_in_memory():
    assert read("fortran_order", "binary").flags.f_contiguous


def test_cells_of_frames():
    nullable = read("df_nullable", "binary")
    assert nullable["i"].tolist() == [1, pd.NA, 3]
    assert nullable["s"].tolist() == ["a", None, "c"]
    zones = read("df_zone_index", "json")
    assert str(zones.index.tz) == "Europe/Paris"
    assert zones.index[0] == pd.Timestamp("2026-03-29T00:30:00Z")
    assert zones["z"].isna().tolist() == [False, True]
    multi = read("df_multiindex", "json")
    assert multi.index.names == ["k", "n"]
    assert multi.loc[("b", 1), "v"] == 3.0
    series = read("series", "binary")
    assert (series.name, series["q"]) == ("series", 2.5)


@pytest.mark.parametrize("serializer", ["json", "binary"])
def test_plain_values(serializer):
    assert read("plain_dict", serializer) == {"a": [1, 2.0, "x", None, True], "n": {"deep": [[], {}]}}
    assert type(read("plain_dict", serializer)["a"][1]) is float
    assert read("bytes", serializer) == bytes(range(256))
    assert read("big_integers", serializer) == [2**63, -(2**63) - 1, 10**40, 2**53 + 1]
    envelope = {"type": "np.ndarray", "data": "not an array"}
    assert read("dict_that_looks_like_an_envelope", serializer) == envelope
    assert rewritten(envelope, serializer) == envelope


@pytest.mark.parametrize("serializer", ["json", "binary"])
def test_decimals_and_times(serializer):
    value = read("decimal_and_times", serializer)
    assert str(value["d"]) == "1.10" and type(value["d"]) is Decimal
    assert value["t"] == pd.Timestamp("2026-11-22T10:00:00.123456789Z")
    assert value["l"] == datetime(2026, 11, 22, 10) and value["l"].tzinfo is None
    assert value["day"] == date(2026, 11, 22)
    assert value["p"] == timedelta(seconds=1.5)
    assert value["n"] != value["n"]


@pytest.mark.parametrize("serializer", ["json", "binary"])
def test_arguments(serializer):
    if serializer == "binary":
        args, kwargs = read_arguments(BytesSource((VECTORS / "args_mixed.bin").read_bytes()))
        again = read_arguments(
            BytesSource(b"".join(map(bytes, SERIALIZERS["binary"].arguments(args, kwargs))))
        )
        assert_same([args, kwargs], list(map(lambda part: part, again)))
    else:
        whole = read("args_mixed", "json")
        args, kwargs = whole["args"], whole["kwargs"]
        body = b"".join(SERIALIZERS["json"].arguments(args, kwargs))
        assert_same(whole, SERIALIZERS["json"].read(BytesSource(body)))
    assert kwargs == {"scale": 2.5, "name": "n"}
    assert args[0] == 1
    np.testing.assert_array_equal(args[1], [1.0, 2.0])


def test_a_pointer_is_a_frame_of_its_own():
    members = read("pointer", "binary")
    assert members == read("pointer", "json")
    assert members["path"] == "/data/5e7f01/0123456789abcdef"


def test_small_items_of_a_list_travel_together():
    parts = value_parts([1, "a", np.arange(2), 2, 3])
    assert [bytes(part)[16:33] for part in parts if b'"items"' in bytes(part)] == [b'{"type":"items"}'] * 2


def test_times_with_offsets_keep_them():
    value = datetime(2026, 1, 2, 3, 4, 5, 6, timezone(timedelta(hours=-3, minutes=-30)))
    assert rewritten(value, "json").isoformat() == "2026-01-02T03:04:05.000006-03:30"
