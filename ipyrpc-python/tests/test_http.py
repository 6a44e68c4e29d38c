"""HTTP as it may come: chunks of any size, refused uploads, answers that are none."""

import re
import threading

import ipyrpc
import pytest
from fake import CHUNKS, FUNCTIONS, Fake, answer, event, reply
from ipyrpc import ProtocolError

RESULT = event("result", b'"' + b"x" * 5000 + b'"', serializer="json", job="j", status="succeeded", seq=1)


def chunked(body, size, extension=b"", trailer=b""):
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(p), extension, p) for p in pieces) + b"0\r\n" + trailer + b"\r\n"


@pytest.mark.parametrize("body", [
    chunked(RESULT, 1), chunked(RESULT, 7), chunked(RESULT, 4096), chunked(RESULT, 1 << 20),
    chunked(RESULT, 100, b";name=value"), chunked(RESULT, 100, b" "), chunked(RESULT, 100, trailer=b"A: b\r\nC: d\r\n"),
    chunked(RESULT, 16).replace(b"10\r\n", b"0010\r\n"), chunked(RESULT, 10).replace(b"a\r\n", b"A\r\n"),
], ids=range(9))  # fmt: skip
def test_chunks_of_any_form_are_joined_and_the_connection_serves_again(body):
    with Fake([answer(body, CHUNKS), answer(RESULT)]) as fake:
        rpc = fake.connect()
        assert rpc["f"]() == "x" * 5000
        assert rpc["f"]() == "x" * 5000
        assert rpc._transport._idle, "the connection was not kept"


@pytest.mark.parametrize("body, problem", [
    (b"zz\r\n", "no size of a chunk: b'zz\\r\\n'"), (b"\r\n", "no size of a chunk: b'\\r\\n'"),
    (b"-1\r\n", "no size of a chunk: b'-1\\r\\n'"), (b"1" * 16 + b"\r\n", "no size of a chunk"),
    (b"10\r\n" + RESULT[:17], "a chunk is longer than its size"),
])  # fmt: skip
def test_broken_chunks_are_told(body, problem):
    with Fake([(answer(body + b"\r\n" * 40, CHUNKS), True)]) as fake:
        with pytest.raises(ProtocolError, match=re.escape(problem)):
            fake.connect()["f"]()


def test_an_answer_whose_length_is_not_told_ends_with_the_connection():
    head = b"HTTP/1.1 200 OK\r\nIpyRpc-Protocol: 1\r\nContent-Type: application/vnd.ipyrpc.events\r\n\r\n"
    with Fake([(head + RESULT, True), (head + RESULT, True)]) as fake:
        rpc = fake.connect()
        assert rpc["f"]() == rpc["f"]() == "x" * 5000


def test_interim_answers_are_passed_over():
    with Fake([b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + answer(RESULT)]) as fake:
        assert fake.connect()["f"]() == "x" * 5000


@pytest.mark.parametrize("bytes_, problem", [
    (b"SSH-2.0-x\r\n\r\n", "no answer of an HTTP server: 'SSH-2.0-x'"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\nIpyRpc-Protocol: 1\r\n\r\n", "no Content-Length: 'x'"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "the header content-length stands twice"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nIpyRpc-Protocol: 1\r\n\r\n", "unknown Transfer-Encoding 'gzip'"),
    (b"HTTP/1.1 200 OK\r\nfolded\r\n\r\n", "no header: 'folded'"),
    (b"HTTP/1.1 200 OK\r\n" + b"X" * 70_000, "the head of an answer has more than 65536 bytes"),
])  # fmt: skip
def test_what_is_no_http_is_told(bytes_, problem):
    with Fake([(bytes_, True)]) as fake:
        with pytest.raises(ProtocolError, match=re.escape(problem)):
            fake.connect()["f"]()


def test_another_protocol_is_told(url):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n%s\r\nhi"
    with Fake([head % b"IpyRpc-Protocol: 2\r\n"]) as fake:
        with pytest.raises(ProtocolError) as caught:
            fake.connect().health()
        assert str(caught.value) == f"{fake.url} speaks version 2 of the protocol, this client version 1"
    with Fake([head % b""]) as fake:
        with pytest.raises(ProtocolError) as caught:
            fake.connect().health()
        assert str(caught.value) == (
            f"{fake.url} answered 200 without the header IpyRpc-Protocol; "
            "no ipyrpc server answers there, or something stands between"
        )
    with Fake([b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n<html>no"]) as fake:
        with pytest.raises(ProtocolError) as caught:
            fake.connect().health()
        assert str(caught.value) == f"{fake.url} answered 502, and not as an ipyrpc server does: '<html>no'"
    with Fake([], {**FUNCTIONS, "protocol": 2}) as fake:
        with pytest.raises(ProtocolError, match="speaks protocol 2, this client 1"):
            fake.connect()


def test_a_busy_server_says_when_to_come_again():
    refused = reply({"error": {"code": "busy", "message": "the queue is full"}}, "503 Busy", "Retry-After: 3")
    with Fake([refused]) as fake:
        with pytest.raises(ipyrpc.Busy) as caught:
            fake.connect()["f"]()
        assert (caught.value.retry_after, str(caught.value)) == (3.0, "the queue is full")


def test_an_upload_that_is_refused_half_way_says_why(limited):
    rpc = ipyrpc.connect(limited.url)
    with pytest.raises(ipyrpc.TooLarge, match="max_body"):
        rpc.echo(b"x" * 30_000_000)
    assert rpc.add(1, 2) == 3


def test_a_result_over_the_clients_limit_is_refused(url):
    small = ipyrpc.connect(url, max_body=100_000)
    for serializer in ("json", "binary"):
        with pytest.raises(ProtocolError, match="max_body 100000"):
            small.options(result_serializer=serializer).linspace(0, 1, 100_000)
    assert small.add(1, 2) == 3


def test_threads_that_call_at_once_do_not_mix_their_answers(rpc):
    wrong = []

    def work(n):
        for i in range(20):
            text = f"{n}-{i}-" * (1 + 5000 * (i % 2))
            if rpc.echo(text) != text:
                wrong.append(text)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not wrong and not any(thread.is_alive() for thread in threads)
