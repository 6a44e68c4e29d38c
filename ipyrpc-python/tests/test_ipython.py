"""A real IPython in a terminal: completion, help, live output, Ctrl-C."""

import os
import re
import sys
import uuid
from pathlib import Path

import pytest
from conftest import need

pexpect = need("pexpect")
need("IPython")

SRC = str(Path(__file__).resolve().parent.parent / "src")
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-Za-z]|[=>78])")


class Session:
    """IPython, typed to. What it shows is compared without escape sequences."""

    def __init__(self, url, home):
        environment = {**os.environ, "PYTHONPATH": SRC, "IPYTHONDIR": str(home), "HOME": str(home), "TERM": "xterm",
                       "PROMPT_TOOLKIT_NO_CPR": "1", "IPYRPC_URL": url, "PAGER": "cat"}  # fmt: skip
        arguments = ["-m", "IPython", "--no-banner", "--no-confirm-exit", "--colors=NoColor", "--HistoryManager.enabled=False"]
        self.process = pexpect.spawn(
            sys.executable, arguments, env=environment, dimensions=(60, 160), timeout=60, encoding="utf-8"
        )
        self.shown = ""
        self.until(r"In \[1\]:")
        self.type("import ipyrpc; rpc = ipyrpc.connect()\r")
        self.until(r"In \[2\]:")

    def type(self, text):
        self.shown = ""
        self.process.send(text)

    def until(self, pattern):
        """Waits until what was shown since the last typing has that."""
        while not re.search(pattern, self.shown):
            try:
                self.shown += _ESCAPES.sub("", self.process.read_nonblocking(1 << 16, 60))
            except (pexpect.TIMEOUT, pexpect.EOF):
                pytest.fail(f"{pattern!r} did not come; shown:\n{self.shown}")
        return self.shown


@pytest.fixture(scope="module")
def ipython(servers, tmp_path_factory):
    session = Session(servers("http").url, tmp_path_factory.mktemp("ipython"))
    yield session
    session.process.close(force=True)


def test_the_client_shows_its_functions(ipython):
    ipython.type("rpc\r")
    shown = ipython.until(r"linspace\(start: float.*\r?\n")
    assert re.search(r"Out\[\d+\]:\s+http://127\.0\.0\.1:\d+: \d+ functions", shown)


def test_tab_completes_functions(ipython):
    ipython.type("rpc.linsp\t")
    ipython.until(r"rpc\.linspace")
    ipython.type("(0, 1, 3)\r")
    ipython.until(r"array\(\[0\. , 0\.5, 1\. \]\)")
    ipython.type("rpc.na\t")
    ipython.until("naturals")
    ipython.type("\x15rpc['lins\t")
    ipython.until("linspace")
    ipython.type("\x15\r")


def test_a_question_mark_shows_signature_and_documentation(ipython):
    ipython.type("rpc.add?\r")
    shown = ipython.until(r"their sum")
    assert re.search(r"Signature: +rpc.add\(a: int, b: int = 10\) -> int\r", shown)
    assert "Adds two numbers." in shown and "Parameters" in shown
    ipython.type("\r")
    shown += ipython.until(r"In \[\d+\]:")
    assert "Class docstring" not in shown and "Call signature" not in shown and shown.count("Adds two") == 1


def test_output_is_live(ipython, client):
    name = uuid.uuid4().hex
    ipython.type(f"rpc.gate('{name}')\r")
    assert "'through'" not in ipython.until(rf"at the gate {name}")
    client.open(name)
    ipython.until(r"'through'")


def test_ctrl_c_cancels_on_the_server_and_the_next_call_works(ipython, client):
    name = uuid.uuid4().hex
    ipython.type(f"rpc.waitToBeCancelled('{name}')\r")
    ipython.until(r"waiting")
    ipython.type("\x03")
    ipython.until(r"KeyboardInterrupt: waitToBeCancelled was cancelled on the server, job [0-9a-f]+")
    assert client.awaitCancelled(name)
    ipython.type("rpc.add(20, 22)\r")
    ipython.until(r"Out\[\d+\]: 42")


def test_errors_show_the_remote_stack_trace(ipython):
    ipython.type("rpc.failDeeply('the reason')\r")
    shown = ipython.until(r"RemoteValueError: java.lang.IllegalArgumentException: the reason")
    assert "at Echo.failDeeply(Echo.java:" in shown
    ipython.type("try: rpc.divide(1, 0)\nexcept ZeroDivisionError: print('ca' + 'ught')\n\r")
    ipython.until("caught")
