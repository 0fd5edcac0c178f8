"""The breadcrumb 当前位置 of a page, as the path of its column.

The home page is where one starts, not a column, and 正文 or the title itself is where one ends: both
are left out
of the path. What was printed stays in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from pipelines.candidates import LABEL, SITE_RULE, Candidate
from pipelines.dom import Parsed, place, short_text, squeeze, text_of
from pipelines.labels import leading
from pipelines.site import SEPARATOR, Site

Element = html.HtmlElement

_LABEL = re.compile(
    r"(?<!\s)\s*+(?:您|你)?\s*+(?:现在|当前|目前|现)?\s*+(?:所在|所处|的|在)*\s*+(?:栏目)?位置\s*+(?:是|为)?\s*+[:：]?\s*+"
)
_SPLIT = re.compile(r"(?:->|→|>>|[>＞›»/｜|\\]|::)")
_HOME = re.compile(r"(?:网站|门户|返回|本站|中文)?(?:首页|主页)|(?:.{0,16})(?:网站|网)首页")
_END = re.compile(
    r"(?:文章|信息|新闻)?(?:正文|详情|详细|内容)(?:页|信息)?|浏览(?:文章|信息)|查看(?:文章|信息|详情)"
)
_LONGEST = 400
_LONGEST_STEP = 40
_MOST = 20
"""Places on a page where a breadcrumb is looked for."""


def column_path(parsed: Parsed, site: Site | None, title: str) -> Candidate | None:
    """The breadcrumb as a candidate for `column_path`, or None where the page prints none."""
    if parsed.root is None:
        return None
    for element, rule in _containers(parsed.root, site):
        printed = short_text(element, _LONGEST)
        steps = _steps(element, title) if printed else []
        if steps and printed:
            strength = SITE_RULE if rule == "site-rule" else LABEL
            path = f" {SEPARATOR} ".join(steps)
            label = m[0].strip().rstrip("：: ") if (m := _LABEL.match(printed)) else ""
            return Candidate("column_path", path, printed, place(element), rule, label, strength=strength)
    return None


def _containers(root: Element, site: Site | None) -> Iterator[tuple[Element, str]]:
    """Where a breadcrumb may stand, best first: the site's rule, its label, the class TRS gives its links."""
    if site is not None and site.article.breadcrumb:
        yield from ((e, "site-rule") for e in root.cssselect(site.article.breadcrumb))
    for text in root.xpath("//body//text()[contains(., '位置')]")[:_MOST]:
        match = _LABEL.match(text)
        element = text.getparent()
        if match and element.tag not in ("script", "style", "a", "option"):
            for around in _around(element.getparent() if text.is_tail else element):
                yield around, "breadcrumb"
    for link in root.xpath("//a[contains(concat(' ', @class, ' '), ' CurrChnlCls ')][1]")[:_MOST]:
        yield link.getparent(), "CurrChnlCls"
    for element in root.xpath("//*[contains(@class, 'crumb') or contains(@class, 'Crumb')]")[:_MOST]:
        if len(element.findall(".//a")) >= 2:
            yield element, "breadcrumb-class"


def _around(element: Element) -> Iterator[Element]:
    """The nearest element around the label that also holds a step, then the list it is an item of."""
    for _ in range(5):
        text = short_text(element, _LONGEST)
        if text is None:
            return
        rest = text[m.end() :] if (m := _LABEL.match(text)) else ""
        if rest.strip(" >＞:：") and (element.find(".//a") is not None or _SPLIT.search(rest)):
            yield element
            if element.tag not in ("li", "td", "span", "dt"):
                return
        parent = element.getparent()
        if parent is None or element.tag == "body":
            return
        element = parent


def _steps(container: Element, title: str) -> list[str]:
    steps: list[str] = []
    for text, is_link in _pieces(container):
        if not is_link and leading(text):
            break  # the tools beside it: 字号：默认 大 超大
        if not is_link and "位置" in text:
            text = _LABEL.sub("", text, count=1)
        parts = [text] if is_link else _SPLIT.split(text)
        steps.extend(step for part in parts if (step := squeeze(part).strip(" >＞›»-·:：")))
    steps = [s for n, s in enumerate(steps) if n == 0 or s != steps[n - 1]]
    if steps and _HOME.fullmatch(steps[0]):
        steps = steps[1:]
    bare = "".join(title.split())
    while steps and (_END.fullmatch(steps[-1]) or (bare and "".join(steps[-1].split()) == bare)):
        steps = steps[:-1]
    return [] if any(len(step) > _LONGEST_STEP for step in steps) or len(steps) > 12 else steps


def _pieces(container: Element) -> Iterator[tuple[str, bool]]:
    """(text, is it a link's): a link is one step whatever stands in it."""
    if container.text:
        yield container.text, False
    walk = etree.iterwalk(container, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start" and node is not container:
            if node.tag == "a":
                yield text_of(node), True
                walk.skip_subtree()
            elif node.tag in ("script", "style"):
                walk.skip_subtree()
            elif node.text:
                yield node.text, False
        elif event != "start" and node is not container and node.tail:
            yield node.tail, False
