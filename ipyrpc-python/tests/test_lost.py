"""Connections that break: what is asked again, and what never is."""

import subprocess
import sys
import threading
import uuid
from pathlib import Path

import ipyrpc
import pytest
from conftest import need
from proxy import Once, Proxy

SRC = str(Path(__file__).resolve().parent.parent / "src")


def test_what_reads_is_asked_again(url):
    with Proxy(url, Once("GET /functions", times=2)) as proxy:
        client = ipyrpc.connect(proxy.url)
        assert client.add(1, 2) == 3
        assert proxy.lines() == ["GET /functions"] * 3 + ["POST /call/add"]


def test_what_reads_is_not_asked_for_ever(url):
    with Proxy(url, lambda request, answer: True) as proxy:
        with pytest.raises(ipyrpc.ConnectError):
            ipyrpc.connect(proxy.url)
        assert proxy.lines() == ["GET /functions"] * 4


def test_an_answer_that_breaks_in_its_middle_is_asked_for_again(url):
    with Proxy(url, Once("GET /health", lambda answer: b"\r\n\r\n" in answer)) as proxy:
        client = ipyrpc.connect(proxy.url)
        assert client.health()["status"] == "ready"
        assert proxy.lines() == ["GET /functions", "GET /health", "GET /health"]


def test_a_call_is_never_sent_again(url, client):
    name = uuid.uuid4().hex
    with Proxy(url, Once("POST /call/count")) as proxy:
        lost = ipyrpc.connect(proxy.url)
        with pytest.raises(ipyrpc.ConnectError):
            lost.count(name)
        assert proxy.lines() == ["GET /functions", "POST /call/count"]
    assert client.count(name) == 2


def test_a_release_is_never_sent_again(url, client):
    with Proxy(url, Once("DELETE /data/")) as proxy:
        lost = ipyrpc.connect(proxy.url)
        pointer = lost.put([1, 2, 3])
        with pytest.raises(ipyrpc.ConnectError):
            pointer.release()
        assert [line.split(" ")[0] for line in proxy.lines()] == ["GET", "POST", "DELETE"]


def test_a_submit_whose_answer_was_lost_is_sent_again_and_runs_once(url, client):
    name = uuid.uuid4().hex
    with Proxy(url, Once("POST /submit/count", times=2)) as proxy:
        lost = ipyrpc.connect(proxy.url)
        assert lost.count.submit(name).result(timeout=20) == 1
        submits = [head for head in proxy.requests if head.startswith("POST /submit/count")]
        keys = {line for head in submits for line in head.split("\r\n") if line.startswith("Idempotency-Key: ")}
        assert len(submits) == 3 and len(keys) == 1
    assert client.count(name) == 2


def test_each_submit_has_a_key_of_its_own_unless_it_is_given_one(client):
    name = uuid.uuid4().hex
    jobs = [client.count.submit(name) for _ in range(2)]
    assert sorted(job.result(timeout=20) for job in jobs) == [1, 2]
    keyed = client.count.options(idempotency_key=uuid.uuid4().hex)
    assert keyed.submit(name).id == keyed.submit(name).id
    with pytest.raises(ipyrpc.Conflict):
        keyed.submit("another" + name)


def test_a_submit_without_a_key_is_not_sent_again(url):
    with Proxy(url, Once("POST /submit/count")) as proxy:
        lost = ipyrpc.connect(proxy.url)
        with pytest.raises(ipyrpc.ConnectError):
            lost.count.options(idempotency_key="").submit("x")
        assert proxy.lines() == ["GET /functions", "POST /submit/count"]
        assert "Idempotency-Key" not in proxy.requests[-1]


def test_a_jobs_output_goes_on_after_the_last_event_that_came(url, client, capsys):
    name = uuid.uuid4().hex
    with Proxy(url, Once("GET /jobs/", lambda answer: b"at the gate" in answer and b"out of" in answer)) as proxy:
        lost = ipyrpc.connect(proxy.url)
        job = lost.gate.submit(name)
        threading.Timer(0.3, client.open, [name]).start()
        assert job.result(timeout=20) == "through"
        asked = [line.split("from=")[1] for line in proxy.lines() if "/events?" in line]
    assert capsys.readouterr().out == f"at the gate {name}\nout of the gate {name}\n"
    assert asked[0] == "1" and len(asked) == 2 and int(asked[1]) > 1, asked


def test_a_large_result_goes_on_where_it_was_cut(url, capsys):
    numpy = need("numpy")
    sent = numpy.arange(1_000_000.0)
    with Proxy(url, Once("GET /jobs/", lambda answer: len(answer) > 3_000_000)) as proxy:
        lost = ipyrpc.connect(proxy.url, serializer="binary")
        job = lost.echo.submit(sent)
        numpy.testing.assert_array_equal(job.result(timeout=30), sent)
        assert len([line for line in proxy.lines() if "/events?" in line]) == 2


def test_an_interrupt_before_the_first_event_cancels_on_the_server_too(url, client):
    name = uuid.uuid4().hex
    script = f"""
import sys; sys.path.insert(0, {SRC!r})
import ipyrpc
rpc = ipyrpc.connect(sys.argv[1])
print("ready", flush=True)
try:
    rpc.waitToBeCancelled({name!r})
except KeyboardInterrupt as e:
    print("interrupted:", e, flush=True)
print(rpc.add(1, 2), flush=True)
"""
    held = threading.Event()

    def hold(request, answer):
        if request.startswith("POST /call/waitToBeCancelled"):
            held.set()
            proxy.ended.wait(20)  # nothing of the answer goes through before the client has gone
            return True
        return False

    with Proxy(url, hold) as proxy:
        process = subprocess.Popen([sys.executable, "-c", script, proxy.url], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout.readline() == "ready\n"
            assert held.wait(20), "the call did not arrive"
            process.send_signal(2)
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()
            process.wait()
    told, sum_ = out.splitlines()
    assert told == "interrupted: waitToBeCancelled was interrupted; the server cancels it when it notices"
    assert sum_ == "3"
    assert client.awaitCancelled(name)


def test_what_began_anew_elsewhere_counts_alone():
    from fake import Fake, event, events

    first = [event("accepted", job="j", position=0), event("result", b'"the fir', serializer="json")]
    again = [event("started", attempt=2, worker="w2", seq=3), event("result", b'"the sec', serializer="json", seq=4),
             event("result", b'ond"', job="j", status="succeeded", seq=5)]  # fmt: skip
    with Fake([events(first, cut=True), events(again)]) as fake:
        assert fake.connect()["f"]() == "the second"
        assert fake.requests[1:] == ["POST /call/f", "GET /jobs/j/events?from=3"]


def test_items_that_were_given_already_cannot_be_begun_anew():
    from fake import Fake, event, events, reply

    first = [event("accepted", job="j", position=0), event("result", b"[1,2,", serializer="json")]
    again = [event("started", attempt=2, worker="w2", seq=3), event("result", b"[1,2,3]", serializer="json", seq=4)]
    with Fake([events(first, cut=True), events(again), reply({"state": "cancelling"})]) as fake:
        items = fake.connect()["f"].iter()
        assert next(items) == 1
        with pytest.raises(ipyrpc.ConnectError, match="job j was begun again by another worker after 2 items had come"):
            list(items)
