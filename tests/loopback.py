"""A real web server on loopback: it sends the very bytes it is told to, and remembers what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def answer(body: str | bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; `content_type="…"` becomes Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data))}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + data


class Server:
    """Answers by path. `pages[path]` is the raw answer, a list of them in turn, or None for silence.

    A raw answer that is cut short is followed by the end of the connection, as when a server dies.
    """

    def __init__(self) -> None:
        self.pages: dict[str, bytes | list[bytes] | None] = {}
        self.requests: list[bytes] = []
        self.fallback = answer(
            "<html><head><title>404</title></head><body>404</body></html>", "404 Not Found"
        )
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._stopped = threading.Event()

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.split(b" ", 2)[1].decode() for request in self.requests]

    def run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            data = b""
            while True:
                while b"\r\n\r\n" not in data:
                    try:
                        received = connection.recv(65536)
                    except OSError:
                        return
                    if not received:
                        return
                    data += received
                    if data.startswith(b"\x16"):  # a TLS handshake: this server speaks none
                        connection.sendall(answer("", "400 Bad Request"))
                        return
                request, _, data = data.partition(b"\r\n\r\n")
                self.requests.append(request + b"\r\n\r\n")
                raw = self._answer(request)
                if raw is None:
                    self._stopped.wait(30)
                    return
                connection.sendall(raw)
                if not _is_whole(raw):
                    return

    def _answer(self, request: bytes) -> bytes | None:
        target = request.split(b" ", 2)[1].decode()
        path = target.removeprefix(self.url) if target.startswith("http") else target
        raw = self.pages.get(path, self.fallback)
        if isinstance(raw, list):
            return raw.pop(0) if len(raw) > 1 else raw[0]
        return raw


def _is_whole(raw: bytes) -> bool:
    head, _, body = raw.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return b"chunked" in head.lower() and raw.endswith(b"0\r\n\r\n")


@contextmanager
def serving(server: Server | None = None) -> Iterator[Server]:
    """A running server, stopped at the end."""
    server = server or Server()
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
