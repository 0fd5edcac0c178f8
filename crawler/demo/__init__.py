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

__all__ = ["PORT", "Gold", "gold", "running"]

PORT = 8642
"""The port in the sites' own addresses: served there, a browser can open them."""

_PATIENCE = 10.0
"""Seconds the server may take to end after it is told to."""


@contextmanager
def running(port: int = 0, *, or_any: bool = False) -> Iterator[str]:
    """Serve the fictional sites in a process of their own; yields the address of their HTTP proxy.

    `port` 0 takes any free port; so does one that is in use, with `or_any`. Raises `GongkaiError` when the
    server does not start.
    """
    command = [sys.executable, "-m", "crawler.demo.server", "--port", str(port)]
    command += ["--or-any"] if or_any else []
    # A session of its own: Ctrl-C is for the crawl, which must not lose the sites while it ends.
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
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
