"""The district 红旗区 (`hongqi`) on a server of its own; who needs it otherwise makes another in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hongqi import build, site_file
from loopback import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """The district in good order."""
    with serving() as running:
        build(running)
        yield running


@pytest.fixture
def here(tmp_path: Path, server: Server) -> Path:
    """A folder in which `sites/` has the district's definition."""
    site_file(tmp_path / "sites", server)
    return tmp_path
