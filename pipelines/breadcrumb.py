"""The breadcrumb 当前位置 of a page, as the path of its column.

The home page is where one starts, not a column, and 正文 or the title itself is where one ends: both are
left out of the path. What was printed stays in the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pipelines.candidates import LABEL, SITE_RULE, Candidate
from pipelines.cells import short
from pipelines.dom import Parsed
from pipelines.labels import leading
from pipelines.site import SEPARATOR, Site
from pipelines.tree import SILENT, Tree, squeeze

_LABEL = re.compile(
    r"(?<!\s)\s*+(?:您|你)?\s*+(?:当前|目前|现)?\s*+(?:所在|所处|的|在)*\s*+(?:栏目)?位置\s*+(?:是|为)?\s*+[:：]?\s*+"
)
_SPLIT = re.compile(r"(?:→|[>＞›»/｜|\\]|::|\s[-–]\s)")
_HOME = re.compile(r"(?:网站|门户|返回|本站|中文)?(?:首页|主页)|(?:.{0,16})(?:网站|网)首页")
_END = re.compile(
    r"(?:文章|信息|新闻)?(?:正文|详情|详细|内容)(?:页|信息)?|浏览(?:文章|信息)|查看(?:文章|信息|详情)"
)
_SIGNS = " >＞›»-·:：/|"
_LONGEST = 400
_LONGEST_STEP = 40
_MOST = 20
"""Places on a page where a breadcrumb is looked for."""
_NO_LABEL = SILENT | {"a", "option", "select", "textarea", "button"}


def column_path(parsed: Parsed, site: Site | None, title: str) -> Candidate | None:
    """The breadcrumb as a candidate for `column_path`, or None where the page prints none."""
    if parsed.root is None:
        return None
    tree = parsed.tree
    for i, rule in _containers(tree, site):
        printed = short(tree, i, _LONGEST)
        steps = _steps(tree, i, title) if printed else []
        if steps and printed:
            strength = SITE_RULE if rule == "site-rule" else LABEL
            path = f" {SEPARATOR} ".join(steps)
            label = m[0].strip().rstrip("：: ") if (m := _LABEL.match(printed)) else ""
            return Candidate("column_path", path, printed, tree.place(i), rule, label, strength=strength)
    return None


def _containers(tree: Tree, site: Site | None) -> Iterator[tuple[int, str]]:
    """Where a breadcrumb may stand, best first: the site's rule, its label, the class TRS gives its links."""
    if site is not None and site.article.breadcrumb:
        yield from ((tree.number[e], "site-rule") for e in tree.root.cssselect(site.article.breadcrumb))
    if "位置" in tree.text:
        for i in islice(_labelled(tree), _MOST):
            yield from ((around, "breadcrumb") for around in _around(tree, i))
    links = [i for name, found in tree.by_classes.items() if "CurrChnlCls" in name for i in found]
    for i in islice(dict.fromkeys(tree.parents[i] for i in sorted(links) if tree.tags[i] == "a"), _MOST):
        yield i, "CurrChnlCls"
    named = [i for name, found in tree.by_classes.items() if "rumb" in name for i in found]
    for i in sorted(named)[:_MOST]:
        if len(tree.of_tag("a", i)) >= 2:
            yield i, "breadcrumb-class"


def _labelled(tree: Tree) -> Iterator[int]:
    """The elements around a text that begins with 当前位置 or its like, in order."""
    for piece in tree.pieces:
        text = tree.heads[piece] if piece >= 0 else tree.tails[~piece]
        if "位置" in text and _LABEL.match(text):
            i = piece if piece >= 0 else tree.parents[~piece]
            if tree.tags[i] not in _NO_LABEL:
                yield i


def _around(tree: Tree, i: int) -> Iterator[int]:
    """The nearest element around the label that also holds a step, then the list it is an item of."""
    for _ in range(5):
        text = short(tree, i, _LONGEST)
        if text is None:
            return
        rest = text[m.end() :] if (m := _LABEL.match(text)) else ""
        if rest.strip(" >＞:：") and (tree.of_tag("a", i) or _SPLIT.search(rest)):
            yield i
            if tree.tags[i] not in ("li", "td", "span", "dt"):
                return
        if tree.parents[i] < 0 or tree.tags[i] == "body":
            return
        i = tree.parents[i]


def _steps(tree: Tree, container: int, title: str) -> list[str]:
    steps: list[str] = []
    for text, is_link in _pieces(tree, container):
        if not is_link and leading(text):
            break  # the tools beside it: 字号：默认 大 超大
        if not is_link and "位置" in text:
            text = _LABEL.sub("", text, count=1)
        parts = [text] if is_link else _SPLIT.split(text)
        steps.extend(step for part in parts if (step := squeeze(part).strip(_SIGNS)))
    steps = [s for n, s in enumerate(steps) if n == 0 or s != steps[n - 1]]
    if steps and _HOME.fullmatch(steps[0]):
        steps = steps[1:]
    bare = "".join(title.split())
    while steps and (_END.fullmatch(steps[-1]) or _is_title(steps[-1], bare)):
        steps = steps[:-1]
    return [] if any(len(step) > _LONGEST_STEP for step in steps) or len(steps) > 12 else steps


def _is_title(step: str, title: str) -> bool:
    """Whether the last step is the document's own title, whole or shortened."""
    step = "".join(step.split())
    whole = step.rstrip(".…")
    return bool(title) and (step == title or (whole != step and len(whole) >= 4 and title.startswith(whole)))


def _pieces(tree: Tree, i: int) -> Iterator[tuple[str, bool]]:
    """(text, is it a link's) below an element: a link is one step whatever stands in it."""
    if tree.heads[i]:
        yield tree.heads[i], False
    for child in tree.children(i):
        if tree.tags[child] == "a":
            yield tree.text_of(child), True
        elif tree.tags[child] not in SILENT:
            yield from _pieces(tree, child)
        if tree.tails[child]:
            yield tree.tails[child], False
