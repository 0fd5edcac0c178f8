"""A list page 栏目列表: its rows, and where it goes on.

The family's own way first; where the page shows none, the way of whatever family it does show; then the
links of
the page. So a site nobody described is read too.
"""

from __future__ import annotations

from pipelines.answer import Listing
from pipelines.dom import Parsed
from pipelines.page_links import link_paging
from pipelines.platforms import PLATFORMS, Platform
from pipelines.rows import read_rows
from pipelines.site import Site


def read_listing(parsed: Parsed, site: Site | None = None, platform: Platform | None = None) -> Listing:
    """Rows, next, pages and records of a page; an empty listing for a page that is no list."""
    if not (site is not None and site.list.next):
        order = [platform] if platform is not None else []
        for family in [*order, *(p for p in PLATFORMS.values() if p is not platform)]:
            if found := family.listing(parsed, site):
                return found
    paging = link_paging(parsed, site)
    return Listing(read_rows(parsed, site), paging.next, paging.pages, paging.records)
