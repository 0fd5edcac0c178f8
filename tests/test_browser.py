"""Publication in a real browser: both widths, no JavaScript needed, nothing fetched from elsewhere."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import shelf
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from archive.publish.app import datasette_for

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on PATH: apt-get install chromium fonts-noto-cjk (CI does)"
)

SIZES = {"desktop": (1280, 900), "phone": (390, 844), "small phone": (320, 640)}

PAGES = {
    "home": "/",
    "results": "/search?q=%E6%99%AE%E6%B3%95+%E5%8F%B0%E8%B4%A6",
    "zero": "/search?q=%E9%87%8F%E5%AD%90%E8%AE%A1%E7%AE%97&site=yunxi",
    "everything": "/search",
    "hostile document": "/report/1",
    "document with tables": "/report/9",
    "long document": "/report/29",
    "how a hostile document was read": "/report/1/how",
    "how a long document was read": "/report/29/how",
    "changes": "/report/29/diff",
    "changes in a table": "/report/9/diff?a=1&b=2",
    "hostile changes": "/report/1/diff",
    "two documents": "/report/10/diff?with=14",
    "data": "/archive",
    "table": "/archive/reports",
    "row": "/archive/versions/9",
    "missing": "/report/999",
    "closed": "/archive/search_index",
}


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on loopback, in a thread of its own."""
    data: Path = tmp_path_factory.mktemp("browser")
    shelf.fill(data)
    shelf.edit(data)
    config = uvicorn.Config(datasette_for(data).app(), host="127.0.0.1", port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Watched:
    """A page that writes down everything that should not happen."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.home = home
        self.wrong: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog {dialog.message}"))
        self.page.on("request", self._request)

    def _console(self, message: object) -> None:
        text = str(getattr(message, "text", message))
        if "status of 404" not in text and "status of 403" not in text:
            self.wrong.append(f"console {text}")

    def _request(self, request: object) -> None:
        address = str(getattr(request, "url", request))
        if not address.startswith(self.home):
            self.wrong.append(f"request {address}")

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_fits_and_keeps_to_itself(served: str, browser: Browser, name: str, size: str) -> None:
    width, height = SIZES[size]
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone
    )
    try:
        watched = Watched(context, served)
        watched.go(PAGES[name])
        watched.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        overflow = watched.page.evaluate(OVERFLOW)
        assert overflow <= 0
        assert watched.wrong == []
        assert watched.page.locator("h1").count() == 1
        assert watched.page.locator("main").count() == 1
        styled = watched.page.evaluate("getComputedStyle(document.querySelector('.masthead')).borderTopWidth")
        assert styled == "4px"
    finally:
        context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", [1, 9, 29])  # hostile, with tables, long
def test_an_evidence_sheet_fits_has_its_style_and_prints(
    served: str, browser: Browser, number: int, size: str
) -> None:
    width, height = SIZES[size]
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone
    )
    try:
        watched = Watched(context, served)
        watched.go(f"/report/{number}/sheet")
        assert watched.page.evaluate(OVERFLOW) <= 0
        assert watched.wrong == []
        assert (
            watched.page.evaluate("getComputedStyle(document.querySelector('h2')).borderBottomWidth") == "2px"
        )
        assert watched.page.evaluate(CONTRAST) == []
        if not phone:
            assert watched.page.pdf(prefer_css_page_size=True).count(b"/MediaBox [0 0 594") >= 2  # A4
    finally:
        context.close()


def test_a_reader_without_javascript_searches_filters_and_reads(served: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    try:
        watched = Watched(context, served)
        page = watched.page
        watched.go("/")
        page.get_by_role("searchbox").fill("行政复议")
        page.get_by_role("button", name="检索").click()
        page.wait_for_url("**/search?q=*")
        assert page.locator("mark").first.inner_text() == "行政复议"
        page.locator("#filters").get_by_role("link", name="2022").click()
        assert page.get_by_role("link", name="报告年度：2022").is_visible()
        page.locator(".hit h2 a").first.click()
        page.wait_for_url("**/report/*")
        assert "法治政府建设情况报告" in page.locator("h1").inner_text()
        page.get_by_text("每个字段怎样读出").click()
        assert page.get_by_text("meta[name=PubDate]").is_visible()
        assert watched.wrong == []
    finally:
        context.close()


def test_changes_are_read_without_javascript(served: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    try:
        watched = Watched(context, served)
        page = watched.page
        watched.go("/report/29")
        page.get_by_role("link", name="与上一版比较").click()
        page.wait_for_url("**/report/29/diff")
        assert page.locator("ins", has_text="5561人次").first.is_visible()
        page.get_by_role("link", name="看原处").first.click()
        assert page.locator(".change:target ins").is_visible()
        page.get_by_label("旧").select_option("2")
        page.get_by_label("新").select_option("1")
        page.get_by_role("button", name="比较").click()
        page.wait_for_url("**/diff?a=2&b=1")
        assert page.locator("del", has_text="5561人次").first.is_visible()
        assert watched.wrong == []
    finally:
        context.close()


def test_the_keyboard_reaches_the_content_first(served: str, browser: Browser) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(served + "/report/29")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
    finally:
        context.close()


CONTRAST = """
() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const style = getComputedStyle(e);
    if (style.visibility === 'hidden' || !e.getClientRects().length) continue;
    const [a, b] = [light(parse(style.color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push([e.className, e.textContent.trim().slice(0, 20), ratio.toFixed(2)].join(' '));
  }
  return poor;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name",
    [
        "home",
        "results",
        "zero",
        "document with tables",
        "how a hostile document was read",
        "changes",
        "changes in a table",
        "table",
        "missing",
    ],
)
def test_text_stands_out_in_light_and_dark(served: str, browser: Browser, name: str, scheme: str) -> None:
    """WCAG 2.2 AA, 1.4.3: a contrast of 4.5 to 1."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    try:
        page = context.new_page()
        page.goto(served + PAGES[name])
        assert page.evaluate(CONTRAST) == []
    finally:
        context.close()
