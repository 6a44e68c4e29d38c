"""Measures the client beside a bare http.client with numpy, in the same run and in turns.

    mvn package -DskipTests && /usr/bin/python3 ipyrpc-python/bench/transfer.py [ROUNDS]

Prints medians, and what part of the bare rate the client reaches. The bare server is the JDK's own, with the length told
before and the array's bytes as the whole body; it is the same process kind as ours, started from Bare.java.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

import ipyrpc  # noqa: E402
import numpy as np  # noqa: E402

JAR = Path(os.environ.get("IPYRPC_DIST") or HERE.parent.parent / "target" / "ipyrpc") / "ipyrpc-core.jar"


WARM_UP_SECONDS = 8


def started(*command):
    process = subprocess.Popen(["java", *command], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("listening at "):
            return process, line.split()[-1]
    raise RuntimeError("the server did not start")


class Bare:
    """What anybody writes who knows the shape and the dtype."""

    def __init__(self, url):
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port)

    def get(self, n):
        self.connection.request("GET", f"/array?{n}")
        response = self.connection.getresponse()
        array = np.empty(n)
        view = memoryview(array).cast("B")
        at = 0
        while at < len(view):
            at += response.readinto(view[at:])
        response.read()
        return array

    def put(self, array):
        self.connection.request("POST", "/array", memoryview(array).cast("B"), {"Content-Length": str(array.nbytes)})
        return float(self.connection.getresponse().read())

    def small(self):
        self.connection.request("POST", "/small", b"[1,2]", {"Content-Type": "application/json"})
        return int(self.connection.getresponse().read())


def rate(work, amount):
    begin = time.perf_counter()
    work()
    return amount / (time.perf_counter() - begin)


def compare(title, ours, bare, amount, unit, rounds):
    # Both JVMs are to have compiled what they do, which takes them seconds.
    begin = time.perf_counter()
    while time.perf_counter() - begin < WARM_UP_SECONDS:
        ours(), bare()
    pairs = [(rate(ours, amount), rate(bare, amount)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{title:<28} {mine:>10,.0f} {unit}   bare {theirs:>10,.0f} {unit}   ratio {mine / theirs:.2f} (of pairs {ratio:.2f})")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    server, url = started("-Xmx2g", "-jar", str(JAR), "serve", "--functions", str(HERE / "Arrays.java"), "--listen", "http://127.0.0.1:0")
    plain, bare_url = started("-Xmx2g", str(HERE / "Bare.java"))
    try:
        rpc, bare = ipyrpc.connect(url, serializer="binary"), Bare(bare_url)
        json = rpc.options(serializer="json")
        for size in (16, 80):
            n = size * 125_000
            assert (rpc.kept(n) == bare.get(n)).all()
            compare(f"{size} MB to numpy, kept", lambda: rpc.kept(n), lambda: bare.get(n), size, "MB/s", rounds)
            compare(f"{size} MB to numpy, fresh", lambda: rpc.fresh(n), lambda: bare.get(n), size, "MB/s", rounds)
            array = np.random.default_rng(1).standard_normal(n)
            assert rpc.last(array) == bare.put(array) == array[-1]
            compare(f"{size} MB from numpy", lambda: rpc.last(array), lambda: bare.put(array), size, "MB/s", rounds)

        def many(work):
            def run():
                for _ in range(50):
                    work()

            return run

        compare("small call, json", many(lambda: json.add(1, 2)), many(bare.small), 50, "/s", 6 * rounds)
        compare("small call, binary", many(lambda: rpc.add(1, 2)), many(bare.small), 50, "/s", 6 * rounds)
    finally:
        server.kill(), plain.kill()


if __name__ == "__main__":
    main()
