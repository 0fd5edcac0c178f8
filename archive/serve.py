"""Showing the archive to a browser: Datasette with our plugin, on one address."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from archive.errors import GongkaiError


def serve_archive(data: Path, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve `data/archive.db` live until interrupted; `port` 0 takes any that is free.

    `announce` is given the address once browsers can connect. Raises GongkaiError when there is no archive,
    or the address cannot be had.
    """
    from archive.publish.app import datasette_for  # a second to import, and no other command needs it

    application = datasette_for(data).app()
    config = uvicorn.Config(application, log_level="warning", access_log=False, lifespan="on")
    with listening(host, port) as listener:
        announce(address_of(listener))
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A listening socket at this address. Raises GongkaiError when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise GongkaiError(_why(host, port, error)) from error


def address_of(listener: socket.socket) -> str:
    """The address a browser opens."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _why(host: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"port {port} of {host} is in use: give another with --port, or --port 0 for any that is free"
    if number in {errno.EACCES, errno.EPERM}:
        return f"port {port} of {host} may not be used by this account: give one above 1023 with --port"
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"{host!r} is no address of this machine: give another with --host, for example 127.0.0.1"
    return f"cannot listen at port {port} of {host} ({error}): give others with --host and --port"
