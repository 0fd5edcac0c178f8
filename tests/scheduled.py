"""Sites on loopback that are crawled on schedule, and the programs that do it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hongqi import GONGKAI, article, environment, list_page, page_of_links, robots
from loopback import Server

from crawler.windows import CHINA

ALWAYS = 'schedule = "* * * * *"\nwindow = "00:00-24:00"\n'
HALF_A_DAY_AGO = (datetime.now(CHINA) - timedelta(hours=12)).hour
DAILY = f'schedule = "0 {HALF_A_DAY_AGO} * * *"\nwindow = "00:00-24:00"\n'
"""One slot a day, that is not near: whatever a test does is done for the same slot."""


def build(server: Server, site: str, documents: int = 2) -> None:
    """A site at `http://<site>.localhost/` behind the server, which is its proxy."""
    rows = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号报告") for n in range(1001, 1001 + documents)]
    pages = {
        "/robots.txt": robots(),
        "/": page_of_links(("/fzjs/", "法治政府建设"), ("/news/", "今日红旗")),
        "/fzjs/": list_page(rows),
    } | {address: article("北街镇") for address, _ in rows}
    server.pages |= {f"http://{site}.localhost{path}": answer for path, answer in pages.items()}


def write(folder: Path, site: str, *, top: str = ALWAYS, politeness: str = "delay = 0") -> Path:
    """A site file, in `folder/sites`."""
    file = folder / "sites" / f"{site}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        f'id = "{site}"\nname = "{site}"\nhome = "http://{site}.localhost/"\nplatform = "tdate"\n{top}'
        '[[columns]]\npath = "法治政府建设"\n'
        f"[politeness]\nautothrottle = false\n{politeness}\n",
        encoding="utf-8",
    )
    return file


def command(folder: Path, *words: str) -> list[str]:
    return [GONGKAI, *words, "--data", str(folder / "data"), "--sites", str(folder / "sites")]


def started(folder: Path, server: Server, *words: str) -> subprocess.Popen[str]:
    """The real command, in a process group of its own, behind the server as its proxy.

    Our own site files are there too; with names given, only those are crawled.
    """
    return subprocess.Popen(
        command(folder, *words),
        env=environment(GONGKAI_PROXY=server.url, GONGKAI_CONTACT="test@example.org"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def done(process: subprocess.Popen[str], code: int | None = 0) -> tuple[str, str]:
    """What it said, once it has ended."""
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err, err
    if code is not None:
        assert process.returncode == code, out + err
    return out, err


def crawl_due(folder: Path, server: Server, *names: str, code: int | None = 0) -> list[dict[str, Any]]:
    """`gongkai crawl --due`, and the results it gives."""
    out, _ = done(started(folder, server, "crawl", "--due", "--json", *names), code)
    return [json.loads(line) for line in out.splitlines()]


def until(said: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until something is so; a process that ends before is a failure."""
    for _ in range(1200):
        if said():
            return
        assert process is None or process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that crawl for it."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    return [int(line.split()[0]) for line in listed if "crawler.child" in line]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
