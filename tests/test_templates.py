# ruff: noqa: E501  (markup is easier to check on one line)
"""Every template of `templates.py` with every body is read exactly, whatever its containers are called."""

from __future__ import annotations

import pytest
from templates import BODIES, TEMPLATES, page, unnamed

from pipelines.answer import Answer, Page
from pipelines.extract import extract

URL = "http://www.example.gov.cn/zwgk/202403/t20240306_1.html"
HEADS = ("title", "tags", "site")
CASES = [(name, head) for name in TEMPLATES for head in HEADS]


def read(markup: str) -> Answer:
    return extract(Page(URL, markup.encode()))


def bare(text: str) -> str:
    return "".join(text.split())


def wrong(markup: str, body: str) -> str:
    """What is wrong with the answer: empty where the text, less one title at its front, is the body's."""
    answer = read(markup)
    title, _, lines = BODIES[body]
    text, wanted = bare(answer.text), bare("".join(lines))
    if answer.kind != "report":
        return f"{body}: {answer.kind}"
    if text in (wanted, bare(title) + wanted):
        return ""
    return f"{body}: {text!r}"


@pytest.mark.parametrize(("name", "head"), CASES)
def test_a_template_is_read_exactly_with_every_body(name: str, head: str) -> None:
    found = (wrong(page(TEMPLATES[name], body, head=head), body) for body in BODIES)
    assert [said for said in found if said] == []


@pytest.mark.parametrize(("name", "head"), CASES)
def test_and_with_names_that_say_nothing(name: str, head: str) -> None:
    found = (wrong(unnamed(page(TEMPLATES[name], body, head=head)), body) for body in BODIES)
    assert [said for said in found if said] == []


FURNITURE = {  # what a template prints in the container of its text, above or below it
    "------分隔线----------------------------": "article tools",
    "您访问的链接即将离开“云溪县人民政府”门户网站，是否继续？": "disclaimer",
    "打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。": "QR code",
    "声明：本网转载的文章如涉及作品版权问题，请及时与我们联系。": "disclaimer",
    "凡注明来源为本网的文字和图片，版权均属本网所有。": "disclaimer",
    "信息来源：县政府办　责任编辑：某某": "editors",
    "初审：张某某　复审：李某某　终审：王某某": "editors",
    "上一篇文章：某通知": "previous and next",
    "语音朗读：播放 暂停 停止 语速：慢 中 快": "article tools",
}


@pytest.mark.parametrize("said", FURNITURE)
def test_what_a_template_says_below_a_text_is_set_aside(said: str) -> None:
    title, markup, lines = BODIES["a sentence"]
    answer = read(
        f"<html><head><title>{title}_云溪县</title></head><body><h1>{title}</h1>"
        f'<div id="zoom"><div>{markup}</div><p>{said}</p></div></body></html>'
    )
    assert bare(answer.text) == bare("".join(lines))
    assert [removed.reason for removed in answer.removed if bare(removed.text) == bare(said)] == [
        FURNITURE[said]
    ]


@pytest.mark.parametrize("name", ["the date in the headline", "the line of date inside the headline"])
def test_a_headline_is_read_without_the_date_in_it(name: str) -> None:
    title = BODIES["a sentence"][0]
    assert read(page(TEMPLATES[name], "a sentence", head="title")).title == title


SCRAPS = {  # in boxes without a name, weightier than a short text
    "a greeting": "<div>您好，欢迎访问云溪县人民政府网，今天是2024年3月6日 星期三 农历正月廿六 多云转晴</div>",
    "an address": "<div>地址：云溪县人民路1号县行政中心办公楼　邮政编码：000000　总机：0000-1234567</div>",
}


@pytest.mark.parametrize("name", SCRAPS)
def test_a_scrap_outweighs_no_short_text(name: str) -> None:
    said, line = SCRAPS[name], "近日，云溪县梨园进入盛花期，游人纷至。"
    answer = read(
        f"<html><head><title>云溪县人民政府</title></head><body>{said}<div><div><p>发布日期：2024-03-06　来源：县政府办</p>"
        f"<div><p>{line}</p></div></div></div>{said}</body></html>"
    )
    assert (answer.kind, bare(answer.text)) == ("report", bare(line))


def test_layuis_breadcrumb_in_the_texts_container_is_one() -> None:
    title, markup, lines = BODIES["a sentence"]
    crumb = '<span class="layui-breadcrumb"><a href="/">首页</a><a href="/gg">公告</a><a><cite>详情</cite></a></span>'
    answer = read(
        f'<html><title>{title}_云溪县</title><div id="zoom">{crumb}<h1>{title}</h1>{markup}</div></html>'
    )
    assert bare(answer.text) == bare("".join(lines))
