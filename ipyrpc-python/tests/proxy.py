"""A bare proxy of sockets that notes requests and cuts connections where a test wants it."""

import socket
import threading
from urllib.parse import urlsplit


class Proxy:
    """Passes bytes on. ``cut(request, answer)`` tells of each answer so far whether the connection breaks there.

    ``request`` is the request's first line, ``answer`` all bytes that the server has sent since; the bytes that made it
    true are not passed on. The server's end breaks too, unless ``keep_server`` is set.
    """

    def __init__(self, url, cut=lambda request, answer: False, keep_server=False):
        parts = urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._host = (parts.hostname.encode(), parts.port)
        self._cut = cut
        self._keep_server = keep_server
        self.requests = []
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._kept = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            state = {"request": "", "answer": b""}
            threading.Thread(target=self._up, args=(client, server, state), daemon=True).start()
            threading.Thread(target=self._down, args=(client, server, state), daemon=True).start()

    def _up(self, client, server, state):
        try:
            while True:
                data = client.recv(1 << 16)
                if not data:
                    break
                if data.startswith((b"GET /", b"POST /", b"DELETE /")):
                    state["request"] = data.split(b"\r\n")[0].decode()
                    state["answer"] = b""
                    state["head"] = data.split(b"\r\n\r\n")[0].decode()
                    self.requests.append(state["head"])
                    data = data.replace(b"Host: " + self.url[7:].encode(), b"Host: %s:%d" % self._host, 1)
                server.sendall(data)
        except OSError:
            pass
        self.ended.set()
        _shut(server)

    def _down(self, client, server, state):
        try:
            while True:
                data = server.recv(1 << 16)
                if not data:
                    break
                state["answer"] += data
                if self._cut(state["request"], state["answer"]):
                    break
                client.sendall(data)
        except OSError:
            pass
        _shut(client)
        if self._keep_server:
            self._kept.append(server)
        else:
            _shut(server)

    def lines(self):
        """The first lines of the requests."""
        return [head.split("\r\n")[0].rsplit(" ", 1)[0] for head in self.requests]

    def close(self):
        self._listener.close()
        for sock in self._kept:
            sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _shut(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    sock.close()


class Once:
    """True for the first answer to such a request that has ``enough``."""

    def __init__(self, begin, enough=lambda answer: True, times=1):
        self._begin, self._enough, self._left = begin, enough, times

    def __call__(self, request, answer):
        if self._left and request.startswith(self._begin) and self._enough(answer):
            self._left -= 1
            return True
        return False
