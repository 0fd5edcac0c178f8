"""开普 UCAP, a website cluster: lists common_list.shtml, common_list_2.shtml … (CMS.md §3.3).

`createPageHTML('page-div', 34, 1, 'common_list', 'shtml', 500)`: a container first, counted from 1, the
number of
records last (capped at 500).
"""

from __future__ import annotations

from pipelines.answer import Listing
from pipelines.dom import Parsed
from pipelines.links import resolve
from pipelines.paging import Call, Paging, is_article_name, numbered, script_calls, whole
from pipelines.rows import read_rows
from pipelines.select import select
from pipelines.site import Site

_MARKS = (
    "ucapcontent",
    "ucaptitle",
    "publishtime",
    "#UCAP-CONTENT",
    "#zoomcon",
    ".article-content-body",
)
_TEMPLATE = "template,templategroup,version"
"""A meta tag of its templates."""


class Ucap:
    """The family of 开普 UCAP."""

    id = "ucap"
    name = "开普 UCAP"
    body = ("ucapcontent", "#zoomcon", ".article-content-body")

    def recognise(self, parsed: Parsed) -> bool:
        """Its own elements, its template's meta tag, or its call."""
        if parsed.root is not None and any(select(parsed.tree, mark) for mark in _MARKS):
            return True
        return any(name.lower() == _TEMPLATE for name, _ in parsed.metas) or _call(parsed) is not None

    def listing(self, parsed: Parsed, site: Site | None) -> Listing | None:
        """The list, where the page calls for page links."""
        call = _call(parsed)
        if call is None or is_article_name(str(call.args[3])):
            return None
        paging = _paging(parsed, call)
        return Listing(read_rows(parsed, site), paging.next, paging.pages, paging.records)

    def next_part(self, parsed: Parsed, site: Site | None) -> str:
        """An article's second part is <name>_2."""
        call = _call(parsed)
        if call is None or not is_article_name(str(call.args[3])):
            return ""
        return _paging(parsed, call).next


def _call(parsed: Parsed) -> Call | None:
    """The first call of the family's shape: a container's id, two numbers, name and extension."""
    for call in script_calls(parsed):
        args = call.args
        if (
            len(args) >= 5
            and isinstance(args[0], str)
            and isinstance(args[1], int)
            and isinstance(args[2], int)
        ):
            return call
    return None


def _paging(parsed: Parsed, call: Call) -> Paging:
    _, total, current, name, extension = call.args[:5]
    pages, here = int(total), max(int(current), 1)
    records = whole(call.args[5]) if len(call.args) > 5 else None
    following = resolve(parsed, numbered(str(name), here + 1, str(extension))) if here < pages else ""
    return Paging(following, pages, records)


PLATFORM = Ucap()
