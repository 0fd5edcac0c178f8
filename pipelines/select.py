"""Elements of a tree by a CSS selector: simple ones by the tree's own registers, the others by cssselect."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.cssselect import CSSSelector

from pipelines.tree import Tree

_SIMPLE = re.compile(r"[#.]?[A-Za-z_][\w-]*")


def select(tree: Tree, selector: str) -> list[int]:
    """The numbers of the elements a selector names, in reading order.

    Raises cssselect.SelectorError for what is no selector; a site file is checked when it is loaded.
    """
    if _SIMPLE.fullmatch(selector):
        if selector[0] == "#":
            return tree.by_id.get(selector[1:], [])
        if selector[0] == ".":
            return tree.by_class.get(selector[1:], [])
        return tree.by_tag.get(selector.lower(), [])
    return [tree.number[node] for node in _compiled(selector)(tree.root) if node in tree.number]


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")
