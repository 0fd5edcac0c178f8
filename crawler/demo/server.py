"""The fictional sites on one loopback port: `python -m crawler.demo.server --port N` (0: any free port).

Prints `ready <port>` when it listens. Answers as the sites themselves (origin-form and Host) and as
their HTTP proxy (absolute-form), so that their addresses are the same whatever the port (RFC 9112 §3.2).
"""

from __future__ import annotations

import argparse
import errno
import gzip
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from crawler.demo.content import SITES, load
from crawler.demo.pages import Pages, Reply, pages_of

_LARGEST_FORM = 65536
_MIN_GZIP = 512


class Handler(BaseHTTPRequestHandler):
    """Answers GET, HEAD and POST. No Date header: no clock, so equal requests get equal bytes."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one write for head and body
    disable_nagle_algorithm = True
    timeout = 60

    def do_GET(self) -> None:
        self._answer(self._reply(""))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST_FORM:
            self.close_connection = True
            self._answer(Reply(411, "text/plain", b"a form of known and small length, please\n"))
            return
        self._answer(self._reply(self.rfile.read(int(length)).decode("utf-8", "replace")))

    def _reply(self, form: str) -> Reply:
        target = urlsplit(self.path)
        host = target.netloc or self.headers.get("Host", "")
        pages = _pages(host)
        if pages is None:
            return Reply(200 if target.path == "/" else 404, "text/html; charset=utf-8", _index())
        return pages.answer(target.path or "/", "&".join(filter(None, (target.query, form))))

    def _answer(self, reply: Reply) -> None:
        if reply.static and self._has_it(reply):
            reply = Reply(304, "", b"", reply.headers[:2])
        body, chunked = reply.body, reply.chunked and self.request_version == "HTTP/1.1"
        headers = [*reply.headers]
        if reply.content_type:
            headers.insert(0, ("Content-Type", reply.content_type))
        if self._wants_gzip(reply):
            body = gzip.compress(body, mtime=0)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        elif reply.status != 304:
            headers.append(("Content-Length", str(len(body))))
        self.send_response_only(reply.status)
        for name, value in [("Server", "gongkai-demo"), *headers]:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(_chunks(body) if chunked else body)

    def _has_it(self, reply: Reply) -> bool:
        """Whether the client's validators match; If-None-Match outranks the date (RFC 9110 §13.2.2)."""
        validators = dict(reply.headers)
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return validators["ETag"] in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return self.headers.get("If-Modified-Since") == validators["Last-Modified"]

    def _wants_gzip(self, reply: Reply) -> bool:
        """Only HTML of some length, and only on UCAP, so that both shapes are met."""
        return (
            "charset=UTF-8" in reply.content_type
            and len(reply.body) >= _MIN_GZIP
            and "gzip" in self.headers.get("Accept-Encoding", "")
        )

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: what was asked is in the WARC."""


def _pages(host: str) -> Pages | None:
    name = host.rsplit(":", 1)[0].lower()
    return next((pages_of(s) for s in SITES if load(s).settings["host"].rsplit(":", 1)[0] == name), None)


def _index() -> bytes:
    links = "".join(
        f'<li><a href="{load(s).url("/")}">{load(s).settings["name"]}（虚构）</a></li>' for s in SITES
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><title>虚构网站</title><ul>{links}</ul>\n'.encode()


def _chunks(body: bytes, size: int = 1024) -> bytes:
    pieces = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news; anything else is."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="crawler.demo.server", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--port", type=int, default=8642)
    parser.add_argument("--or-any", action="store_true", help="any free port where that one is in use")
    given = parser.parse_args()
    try:
        server = Server(("127.0.0.1", given.port), Handler)
    except OSError as error:
        if error.errno != errno.EADDRINUSE or not given.or_any:
            raise
        server = Server(("127.0.0.1", 0), Handler)
    print("ready", server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
