"""Values that stay on the server."""

import time

import ipyrpc
import numpy as np
import pandas as pd
import pytest
from conftest import Server
from ipyrpc._peers import Peers, address_of, is_at, server_of
from ipyrpc._pointer import index_key


@pytest.fixture
def cube():
    return np.arange(60.0).reshape(3, 4, 5)


def test_a_result_stays_where_it_is_until_it_is_asked_for(rpc):
    p = rpc.linspace.pointer(0, 1, num=1001)
    assert repr(p) == f"<Pointer to np.ndarray dtype=float64 shape=(1001,) 7.82 KiB at {rpc.url}>"
    assert (p.dtype, p.shape, p.nbytes, len(p), p.where) == (np.dtype("f8"), (1001,), 8008, 1001, rpc.url)
    np.testing.assert_array_equal(p.get(), np.linspace(0, 1, 1001))
    assert rpc.mean(p) == pytest.approx(0.5)
    assert p.release() is None
    with pytest.raises(ipyrpc.Gone):
        p.get()
    with pytest.raises(ipyrpc.Gone):
        rpc.mean(p)


def test_parts_of_an_array_are_those_of_numpy(rpc, cube):
    p = rpc.put(cube)
    for key in [np.s_[0], np.s_[-1], np.s_[:2], np.s_[::2], np.s_[::-1], np.s_[1, 2], np.s_[:, 0], np.s_[:, :, 0],
                np.s_[1:, ::-2, 1:4], np.s_[..., 0], np.s_[0, ..., 1], np.s_[...], np.s_[5:2], np.int64(1)]:  # fmt: skip
        np.testing.assert_array_equal(p[key], cube[key], err_msg=str(key))
    assert p[1, 2, 3] == cube[1, 2, 3] and isinstance(p[1, 2, 3], float)
    np.testing.assert_array_equal(p.head(2), cube[:2])
    view = p.view[:, 1]
    assert isinstance(view, ipyrpc.Pointer) and view.shape == (3, 5)
    np.testing.assert_array_equal(view[::2], cube[::2, 1])
    assert list(p.describe()[["count", "mean", "min", "max"]]) == [60, 29.5, 0, 59]


def test_parts_of_a_frame_are_those_of_pandas(rpc):
    frame = pd.DataFrame({"city": ["Brno", "Oslo", None], "n": [3, 4, 5], "x": [0.5, np.nan, 2.0]})
    p = rpc.put(frame)
    assert p.shape == (3, 3) and p.type == "pandas"
    pd.testing.assert_frame_equal(p.get(), frame)
    pd.testing.assert_frame_equal(p.head(2), frame.head(2))
    pd.testing.assert_frame_equal(p[1:], frame[1:])
    pd.testing.assert_series_equal(p["n"], frame["n"])
    pd.testing.assert_frame_equal(p[["x", "city"]], frame[["x", "city"]])
    pd.testing.assert_series_equal(p[1:, "n"], frame["n"][1:])
    assert p[0, "city"] == "Brno"
    expected = frame.describe()
    pd.testing.assert_frame_equal(p.describe().loc[expected.index, ["n", "x"]].astype(float), expected)
    series = rpc.put(frame["n"])
    pd.testing.assert_series_equal(series[:2], frame["n"][:2])
    assert series.type == "pandas.Series" and series.shape == (3,)


def test_what_holds_pointers_may_be_passed_too(rpc, cube):
    p = rpc.put(cube)
    came = rpc.echo({"list": [p, 1], "deep": {"p": p}})
    np.testing.assert_array_equal(came["list"][0], cube)
    np.testing.assert_array_equal(came["deep"]["p"], cube)
    value = rpc.put({"a": [1, 2, 3], "b": "text"})
    assert value["a"] == [1, 2, 3] and value["a", 1] == 2 and value["b"] == "text"
    assert len(value) == 2 and value.shape is None and bool(rpc.put([]))


def test_a_pointer_is_pinned_and_released_by_a_with_block(rpc):
    with rpc.put([1, 2]) as p:
        assert p.pin() is p
        assert p.pin(False) is p
        again = rpc.pointer(p._ipyrpc_wire())
        assert again == p and hash(again) == hash(p) and again.get() == [1, 2]
    with pytest.raises(ipyrpc.Gone):
        p.get()


def test_a_wrong_key_is_told(rpc, cube):
    p = rpc.put(cube)
    for key, problem in [
        (1.5, "1.5 (float) cannot index a pointer; positions, slices, names and lists of columns can; "
              "index what .get() gives"),
        (True, None), (None, None), (np.array([0, 1]), None), ((..., ...), None), ([], None), ({"a": 1}, None),
    ]:  # fmt: skip
        with pytest.raises(IndexError) as caught:
            p[key]
        assert problem is None or str(caught.value) == problem
    with pytest.raises(ipyrpc.BadRequest, match="index 7 is out of bounds"):
        p[7]
    with pytest.raises(TypeError, match="a pointer is not iterated over"):
        iter(p)
    with pytest.raises(ipyrpc.Error, match="belongs to no client"):
        ipyrpc.Pointer(p._members).get()


def test_keys_have_the_form_of_the_protocol():
    assert index_key(np.s_[1:, -1]) == [{"start": 1, "stop": None, "step": None}, -1]
    assert index_key("n") == ["n"]
    assert index_key(["a", 2]) == [{"take": ["a", 2]}]
    assert index_key(np.s_[..., 0], 3) == [*[{"start": None, "stop": None, "step": None}] * 2, 0]
    with pytest.raises(IndexError, match="one ellipsis can stand"):
        index_key(np.s_[..., 0])


def test_another_servers_pointer_is_followed_only_where_that_was_allowed(client):
    other = Server("http://127.0.0.1:0")
    try:
        theirs = ipyrpc.connect(other.url)
        p = theirs.put([1, 2, 3])
        members = p._ipyrpc_wire()
        with pytest.raises(ipyrpc.Error) as caught:
            client.pointer(members).get()
        assert str(caught.value) == (
            f"a pointer to a value at {other.url} lies neither at {client.url} nor at one of this client's peers; "
            f"if you trust its server, name that: connect(…, peers=['{other.url}'])"
        )
        for peers in (other.url, [other.url], ["127.0.0.0/8"]):
            trusting = ipyrpc.connect(client.url, peers=peers)
            assert trusting.pointer(members).get() == [1, 2, 3]
            assert trusting.options(output=False).pointer(members)[1] == 2
        trusting.pointer(members).release()
        with pytest.raises(ipyrpc.Gone):
            p.get()
    finally:
        other.stop()


def test_the_own_servers_pointers_are_known_whatever_address_they_name(client):
    members = {**client.put([7])._ipyrpc_wire(), "host": "203.0.113.9", "port": 1}
    begun = time.monotonic()
    assert client.pointer(members).get() == [7]
    assert time.monotonic() - begun < 10  # nobody tried to reach that address


@pytest.mark.parametrize("entry", ["http://h", "h:1", "http://h:1/x", "http://u@h:1", "10.0.0.0/33", "", "010.0.0.1", 5])
def test_bad_peers_are_told(entry):
    with pytest.raises(ValueError) as caught:
        Peers([entry])
    assert str(caught.value).startswith(f"peers has {entry!r}, must be scheme://host:port, or a network")


def test_peers_are_compared_as_text_and_numbers():
    def at(host, port=1, protocol="http"):
        return {"protocol": protocol, "host": host, "port": port}

    peers = Peers(["http://Box:1", "http://[::1]:1", "10.0.0.0/8", "fd00::/8", "192.0.2.7"])
    assert all(map(peers.allow, [at("box"), at("0:0::1"), at("10.255.0.1", 9), at("fd01::2"), at("::ffff:10.1.2.3"),
                                 at("192.0.2.7")]))  # fmt: skip
    assert not any(map(peers.allow, [at("box", 2), at("box", protocol="https"), at("11.0.0.1"), at("10.0.0.1.evil"),
                                     at("192.0.2.8"), at("10.0.0.1 "), at("")]))  # fmt: skip
    assert is_at(at("::1"), "http://[0::1]:1") and not is_at(at("::1"), "http://[::1]:2")
    assert address_of(at("::1")) == "http://[::1]:1" and address_of(at("a b")) is None
    assert address_of(at("h", protocol="x y")) is None and address_of(at("h", 0)) is None
    assert server_of("/data/ab/cd") == "ab" and server_of("/data/ab/../cd") is None and server_of("/jobs/1") is None
