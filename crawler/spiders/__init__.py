"""One spider per site, made from its file: `scrapy list`, `scrapy crawl <id>`."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from crawler.sites import load_sites
from crawler.spiders.district import DistrictSpider
from pipelines.site import Site


def make_spider(site: Site) -> type[DistrictSpider]:
    """The spider class of a site; its name is the site's id."""
    class_name = "".join(part.title() for part in site.id.replace("-", "_").split("_")) + "Spider"
    return type(class_name, (DistrictSpider,), {"name": site.id, "site": site, "__module__": __name__})


_folder = os.environ.get("GONGKAI_SITES")
_sites = load_sites(Path(_folder) if _folder else None)
for _error in _sites.broken.values():
    logging.getLogger(__name__).error("%s", _error)
globals().update({spider.__name__: spider for spider in map(make_spider, _sites.values())})
