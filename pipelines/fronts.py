"""Front pages: a page that bears a site's name and no column's, or shows several lists of news together."""

from __future__ import annotations

import re

from pipelines import marks, prose
from pipelines.body import Body
from pipelines.dom import Parsed
from pipelines.site import Site
from pipelines.tree import Tree

_OF_A_HOME = re.compile(r"首页|门户|官方|网站|官网|欢迎(?:您|访问|光临)?|[\s\-—–_|｜,，!！]")
"""What a front page's title says beside the site's name."""


def bears_site_name(parsed: Parsed, site: Site | None) -> bool:
    """Whether the page is titled with the site's name alone, and names no column."""
    if parsed.meta("ColumnName") or parsed.meta("ColumnType"):
        return False
    said = (parsed.meta("SiteName"), site.name if site is not None else "")
    names = {_OF_A_HOME.sub("", name) for name in said} - {""}
    return _OF_A_HOME.sub("", parsed.title[:200]) in names


def thin_front(parsed: Parsed, site: Site | None, body: Body, links: list[str]) -> bool:
    """Whether a front page with little on it came in answer to the address of an article."""
    return len(links) >= 5 and not prose.sentences(body) and bears_site_name(parsed, site)


def front_with_words(parsed: Parsed, site: Site | None, links: list[str]) -> bool:
    """Whether a front page has an introduction or a long piece of news on it: it bears the site's name, shows
    several lists side by side, and gives no day of publication."""
    if len(links) < 30 or not bears_site_name(parsed, site) or marks.titled(parsed):
        return False
    return _news_lists(parsed) >= 3 and not marks.dated(parsed.visible)


def front(parsed: Parsed, site: Site | None, links: list[str], paged: bool) -> bool:
    """Whether a page without an article is a site's front page: it bears the site's name and no column's, or
    shows several lists side by side."""
    if len(links) < 30:
        return False
    if bears_site_name(parsed, site):
        return True
    return not paged and _news_lists(parsed) >= 4


def _news_lists(parsed: Parsed) -> int:
    tree = parsed.tree
    return sum(_is_news_list(tree, i) for tag in ("ul", "ol") for i in tree.by_tag.get(tag, ()))


def _is_news_list(tree: Tree, i: int) -> bool:
    titles = [tree.text_of(item) for item in tree.children(i) if tree.tags[item] == "li"]
    return len(titles) >= 4 and sum(map(len, titles)) / len(titles) >= 14
