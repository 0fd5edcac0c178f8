"""The front door: `gongkai` gathers the commands of each floor and holds no logic of its own."""

from __future__ import annotations

import sys

import click

from archive.commands import search, serve, status
from archive.errors import GongkaiError
from crawler.commands import crawl, demo, sites
from crawler.sites import load_sites
from pipelines.commands import extract, ingest


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
@click.pass_context
def gongkai(context: click.Context) -> None:
    """Crawl, keep and search the disclosure pages (政府信息公开) of Chinese districts.

    Exit codes: 0 done, 1 something failed, 2 wrong use.
    """
    context.obj = load_sites


for command in (demo, crawl, ingest, extract, search, serve, sites, status):
    gongkai.add_command(command)


def main() -> None:
    """Run `gongkai`; an error is one sentence on stderr and exit code 1."""
    try:
        gongkai()
    except GongkaiError as error:
        click.echo(f"gongkai: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
