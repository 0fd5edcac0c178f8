"""One spider per site, made from its file: `scrapy list`, `scrapy crawl <id>`."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from crawler.sites import load_sites
from crawler.spiders.district import DistrictSpider
from pipelines.site import Site


def make_spider(site: Site, settings: Mapping[str, object] | None = None) -> type[DistrictSpider]:
    """The spider class of a site; its name is the site's id. `settings` are those of this one crawl."""
    class_name = "".join(part.title() for part in site.id.replace("-", "_").split("_")) + "Spider"
    own = {"name": site.id, "site": site, "custom_settings": dict(settings or {}), "__module__": __name__}
    return type(class_name, (DistrictSpider,), own)


_folder = os.environ.get("GONGKAI_SITES")
_sites = load_sites(Path(_folder) if _folder else None)
for _error in _sites.broken.values():
    logging.getLogger(__name__).error("%s", _error)
globals().update({spider.__name__: spider for spider in map(make_spider, _sites.values())})
