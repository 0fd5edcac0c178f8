"""TRS WCM 拓尔思: static lists index.html, index_1.html …, articles t20190918_693227.shtml (CMS.md §3.1).

`createPageHTML(total, current, "index", "html")` counts from 0. Guangxi adds the number of records and
counts the
pages anew; Chongqing calls it createPage, Hubei pageControl. The same call on an article pages its parts.
"""

from __future__ import annotations

import re

from pipelines.answer import Listing
from pipelines.dom import Parsed
from pipelines.links import resolve
from pipelines.page_links import link_paging
from pipelines.paging import (
    Call,
    Paging,
    is_article_name,
    numbered,
    recount,
    script_calls,
    whole,
)
from pipelines.rows import read_rows
from pipelines.select import select
from pipelines.site import Site

_MARKS = (".TRS_Editor", ".TRS_UEDITOR", ".trs_editor_view", ".Custom_UnionStyle", ".CurrChnlCls")
_ADDRESS = re.compile(r"/t(?:\d{8}_\d+|\d{7,})(?:_\d+)?\.s?html?$")
_VARIABLES = re.compile(r"\bcountPage\s*=\s*(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d+)")
_WRITTEN = re.compile(
    r"""href=\\?["']?([A-Za-z]\w{0,60})["']?\s*+\+?\s*+["']?_["']\s*+\+\s*+\w{1,40}\s*+\+\s*+["']\.["']?\s*+\+?\s*+["']?(\w{1,10})"""
)


class TDate:
    """The family of TRS WCM."""

    id = "tdate"
    name = "TRS WCM 拓尔思"
    body: tuple[str, ...] = ()  # its editors' are among those of all families

    def recognise(self, parsed: Parsed) -> bool:
        """Its editor's classes, its breadcrumb's, its addresses, or its call."""
        if parsed.root is not None and any(select(parsed.tree, mark) for mark in _MARKS):
            return True
        if _ADDRESS.search(parsed.page.url.partition("?")[0]):
            return True
        return any(isinstance(call.args[0], int) for call in script_calls(parsed) if call.args)

    def listing(self, parsed: Parsed, site: Site | None) -> Listing | None:
        """The list, where the page calls for page links or sets the variables they are written from."""
        call = _call(parsed)
        if call is not None and not is_article_name(str(call.args[2])):
            paging = _paging(parsed, call)
        else:
            written = _written(parsed) if call is None else None
            if written is None:
                return None
            paging = written
        return Listing(read_rows(parsed, site), paging.next, paging.pages, paging.records)

    def next_part(self, parsed: Parsed, site: Site | None) -> str:
        """t20190918_693227.shtml goes on as t20190918_693227_1.shtml."""
        call = _call(parsed)
        if call is None or not is_article_name(str(call.args[2])):
            return ""
        return _paging(parsed, call).next


def _call(parsed: Parsed) -> Call | None:
    """The first call of the family's shape: two numbers, then name and extension."""
    for call in script_calls(parsed):
        args = call.args
        if len(args) >= 4 and isinstance(args[0], int) and isinstance(args[1], int) and str(args[2]):
            return call
    return None


def _paging(parsed: Parsed, call: Call) -> Paging:
    total, current, name, extension = call.args[:4]
    records = None
    if call.name == "createPageHTML" and len(call.args) > 4:
        records = whole(call.args[4])
        records = records if records is not None and records >= int(total) else None
    pages = recount(int(total), records, call.script)
    following = ""
    if int(current) + 1 < pages:
        following = resolve(parsed, numbered(str(name), int(current) + 1, str(extension)))
    return Paging(following, pages, records)


def _written(parsed: Parsed) -> Paging | None:
    """Variables countPage and currentPage and links written from them, on a page whose scripts have not run.

    A page saved after they ran has the links themselves, and those are read.
    """
    if not any("countPage" in script for script in parsed.scripts) or link_paging(parsed).next:
        return None
    for code in parsed.scripts:
        total, current, name = _VARIABLES.search(code), _CURRENT.search(code), _WRITTEN.search(code)
        if total and current and name:
            pages, here = int(total[1]), int(current[1])
            following = numbered(name[1], here + 1, name[2]) if here + 1 < pages else ""
            return Paging(resolve(parsed, following) if following else "", pages)
    return None


PLATFORM = TDate()
