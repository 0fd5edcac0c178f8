"""One spelling for an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.urls import canonical

SAME = [
    ("HTTP://WWW.Example.GOV.cn:80/a/./b/../c.html#top", "http://www.example.gov.cn/a/c.html"),
    ("https://example.cn:443", "https://example.cn/"),
    ("https://example.cn:8443/", "https://example.cn:8443/"),
    ("http://example.cn/a?b=2&a=1&b=3", "http://example.cn/a?b=2&a=1&b=3"),
    ("http://example.cn/%7Ex/%e6%b3%95", "http://example.cn/~x/%E6%B3%95"),
    ("http://example.cn/法治?q=法", "http://example.cn/%E6%B3%95%E6%B2%BB?q=%E6%B3%95"),
    ("http://example.cn/a%2Fb", "http://example.cn/a%2Fb"),
    (" http://example.cn/\n", "http://example.cn/"),
    ("http://example.cn/../../a/..", "http://example.cn/"),
    ("http://someone:secret@example.cn/", "http://example.cn/"),
    ("http://[::1]:80/", "http://[::1]/"),
    ("http://x.cn/a.jsp;jsessionid=0A1B.node1?id=3", "http://x.cn/a.jsp?id=3"),
    ("http://x.cn/a;JSESSIONID=1/b;v=2", "http://x.cn/a/b;v=2"),
    ("http://x.cn/?PHPSESSID=ab12&id=3&phpsessid=cd", "http://x.cn/?id=3"),
    ("http://x.cn/?id=3&ASPSESSIONIDQQBADCCR=LK&p=2", "http://x.cn/?id=3&p=2"),
    ("http://x.cn/?jsessionid=1", "http://x.cn/"),
    ("http://x.cn/?sid=3&session=4&myphpsessid=5", "http://x.cn/?sid=3&session=4&myphpsessid=5"),
    ("saved:001.html", "saved:001.html"),
    ("http://example.cn:port/", "http://example.cn:port/"),
    ("", ""),
]


@pytest.mark.parametrize(("given_as", "normal"), SAME)
def test_an_address_has_one_spelling(given_as: str, normal: str) -> None:
    assert canonical(given_as) == normal


@given(st.text() | st.text(st.sampled_from("ab/.%2eE?#:@法")).map("http://x.cn/".__add__))
def test_a_normal_address_stays_as_it_is(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


def test_different_queries_are_different_pages() -> None:
    assert canonical("http://x.cn/?id=1") != canonical("http://x.cn/?id=2")
