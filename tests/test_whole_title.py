"""A title that only `<title>` prints loses the site's name where another field proves it, and only there."""

import pytest
from metadata_pages import PROSE

from pipelines.answer import Page
from pipelines.extract import extract

TITLE = "耘溪区关于加强防汛工作的通知"
SITE_NAME = '<meta name="SiteName" content="耘溪区人民政府">'
CRUMB = (
    "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>政务公开</a> &gt; <a href='/b'>通知公告</a></div>"
)


def title(whole, head="", crumb=""):
    source = f"""<!DOCTYPE html><html><head><title>{whole}</title>{head}</head><body>{crumb}
        <div class="TRS_Editor"><p>{PROSE}</p><p>{PROSE}</p></div></body></html>"""
    return extract(Page("http://a.test/zwgk/202401/t20240118_5.html", source.encode())).title


@pytest.mark.parametrize(
    "whole",
    [
        f"{TITLE}_耘溪区人民政府",
        f"{TITLE}-耘溪区人民政府",
        f"{TITLE} - 耘溪区人民政府门户网站",
        f"{TITLE}|通知公告|耘溪区人民政府",
        f"{TITLE}_通知公告_政务公开_耘溪区人民政府网",
        f"耘溪区人民政府 {TITLE}".replace(" ", " - "),
        TITLE,
    ],
)
def test_names_that_other_fields_prove_are_taken_off(whole):
    assert title(whole, SITE_NAME, CRUMB) == TITLE


@pytest.mark.parametrize("whole", [f"{TITLE}_耘溪区人民政府", f"{TITLE} - 通知公告", "2021-2023年耘溪区规划"])
def test_what_nothing_proves_stays_as_printed(whole):
    assert title(whole) == whole


def test_a_dash_of_the_title_itself_stays():
    assert title("2021-2023年耘溪区规划_耘溪区人民政府", SITE_NAME) == "2021-2023年耘溪区规划"


def test_a_title_that_is_only_names_is_none():
    assert title("耘溪区人民政府", SITE_NAME) == ""
    assert title("通知公告-耘溪区人民政府", SITE_NAME, CRUMB) == ""
