"""Open a WACZ in replayweb.page, in headless Chromium, and see that the pages are really shown. By hand:

    npm pack replaywebpage@2.5.3 && tar xzf replaywebpage-2.5.3.tgz
    .venv/bin/python tests/replay_in_browser.py package FILE.wacz [MOST]

The package comes from the npm registry, which tests must not ask, so this is no test of the suite. Everything
is served from 127.0.0.1, and a request to any other place is counted as a failure.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Page, sync_playwright

PLAYER = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<replay-web-page source="/file.wacz" replayBase="/replay/" embed="replayonly" {page}></replay-web-page>"""


def main(package: Path, wacz: Path, most: int) -> int:
    pages = listed(wacz)[:most]
    with serving(package, wacz) as address, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        wrong = 0
        for told in pages:
            context = browser.new_context()
            strangers: list[str] = []
            page = context.new_page()
            page.on("request", lambda r, s=strangers: None if r.url.startswith((address, "blob:", "data:")) else s.append(r.url))  # fmt: skip # noqa: E501
            said = shown(page, address, told)
            print(
                "ok" if said is not None and not strangers else "NOT SHOWN",
                told["ts"],
                told["url"],
                said or "",
                *strangers,
            )
            wrong += said is None or bool(strangers)
            context.close()
        browser.close()
    print(f"{len(pages) - wrong} of {len(pages)} pages are shown")
    return int(wrong > 0 or not pages)


def listed(wacz: Path) -> list[dict[str, str]]:
    """The pages of pages/pages.jsonl; its first line is a header."""
    with zipfile.ZipFile(wacz) as bundle:
        return [json.loads(line) for line in bundle.read("pages/pages.jsonl").splitlines()[1:]]


def shown(page: Page, address: str, told: dict[str, str]) -> str | None:
    """The beginning of the text that the player shows for a page; None where its title is not in it."""
    moment = re.sub(r"\D", "", told["ts"])[:14]
    query = f"url={quote(told['url'], safe='')}&ts={moment}"
    page.goto(f"{address}/?{query}")
    wanted = re.sub(r"\s", "", told["title"])
    for _ in range(60):
        page.wait_for_timeout(250)
        for frame in page.frames:
            try:
                text = re.sub(r"\s", "", frame.evaluate("document.body ? document.body.innerText : ''"))
            except Error:  # it is being replaced by the next one
                continue
            if wanted in text and "/replay/w/" in frame.url:
                return f"({len(text)} characters)"
    return None


class Handler(SimpleHTTPRequestHandler):
    """Serves the player and the WACZ, with ranges (RFC 9110 §14), as the player asks for."""

    package: Path
    wacz: Path

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/":
            self._send(PLAYER.format(page=attributes(query)).encode(), "text/html; charset=utf-8")
        elif path == "/replay/sw.js":
            self._send(b'importScripts("/sw.js");', "text/javascript")
        elif path in ("/ui.js", "/sw.js"):
            self._send((self.package / path[1:]).read_bytes(), "text/javascript")
        elif path == "/file.wacz":
            self._send(self.wacz.read_bytes(), "application/wacz", self.headers["Range"])
        else:
            self.send_error(404)

    def _send(self, body: bytes, kind: str, asked: str | None = None) -> None:
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked or "")
        size = len(body)
        if found:
            first = int(found[1]) if found[1] else max(size - int(found[2]), 0)
            last = min(int(found[2]) if found[1] and found[2] else size - 1, size - 1)
            body = body[first : last + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Service-Worker-Allowed", "/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def attributes(query: str) -> str:
    from html import escape
    from urllib.parse import parse_qsl

    return " ".join(f'{name}="{escape(value)}"' for name, value in parse_qsl(query))


class serving:
    """A server on loopback, stopped at the end."""

    def __init__(self, package: Path, wacz: Path) -> None:
        Handler.package, Handler.wacz = package, wacz
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 20))
