"""The standard meta tags with every trap of CMS.md §1."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

import html

import pytest
from metadata_pages import read, values


def test_meta_tags_are_read_in_any_case_and_order_once():
    result = read(
        "",
        """<meta content="耘溪区人民政府
        " name="sitename"><meta name="contentSource" content="耘溪区司法局"><META NAME="PUBDATE" CONTENT="2024年01月18日">
        <meta name="contentSource" content="耘溪区司法局"><meta name="ArticleTitle" content="关于&lt;br/&gt;春节的&lt;b&gt;通知&lt;/b&gt;">
        <meta name="viewport" content="width=device-width">""",
    )
    assert result.meta_tags == (
        ("SiteName", "耘溪区人民政府"),
        ("ContentSource", "耘溪区司法局"),
        ("PubDate", "2024年01月18日"),
        ("ArticleTitle", "关于<br/>春节的<b>通知</b>"),
    )
    assert result.values["source"] == "耘溪区司法局"
    assert result.values["date_published"] == "2024-01-18"
    assert "".join(result.title.split()) == "关于春节的通知"


def test_a_tag_nobody_filled_in_is_no_value():
    head = """<meta name="SiteIDCode" content="政府网站标识码"><meta name="ContentSource" content="来源">
        <meta name="ArticleTitle" content="文章标题"><meta name="PubDate" content="YYYY-MM-DD HH:MM"><meta name="Keywords" content="${kw}">"""
    result = read("", head)
    assert result.values == {} and result.title == ""
    assert ("SiteIDCode", "政府网站标识码") in result.meta_tags


def test_the_keywords_of_the_site_are_not_the_documents():
    article = '<meta name="ArticleTitle" content="甲"><meta name="SiteName" content="耘溪区">'
    assert "keywords" not in values("", article + '<meta name="keywords" content="耘溪区">')
    assert "keywords" not in values(
        "", article + '<meta name="keywords" content="云溪;政府"><meta name="Keywords" content="">'
    )
    assert values("", article + '<meta name="Keywords" content="法治 报告">')["keywords"] == "法治 报告"


def pub(content, more=""):
    return read("", f'<meta name="PubDate" content="{content}">{more}', url="http://a.test/5.html")


@pytest.mark.parametrize(
    ("content", "value", "precision"),
    [
        ("2024-01-18 09:53", "2024-01-18", "minute"),
        ("2024-01-18 09:53:20", "2024-01-18", "second"),
        ("2024-01-18", "2024-01-18", "day"),
        ("2024年01月18日", "2024-01-18", "day"),
        ("2024-01-18T09:53:20+08:00", "2024-01-18", "second"),
        ("20240118", "2024-01-18", "day"),
        ("2024-01", "2024-01", "month"),
    ],
)
def test_every_form_of_pubdate_is_a_date_with_its_precision(content, value, precision):
    result = pub(content)
    (kept,) = [e for e in result.evidence if e.field == "date_published"]
    assert (kept.value, kept.precision, kept.raw, kept.chosen) == (value, precision, content, True)


@pytest.mark.parametrize(
    "content", ["", "YYYY-MM-DD HH:MM", "发布时间", "2024-02-30 10:00", "${pubdate}", "1月18日"]
)
def test_a_pubdate_that_is_no_date_is_empty(content):
    assert "date_published" not in pub(content).values


@pytest.mark.parametrize(
    "content",
    [
        "2024-01-18undefined", "2024-01-18abc", "2024-01-18&lt;garbage&gt;", "2024-01-18-2", "2024-01-18_x",
        "2024-01-18 09:30garbage", "2024-01-18T09:30:00+08:00x", "2024年1月18日乱码", "20240118abc",
        "2024-01-18Tx", "2024-01-18{{time}}", "2024-01-18%s",
    ],
)  # fmt: skip
def test_a_pubdate_with_rubbish_glued_behind_it_is_empty_and_kept(content):
    result = pub(content)
    assert "date_published" not in result.values
    (kept,) = [e for e in result.evidence if e.field == "date_published"]
    assert (kept.value, kept.raw, kept.chosen) == ("", html.unescape(content), False)


@pytest.mark.parametrize(
    "content",
    [
        "2024-01-18", "2024-01-18 08:00", "2024-01-18T08:00:00+08:00", "2024-01-18T08:00:00.000+0800",
        "2024年1月18日 08时00分", "2024-01-18 星期四", "2024年1月18日星期四", "2024-01-18 08:00:00.0",
        "2024-01-18T08", "2024-01-18Z", "2024-01-18+08:00", "2024-01-18 08:00:00 AM", "2024/1/18 8:00:00AM", "[2024-01-18]",
        "2024-01-18,", "2024.01.18.", "2024-01-18 12:51:44_194", "&lt;span&gt;2024-01-18&lt;/span&gt;",
        "2024-01-18&lt;br&gt;", "2024-01-18&amp;nbsp;08:00", "2024-01-18T08:00+08:00[Asia/Shanghai]",
        "2024-01-18（星期四）", "20240118 080000",
    ],
)  # fmt: skip
def test_what_a_system_writes_behind_a_date_costs_it_nothing(content):
    assert pub(content).values == {"date_published": "2024-01-18"}


def test_in_a_line_of_the_page_words_may_follow_a_date():
    for line in ("发布时间：2024-01-18 来源：甲局", "发布日期：2024-01-18浏览次数：12 来源：甲局"):
        assert read(f"<p>{line}</p>", url="http://a.test/5.html").values["date_published"] == "2024-01-18"


@pytest.mark.parametrize(
    "more",
    [
        '<meta name="others" content="页面生成时间 2024-01-18 09:53:20">',
        '<meta content="页面生成时间 2024-01-18 09:53:20" name="Others">',
        '<meta name="HtmlGenerateTime" content="2024-01-18 09:53:20">',
    ],
)
def test_the_time_a_page_was_generated_is_never_the_day_of_publication(more):
    result = pub("2024-01-18 09:53:20", more)
    assert "date_published" not in result.values
    (kept,) = [e for e in result.evidence if e.field == "date_published"]
    assert (kept.rule, kept.eligible, kept.value) == ("page-generation-time", False, "2024-01-18")


def test_the_block_stands_before_a_generated_pubdate_and_there_is_no_conflict():
    block = (
        "<table><tr><td>索引号：</td><td>1/2024-00001</td><td>发布日期：</td><td>2023-05-11</td></tr></table>"
    )
    head = '<meta name="PubDate" content="2024-01-18 09:53:20"><meta name="others" content="页面生成时间 2024-01-18 09:53:20">'
    result = read(block, head, url="http://a.test/5.html")
    assert (result.values["date_published"], result.conflicts) == ("2023-05-11", ())


def test_a_template_included_twice_is_one_and_two_values_are_both_kept():
    twice = '<meta name="ContentSource" content="甲局"><meta name="ContentSource" content="甲局">'
    assert list(read("", twice).meta_tags) == [("ContentSource", "甲局")]
    two = read("", twice + '<meta name="contentsource" content="乙局">')
    assert [v for _, v in two.meta_tags] == ["甲局", "乙局"]
    assert (two.values["source"], two.conflicts) == ("甲局", ("source",))


def test_an_empty_tag_does_not_hide_the_filled_one_after_it():
    head = '<meta name="ContentSource" content=""><meta name="ContentSource" content="甲局">'
    assert read("", head).values["source"] == "甲局"


def test_line_breaks_in_a_value_are_no_part_of_it():
    head = '<meta name="SiteIDCode" content="9903030001\n"><meta name="ContentSource" content="\n  耘溪区\n  司法局 ">'
    result = read("", head)
    assert ("SiteIDCode", "9903030001") in result.meta_tags
    assert result.values["source"] == "耘溪区司法局"


def test_markup_and_entities_in_a_title_tag_are_read_as_a_reader_would():
    head = '<meta name="ArticleTitle" content="&lt;h1 style=&quot;margin:0&quot;&gt;关于&amp;ldquo;春节&amp;rdquo;的通知&lt;/h1&gt;">'
    assert read("", head).title == "关于“春节”的通知"


def test_the_summary_in_a_columns_description_is_no_field():
    head = '<meta name="ColumnDescription" content="现将春节放假安排通知如下"><meta name="Description" content="摘要">'
    assert read("", head, url="http://a.test/5.html").values == {}


def test_several_hosts_in_sitedomain_stay_as_printed():
    head = '<meta name="SiteDomain" content="a.test,www.b.test"><meta name="Url" content="./t20190918_693227.shtml">'
    assert read("", head).meta_tags == (
        ("SiteDomain", "a.test,www.b.test"),
        ("Url", "./t20190918_693227.shtml"),
    )


def test_tags_that_are_not_of_the_standard_are_left():
    head = '<meta name="Maketime" content="2024-10-21 12:51:44_194"><meta name="guid" content="9"><meta name="website" websiteid="1">'
    result = read("", head, url="http://a.test/5.html")
    assert (result.meta_tags, result.values) == ((), {})
