"""A server that answers as it is told, to test what the real one does seldom or never."""

import json
import socket
import struct
import threading

import ipyrpc

FUNCTIONS = {"protocol": 1, "version": "v", "functions": [{"name": "f", "signature": "f()", "parameters": []}]}
CHUNKS = "Transfer-Encoding: chunked"


def event(name, data=b"", **metadata):
    text = json.dumps({"event": name, **metadata}).encode()
    return struct.pack("<qq", len(text), len(data)) + text + data


def answer(body=b"", *headers, status="200 OK", kind="application/vnd.ipyrpc.events", length=None):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "IpyRpc-Protocol: 1", *headers]
    if CHUNKS not in headers:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def events(given, cut=False):
    """An answer of those events, numbered; ``cut`` ends the connection before it ends."""
    frames = b""
    seq = 0
    for one in given:
        seq += 1
        size = struct.unpack("<q", one[:8])[0]
        metadata = json.loads(one[16 : 16 + size])
        frames += event(metadata.pop("event"), one[16 + size :], **{"seq": seq, **metadata})
    return answer(frames, length=len(frames) + (100 if cut else 0)), cut


def reply(value, status="200 OK", *headers):
    return answer(json.dumps(value).encode(), *headers, status=status, kind="application/json")


class Fake:
    """Answers the requests after ``GET /functions`` with what it was given; a pair (bytes, True) closes behind it."""

    def __init__(self, answers, functions=FUNCTIONS):
        self._answers = [reply(functions)] + list(answers)
        self.requests = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def connect(self, **options):
        return ipyrpc.connect(self.url, **options)

    def _serve(self):
        while self._answers:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(sock,), daemon=True).start()

    def _converse(self, sock):
        with sock:
            self._serve_one(sock)

    def _serve_one(self, sock):
        while self._answers:
            head = b""
            while b"\r\n\r\n" not in head:
                data = sock.recv(1 << 16)
                if not data:
                    return
                head += data
            head, _, body = head.partition(b"\r\n\r\n")
            line = head.split(b"\r\n")[0].decode().rsplit(" ", 1)[0]
            self.requests.append(line)
            size = [int(part.split(b":")[1]) for part in head.split(b"\r\n") if part.lower().startswith(b"content-length")]
            while size and len(body) < size[0]:
                data = sock.recv(1 << 16)
                if not data:
                    return
                body += data
            given = self._answers.pop(0)
            data, close = given if isinstance(given, tuple) else (given, False)
            sock.sendall(data)
            if close:
                return

    def close(self):
        self._listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
