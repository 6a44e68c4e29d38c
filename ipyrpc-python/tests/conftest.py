"""Shared by all tests: the package's place, and the real server.

IPYRPC_REQUIRE_ALL=1 makes a failure of every combination that would be left out.
"""

import importlib
import os
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))
sys.path.insert(0, str(HERE))

import ipyrpc  # noqa: E402
import pytest  # noqa: E402

JAR = Path(os.environ.get("IPYRPC_DIST") or HERE.parent.parent / "target" / "ipyrpc") / "ipyrpc-core.jar"
JAVA = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
EXAMPLES = HERE.parent.parent / "examples"
TRANSPORTS = {"http": "http://127.0.0.1:0"}
SERIALIZERS = ["json", "binary"]
LEFT_OUT = []


def leave_out(what):
    """Leaves something out and says so at the end, or fails where everything is required."""
    LEFT_OUT.append(what)
    if os.environ.get("IPYRPC_REQUIRE_ALL") == "1":
        pytest.fail(what)
    pytest.skip(what, allow_module_level=True)


def need(module):
    """A module that some tests need; they are left out where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        frame = sys._getframe(1)
        leave_out(f"{Path(frame.f_code.co_filename).name}: {module} is not installed")


class Server:
    """The real server, in a process of its own."""

    def __init__(self, listen, *more, functions=HERE / "Echo.java"):
        if not JAR.exists():
            raise RuntimeError(f"{JAR} is not there; make it with: mvn package -DskipTests")
        command = [str(JAVA), "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "serve", "--functions", str(functions)]
        self.process = subprocess.Popen(
            [*command, "--listen", listen, *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines = []
        self.url = None
        self._listening = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self._listening.wait(60) or self.url is None:
            self.stop()
            raise RuntimeError("the server did not start:\n" + "".join(self.lines))

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            if line.startswith("listening at "):
                self.url = line.split()[-1]
                self._listening.set()
        self._listening.set()

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def servers():
    """The server for each transport."""
    started = {}

    def start(transport):
        if transport not in started:
            started[transport] = Server(TRANSPORTS[transport])
        return started[transport]

    yield start
    for server in started.values():
        server.stop()


@pytest.fixture(scope="session")
def limited(tmp_path_factory):
    """A server that takes no more than 1 MB at once."""
    config = tmp_path_factory.mktemp("limited") / "ipyrpc.json"
    config.write_text('{"max_body": 1000000}')
    server = Server("http://127.0.0.1:0", "--config", str(config))
    yield server
    server.stop()


@pytest.fixture(params=list(TRANSPORTS))
def url(request, servers):
    """The address of a running server, by each transport."""
    return servers(request.param).url


@pytest.fixture(params=SERIALIZERS)
def rpc(request, url):
    """A client, by each transport and serializer."""
    client = ipyrpc.connect(url)
    if request.param not in client["echo"]._info["input"]:
        leave_out(f"{request.node.nodeid}: the server takes no {request.param}")
    yield client.options(serializer=request.param)
    client.close()


@pytest.fixture
def client(url):
    """A client, by each transport, with the serializers as they come."""
    with ipyrpc.connect(url) as client:
        yield client


def pytest_terminal_summary(terminalreporter):
    if LEFT_OUT:
        terminalreporter.section("LEFT OUT", sep="!", red=True)
        for line in sorted(set(LEFT_OUT)):
            terminalreporter.line(line)
