"""Thousands of random values through a Java function that gives back what it got, compared by numpy and pandas."""

import os

import numpy as np
import pandas as pd
import pytest
from randoms import Randoms
from same import assert_same

SEED = int(os.environ.get("IPYRPC_SEED", "0")) or int.from_bytes(os.urandom(4), "little")
#: Values travel in lists: a request for each would measure the network and not the values.
BATCH = 50


def through(rpc, make, batches):
    print(f"IPYRPC_SEED={SEED}")
    binary = rpc._options.serializer == "binary"
    for batch in range(batches):
        randoms = Randoms([SEED, batch])
        values = [make(randoms) for _ in range(BATCH)]
        for i, (sent, came) in enumerate(zip(values, rpc.echo(values))):
            try:
                assert_same(sent, came, byte_order=False)
            except AssertionError as e:
                raise AssertionError(f"IPYRPC_SEED={SEED} batch {batch} value {i}, {binary=}:\n{sent!r}\n{e}") from None


def test_arrays(rpc):
    through(rpc, Randoms.array, 40)


def test_frames(rpc):
    through(rpc, Randoms.frame, 12)


def test_series(rpc):
    through(rpc, Randoms.one_series, 12)


def test_plain_values(rpc):
    through(rpc, Randoms.value, 30)


@pytest.mark.parametrize("value", [
    pd.DataFrame(), pd.DataFrame(index=[1, 2]), pd.DataFrame({"a": []}), pd.Series([], dtype="f8"),
    np.zeros((0, 3)), np.array(2.5), np.arange(6).reshape(2, 3).T, np.arange(4, dtype=">i8"),
    pd.DataFrame([[1, 2.5]], columns=["a", "a"]), pd.DataFrame([[1, 2]], columns=[("a", 1), 2]),
], ids=range(10))  # fmt: skip
def test_edges(rpc, value):
    assert_same(value, rpc.echo(value), byte_order=False)


def test_a_categorical_comes_back_as_its_values(rpc):
    frame = pd.DataFrame({"c": pd.Categorical(["lo", None, "hi"]), "n": pd.Categorical([3, 4, None])})
    came = rpc.echo(frame)
    assert came["c"].tolist() == ["lo", None, "hi"]
    assert came["n"].tolist() == [3, 4, pd.NA]


def test_a_large_array_goes_and_comes(rpc):
    array = np.random.default_rng(1).standard_normal((300, 400))
    np.testing.assert_array_equal(rpc.echo(array), array)
    assert rpc.mean(array) == pytest.approx(array.mean())
