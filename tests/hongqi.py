"""A small invented district, 红旗区, written page by page onto a loopback server."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from loopback import Server, answer

ROOT = Path(__file__).parent.parent
GONGKAI = str(Path(sys.executable).with_name("gongkai"))
TEXT = (
    "2024年，{town}在区委、区政府的领导下，认真落实法治政府建设的各项任务，现将情况报告如下。",
    "一、主要举措和成效",
    "（一）依法决策。全年开展合法性审查23件，办结率100%，没有一件被撤销。",
    "（二）依法办事。接待群众1286人次，答复来信47封，回复人大代表建议9件。",
    "二、存在的问题",
    "执法人员的业务能力还有待提高，普法形式还不够多样。",
    "三、下一步打算",
    "继续办好法治讲堂，把村规民约修订好，把群众的事情办实。",
)


def article(town: str, year: int = 2024, *, more: str = "", script: str = "") -> bytes:
    """A yearly report of a town, in the shape of a t-date page."""
    title = f"{town}{year}年法治政府建设情况报告"
    body = "".join(f"<p>　　{line.format(town=town)}</p>" for line in TEXT)
    return answer(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_红旗区人民政府</title>
<meta name="SiteName" content="红旗区人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{year + 1}-01-20 09:30"><meta name="ColumnName" content="法治政府建设"></head>
<body><div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<div class="CurrChnlCls">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
<h1>{title}</h1><div class="TRS_Editor">{body}{more}</div>{script}
<div class="footer">主办单位：红旗区人民政府办公室</div></body></html>"""
    )


OLD = date(2025, 1, 20)
"""Older than the days for which a crawl asks again after what a list shows."""


def list_page(
    rows: list[tuple[str, str]], total: int = 1, current: int = 0, *, more: str = "", newest: date = OLD
) -> bytes:
    """A list of (address, title), in the shape of a t-date list; each row is a day older than the last."""
    items = "".join(
        f'<li><a href="{address}" title="{title}">{title}</a><span>{newest - timedelta(i)}</span></li>'
        for i, (address, title) in enumerate(rows)
    )
    return answer(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>法治政府建设_红旗区人民政府</title>
<meta name="ColumnName" content="法治政府建设"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>{more}
<ul class="list">{items}</ul>
<div class="page"><script>createPageHTML({total}, {current}, "index", "html");</script></div>
</body></html>"""
    )


def page_of_links(*links: tuple[str, str], more: str = "") -> bytes:
    """A home page or the front of a column: links by (address, text)."""
    items = "".join(f'<li><a href="{address}">{text}</a></li>' for address, text in links)
    return answer(
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>红旗区人民政府</title></head>
<body><h1>红旗区人民政府</h1><div class="nav"><ul>{items}</ul></div>{more}
<div class="footer">主办单位：红旗区人民政府办公室</div></body></html>"""
    )


def robots(rules: str = "") -> bytes:
    return answer(rules, content_type="text/plain")


def build(server: Server, newest: date = OLD) -> None:
    """The district in good order: a home page, a column two links away, two list pages, four reports.

    `newest`: the first date of the list. Today's has the next crawl ask for the documents again.
    """
    towns = ["北街镇", "南湖镇", "东山乡", "西河乡"]
    rows = [
        (f"/fzjs/202501/t20250120_{i}.html", f"{town}2024年法治政府建设情况报告")
        for i, town in enumerate(towns, 1001)
    ]
    server.pages |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /secret/\n"),
        "/": page_of_links(("/zwgk/", "政务公开"), ("/news/", "今日红旗")),
        "/zwgk/": page_of_links(("/fzjs/", "法治政府建设"), ("/", "首页")),
        "/fzjs/": list_page(rows[:2], total=2, newest=newest),
        "/fzjs/index_1.html": list_page(rows[2:], total=2, current=1, newest=newest - timedelta(2)),
    }
    for (address, _), town in zip(rows, towns, strict=True):
        server.pages[address] = article(town)


def site_file(folder: Path, server: Server, *, columns: str = "", more: str = "") -> Path:
    """The district's definition; by default its one column is named by its breadcrumb."""
    columns = columns or '[[columns]]\npath = "首页 > 政务公开 > 法治政府建设"\n'
    folder.mkdir(exist_ok=True)
    file = folder / "hongqi.toml"
    politeness = "" if "[politeness]" in more else "[politeness]\ndelay = 0\nautothrottle = false\n"
    file.write_text(
        f'id = "hongqi"\nname = "红旗区人民政府"\nhome = "{server.url}/"\nplatform = "tdate"\n'
        f"{columns}{politeness}{more}",
        encoding="utf-8",
    )
    return file


def environment(**more: str) -> dict[str, str]:
    """This process's environment without settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI")}
    return kept | more


def gongkai(*arguments: str | Path, code: int | None = 0, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own, and look at its exit code."""
    done = subprocess.run(
        [GONGKAI, *map(str, arguments)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        **more,
    )
    assert "Traceback" not in done.stderr, done.stderr
    if code is not None:
        assert done.returncode == code, done.stdout + done.stderr
    return done


def crawl(folder: Path, *, code: int | None = 0) -> dict[str, Any]:
    """Crawl the district into `folder/data`; the command's own account of it."""
    done = gongkai(
        "crawl", "hongqi", "--json", "--data", folder / "data", "--sites", folder / "sites", code=code
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What the archive says."""
    connection = sqlite3.connect(folder / "data" / "archive.db")
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "warc").glob("*.warc.gz"))
