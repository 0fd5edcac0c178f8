# ruff: noqa: E501  (markup is easier to check on one line)
"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

What is no report, where a list goes on, and how the bytes are read.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import FULL, H1, TITLE, ps
from rule_readers import URL, alone, read, told, why

from pipelines.answer import Listing, Page
from pipelines.extract import extract

# Refusals


@pytest.mark.parametrize(("firewall", "mark"), told(rules.CHALLENGES))
def test_a_firewall_is_known_by_what_its_page_holds(firewall: str, mark: str) -> None:
    answer = alone(f"<script>/**/{mark}</script><p>-</p>")
    assert answer.kind == "blocked" and f"a challenge page of {firewall}" in why(answer)


@pytest.mark.parametrize("words", rules.BLOCKING_WORDS)
def test_a_firewall_is_known_by_its_words(words: str) -> None:
    answer = alone(f"<p>{words}</p>")
    assert answer.kind == "blocked" and "a firewall's words" in why(answer)


@pytest.mark.parametrize("title", rules.BLOCKING_TITLES)
def test_a_firewall_that_explains_itself_is_known_by_its_title_and_words(title: str) -> None:
    answer = alone(f"<p>您的访问请求已被拦截。{'如有疑问请把下面的编号告诉管理员。' * 30}</p>", title)
    assert answer.kind == "blocked" and "a firewall's title" in why(answer)


@pytest.mark.parametrize("title", rules.LOGIN_TITLES)
def test_a_login_is_known_by_its_title(title: str) -> None:
    answer = alone(f"<p>{'平台面向全县各单位开放。' * 14}</p><input type=password>", title)
    assert answer.kind == "blocked" and "its title says so" in why(answer)


@pytest.mark.parametrize("words", rules.LOGIN_FORMS)
def test_a_login_is_known_by_what_its_form_says(words: str) -> None:
    answer = alone(f"<p>{words}</p><input type=password>")
    assert answer.kind == "blocked" and "a login form" in why(answer)


@pytest.mark.parametrize("words", rules.LOGIN_WORDS)
def test_a_login_is_known_by_what_it_asks(words: str) -> None:
    answer = alone(f"<p>{words}</p>")
    assert answer.kind == "blocked" and "asks the visitor to log in" in why(answer)


@pytest.mark.parametrize("address", rules.LOGIN_ADDRESSES)
def test_a_login_is_known_by_its_address(address: str) -> None:
    answer = extract(Page(URL, b"", (("Location", address),), 302))
    assert answer.kind == "blocked" and "led to a login" in why(answer)


@pytest.mark.parametrize("script", rules.RELOADS)
def test_a_page_that_only_loads_itself_again_is_a_challenge(script: str) -> None:
    answer = alone(f"<script>{script}</script><p>-</p>")
    assert answer.kind == "blocked" and "loads itself again" in why(answer)


@pytest.mark.parametrize("script", rules.ONWARDS)
def test_a_page_that_only_sends_its_reader_on_is_a_shell(script: str) -> None:
    answer = alone(f"<script>{script}</script><p>-</p>")
    assert answer.kind == "shell" and "sends the reader on to /x.html" in why(answer)


@pytest.mark.parametrize("words", rules.WAITING)
def test_so_is_one_of_more_words_that_tells_to_wait(words: str) -> None:
    said = "云溪县人民政府欢迎您，本平台面向全县公众开放，服务事项由各单位共同提供，内容由各单位共同维护，地址有变。"
    answer = alone(f"<script>location='/x.html'</script><p>{said}{said[:20]}{words}</p>")
    assert answer.kind == "shell" and "sends the reader on" in why(answer)
    assert alone(f"<script>location='/x.html'</script><p>{said}{said[:20]}</p>").kind != "shell"


@pytest.mark.parametrize("status", rules.MOVED)
def test_a_status_that_leads_elsewhere_has_no_text(status: int) -> None:
    markup = f"<title>{TITLE}</title>{H1}<div class=TRS_Editor>{ps(FULL)}</div>"
    answer = extract(Page(URL, markup.encode(), (("Location", "/x.html"),), status))
    assert answer.kind == "empty" and f"the server answered {status}" in why(answer)


@pytest.mark.parametrize("title", rules.MOVED_TITLES)
def test_a_servers_notice_that_a_page_has_moved_is_known_by_its_title(title: str) -> None:
    for answer in (alone("<p>Go <a href=/x>here</a>.</p>", title), alone(f"<h1>{title}</h1>")):
        assert answer.kind == "empty" and "at another address" in why(answer)


# Error pages


@pytest.mark.parametrize("title", rules.ERROR_TITLES)
def test_an_error_page_is_known_by_its_title(title: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", title)
    assert answer.kind == "error_page" and "title says so" in why(answer)


@pytest.mark.parametrize("site", rules.SITES_BEHIND)
def test_so_it_is_with_the_name_of_the_site_behind(site: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", f"错误提示 - {site}")
    assert answer.kind == "error_page" and "title says so: 错误提示" in why(answer)


@pytest.mark.parametrize("title", rules.HINTS)
def test_a_hint_is_no_document(title: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", title)
    assert answer.kind == "error_page" and "title says so" in why(answer)


@pytest.mark.parametrize("title", rules.DOCUMENT_TITLES)
def test_a_title_that_names_a_kind_of_document_makes_a_page_one(title: str) -> None:
    said = "<p>您访问的页面不存在。</p>"
    assert alone(said, title).kind == "report" and alone(said, "清溪镇停水").kind == "error_page"


@pytest.mark.parametrize("title", rules.SITE_NOTICES)
def test_a_servers_own_notice_is_no_document(title: str) -> None:
    assert alone("<p>您访问的页面不存在。</p>", title).kind == "error_page"
    assert alone("<p>您访问的页面不存在。</p>", f"关于{title}").kind == "report"


@pytest.mark.parametrize("day", rules.DAYS_OF_PUBLICATION)
def test_a_day_of_publication_makes_a_page_a_document(day: str) -> None:
    assert alone(f"<p>{day}</p><p>您访问的页面不存在。</p>", "云溪县").kind == "report"


@pytest.mark.parametrize("title", rules.TEMPLATE_TITLES)
def test_a_tag_that_nobody_filled_in_makes_no_document(title: str) -> None:
    shown = title.replace("<", "&lt;")
    answer = alone("<p>您访问的页面不存在。</p>", "云溪县", f'<meta name="ArticleTitle" content="{shown}">')
    assert answer.kind == "error_page"


@pytest.mark.parametrize("words", [*rules.ADDRESSED, *rules.STATED])
def test_an_error_page_is_known_by_its_words(words: str) -> None:
    assert alone(f"<p>{words}</p>", "云溪县").kind == "error_page"


@pytest.mark.parametrize("markup", rules.APPLICATIONS)
def test_an_application_not_yet_run_is_a_shell(markup: str) -> None:
    answer = alone(f"<p>云溪县</p>{markup}")
    assert answer.kind == "shell" and "an application" in why(answer)


@pytest.mark.parametrize("words", rules.LOADING)
def test_an_application_that_is_loading_is_a_shell(words: str) -> None:
    answer = alone(f"<p>云溪县</p><div id=app>{words}</div>")
    assert answer.kind == "shell" and "an application" in why(answer)


# Lists and front pages

_COLUMNS = "<ul>" + "".join(f"<li><a href=/c{n}/>栏目名称{n}</a></li>" for n in range(12)) + "</ul>"


@pytest.mark.parametrize("address", rules.ARTICLE_ADDRESSES)
def test_a_front_page_in_answer_to_an_articles_address_is_an_error(address: str) -> None:
    markup = f"<html><head><title>云溪县人民政府</title><meta name=SiteName content=云溪县人民政府></head><body>{_COLUMNS}</body></html>"
    assert extract(Page(f"http://www.example.gov.cn{address}", markup.encode())).kind == "error_page"
    assert extract(Page("http://www.example.gov.cn/zwgk/", markup.encode())).kind != "error_page"


@pytest.mark.parametrize("title", rules.FRONT_TITLES)
def test_a_front_page_bears_the_sites_name_and_little_else(title: str) -> None:
    head = f"<title>{title}</title><meta name=SiteName content=云溪县人民政府>"
    markup = f"<html><head>{head}</head><body>{_COLUMNS}</body></html>"
    assert extract(Page(URL, markup.encode())).kind == "error_page"


@pytest.mark.parametrize("script", rules.PAGERS)
def test_a_page_that_is_paged_and_says_little_is_a_list(script: str) -> None:
    markup = "<html><title>云溪县</title><body><p>暂时没有内容</p><!--{}--></body></html>"
    url = "http://www.example.gov.cn/zwgk/tzgg/"
    assert extract(Page(url, markup.format(script).encode())).kind == "list"
    assert extract(Page(url, markup.format("x").encode())).kind == "empty"


# Where a list goes on

_ROWS = "".join(
    f'<li><a href="/a/{day}.html">关于做好第{day}项工作有关事项的通知</a><span>2024-01-{day}</span></li>'
    for day in range(10, 25)
)
LIST = "http://www.example.gov.cn/zwgk/tzgg/"


def listed(pager: str, url: str = LIST) -> Listing:
    markup = f"<html><title>通知公告</title><body><ul>{_ROWS}</ul><div>{pager}</div></body></html>"
    listing = extract(Page(url, markup.encode())).listing
    assert listing is not None and len(listing.rows) == 15
    return listing


@pytest.mark.parametrize("said", rules.NEXT_PAGES)
def test_a_list_goes_on_where_its_link_says(said: str) -> None:
    shown = said.replace(">", "&gt;")
    assert listed(f"<a href=a.html>1</a> <a href=b.html>{shown}</a>").next == f"{LIST}b.html"


@pytest.mark.parametrize("said", rules.LAST_PAGES)
def test_the_last_page_is_counted_where_its_link_leads_to_its_number(said: str) -> None:
    pager = f"<a href=a.html>1</a> <a href=b.html>2</a> <a href=c.html>3</a> <a href=b.html>下一页</a> <a href=c.html>{said}</a>"
    assert listed(pager).pages == 3


@pytest.mark.parametrize("name", rules.CURRENT_PAGES)
def test_the_current_page_is_known_by_its_class(name: str) -> None:
    pager = f'<a href=a.html>1</a> <a href=b.html class="{name}">2</a> <a href=c.html>3</a>'
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize("shown", rules.CURRENT_IN)
def test_the_current_page_is_the_number_that_leads_nowhere(shown: str) -> None:
    pager = f"<a href=a.html>1</a> {shown.format(2)} <a href=c.html>3</a> <a href=d.html>4</a>"
    assert listed(pager, f"{LIST}b.html").next == f"{LIST}c.html"


@pytest.mark.parametrize(("said", "pages", "records"), [(k, *v) for k, v in rules.COUNTS.items()])
def test_a_list_counts_its_pages_and_rows(said: str, pages: int | None, records: int | None) -> None:
    linked = f"{said} <a href=b.html>2</a> <a href=b.html>下一页</a>"
    for pager in (said, linked) if "共" in said else (linked,):
        listing = listed(pager)
        assert (listing.pages, listing.records) == (pages, records)


@pytest.mark.parametrize(("name", "following"), rules.PART_CALLS.items())
def test_the_call_that_pages_an_article_names_its_next_part(name: str, following: str) -> None:
    url = f"http://www.example.gov.cn/a/{name}.html"
    call = f'<script>createPageHTML(3, 0, "{name}", "html");</script>'
    answer = read(f"{H1}<div class=TRS_Editor>{ps(FULL)}</div>{call}", url=url)
    assert answer.next_part == f"http://www.example.gov.cn/a/{following}"


def test_a_call_in_a_comment_is_none() -> None:
    call = '<script>var a = 1; // createPageHTML(9, 0, name, kind)\ncreatePageHTML(3, 0, "index", "html");</script>'
    assert listed(f"<div class=CurrChnlCls></div>{call}").pages == 3


@pytest.mark.parametrize("tag", rules.LABELS_IN)
def test_a_label_may_be_dressed(tag: str) -> None:
    block = "".join(
        f"<p><{tag}>{label}</{tag}>：{value}</p>"
        for label, value in (("索引号", "1/2024-1"), ("发布机构", "清溪镇"), ("发布日期", "2024-01-18"))
    )
    answer = read(f"<div>{block}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert (answer.metadata.get("index_number"), answer.metadata.get("issuer")) == ("1/2024-1", "清溪镇")


@pytest.mark.parametrize("markup", rules.NO_LABELS_IN)
def test_what_is_offered_or_linked_is_no_label(markup: str) -> None:
    answer = read(f"<div>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata


@pytest.mark.parametrize("markup", rules.NO_VALUES_IN)
def test_a_value_is_not_taken_from_another_place(markup: str) -> None:
    answer = read(f"<div><b>来源：</b>{markup}</div>{H1}<div class=TRS_Editor>{ps(FULL)}</div>")
    assert "source" not in answer.metadata


# Bytes

_PLAIN = f"<title>{TITLE}</title>{H1}<div class=TRS_Editor>{ps(FULL)}</div>"


@pytest.mark.parametrize(("mark", "written", "called", "read_as"), rules.ENCODINGS)
def test_a_page_is_read_as_it_is_written(mark: bytes, written: str, called: str, read_as: str) -> None:
    body = mark + f"<html>{_PLAIN}</html>".encode(written)
    answer = extract(Page(URL, body, (("Content-Type", f"text/html; charset={called}"),)))
    assert (answer.encoding, answer.text) == (read_as, "\n".join(FULL))
    tag = f'<meta http-equiv="Content-Type" content="text/html; charset={called}">'
    answer = extract(Page(URL, mark + f"<html>{tag}{_PLAIN}</html>".encode(written)))
    assert (answer.encoding, answer.text) == (read_as, "\n".join(FULL)) or written.startswith("utf-16")


@pytest.mark.parametrize("called", rules.LATIN)
def test_an_encoding_that_is_a_servers_default_says_nothing(called: str) -> None:
    answer = extract(Page(URL, _PLAIN.encode("gb18030"), (("Content-Type", f"text/html; charset={called}"),)))
    assert (answer.encoding, answer.text) == ("gb18030", "\n".join(FULL))
    assert not any("encoding" in warning or "header" in warning for warning in answer.warnings)


@pytest.mark.parametrize("called", rules.GB)
def test_a_page_too_short_to_tell_is_read_as_it_is_called(called: str) -> None:
    body = "<html><title>x</title><p>模式</p></html>".encode("gb18030")
    assert extract(Page(URL, body)).encoding == "utf-8"  # these bytes are valid UTF-8 by accident
    assert extract(Page(URL, body, (("Content-Type", f"text/html; charset={called}"),))).encoding == "gb18030"
    assert extract(Page(URL, f"<meta charset={called}>".encode() + body)).encoding == "gb18030"


@pytest.mark.parametrize("declared", ['<meta charset="big5">', '<?xml version="1.0" encoding="big5"?>', ""])
def test_big5_is_read_where_it_is_declared(declared: str) -> None:
    text = "本機關2023年度無行政複議案件，亦無行政訴訟案件。"
    markup = f"<html><meta name=ArticleTitle content=行政複議><h1>行政複議</h1><div class=TRS_Editor><p>{text}</p></div></html>"
    answer = extract(Page(URL, (declared + markup).encode("big5hkscs")))
    assert (answer.encoding == "big5hkscs") == (answer.text == text) == bool(declared)


@pytest.mark.parametrize(("start", "name"), rules.MAGIC.items())
def test_a_file_in_answer_to_an_address_is_an_attachment(start: bytes, name: str) -> None:
    answer = extract(Page(URL, start + b"\x00\x01" * 40))
    assert answer.kind == "attachment" and name in why(answer)
