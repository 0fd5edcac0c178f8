"""What a site definition may say: one district's website as data.

The files are read by `crawler.sites`; every key, with its default, is in docs/site-files.md.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from archive.errors import GongkaiError
from archive.records import SiteRecord, UnitRecord

_STRICT = ConfigDict(extra="forbid", strict=True)

SEPARATOR = ">"
"""Between the steps of a breadcrumb 当前位置."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column 栏目 to crawl: named by its breadcrumb from the home page, or by the address of its list."""

    __pydantic_config__ = _STRICT
    path: str = ""
    url: str = ""
    genre: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The link texts from the home page to the column."""
        return tuple(step.strip() for step in self.path.split(SEPARATOR) if step.strip())


@dataclass(frozen=True, slots=True)
class Unit:
    """A publishing unit 公开单位 the site should hold reports of."""

    __pydantic_config__ = _STRICT
    name: str
    kind: Literal["town", "department", "government"] = "town"
    division_code: str = ""


@dataclass(frozen=True, slots=True)
class ListRules:
    """CSS selectors for list pages; empty where the platform knows better."""

    __pydantic_config__ = _STRICT
    rows: str = ""
    link: str = ""
    date: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRules:
    """CSS selectors for article pages; empty where the platform knows better."""

    __pydantic_config__ = _STRICT
    body: str = ""
    title: str = ""
    breadcrumb: str = ""
    remove: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()  # (canonical field, selector)


@dataclass(frozen=True, slots=True)
class Politeness:
    """Overrides of the polite defaults, in seconds and counts; None keeps the default."""

    __pydantic_config__ = _STRICT
    delay: float | None = None
    autothrottle: bool | None = None
    timeout: float | None = None
    max_pages: int | None = None
    max_size: int | None = None  # bytes of one answer
    max_requests: int | None = None  # of one crawl, whatever for
    max_minutes: float | None = None  # of one crawl


@dataclass(frozen=True, slots=True)
class Absence:
    """Overrides of what it takes to call a document gone or not listed; None keeps the default.

    As in `archive.standing.Thresholds`: counts and days, `sudden` a share.
    """

    __pydantic_config__ = _STRICT
    misses: int | None = None
    span: int | None = None
    walks: int | None = None
    sudden: float | None = None
    sudden_least: int | None = None
    crowd: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One district's website. `id` is its file name, its spider, and its key in the archive."""

    __pydantic_config__ = _STRICT
    id: str
    name: str
    home: str
    platform: str
    columns: tuple[Column, ...]
    division_code: str = ""
    site_code: str = ""  # 网站标识码
    status: Literal["verified", "unverified", "fictional"] = "unverified"
    remark: str = ""
    schedule: str = "H H(0-5) * * *"  # cron, in the time of China; H is a number hashed from the id
    window: str = "00:00-08:00"  # in the time of China: a scheduled crawl asks for nothing outside it
    list: ListRules = ListRules()
    article: ArticleRules = ArticleRules()
    politeness: Politeness = Politeness()
    absence: Absence = Absence()
    units: tuple[Unit, ...] = ()

    def record(self) -> SiteRecord:
        """The site as the archive keeps it."""
        return SiteRecord(
            id=self.id,
            name=self.name,
            home=self.home,
            division_code=self.division_code,
            platform=self.platform,
            status=self.status,
            definition=json.dumps(asdict(self), ensure_ascii=False, sort_keys=True),
            units=tuple(UnitRecord(u.name, u.kind, u.division_code) for u in self.units),
        )


@lru_cache(maxsize=64)
def site_of(definition: str) -> Site | None:
    """The site that a definition is of, as `Site.record` wrote it; None for an empty one (`{}`).

    Raises GongkaiError for one that this Gongkai does not understand.
    """
    if definition in ("", "{}"):
        return None
    try:
        return TypeAdapter(Site).validate_json(definition, strict=True)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
        raise GongkaiError(f"a site's definition in the captures is not understood: {said}") from error
