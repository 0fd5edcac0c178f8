"""Where a command works: the data folder and the site definitions, given by the front door."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True)
class Workspace:
    """`data` holds `archive.db` and `warc/`; `load_sites` reads the site definitions when first needed.

    The archive stands below the site definitions and knows nothing of them, so the loader is handed in.
    """

    data: Path
    sites_folder: Path | None
    load_sites: Callable[[Path | None], Mapping[str, Any]]

    def sites(self) -> Mapping[str, Any]:
        """The site definitions by id: ours, and those of the user's own folder."""
        return self.load_sites(self.sites_folder)

    @property
    def warc(self) -> Path:
        return self.data / "warc"


def workspace_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--data` and `--sites` to a click command, which gets a `Workspace` as its first argument."""

    @click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="GONGKAI_DATA",
        default=Path("data"),
        show_default=True,
        help="Folder of the archive (or GONGKAI_DATA).",
    )
    @click.option(
        "--sites",
        "sites_folder",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        envvar="GONGKAI_SITES",
        default=None,
        help="Folder of your own site definitions (or GONGKAI_SITES).",
    )
    @click.pass_context
    @functools.wraps(command)
    def with_workspace(
        context: click.Context, *args: Any, data: Path, sites_folder: Path | None, **options: Any
    ) -> Any:
        workspace = Workspace(data, sites_folder, context.find_root().obj)
        return command(workspace, *args, **options)

    return with_workspace


def is_plain() -> bool:
    """Whether output goes to a program or a log rather than a person at a terminal."""
    return not os.isatty(1)
