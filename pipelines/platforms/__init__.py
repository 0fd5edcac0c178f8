"""The families of content management systems 网站群 we know. A new family is one new module here.

A module takes part by having a `PLATFORM`; nothing else is edited. CMS.md §3 describes the families.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol

from pipelines.answer import Listing
from pipelines.dom import Parsed
from pipelines.site import Site


class Platform(Protocol):
    """What a family knows about its own pages."""

    id: str
    name: str
    body: tuple[str, ...]
    """CSS selectors of the body of an article, best first."""

    def recognise(self, parsed: Parsed) -> bool:
        """Whether a page shows the family's fingerprints."""
        ...

    def listing(self, parsed: Parsed, site: Site | None) -> Listing | None:
        """The rows of a list page and where it goes on; None where the family's way is not found on it."""
        ...

    def next_part(self, parsed: Parsed, site: Site | None) -> str:
        """The address of the following part of an article split over pages, or empty."""
        ...


def _discover() -> dict[str, Platform]:
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = [module.PLATFORM for module in modules if hasattr(module, "PLATFORM")]
    return {platform.id: platform for platform in found}


PLATFORMS: dict[str, Platform] = _discover()
"""Every family by its id, in the order of their modules' names."""


def platform_of(parsed: Parsed, site: Site | None = None) -> Platform | None:
    """The platform a site names, else the first whose fingerprints the page shows, else None."""
    if site is not None and site.platform in PLATFORMS:
        return PLATFORMS[site.platform]
    return next((p for p in PLATFORMS.values() if p.recognise(parsed)), None)
