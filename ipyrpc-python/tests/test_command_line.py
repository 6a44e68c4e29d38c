"""python -m ipyrpc, and the typed module that it writes."""

import inspect
import json
import os
import subprocess
import sys
import types
import uuid
from pathlib import Path

import ipyrpc
import pytest
from ipyrpc.__main__ import main

SRC = str(Path(__file__).resolve().parent.parent / "src")


@pytest.fixture
def run(url, capsys, monkeypatch):
    """Runs a command with the server's URL in the environment, and gives exit code, stdout, stderr."""

    def command(*words):
        monkeypatch.setenv("IPYRPC_URL", url)
        code = main(list(words))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def test_functions_are_listed_and_explained(run, url):
    for words in ([url], ["functions", url], ["functions"]):
        code, out, _ = run(*words)
        assert code == 0 and "  add(a: int, b: int = 10) -> int" in out and "Adds two numbers." in out
    code, out, _ = run("help", url, "add")
    assert code == 0 and out.startswith("add(a: int, b: int = 10) -> int\n    Adds two numbers.\n")


def test_calls_print_output_and_result(run, url):
    assert run("call", url, "add", "1", "--b=41") == (0, "42\n", "")
    assert run("call", "add", "5") == (0, "15\n", "")
    assert run("call", url, "talk", "1") == (0, "out 0\n", "err 0\n")
    assert run("call", url, "talk", "1", "--quiet") == (0, "", "")
    assert run("call", url, "echo", '{"a": [1, "x"]}', "--json") == (0, '{"a":[1,"x"]}\n', "")
    assert run("call", url, "echo", "plain words") == (0, "plain words\n", "")
    assert run("call", url, "echo", "--", "--value") == (0, "--value\n", "")


def test_jobs_are_submitted_followed_and_cancelled(run, url, client):
    name = uuid.uuid4().hex
    code, out, _ = run("submit", url, "gate", name)
    job = out.strip()
    assert code == 0 and client.job(job).state in ("queued", "running")
    client.open(name)
    code, out, _ = run("job", url, job, "--follow")
    assert (code, out) == (0, f"at the gate {name}\nout of the gate {name}\nthrough\n")
    code, out, _ = run("job", url, job)
    assert code == 0 and "succeeded" in out and json.loads(run("job", url, job, "--json")[1])["job"] == job
    code, out, _ = run("jobs", url)
    assert code == 0 and job in out
    waiting = client.waitToBeCancelled.submit(name)
    assert run("cancel", url, waiting.id)[0] == 0
    with pytest.raises(ipyrpc.Cancelled):
        waiting.result(timeout=20)


@pytest.mark.parametrize("words, code, told", [
    (["call", "nosuch"], 4, "ipyrpc: not_found: "), (["call"], 2, "ipyrpc: call takes URL and 1 word more; see --help\n"),
    (["frobnicate"], 2, "ipyrpc: 'frobnicate' is neither a command nor a URL; commands are functions, help, call,"),
    (["call", "add", "--nope"], 2, "ipyrpc: unknown option --nope; an argument by name is --nope=VALUE\n"),
    (["call", "add", "x"], 4, "ipyrpc: bad_request: argument 'a': 'x' is not an int; signature: "),
    (["call", "divide", "1", "0"], 1, "java.lang.ArithmeticException: / by zero\n\tat Echo.divide(Echo.java:"),
    (["http://127.0.0.1:1"], 3, "ipyrpc: no server answers at http://127.0.0.1:1: Connection refused; is it running?\n"),
    (["call", "gate", "never-opened", "--timeout", "0.1", "--quiet"], 5, "ipyrpc: timeout: "),
    (["call", "add", "--timeout", "x"], 2, "ipyrpc: --timeout takes seconds, not 'x'\n"),
])  # fmt: skip
def test_what_goes_wrong_has_exit_codes(run, words, code, told):
    exit_code, out, err = run(*words)
    assert (exit_code, out) == (code, "") and err.startswith(told), err


def test_help_and_version():
    environment = {**os.environ, "PYTHONPATH": SRC}
    for word, begin in (("--help", "ipyrpc "), ("--version", f"ipyrpc {ipyrpc.__version__}\n")):
        done = subprocess.run(
            [sys.executable, "-m", "ipyrpc", word], env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0 and done.stdout.startswith(begin) and not done.stderr


@pytest.fixture
def stub(run, url):
    code, text, _ = run("stub", url)
    assert code == 0
    module = types.ModuleType("my_api")
    exec(compile(text, "my_api.py", "exec"), module.__dict__)
    return module


def test_a_stub_has_the_signatures_and_calls(stub, client):
    for name in client:
        if name in vars(stub):
            theirs = inspect.signature(client[name]).parameters
            ours = inspect.signature(getattr(stub, name)).parameters
            assert [(p.name, p.kind, p.default) for p in ours.values()] == [
                (p.name, p.kind, p.default) for p in theirs.values()
            ], name
    assert set(vars(stub)) >= {"add", "range", "linspace", "mean", "job"}
    assert str(inspect.signature(stub.add)) == "(a: 'int', b: 'int' = 10) -> 'int'"
    assert inspect.getdoc(stub.add) == inspect.getdoc(client.add)
    assert stub.add(1) == 11 and stub.add(1, b=2) == 3 and stub.job(2) == "job 2"
    assert stub.range(3, "a", "b") == "3 a,b" and stub.range(from_=4) == "4 "


def test_a_stub_is_what_python_39_understands(run, url, tmp_path):
    import ast

    _, text, _ = run("stub", url)
    ast.parse(text, feature_version=(3, 9))
    for source in Path(SRC, "ipyrpc").glob("*.py"):
        ast.parse(source.read_text(encoding="utf-8"), str(source), feature_version=(3, 9))
