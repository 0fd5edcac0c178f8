"""A timestamp authority on loopback: `openssl ts` behind HTTP, with a root and a certificate of its own."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Authority of the tests
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[tsa]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ts]
default_tsa = stamps
[stamps]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {certificates}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
other_policies = 1.3.6.1.4.1.99999.2
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_alg = {named_by}
"""


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it; it must succeed."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


class Authority:
    """Answers requests with tokens. `answers`: what it answers instead, from the request."""

    def __init__(
        self, folder: Path, *, key: tuple[str, ...], named_by: str = "sha256", with_root: bool = False
    ) -> None:
        self.folder, self.root = folder, folder / "root.pem"
        self.answers: Callable[[bytes], tuple[int, bytes]] | None = None
        self.requests: list[bytes] = []
        folder.mkdir()
        self._configuration = folder / "tsa.cnf"
        certificates = self.root if with_root else folder / "tsa.pem"
        self._configuration.write_text(
            CONFIGURATION.format(folder=folder, certificates=certificates, named_by=named_by)
        )
        (folder / "serial").write_text("01\n")
        config = ("-config", self._configuration, "-nodes", *key)
        openssl("req", "-x509", *config, "-keyout", folder / "root.key", "-out", self.root, "-days", "30",
                "-subj", "/CN=Root of the tests", "-extensions", "ca")  # fmt: skip
        openssl("req", *config, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
        openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", self.root, "-CAkey", folder / "root.key",
                "-CAcreateserial", "-out", folder / "tsa.pem", "-days", "30",
                "-extfile", self._configuration, "-extensions", "tsa")  # fmt: skip
        self.url = ""

    def stamp(self, request: bytes) -> bytes:
        """A response (DER) with a token for a request (DER)."""
        asked, answered = self.folder / "q.tsq", self.folder / "r.tsr"
        asked.write_bytes(request)
        openssl("ts", "-reply", "-config", self._configuration, "-section", "stamps", "-queryfile", asked,
                "-out", answered)  # fmt: skip
        return answered.read_bytes()

    def respond(self, request: bytes) -> tuple[int, bytes]:
        self.requests.append(request)
        return self.answers(request) if self.answers is not None else (200, self.stamp(request))


ELLIPTIC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
RSA = ("-newkey", "rsa:2048")


@contextmanager
def authority(folder: Path, **how: object) -> Iterator[Authority]:
    """One that listens at its `url`."""
    made = Authority(folder, **({"key": ELLIPTIC} | how))  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            status, answer = made.respond(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
