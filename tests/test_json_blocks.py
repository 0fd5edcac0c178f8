"""The article a page carries as JSON in a script: read where it is surely this page's, never from a list."""

import json
import time

import pytest
from metadata_pages import page, read

from pipelines.json_blocks import article_json, article_objects

ARTICLE = {
    "id": 5,
    "title": "耘溪区关于春节的通知",
    "identifier": "990303001/2024-00007",
    "document_number": "耘政办发[2024]7号",
    "publisher": "耘溪区人民政府办公室",
    "classify_main_name": "政策文件",
    "classify_genre_name": "通知",
    "classify_theme_name": "综合政务",
    "keywords": "春节",
    "display_publish_time": 1705507200,
    "content": "<p>各单位：</p><p>现将春节放假安排通知如下。</p>",
}
WANTED = {
    "index_number": "990303001/2024-00007",
    "document_number": "耘政办发〔2024〕7号",
    "issuer": "耘溪区人民政府办公室",
    "category": "综合政务",
    "keywords": "春节",
    "date_published": "2024-01-18",
    "genre": "通知公告",
}
NO_DAY = "http://a.test/post_5.html"


def dumped(value):
    return json.dumps(value, ensure_ascii=False)


WAYS = {
    "window": lambda v: (
        f"<script>var a = 1; window._CONFIG = {dumped({'SID': '7', 'DETAIL': v})};\nf();</script>"
    ),
    "state": lambda v: f"<script>window.__INITIAL_STATE__={dumped({'data': {'article': v}})}</script>",
    "type json": lambda v: f'<script type="application/json" id="data">\n  {dumped(v)}\n</script>',
    "JSON.parse": lambda v: f"<script>var d = JSON.parse({json.dumps(dumped(v))});</script>",
    "a literal of the script around it": lambda v: (
        f"<script>window._CONFIG = {{SID:'7', DETAIL: {dumped(v)}, X: 1}}</script>"
    ),
    "a call": lambda v: f"<script>render({dumped([v])})</script>",
    "one of several scripts": lambda v: (
        f"<script>document.title = 'x';</script><script>var x={dumped(v)};</script>"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_fields_of_the_article_in_a_script_are_read(way):
    result = read(WAYS[way](ARTICLE), title=ARTICLE["title"], url=NO_DAY)
    assert result.values == WANTED
    assert {e.rule for e in result.evidence if e.chosen and e.field != "genre"} == {"json"}


@pytest.mark.parametrize("way", WAYS)
def test_the_text_of_the_article_in_a_script_is_handed_over(way):
    found = article_json(page(WAYS[way](ARTICLE)))
    assert (found.title, found.content) == (ARTICLE["title"], ARTICLE["content"])
    assert found.place.startswith("script[")


def test_the_place_is_the_script_and_the_path_in_it():
    result = read(WAYS["state"](ARTICLE), title=ARTICLE["title"], url=NO_DAY)
    (kept,) = [e for e in result.evidence if e.field == "issuer"]
    assert (kept.place, kept.label) == ("script[0] $.data.article.publisher", "publisher")


def test_linked_data_of_an_article_is_read():
    data = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "headline": "耘溪区关于春节的通知",
        "datePublished": "2024-01-18T09:30:00+08:00",
        "dateModified": "2024-03-01T09:30:00+08:00",
        "publisher": "耘溪区人民政府网",
    }
    source = f'<script type="application/ld+json">{dumped(data)}</script>'
    result = read(source, title="耘溪区关于春节的通知", url=NO_DAY)
    assert result.values == {"date_published": "2024-01-18", "genre": "通知公告"}
    (kept,) = [e for e in result.evidence if e.field == "date_published"]
    assert (kept.precision, kept.raw) == ("second", "2024-01-18T09:30:00+08:00")


def test_what_the_page_prints_stands_before_its_json_and_the_conflict_is_named():
    block = "<table><tr><td>索引号：</td><td>990303001/2024-00008</td><td>文号：</td><td></td></tr></table>"
    result = read(block + WAYS["window"](ARTICLE), title=ARTICLE["title"], url=NO_DAY)
    assert result.values["index_number"] == "990303001/2024-00008"
    assert result.values["document_number"] == "耘政办发〔2024〕7号"
    assert result.conflicts == ("index_number",)


@pytest.mark.parametrize("key", ["docClob", "nr", "articleContent", "contentHtml"])
def test_a_text_under_any_key_is_the_text_when_it_is_markup(key):
    told = {
        "docTitle": "耘溪区关于春节的通知",
        "abstract": "<p>摘要</p>" * 20,
        key: "<p>现将安排通知如下。</p>",
    }
    assert article_json(page(f"<script>var a = {dumped(told)}</script>")).content == told[key]


def test_a_text_marked_up_as_entities_is_markup():
    told = {"title": "耘溪区关于春节的通知", "content": "&lt;p&gt;甲 &amp;amp; 乙&lt;/p&gt;"}
    assert article_json(page(f"<script>var a = {dumped(told)}</script>")).content == "<p>甲 &amp; 乙</p>"


def others(*titles):
    return [
        {**ARTICLE, "title": t, "identifier": f"1/2024-0000{n}", "content": t} for n, t in enumerate(titles)
    ]


def test_a_list_of_articles_speaks_for_none_of_them():
    source = f"<script>var list = {dumped({'articles': others('甲事的通知', '乙事的通知')})}</script>"
    result = read(source, title="丙事的通知", url=NO_DAY)
    assert result.values == {"genre": "通知公告"}
    assert not [e for e in result.evidence if e.rule == "json"]
    assert article_json(page(source)) is None


def test_a_list_of_one_other_and_nonsense_is_still_a_list():
    source = f"<script>var list = {dumped([*others('甲事的通知'), {'title': '链接'}])}</script>"
    assert read(source, title="", url=NO_DAY).values == {}
    assert article_json(page(source)) is None


def test_of_a_list_the_one_with_the_pages_title_is_the_pages():
    source = f"<script>var list = {dumped([*others('甲事的通知', '乙事的通知'), ARTICLE])}</script>"
    assert read(source, title=ARTICLE["title"], url=NO_DAY).values == WANTED
    assert article_json(page(source), ARTICLE["title"]).content == ARTICLE["content"]
    assert article_json(page(source, f"<title>{ARTICLE['title']} - 耘溪区</title>")).title == ARTICLE["title"]


def test_two_with_the_same_title_that_say_different_things_are_none():
    twin = {**ARTICLE, "identifier": "990303001/2024-00009"}
    source = f"<script>var list = {dumped([ARTICLE, twin])}</script>"
    assert read(source, title=ARTICLE["title"], url=NO_DAY).values == {"genre": "通知公告"}


def test_the_only_article_of_another_title_is_evidence_only():
    result = read(WAYS["window"](ARTICLE), title="耘溪区关于防汛的公告", url=NO_DAY)
    assert result.values == {"genre": "通知公告"}
    kept = [e for e in result.evidence if e.rule == "json"]
    assert kept and not any(e.eligible for e in kept)


@pytest.mark.parametrize(
    "script",
    [
        "var o = {title: '甲', identifier: '1/2024-00001'};",
        'var o = {"title": "甲", "identifier": }',
        'document.title = "x"; if (a) { b("title") }',
        'var t = {"title": "", "identifier": "1/2024-00001"}',
        'var t = {"title": "甲事", "link": "/a"}',
        'var t = {"title": "甲事", "identifier": null, "content": ""}',
        'var t = {"title": 5, "identifier": "1/2024-00001"}',
        'var s = "{title";',
    ],
)
def test_what_is_no_article_in_json_is_left(script):
    parsed = page(f"<script>{script}</script>")
    assert article_objects(parsed) == () and article_json(parsed) is None


def test_a_placeholder_in_json_is_an_empty_value():
    source = WAYS["window"]({**ARTICLE, "document_number": "无", "publisher": ""})
    got = read(source, title=ARTICLE["title"], url=NO_DAY).values
    assert "document_number" not in got and "issuer" not in got


@pytest.mark.parametrize(
    "script",
    [
        'x={"title":' * 20000,
        "[" * 200000 + '"title"',
        '={"title":[{"' * 30000,
        'a={"title":' + "9" * 100000 + "}",
        '={"a":1}' * 50000 + '"title"',
        'x={"title":"甲","identifier":"1"' + ',"a":{"b":[1]}' * 50000 + "}",
        '="{' + '\\"title' * 50000,
    ],
)
def test_a_hostile_script_costs_little(script):
    parsed = page(f"<script>{script}</script>")
    start = time.perf_counter()
    article_objects(parsed)
    assert time.perf_counter() - start < 2
