"""An archive with something of everything that a hand-over must carry, made by real crawls on loopback."""

from __future__ import annotations

import functools
import shutil
import sqlite3
from pathlib import Path

from click.testing import CliRunner, Result
from hongqi import article, build, site_file
from loopback import Server, answer, serving
from travelling import FIRST_NIGHT, night

from crawler.cli import gongkai as command

FIRST = "/fzjs/202501/t20250120_1001.html"
SECOND = "/fzjs/202501/t20250120_1002.html"
PARTS = "/fzjs/202501/t20250120_1003.html"
LAST = "/fzjs/202501/t20250120_1004.html"
FILE = "/fzjs/202501/P020250120.pdf"
SAVED = "http://www.xikou.example/t1.html"
FORMULA = '=HYPERLINK("http://evil.example/";"点我")'


def eventful(here: Path) -> Path:
    """Six nights of the district 红旗区, and a saved page of another; a copy of that data folder.

    An edit, an attachment, an article of two parts, 304 answers, the same bytes again, a redirect to a
    document, a document that is gone, a title that is a formula, a crawl that was cut off.
    """
    shutil.copytree(_made(here.parent), here / "data")
    return here / "data"


@functools.cache
def _made(base: Path) -> Path:
    here = base / "handed"
    here.mkdir()
    with serving() as server:
        build(server, newest=FIRST_NIGHT.date())
        site_file(here / "sites", server)
        _nights(here, server)
    saved = here / "saved"
    saved.mkdir()
    (saved / "one.html").write_bytes(article("溪口镇").partition(b"\r\n\r\n")[2])
    (saved / "INDEX.tsv").write_text(f"file\turl\none.html\t{SAVED}\n", "utf-8")
    run("ingest", saved, "--data", here / "data")
    return here / "data"


def _nights(here: Path, server: Server) -> None:
    more = f'<p><a href="{FILE}">附件：考核表.pdf</a></p>'
    server.pages[FIRST] = article("北街镇", more=more)
    server.pages[FILE] = answer(b"%PDF-1.4 one", content_type="application/pdf")
    script = '<script>createPageHTML(2, 0, "t20250120_1003", "html");</script>'
    server.pages[PARTS] = article("东山乡", script=script)
    server.pages[PARTS.replace(".html", "_1.html")] = article("东山乡", more="<p>　　第二页的话。</p>")
    server.pages[LAST] = article(FORMULA.replace('"', "&quot;"))
    for path, raw in list(server.pages.items()):
        if path in (FIRST, SECOND):
            server.pages[path] = raw.replace(b"\r\n\r\n", f'\r\nETag: "{path}"\r\n\r\n'.encode(), 1)
    night(here, 1)
    server.pages[SECOND] = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"
    night(here, 2)
    server.pages[FIRST] = article("北街镇", more=more + "<p>　　补充说明一处。</p>")
    night(here, 3)
    server.pages[SECOND] = answer("", "302 Found", location=FIRST)
    night(here, 40)
    server.pages[LAST] = answer("<html><body>410</body></html>", "410 Gone")
    night(here, 80)
    night(here, 81)


def run(*words: str | Path, code: int = 0) -> Result:
    """The command in this process; its exit code is looked at."""
    done = CliRunner().invoke(command, [str(word) for word in words])
    said = repr(done.exception) if done.exception and not isinstance(done.exception, SystemExit) else ""
    assert done.exit_code == code, f"{done.output} {said}"
    return done


def number(data: Path, path: str) -> str:
    """The number of the document at a path of the district, or at a whole address."""
    connection = sqlite3.connect(data / "archive.db")
    try:
        ((found,),) = connection.execute("select id from documents where url like ?", [f"%{path}"])
    finally:
        connection.close()
    return str(found)


def fetched(data: Path, path: str, crawl: int) -> int:
    """The number of the last fetch of a document in a crawl."""
    connection = sqlite3.connect(data / "archive.db")
    try:
        query = "select max(id) from fetches where url like ? and crawl = ? and kind = 'report'"
        ((found,),) = connection.execute(query, [f"%{path}", crawl])
    finally:
        connection.close()
    return int(found)
