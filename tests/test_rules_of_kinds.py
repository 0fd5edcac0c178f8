# ruff: noqa: E501  (markup is easier to check on one line)
"""Every entry of `rule_pages.py` does what it is there for, on a page of its own.

What is no report, and how the bytes are read.
"""

from __future__ import annotations

import pytest
import rule_pages as rules
from layouts import FULL, H1, TITLE, ps
from rule_readers import URL, alone, read, told, why

from archive.journal import Asked, Role
from pipelines.answer import Page
from pipelines.extract import extract
from pipelines.reading import read_as

# Refusals


@pytest.mark.parametrize(("firewall", "mark"), told(rules.CHALLENGES))
def test_a_firewall_is_known_by_what_its_page_holds(firewall: str, mark: str) -> None:
    answer = alone(f"<script>/**/{mark}</script><p>-</p>")
    assert answer.kind == "blocked" and f"a challenge page of {firewall}" in why(answer)


def test_a_firewall_is_known_by_its_header() -> None:
    page = Page(URL, "<title>云溪县</title><p>请稍等片刻</p>".encode(), (("X-Via-JSL", "ab12,-"),))
    answer = extract(page)
    assert answer.kind == "blocked" and "a challenge page of 加速乐" in why(answer)


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


def test_a_login_is_known_by_what_a_script_says_in_a_box() -> None:
    answer = alone("<script>alert('您尚未登录')</script>")
    assert answer.kind == "blocked" and "asks the visitor to log in" in why(answer)


@pytest.mark.parametrize("address", rules.LOGIN_ADDRESSES)
def test_a_login_is_known_by_its_address(address: str) -> None:
    answer = extract(Page(URL, b"", (("Location", address),), 302))
    assert answer.kind == "blocked" and "led to a login" in why(answer)


@pytest.mark.parametrize("script", rules.RELOADS)
def test_a_page_that_only_loads_itself_again_is_a_challenge(script: str) -> None:
    answer = alone(f"<script>{script}</script><p>-</p>")
    assert answer.kind == "blocked" and "loads itself again" in why(answer)


def test_one_that_has_set_a_cookie_before_says_so() -> None:
    for before, said in (("document.cookie = 'a=1';", True), ("", False)):
        answer = alone(f"<script>{before}location.reload()</script><p>-</p>")
        assert answer.kind == "blocked" and ("has set a cookie" in why(answer)) == said


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


@pytest.mark.parametrize("tag", ["h1", "h2", "h3", "h4"])
def test_so_it_is_by_its_headline(tag: str) -> None:
    said = "<p>云溪县人民政府网站为您服务，请使用导航栏查找，各栏目的内容由各单位提供和维护。</p>"
    answer = alone(f"<{tag}>出错了</{tag}>{said * 3}")
    assert answer.kind == "error_page" and "headline says so" in why(answer)


@pytest.mark.parametrize("site", rules.SITES_BEHIND)
def test_so_it_is_with_the_name_of_the_site_behind(site: str) -> None:
    answer = alone("<p>云溪县人民政府网站为您服务，请使用导航栏查找。</p>", f"错误提示 - {site}")
    assert answer.kind == "error_page" and "title says so: 错误提示" in why(answer)


def headed(title: str) -> str:
    """What a page of a few words in an editor's container is, with this headline."""
    said = f"<h1>{title}</h1><div class=TRS_Editor><p>云溪县资料。</p></div>"
    return alone(said, f"{title}_云溪县", url="http://www.example.gov.cn/x/y.jsp").kind


@pytest.mark.parametrize("word", rules.TO_THE_VISITOR)
def test_a_headline_that_speaks_to_the_visitor_heads_no_document(word: str) -> None:
    assert headed("清溪镇群众共同参与河道清理") == "report"
    assert headed(f"清溪镇群众{word}共同参与河道清理") == "empty"


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


@pytest.mark.parametrize("said", rules.UNFILLED)
def test_a_template_that_is_not_filled_in_is_a_shell(said: str) -> None:
    answer = alone(f"{H1}<div class=TRS_Editor><p>{said}</p></div>", TITLE)
    assert answer.kind == "shell" and "not filled in" in why(answer)
    sentence = "清溪镇认真履行职责，扎实推进法治政府建设各项工作。"
    answer = alone(f"{H1}<div class=TRS_Editor><p>{said}{sentence}</p></div>", TITLE)
    assert answer.kind == "report"


@pytest.mark.parametrize("said", rules.NEEDS_SCRIPT)
def test_a_page_that_says_it_needs_scripts_is_a_shell(said: str) -> None:
    answer = alone(f"<p>云溪县</p><script>x()</script><noscript>{said}</noscript>")
    assert answer.kind == "shell" and "by script" in why(answer)


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


@pytest.mark.parametrize(
    ("role", "kind"), [("step", "list"), ("attachment", "attachment"), ("list", "empty")]
)
def test_what_was_asked_for_as_something_else_is_no_document(role: Role, kind: str) -> None:
    page = Page(URL, f"<title>{TITLE}</title>{H1}<div class=TRS_Editor>{ps(FULL)}</div>".encode())
    assert read_as(page, Asked("document"), None).kind == "report"
    answer = read_as(page, Asked(role), None)
    assert (answer.kind, answer.text, answer.metadata) == (kind, "", {})


# Bytes and tags


@pytest.mark.parametrize("tag", rules.PILED_UP)
def test_inline_tags_left_open_cost_no_text(tag: str) -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{f'<{tag}>' * 150}{ps(FULL)}</div>")
    assert answer.text.splitlines() == FULL
    assert "tags nested more than 120 deep: read without inline tags" in answer.warnings


@pytest.mark.parametrize("sign", ['"', "'"])
def test_a_tag_with_hundreds_of_attributes_is_read_without_them(sign: str) -> None:
    for count, value, storm in ((700, "x", True), (400, "a b c d", False)):
        given = " ".join(f"a{n}={sign}{value}{sign}" for n in range(count))
        answer = read(f"{H1}<div class=TRS_Editor><p {given}>{FULL[0]}</p>{ps(FULL[1:])}</div>")
        assert answer.text.splitlines() == FULL
        assert any("hundreds of attributes" in said for said in answer.warnings) == storm


def test_what_xml_cannot_hold_is_left_out_of_what_is_too_deep() -> None:
    answer = read(f"{H1}<div class=TRS_Editor>{'<div>' * 150}<p>{FULL[0]}&#1;</p></div>")
    assert answer.text == FULL[0]


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
