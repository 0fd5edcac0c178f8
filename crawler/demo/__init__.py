"""Three fictional district sites, their server, and what extraction must find on them.

耘溪区, 磬河区 and 贝垣区 with all towns, units, numbers and texts are invented; no county or town of the
Ministry's list of 2025-12-31 (38,723 towns) bears one of the names. README.md tells what stands where.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import GongkaiError
from crawler.demo.gold import Gold, gold

__all__ = ["Gold", "gold", "running"]

_PATIENCE = 10.0
"""Seconds the server may take to end after it is told to."""


@contextmanager
def running(port: int = 0) -> Iterator[str]:
    """Serve the fictional sites in a process of their own; yields the address of their HTTP proxy.

    `port` 0 takes any free port; with 8642 a browser can open the sites' own addresses. Raises `GongkaiError`
    when the server does not start.
    """
    command = [sys.executable, "-m", "crawler.demo.server", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None and server.stderr is not None
            said = server.stdout.readline().split()
            if said[:1] != ["ready"]:
                reason = (server.stderr.read().strip().splitlines() or ["it ended without a word"])[-1]
                raise GongkaiError(
                    f"the demo sites did not start on port {port}: {reason}; is the port in use?"
                )
            yield f"http://127.0.0.1:{said[1]}"
        finally:
            server.terminate()
            server.wait(_PATIENCE)
