"""The spider finds the columns, walks the lists, and tells apart what it could not have."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hongqi import article, build, crawl, list_page, page_of_links, robots, rows, site_file
from loopback import Server, answer, serving

FIRST = "/fzjs/202501/t20250120_1001.html"
CHALLENGE = answer(
    "<html><head><script>var $_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"
    '<meta id="x" content="abc" r="m"></head><body></body></html>',
    "412 Precondition Failed",
)


def outcomes(here) -> dict[str, tuple[str, str]]:
    """Path → (outcome, kind) of its last fetch."""
    found = rows(here, "select url, outcome, kind from fetches order by id")
    return {"/" + url.split("/", 3)[3]: (outcome, kind) for url, outcome, kind in found}


def test_a_column_is_found_by_its_breadcrumb_and_recorded(here, server):
    result = crawl(here)
    assert (result["outcome"], result["reports"], result["new"]) == ("finished", 4, 4)
    assert rows(here, "select path, url from columns") == [
        ("首页 > 政务公开 > 法治政府建设", f"{server.url}/fzjs/")
    ]
    assert rows(here, "select count(*) from documents") == [(4,)]
    assert rows(here, "select count(*), count(distinct list_url) from sightings") == [(4, 2)]
    assert {title for (title,) in rows(here, "select title from reports")} >= {
        "北街镇2024年法治政府建设情况报告"
    }


def test_robots_txt_is_asked_first_and_each_page_once(here, server):
    crawl(here)
    assert server.paths[0] == "/robots.txt"
    assert len(server.paths) == len(set(server.paths))


def test_a_second_crawl_adds_nothing(here, server):
    build(server, newest=date.today())
    crawl(here)
    again = crawl(here)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 4)
    assert rows(here, "select count(*) from versions") == [(4,)]


def test_a_step_of_the_breadcrumb_that_is_not_there_is_named_and_the_others_go_on(tmp_path, server):
    columns = '[[columns]]\npath = "政务公开 > 财政预决算"\n[[columns]]\npath = "政务公开 > 法治政府建设"\n'
    site_file(tmp_path / "sites", server, columns=columns)
    result = crawl(tmp_path)
    assert result["outcome"] == "finished"
    assert result["reports"] == 4
    assert "'财政预决算'" in result["message"]
    assert f"{server.url}/zwgk/" in result["message"]


def test_a_crawl_that_finds_no_column_has_failed(tmp_path, server):
    site_file(tmp_path / "sites", server, columns='[[columns]]\npath = "政府信息公开 > 法治政府建设"\n')
    result = crawl(tmp_path, code=1)
    assert result["outcome"] == "failed"
    assert "'政府信息公开'" in result["message"]


def test_a_step_that_is_a_heading_without_a_link_is_passed(tmp_path, server):
    server.pages["/zwgk/"] = page_of_links(("/fzjs/", "法治政府建设"), more="<h3>法定主动公开内容</h3>")
    path = "政务公开 > 法定主动公开内容 > 法治政府建设"
    site_file(tmp_path / "sites", server, columns=f'[[columns]]\npath = "{path}"\n')
    assert crawl(tmp_path)["reports"] == 4


def test_a_column_by_its_address_gives_its_genre_where_the_page_tells_none(tmp_path, server):
    plain = article("北街镇").replace("法治政府建设情况报告".encode(), "工作安排要点记录文本".encode())
    server.pages[FIRST] = plain
    columns = f'[[columns]]\nurl = "{server.url}/fzjs/"\ngenre = "工作安排"\n'
    site_file(tmp_path / "sites", server, columns=columns)
    crawl(tmp_path)
    assert rows(tmp_path, "select url, genre from columns") == [(f"{server.url}/fzjs/", "工作安排")]
    assert rows(tmp_path, "select genre from reports where url like '%1001.html'") == [("工作安排",)]


def test_the_same_article_in_two_columns_is_one_document_seen_twice(tmp_path, server):
    server.pages["/zwgk/"] = page_of_links(("/fzjs/", "法治政府建设"), ("/tzgg/", "通知公告"))
    server.pages["/tzgg/"] = list_page([(FIRST, "北街镇2024年法治政府建设情况报告")])
    columns = '[[columns]]\npath = "政务公开 > 法治政府建设"\n[[columns]]\npath = "政务公开 > 通知公告"\n'
    site_file(tmp_path / "sites", server, columns=columns)
    crawl(tmp_path)
    assert server.paths.count(FIRST) == 1
    assert rows(tmp_path, "select count(*) from documents where url like '%1001.html'") == [(1,)]
    assert rows(tmp_path, "select count(*) from sightings where url like '%1001.html'") == [(2,)]


def test_a_list_is_left_where_a_page_repeats_an_earlier_one(here, server):
    rows_of_first = [
        (FIRST, "北街镇2024年法治政府建设情况报告"),
        ("/fzjs/202501/t20250120_1002.html", "南湖镇"),
    ]
    server.pages["/fzjs/"] = list_page(rows_of_first, total=9)
    server.pages["/fzjs/index_1.html"] = list_page(rows_of_first, total=9, current=1)
    result = crawl(here)
    assert result["outcome"] == "finished"
    assert "repeats" in result["message"]
    assert "/fzjs/index_2.html" not in server.paths


def test_a_page_that_the_list_declares_and_does_not_have_is_told(here, server):
    server.pages.pop("/fzjs/index_1.html")
    result = crawl(here)
    assert result["outcome"] == "finished"
    assert "/fzjs/index_1.html answered 404" in result["message"]
    assert outcomes(here)["/fzjs/index_1.html"][0] == "not_found"


def test_a_list_is_left_at_the_limit_of_the_site_file(tmp_path, server):
    more = "[politeness]\ndelay = 0\nautothrottle = false\nmax_pages = 1\n"
    site_file(tmp_path / "sites", server, more=more)
    result = crawl(tmp_path)
    assert result["reports"] == 2
    assert "limit" in result["message"]


def test_an_article_of_another_site_is_seen_and_not_asked_for(here, server):
    with serving() as other:
        elsewhere = f"http://localhost:{other.port}/t20250101_1.html"
        server.pages["/fzjs/"] = list_page(
            [(elsewhere, "外地文章"), (FIRST, "北街镇2024年法治政府建设情况报告")]
        )
        crawl(here)
        assert other.requests == []
    assert rows(here, "select count(*) from sightings where url = ?", elsewhere) == [(1,)]


def test_a_redirect_off_the_site_is_recorded_and_not_followed(here, server):
    with serving() as other:
        target = f"http://localhost:{other.port}/elsewhere.html"
        server.pages[FIRST] = answer("", "302 Found", location=target)
        assert crawl(here)["outcome"] == "finished"
        assert other.requests == []
    assert rows(here, "select outcome, redirected_to from fetches where url like '%1001.html'") == [
        ("redirected", target)
    ]


def test_a_document_that_redirects_home_is_not_a_document(here, server):
    server.pages[FIRST] = answer("", "302 Found", location="/")
    assert crawl(here)["reports"] == 3
    assert rows(here, "select count(*) from documents where url not like '%/t2025%'") == [(0,)]


def split_in_two(server: Server) -> str:
    second = FIRST.replace(".html", "_1.html")
    paging = '<script>createPageHTML(2, {}, "t20250120_1001", "html");</script>'
    server.pages[FIRST] = article("北街镇", script=paging.format(0))
    server.pages[second] = article(
        "北街镇", more="<p>　　五、附记。这一段在第二页。</p>", script=paging.format(1)
    )
    return second


def test_an_article_on_two_pages_is_one_document(here, server):
    second = split_in_two(server)
    assert crawl(here)["reports"] == 4
    assert server.paths.count(second) == 1
    ((text,),) = rows(here, "select text from reports where url like '%1001.html'")
    assert text.count("北街镇在区委") == 2  # the first page's text, and the second's
    assert "这一段在第二页" in text
    assert rows(here, "select count(*) from documents where url like '%1001_1.html'") == [(0,)]
    assert outcomes(here)[second] == ("ok", "report")


def test_half_an_article_says_that_it_is_half(here, server):
    del server.pages[split_in_two(server)]
    result = crawl(here)
    assert result["reports"] == 4
    assert FIRST in result["message"]
    assert "answered 404" in result["message"]
    ((warnings,),) = rows(here, "select v.warnings from versions v join documents d on d.version = v.id"
                                " where d.url like '%1001%'")  # fmt: skip
    assert "the text ends early" in warnings


def test_attachments_are_fetched_and_are_no_documents(here, server):
    server.pages["/fzjs/202501/P020250120.pdf"] = answer(b"%PDF-1.4 \x00\x01", content_type="application/pdf")
    server.pages[FIRST] = article("北街镇", more='<p><a href="./P020250120.pdf">附件：统计表.pdf</a></p>')
    assert crawl(here)["reports"] == 4
    assert outcomes(here)["/fzjs/202501/P020250120.pdf"] == ("ok", "attachment")
    assert rows(here, "select url, name from attachments") == [
        (f"{server.url}/fzjs/202501/P020250120.pdf", "附件：统计表.pdf")
    ]


def test_missing_pretended_forbidden_and_blocked_are_told_apart(here, server):
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号文件情况报告") for n in range(2001, 2006)]
    server.pages["/fzjs/"] = list_page(
        [*listed, ("/secret/t20250120_1.html", "内部情况报告"), (FIRST, "北街镇2024年法治政府建设情况报告")]
    )
    paths = [address for address, _ in listed]
    server.pages[paths[1]] = answer("gone", "410 Gone")
    server.pages[paths[2]] = answer(
        "<html><head><title>404</title></head><body>您访问的页面不存在或已被删除</body></html>"
    )
    server.pages[paths[3]] = CHALLENGE
    server.pages[paths[4]] = answer("", "500 Internal Server Error")
    result = crawl(here)
    assert result["outcome"] == "finished"
    assert result["failures"] == 5
    found = outcomes(here)
    assert found[paths[0]][0] == "not_found"
    assert found[paths[1]][0] == "gone"
    assert found[paths[2]] == ("soft_404", "error_page")
    assert found[paths[3]] == ("blocked", "blocked")
    assert found[paths[4]][0] == "http_error"
    assert found["/secret/t20250120_1.html"][0] == "robots"
    assert found[FIRST] == ("ok", "report")
    assert "/secret/t20250120_1.html" not in server.paths
    assert server.paths.count(paths[4]) == 3  # a failing server is asked again, twice
    assert server.paths.count(paths[3]) == 1  # a firewall is not


def test_a_firewall_several_times_in_a_row_ends_the_crawl_as_blocked(here, server):
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号文件情况报告") for n in range(3001, 3021)]
    server.pages["/fzjs/"] = list_page(listed)
    server.pages |= dict.fromkeys([address for address, _ in listed], CHALLENGE)
    result = crawl(here, code=1)
    assert result["outcome"] == "blocked"
    assert "firewall" in result["message"]
    assert sum(path.startswith("/fzjs/202501/") for path in server.paths) < 10


def test_a_site_whose_home_page_is_a_challenge_is_blocked(here, server):
    server.pages["/"] = CHALLENGE
    assert crawl(here, code=1)["outcome"] == "blocked"


@pytest.mark.parametrize("raw", [answer("", "503 Service Unavailable"), b"HTTP/1.1 2"])
def test_a_site_whose_robots_txt_fails_is_left_alone(here, server, raw):
    """RFC 9309 §2.3.1.4: unreachable means complete disallow."""
    server.pages["/robots.txt"] = raw
    result = crawl(here, code=1)
    assert result["outcome"] == "failed"
    assert "robots.txt" in result["message"]
    assert set(server.paths) == {"/robots.txt"}
    assert outcomes(here)["/"][0] == "failed"  # nobody forbids it: it could not be asked


def test_no_robots_txt_means_no_rules(here, server):
    """RFC 9309 §2.3.1.3; the body of the 404 page is no rules either."""
    server.pages["/robots.txt"] = answer("User-agent: *\nDisallow: /", "404 Not Found")
    assert crawl(here)["reports"] == 4


def test_a_disallowed_column_is_told_and_not_entered(here, server):
    server.pages["/robots.txt"] = robots("User-agent: Gongkai\nDisallow: /fzjs/\n")
    result = crawl(here, code=1)
    assert result["outcome"] == "failed"
    assert "robots.txt" in result["message"]
    assert not any(path.startswith("/fzjs/") for path in server.paths)


def test_a_report_page_in_the_place_of_a_list_is_no_document(tmp_path, server):
    columns = f'[[columns]]\nurl = "{server.url}{FIRST}"\n'
    site_file(tmp_path / "sites", server, columns=columns)
    result = crawl(tmp_path, code=1)
    assert "is no list" in result["message"]
    assert rows(tmp_path, "select count(*) from documents") == [(0,)]


def test_addresses_that_are_none_stop_nothing(here, server):
    bad = [("http://[", "坏地址一"), ("http://:80/", "坏地址二"), ("javascript:void(0)", "坏地址三")]
    server.pages["/fzjs/"] = list_page([*bad, (FIRST, "北街镇2024年法治政府建设情况报告")])
    result = crawl(here)
    assert result["outcome"] == "finished"
    assert outcomes(here)[FIRST] == ("ok", "report")


def test_a_long_list_is_a_list_where_the_site_file_says_so(here, server):
    """Sixty dates beside sixty titles are more running text than some documents have."""
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号文件执行情况报告") for n in range(1001, 1061)]
    server.pages["/fzjs/"] = list_page(listed)
    crawl(here)
    assert rows(here, "select count(*) from sightings") == [(60,)]
    assert rows(here, "select count(*) from documents where url like '%/fzjs/'") == [(0,)]


def test_a_firewall_on_the_way_to_a_column_is_named(here, server):
    server.pages["/zwgk/"] = answer(CHALLENGE.partition(b"\r\n\r\n")[2])
    result = crawl(here, code=1)
    assert f"{server.url}/zwgk/ is no page of the site (blocked)" in result["message"]
    assert outcomes(here)["/zwgk/"] == ("blocked", "blocked")
    assert result["outcome"] == "blocked"


def test_a_redirect_without_an_end_is_called_so(here, server):
    server.pages[FIRST] = answer("", "302 Found", location=FIRST)
    result = crawl(here)
    assert result["reports"] == 3
    assert "redirects without an end" in result["message"]
    assert outcomes(here)[FIRST][0] == "redirected"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "data:text/html,x", "//169.254.169.254/", "ftp://127.0.0.1/"]
)
def test_a_redirect_out_of_the_web_is_not_followed(here, server, target):
    server.pages[FIRST] = answer("", "302 Found", location=target)
    assert crawl(here)["reports"] == 3
    assert rows(here, "select count(*) from fetches") == [(9,)]


def test_a_redirect_that_names_a_user_is_not_followed(here, server):
    server.pages[FIRST] = answer("", "302 Found", location=f"http://u:p@127.0.0.1:{server.port}/zwgk/")
    crawl(here)
    assert rows(here, "select count(*) from fetches where url like '%@%'") == [(0,)]


def test_a_robots_txt_that_is_a_bomb_keeps_us_out(here, server):
    bomb = gzip.compress(b"User-agent: *\nDisallow: /\n" + bytes(80_000_000))
    server.pages["/robots.txt"] = answer(bomb, content_encoding="gzip")
    assert crawl(here, code=1)["outcome"] == "failed"
    assert set(server.paths) == {"/robots.txt"}


def test_of_an_endless_robots_txt_the_beginning_counts(here, server):
    """RFC 9309 §2.5: at least 500 KiB are read."""
    server.pages["/robots.txt"] = robots(
        "User-agent: *\nDisallow: /fzjs/index_1.html\n" + "#" * 600_000 + "\nDisallow: /\n"
    )
    assert crawl(here)["reports"] == 2


def test_a_page_that_unpacks_without_an_end_is_too_large(here, server):
    server.pages[FIRST] = answer(gzip.compress(bytes(80_000_000)), content_encoding="gzip")
    assert crawl(here)["reports"] == 3
    assert outcomes(here)[FIRST][0] == "too_large"


def test_names_of_attachments_write_nothing_outside_the_data(here, server):
    tricks = '<a href="../../../../../../x.pdf">../../x.pdf</a><a href="/a/..%2f..%2fz.pdf">附件</a>'
    server.pages[FIRST] = article("北街镇", more=f"<p>{tricks}</p>")
    crawl(here)
    data = here / "data"
    assert {p.name for p in data.iterdir()} <= {
        "archive.db",
        "archive.db-wal",
        "archive.db-shm",
        "archive.db.sha256",
        "chain.jsonl",
        "warc",
        "crawl.log",
        "leases",
    }
    assert {p.name for p in here.iterdir()} == {"data", "sites"}
