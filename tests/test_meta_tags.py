"""The standard meta tags with every trap of CMS.md §1."""

# ruff: noqa: E501 - the pages are data, and Chinese characters count twice

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
