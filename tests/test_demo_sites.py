"""The fictional sites keep what they promise, and extraction finds on them exactly what was put there."""

from __future__ import annotations

import gzip
import http.client
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.errors import GongkaiError
from crawler.demo import Gold, gold, running
from crawler.demo.content import CONTENT, DEFINITIONS, SITES, load
from crawler.demo.pages import part_addresses
from crawler.sites import read_folders
from pipelines.answer import Answer, Listing, Page
from pipelines.extract import extract, join

GOLD = [(site, page) for site in SITES for page in gold(site)]
DEFINED = read_folders([DEFINITIONS])


@pytest.fixture(scope="module")
def proxy() -> Iterator[str]:
    with running() as address:
        yield address


def fetch(proxy: str, url: str, method: str = "GET", body: str = "", **headers: str) -> Page:
    """One exchange through the proxy; the body as it came."""
    connection = http.client.HTTPConnection(urlsplit(proxy).netloc, timeout=30)
    try:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, url, body.encode() if body else None, fields)
        with connection.getresponse() as response:
            return Page(url, response.read(), tuple(response.getheaders()), response.status)
    finally:
        connection.close()


def answer_to(proxy: str, site: str, page: Gold) -> Answer:
    answers = [extract(fetch(proxy, url), DEFINED[site]) for url in page.urls or (page.url,)]
    return join(answers) if len(answers) > 1 else answers[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def label(value: object) -> str:
    return value.url.split("localhost:8642")[1] if isinstance(value, Gold) else str(value)


# The sites


def test_each_site_has_a_definition_that_loads() -> None:
    assert not DEFINED.broken
    assert sorted(DEFINED) == sorted(SITES)
    assert {site.platform for site in DEFINED.values()} == {"tdate", "jpage", "ucap"}
    assert {site.status for site in DEFINED.values()} == {"fictional"}


@pytest.mark.parametrize("site", SITES)
def test_each_site_holds_many_documents_of_several_genres(site: str) -> None:
    documents = load(site).documents
    assert len(documents) >= 15
    assert {d.genre for d in documents} >= {
        "法治政府建设年度报告",
        "政府信息公开工作年度报告",
        "通知公告",
        "统计公报",
    }
    towns_by_year = {
        year: {d.issuer for d in documents if d.genre == "法治政府建设年度报告" and d.report_year == year}
        for year in ("2022", "2023", "2024")
    }
    assert all(len(towns) >= 3 for towns in towns_by_year.values())


@pytest.mark.parametrize(("site", "page"), GOLD, ids=label)
def test_every_page_answers_and_says_that_it_is_fictional(proxy: str, site: str, page: Gold) -> None:
    for url in page.urls or (page.url,):
        answer = fetch(proxy, url)
        if page.kind == "error_page":
            assert answer.status in (200, 404)
        elif page.kind == "blocked":
            assert answer.status in (412, 521)
        else:
            assert answer.status == 200
        if page.kind in ("report", "list", "home"):
            assert "虚构" in answer.body.decode(load(site).settings["encoding"])


def test_two_servers_send_the_same_bytes_and_headers(proxy: str) -> None:
    with running() as other:
        for _, page in GOLD:
            assert fetch(proxy, page.url) == fetch(other, page.url)


def test_every_link_of_a_list_leads_to_a_known_page(proxy: str) -> None:
    dead = {
        row.address
        for site in SITES
        for column in load(site).columns
        for row in column.rows
        if fetch(proxy, load(site).url(row.address)).status == 404
    }
    assert dead == {
        "/xxgk/fdzdgknr/tzgg/202303/t20230317_21204.html",  # listed, and gone
        "/xxgk/ysqgk/202402/t20240206_23610.html",  # forbidden by robots.txt: nobody should have asked
    }


def test_columns_are_found_by_link_text_from_the_home_page(proxy: str) -> None:
    for site in SITES:
        for column in load(site).columns:
            url = load(site).url(load(site).settings["home"])
            for step in column.steps:
                text = fetch(proxy, url).body.decode(load(site).settings["encoding"])
                href = re.search(rf'<a href="([^"]+)"[^>]*>(?:<i></i>)?{step}</a>', text)
                assert href, (site, url, step)
                url = load(site).url(href[1])
            assert url == load(site).url(column.address)


# What stands among the pages


def test_qinghe_is_gbk_and_says_gb2312(proxy: str) -> None:
    reports = [page for site, page in GOLD if site == "qinghe" and page.kind == "report"]
    bodies = [fetch(proxy, page.url).body for page in reports]
    assert all(b"charset=gb2312" in body for body in bodies)
    assert all(body.decode("gbk") for body in bodies)
    beyond = [body for body in bodies if _fails(body, "gb2312")]
    assert len(beyond) >= 3
    assert all(_fails(body, "utf-8") for body in bodies)


def _fails(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def test_one_article_is_split_over_two_pages(proxy: str) -> None:
    (split,) = [page for _, page in GOLD if len(page.urls) > 1]
    assert [url.rsplit("/", 1)[1] for url in split.urls] == ["t20250310_28344.html", "t20250310_28344_1.html"]
    first, second = (fetch(proxy, url).body.decode() for url in split.urls)
    assert 'createPageHTML(2, 0, "t20250310_28344", "html")' in first
    assert 'createPageHTML(2, 1, "t20250310_28344", "html")' in second
    assert "（六）健全化解机制" in second and "（六）健全化解机制" not in first


def test_word_paste_splits_words_over_spans_and_paragraphs(proxy: str) -> None:
    pasted = [d for site in SITES for d in load(site).documents if d.layout == "word"]
    assert len(pasted) >= 2
    body = fetch(proxy, load("yunxi").url("/xxgk/fdzdgknr/fzzfjs/fzzfjsbg/202401/t20240118_23451.html")).body
    text = body.decode()
    assert "MsoNormal" in text and "<o:p>" in text
    assert "年度考核" not in re.sub(r"<[^>]+>", "", text)


def test_a_list_pins_an_old_article_first() -> None:
    rows = load("yunxi").columns[0].rows
    assert rows[0].date == "2021-11-05"
    assert rows[1].date == max(row.date for row in rows)


def test_an_article_stands_in_two_columns() -> None:
    for site in ("yunxi", "qinghe"):
        assert any(len(document.columns) == 2 for document in load(site).documents)


@pytest.mark.parametrize(("site", "pages"), [("yunxi", 3), ("qinghe", 5), ("beiyuan", 4)])
def test_a_list_of_each_family_has_three_pages_and_more(site: str, pages: int) -> None:
    assert load(site).columns[0].pages == pages


def test_errors_and_challenges_are_what_they_imitate(proxy: str) -> None:
    gone = fetch(proxy, load("yunxi").url("/xxgk/fdzdgknr/tzgg/202303/t20230317_21204.html"))
    assert gone.status == 404
    soft = fetch(proxy, load("yunxi").url("/xxgk/fdzdgknr/tzgg/202305/t20230522_21677.html"))
    assert soft.status == 200 and "不存在" in soft.body.decode()
    (jsl,) = load("qinghe").settings["challenged"]
    challenge = fetch(proxy, load("qinghe").url(jsl))
    assert challenge.status == 521 and challenge.header("X-Via-JSL") and b"document.cookie=" in challenge.body
    (rs,) = load("beiyuan").settings["challenged"]
    challenge = fetch(proxy, load("beiyuan").url(rs))
    assert challenge.status == 412 and b"$_ts" in challenge.body
    (lost,) = load("beiyuan").settings["home_instead"]
    home = load("beiyuan").url(load("beiyuan").settings["home"])
    assert fetch(proxy, load("beiyuan").url(lost)).body == fetch(proxy, home).body


def test_robots_forbids_a_column_that_is_linked(proxy: str) -> None:
    for site in ("yunxi", "qinghe"):
        robots = fetch(proxy, load(site).url("/robots.txt")).body.decode()
        (closed,) = [s.address for s in load(site).sections if s.path.endswith("依申请公开")]
        assert f"Disallow: {closed.removesuffix('index.html')}" in robots
        parent = next(s for s in load(site).sections if len(s.steps) == 1)
        assert closed.encode() in fetch(proxy, load(site).url(parent.address)).body
    assert fetch(proxy, load("beiyuan").url("/robots.txt")).status == 404


def test_an_old_address_redirects(proxy: str) -> None:
    moved = fetch(proxy, load("qinghe").url("/art/2024/5/17/art_7_12840.html"))
    assert moved.status == 301
    assert moved.header("Location") == load("qinghe").url("/art/2024/5/17/art_1120_12840.html")


def test_attachments_are_real_files(proxy: str) -> None:
    kinds = {}
    for _, page in GOLD:
        if page.kind == "attachment":
            kinds[page.url.rsplit(".", 1)[1]] = fetch(proxy, page.url).body[:4]
    assert kinds == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}


def test_titles_and_texts_hold_what_must_be_escaped() -> None:
    (document,) = [d for d in load("yunxi").documents if "<script>" in d.title]
    assert "“3<5”“A&B公司”“水位>12.5米”" in document.text and "“&lt;”" in document.text


def test_there_are_traditional_characters_and_full_width_digits() -> None:
    assert any("往來商旅雲集" in d.text for d in load("qinghe").documents)
    assert any("２０２４年２月２８日" in d.text for d in load("beiyuan").documents)


def test_pubdate_of_ucap_is_when_the_page_was_built(proxy: str) -> None:
    wrong = [d for d in load("beiyuan").documents if d.generated[:10] != d.published]
    assert len(wrong) >= 5
    for document in wrong:
        text = fetch(proxy, load("beiyuan").url(document.path)).body.decode()
        assert f'<meta name="PubDate" content="{document.generated}">' in text


def test_the_sums_of_the_disclosure_reports_are_right() -> None:
    """第一项加第二项之和，等于第三项加第四项之和: the check the form itself prints."""
    tables = [table for _, page in GOLD for table in page.tables if "勾稽关系" in table[0][0]]
    assert len(tables) == 6
    for table in tables:
        numbers = {row[0][:1] + row[1][:3]: [int(cell) for cell in row[3:]] for row in table[3:]}
        new, old, left = (next(n for key, n in numbers.items() if key[0] == mark) for mark in "一二四")
        total = numbers["三（七）"]
        assert [a + b for a, b in zip(new, old, strict=True)] == [
            a + b for a, b in zip(total, left, strict=True)
        ]
        assert all(sum(row[:-1]) == row[-1] for row in numbers.values())


def test_the_texts_are_not_one_template() -> None:
    sentences = [
        sentence
        for site in SITES
        for document in load(site).documents
        for sentence in set(re.split(r"[。；\n]", document.text))
        if len(sentence) >= 20 and "\t" not in sentence
    ]
    assert len(sentences) > 500
    assert len(set(sentences)) > 0.99 * len(sentences)


# The server


def test_a_browser_may_ask_without_the_proxy(proxy: str) -> None:
    page = fetch(proxy, "/", Host="qinghe.localhost:8642")
    assert page.body == fetch(proxy, "http://qinghe.localhost:8642/").body
    assert fetch(proxy, "/", Host="127.0.0.1:8642").status == 200
    assert fetch(proxy, "http://elsewhere.localhost/page.html").status == 404


def test_conditional_requests_are_answered_304(proxy: str) -> None:
    url = load("yunxi").url("/xxgk/")
    first = fetch(proxy, url)
    again = fetch(proxy, url, If_None_Match=first.header("ETag"))
    assert (again.status, again.body) == (304, b"")
    assert fetch(proxy, url, If_None_Match='"other"').status == 200
    assert fetch(proxy, url, If_Modified_Since=first.header("Last-Modified")).status == 304


def test_head_has_no_body_and_ucap_compresses(proxy: str) -> None:
    url = load("beiyuan").url("/byqrmzf/index.shtml")
    plain, packed = fetch(proxy, url), fetch(proxy, url, Accept_Encoding="gzip")
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert fetch(proxy, url, "HEAD").body == b""


def test_records_of_jpage_come_by_get_and_by_post(proxy: str) -> None:
    query = "page=2&columnid=1103&unitid=81103&webid=12&perpage=2"
    url = load("qinghe").url("/module/web/jpage/dataproxy.jsp")
    by_get = fetch(proxy, f"{url}?{query}")
    assert by_get.header("Transfer-Encoding") == "chunked"
    assert by_get.body.decode().count("<record>") == 4
    assert fetch(proxy, url, "POST", query).body == by_get.body
    by_number = fetch(proxy, f"{url}?columnid=1103&unitid=81103&startrecord=5&endrecord=8&perpage=2")
    assert by_number.body == by_get.body


def test_a_port_in_use_is_one_sentence(proxy: str) -> None:
    port = urlsplit(proxy).port
    assert port is not None
    with pytest.raises(GongkaiError, match=f"port {port}"), running(port):
        pass


def test_the_server_is_a_process_of_its_own_that_says_when_it_is_ready() -> None:
    command = [sys.executable, "-m", "crawler.demo.server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert re.fullmatch(r"ready \d+\n", server.stdout.readline())
        server.terminate()


def test_the_sites_hold_no_address_of_the_outside() -> None:
    folder = CONTENT.parent
    for file in (f for f in folder.rglob("*") if f.suffix in (".toml", ".txt", ".html")):
        hosts = set(re.findall(r"https?://([\w.]+)", file.read_text("utf-8")))
        assert hosts <= {"yunxi.localhost", "qinghe.localhost", "beiyuan.localhost", "www.w3.org"}, file


# Extraction of what was put there


@pytest.mark.parametrize(("site", "page"), GOLD, ids=label)
def test_extraction_tells_the_kind_of_each_page(proxy: str, site: str, page: Gold) -> None:
    assert answer_to(proxy, site, page).kind == page.kind


@pytest.mark.parametrize(("site", "page"), [(s, p) for s, p in GOLD if p.kind == "report"], ids=label)
def test_extraction_finds_exactly_what_was_put_there(proxy: str, site: str, page: Gold) -> None:
    answer = answer_to(proxy, site, page)
    assert squeezed(answer.title) == squeezed(page.title)
    assert squeezed(answer.text) == squeezed(page.text)
    assert answer.metadata == page.metadata
    assert tuple((a.url, a.name) for a in answer.attachments) == page.attachments
    assert tuple(block.rows for block in answer.blocks if block.kind == "table") == page.tables


@pytest.mark.parametrize(
    ("site", "key"), [(site, column.key) for site in SITES for column in load(site).columns]
)
def test_paging_through_a_list_gives_every_row_once(proxy: str, site: str, key: str) -> None:
    column = next(column for column in load(site).columns if column.key == key)
    rows, url, seen = [], load(site).url(column.address), []
    while url:
        assert url not in seen and len(seen) < 10
        seen.append(url)
        listing = extract(fetch(proxy, url), DEFINED[site]).listing
        assert isinstance(listing, Listing), url
        rows += [(row.url, row.title, row.date) for row in listing.rows]
        url = listing.next
    assert rows == [(load(site).url(row.address), row.title, row.date) for row in column.rows]


@pytest.mark.parametrize("site", SITES)
def test_the_parts_of_an_article_lead_to_each_other(proxy: str, site: str) -> None:
    for document in load(site).documents:
        addresses = [load(site).url(address) for address in part_addresses(document)]
        following = [extract(fetch(proxy, url), DEFINED[site]).next_part for url in addresses]
        assert following == [*addresses[1:], ""]


def test_package_data_takes_every_file() -> None:
    project = Path(__file__).parent.parent / "pyproject.toml"
    assert '"crawler.demo" = ["**/*"]' in project.read_text("utf-8")


def test_a_port_that_is_in_use_is_told_or_another_is_taken() -> None:
    with running() as first:
        port = int(first.rpartition(":")[2])
        with pytest.raises(GongkaiError, match=rf"did not start on port {port}.*in use"), running(port):
            pass
        with running(port, or_any=True) as second:
            assert second != first
