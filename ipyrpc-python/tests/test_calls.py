"""Calls, output, errors, jobs, interruption: against the real server."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import ipyrpc
import pytest
from conftest import need

SRC = str(Path(__file__).resolve().parent.parent / "src")


def test_positional_and_keyword_arguments(rpc):
    assert rpc.add(1, 2) == 3
    assert rpc.add(b=2, a=1) == 3
    assert rpc.add(5) == 15
    assert rpc["job"](3) == "job 3"
    assert rpc.range(3, "a", "b") == "3 a,b"
    assert rpc.range(from_=4) == "4 "


def test_output_appears_on_the_streams_of_the_moment(rpc, capsys):
    rpc.talk(2)
    assert capsys.readouterr() == ("out 0\nout 1\n", "err 0\nerr 1\n")
    rpc.talk.options(output=False)(2)
    rpc.options(output=False).talk(2)
    assert capsys.readouterr() == ("", "")


def test_output_appears_while_the_function_runs(client, capsys):
    name = uuid.uuid4().hex
    seen = threading.Event()

    class Watched:
        def write(self, text):
            seen.set()

        def flush(self):
            pass

    def call():
        before, sys.stdout = sys.stdout, Watched()
        try:
            return client.gate(name)
        finally:
            sys.stdout = before

    results = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    assert seen.wait(20), "nothing was printed before the end"
    client.open(name)
    thread.join(20)
    assert results == ["through"]


@pytest.mark.parametrize("java, python", [
    ("java.lang.IllegalArgumentException", ValueError), ("java.lang.IndexOutOfBoundsException", IndexError),
    ("java.util.NoSuchElementException", KeyError), ("java.util.concurrent.TimeoutException", TimeoutError),
    ("java.lang.SecurityException", PermissionError), ("java.lang.UnsupportedOperationException", NotImplementedError),
    ("java.io.FileNotFoundException", FileNotFoundError), ("java.lang.IllegalStateException", RuntimeError),
])  # fmt: skip
def test_exceptions_are_pythons_own_too(client, java, python):
    with pytest.raises(python) as caught:
        client.fail(java, "the reason")
    error = caught.value
    assert isinstance(error, ipyrpc.FunctionError)
    assert (error.type, error.message, str(error)) == (java, "the reason", f"{java}: the reason")
    assert type(error).__name__ == f"Remote{python.__name__}"


def test_an_error_has_its_causes_and_prints_the_remote_stack_trace(client):
    import traceback

    with pytest.raises(ValueError) as caught:
        client.failDeeply("why")
    error = caught.value
    assert [(cause.type, cause.message) for cause in error.causes] == [("java.io.IOException", "the disk is full")]
    assert isinstance(error.causes[0], OSError)
    assert error.frames[0]["method"] == "failDeeply"
    printed = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    assert "at Echo.failDeeply(Echo.java:" in printed
    assert "Caused by: java.io.IOException: the disk is full" in printed
    assert printed.endswith("ipyrpc.RemoteValueError: java.lang.IllegalArgumentException: why\n")
    with pytest.raises(ZeroDivisionError):
        client.divide(1, 0)


def test_bad_arguments_show_the_signature(client):
    with pytest.raises(ipyrpc.BadRequest) as caught:
        client.add("x")
    assert str(caught.value) == "argument 'a': 'x' is not an int; signature: add(a: int, b: int = 10) -> int"
    assert isinstance(caught.value, TypeError)


def test_what_cannot_be_sent_is_told_with_its_place(rpc):
    pandas = need("pandas")
    frame = pandas.DataFrame({"x": [1, 2], "obj": ["a", object]})
    with pytest.raises(TypeError) as caught:
        rpc.echo(frame)
    assert str(caught.value).startswith("echo: argument 'value' column 'obj'[1]: <class 'object'> (type) cannot be sent")
    with pytest.raises(TypeError, match=r"echo: argument 'value'\.k\[1\]: a key of a dict is text, not 1 \(int\)"):
        rpc.echo({"k": [0, {1: 2}]})
    assert rpc.add(1, 1) == 2


def test_unknown_functions_get_a_hint(client):
    with pytest.raises(AttributeError, match="has no function 'linspac'; did you mean linspace?"):
        client.linspac
    with pytest.raises(KeyError):
        client["linspac"]
    assert not hasattr(client, "_ipython_canary_method_should_not_exist_")


def test_signature_documentation_and_completion(client):
    import inspect

    assert str(inspect.signature(client.linspace)) == "(start: float, stop: float, num: int = 50) -> numpy.ndarray"
    assert inspect.getdoc(client.add).startswith("Adds two numbers.\n\nParameters\n----------\na : int\n    one")
    assert {"linspace", "add", "jobs", "put"} <= set(dir(client))
    assert "linspace(start: float" in repr(client)
    assert "<table>" in client._repr_html_() and "linspace(start" in client._repr_html_()


def test_a_timeout_ends_the_call(client):
    with pytest.raises(ipyrpc.Timeout) as caught:
        client.gate.options(timeout=0.2, output=False)("never" + uuid.uuid4().hex)
    assert isinstance(caught.value, TimeoutError)
    assert client.add(1, 1) == 2


def test_a_job_goes_on_and_is_found_again(client, capsys):
    name = uuid.uuid4().hex
    job = client.gate.submit(name)
    with pytest.raises(TimeoutError, match="has not ended after 0.2 s; it goes on"):
        job.result(timeout=0.2)
    capsys.readouterr()
    again = client.job(job.id)
    assert (again.state, again.function) == ("running", "gate")
    assert repr(job) == f"<Job {job.id} gate running>"
    assert again.output == f"at the gate {name}\n"
    client.open(name)
    assert again.result(timeout=20) == "through"
    assert capsys.readouterr().out == f"at the gate {name}\nout of the gate {name}\n"
    assert repr(again) == f"<Job {job.id} gate succeeded>"
    assert again.done
    assert job.id in [row["job"] for row in client.jobs(function="gate")]
    with pytest.raises(ipyrpc.NotFound):
        client.job("nosuchjob").status()
    assert repr(client.job("nosuchjob")) == "<Job nosuchjob gone>"


def test_cancelling_a_job(client):
    name = uuid.uuid4().hex
    job = client.waitToBeCancelled.submit(name)
    deadline = time.monotonic() + 20
    while "waiting" not in job.output:
        assert time.monotonic() < deadline
    assert job.cancel() in ("cancelling", "cancelled")
    with pytest.raises(ipyrpc.Cancelled):
        job.result(timeout=20)
    assert client.awaitCancelled(name)


def test_map_gives_what_has_come_before_it_draws_more(client):
    drawn = []

    def inputs():
        for i in range(20):
            drawn.append(i)
            if i:
                # Whoever draws more has time for what is under way.
                assert client.add(0, 0) == 0
            yield i

    results = client.add.map(inputs(), range(20), in_flight=3)
    assert drawn == []
    for i in range(20):
        assert next(results) == 2 * i
        assert len(drawn) <= i + 3
    assert next(results, None) is None


def test_an_interrupted_map_cancels_and_says_so(url, client):
    name = uuid.uuid4().hex
    script = (
        f"import ipyrpc, os, signal, threading\n"
        f"rpc = ipyrpc.connect({url!r})\n"
        f"other = ipyrpc.connect({url!r})\n"
        f"results = rpc.add.map([1, 2], [1, 2])\n"
        f"assert next(results) == 2\n"
        f"results = rpc.gate.map([{name!r} + 'a', {name!r} + 'b'], in_flight=2)\n"
        f"def interrupt():\n"
        f"    while sum(job['function'] == 'gate' and job['state'] == 'running' for job in other.jobs(function='gate')) < 2:\n"
        f"        pass\n"
        f"    os.kill(os.getpid(), signal.SIGINT)\n"
        f"threading.Thread(target=interrupt).start()\n"
        f"try:\n"
        f"    next(results)\n"
        f"except KeyboardInterrupt as e:\n"
        f"    print(e)\n"
        f"while any(job['state'] in ('running', 'cancelling') for job in other.jobs(function='gate')):\n"
        f"    pass\n"
        f"print(rpc.add(1, 2))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], env=dict(os.environ, PYTHONPATH=SRC), capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    # What the functions printed may arrive at any moment between.
    assert [line for line in ran.stdout.splitlines() if not line.startswith("at the gate ")] == [
        "gate: 0 results came, the calls under way are cancelled on the server",
        "3",
    ], ran.stdout


def test_map_keeps_order_and_fails_as_a_call_does(rpc):
    assert list(rpc.add.map(range(30), range(30), in_flight=4)) == list(range(0, 60, 2))
    assert list(rpc.add.map([])) == []
    with pytest.raises(ipyrpc.BadRequest):
        list(rpc.add.map([1, 2, "x", 4]))
    assert rpc.add(1, 1) == 2


def test_items_come_while_the_server_computes_or_at_its_end(rpc):
    assert list(rpc.naturals.iter(10)) == list(range(10))
    early = rpc.naturals.iter(10)
    assert next(early) == 0
    early.close()
    assert rpc.add(1, 1) == 2


def test_asyncio_runs_side_by_side_and_cancels_on_the_server(client):
    name = uuid.uuid4().hex

    async def main():
        assert await asyncio.gather(*(client.aio.add(i, i) for i in range(5))) == [0, 2, 4, 6, 8]
        task = asyncio.ensure_future(client.aio.waitToBeCancelled(name))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        task = asyncio.ensure_future(client.aio.waitToBeCancelled(name))
        await client.aio.add(1, 1)
        while not any(row["state"] == "running" for row in client.jobs(function="waitToBeCancelled")):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await client.aio.awaitCancelled(name)
        assert [n async for n in client.aio.naturals.iter(3)] == [0, 1, 2]

    asyncio.run(asyncio.wait_for(main(), 40))


def test_an_interrupt_cancels_on_the_server_and_says_so(client, url):
    name = uuid.uuid4().hex
    script = f"""
import sys; sys.path.insert(0, {SRC!r})
import ipyrpc
rpc = ipyrpc.connect({url!r})
try:
    rpc.waitToBeCancelled({name!r})
except KeyboardInterrupt as e:
    print("interrupted:", e, flush=True)
print(rpc.add(1, 2), flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert out.startswith("interrupted: waitToBeCancelled was cancelled on the server, job ")
    assert out.endswith("\n3\n"), err
    assert client.awaitCancelled(name)


def test_threads_share_a_client(rpc):
    results = {}

    def work(n):
        results[n] = [rpc.add(n, i) for i in range(30)]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    assert results == {n: [n + i for i in range(30)] for n in range(8)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_process_has_connections_of_its_own(client):
    assert client.add(1, 1) == 2
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if all(client.add(i, 1) == i + 1 for i in range(50)) else 2
        finally:
            os._exit(code)
    assert all(client.add(i, 2) == i + 2 for i in range(50))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(ipyrpc.ConnectError) as caught:
        ipyrpc.connect("http://127.0.0.1:1")
    assert str(caught.value) == "no server answers at http://127.0.0.1:1: Connection refused; is it running?"
    assert isinstance(caught.value, ConnectionError)


@pytest.mark.parametrize("bad, problem", [
    ("ftp://x", "no transport for 'ftp://x'; known: http://, https://"),
    ("http://x/path", "'http://x/path' is no address of a server; it is such as http://127.0.0.1:7777"),
])  # fmt: skip
def test_bad_addresses(bad, problem):
    with pytest.raises(ValueError) as caught:
        ipyrpc.connect(bad)
    assert str(caught.value) == problem


def test_works_without_numpy_and_pandas(client, url):
    script = f"""
import sys, warnings
for name in ("numpy", "pandas", "tqdm"):
    sys.modules[name] = None
sys.path.insert(0, {SRC!r})
warnings.simplefilter("ignore")
import ipyrpc, array
rpc = ipyrpc.connect({url!r})
assert list(rpc.linspace(0, 1, 3)) == [0.0, 0.5, 1.0]
frame = rpc.table()
assert list(frame) == ["name", "value"] and frame.index == [0, 1], frame
assert frame["name"] == ["a", "b"] and list(frame["value"]) == [1.5, 2.5], frame
assert rpc.mean(array.array("d", [1, 2, 6])) == 3.0
assert rpc.echo(memoryview(array.array("i", range(6))).cast("B").cast("i", (2, 3))) == [[0, 1, 2], [3, 4, 5]]
assert rpc.echo([1.5, {{"k": b"x"}}, 1 + 2j]) == [1.5, {{"k": b"x"}}, 1 + 2j]
print("fine")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout == "fine\n", done.stderr


def test_items_come_before_the_server_has_finished(rpc, client):
    name = uuid.uuid4().hex
    items = rpc.options(output=False).naturals.iter(10, name)
    assert [next(items) for _ in range(4)] == [0, 1, 2, 3]  # in JSON nobody knows where 4 ends before a comma comes
    assert client.jobs(function="naturals", limit=1)[0]["state"] == "running"
    client.open(name)
    assert list(items) == [4, 5, 6, 7, 8, 9]


def test_calls_one_after_the_other_use_one_connection(rpc):
    rpc.add(1, 2)
    (first,) = rpc._transport._idle
    assert rpc.add(1, 2) == 3 and rpc.health() and rpc.echo([1]) == [1]
    assert rpc._transport._idle == [first]
