"""The front door: `gongkai` gathers the commands of each floor and holds no logic of its own."""

from __future__ import annotations

import os
import sys

import click

from archive.chain_commands import prove, timestamp
from archive.commands import backup, explain, search, serve, sheet
from archive.compare.commands import diff
from archive.errors import GongkaiError
from archive.export.commands import export
from archive.wrapping import shown_lines
from crawler.commands import crawl, demo, sites
from crawler.nightly import run
from crawler.sites import load_sites
from crawler.status import status
from pipelines.commands import extract, ingest, rebuild, verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
@click.pass_context
def gongkai(context: click.Context) -> None:
    """Crawl, keep and search the disclosure pages (政府信息公开) of Chinese districts.

    Exit codes: 0 done, 1 something failed, 2 wrong use.
    """
    context.obj = load_sites


for command in (
    demo, crawl, run, ingest, rebuild, extract, explain, diff, sheet, search, serve, export, backup,
    sites, status, verify, timestamp, prove,
):  # fmt: skip
    gongkai.add_command(command)


def main() -> None:
    """Run `gongkai`; an error is one sentence on stderr and exit code 1."""
    try:
        try:
            gongkai()
        finally:
            sys.stdout.flush()
    except GongkaiError as error:
        click.echo(f"gongkai: {shown_lines(str(error))}", err=True)
        sys.exit(1)
    except OSError as error:
        # Python flushes once more as it ends: what the output does not take must go nowhere then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(
            f"gongkai: {error.filename or 'the output'}: {error.strerror}; nothing saved is lost.", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
