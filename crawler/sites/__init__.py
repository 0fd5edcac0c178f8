"""The site definitions: one TOML file per site, read into `pipelines.site.Site`.

`load_sites` reads our folder (this one) and the user's own; a user's file replaces ours of the same id, so
that a definition can be corrected without touching the program. A broken file names itself, and hides none.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml.cssselect import CSSSelector
from pydantic import TypeAdapter, ValidationError

from archive.errors import GongkaiError
from archive.records import FIELD_NAMES
from crawler.cron import bad_schedule
from crawler.windows import Window
from pipelines.platforms import PLATFORMS
from pipelines.site import Site

BUILT_IN = Path(__file__).parent
ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
DIVISION_CODE = re.compile(r"\d{6}|\d{9}|\d{12}")
"""GB/T 2260 (6 digits), 乡级 (9) and 村级 (12)."""
MIN_DELAY = 1.0
"""Seconds between requests below which only a loopback host may be crawled."""

MOST = 10_000_000_000
"""Of anything that a site file bounds."""

UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")
_SITE = TypeAdapter(Site)


class BadSite(GongkaiError):
    """A site file that cannot be used: names the file, the key and the reason."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        self.file, self.key, self.reason = file, key, reason
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")


class Sites(dict[str, Site]):
    """The usable definitions by id; `broken` holds why the others are not, by the id they would have."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: dict[str, BadSite] = {}
        self.files: dict[str, Path] = {}

    def __missing__(self, site: str) -> Site:
        if site in self.broken:
            raise self.broken[site]
        raise KeyError(site)


def load_sites(folder: Path | None = None) -> Sites:
    """Every definition of ours and of `folder`, in order of id; a file of `folder` replaces ours of that id.

    Raises `GongkaiError` when `folder` is no folder. A broken file does not raise: see `Sites.broken`.
    """
    if folder is not None and not folder.is_dir():
        raise GongkaiError(
            f"{folder}: not a folder of site definitions; give --sites a folder of .toml files"
        )
    return read_folders([BUILT_IN] if folder is None else [BUILT_IN, folder])


def read_folders(folders: Sequence[Path]) -> Sites:
    """The definitions of some folders, in order of id; a later folder's file replaces an earlier one's."""
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.toml"))}
    sites = Sites()
    for site_id, file in sorted(files.items()):
        sites.files[site_id] = file
        try:
            sites[site_id] = read_site(file)
        except BadSite as error:
            sites.broken[site_id] = error
    return sites


def read_site(file: Path) -> Site:
    """One site file. Raises `BadSite` with the file, the key path and the reason."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSite(file, "", f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadSite(file, "", f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSite(file, "", f"is not TOML: {error}") from error
    try:
        site = _SITE.validate_json(json.dumps(data, default=_refuse), strict=True)
    except ValidationError as error:
        # An unknown key first: it is often the misspelt name of one that is then missing.
        first = min(error.errors(include_url=False), key=lambda e: e["type"] not in UNKNOWN_KEY)
        raise BadSite(file, _key_path(first["loc"]), _reason(first)) from error
    except TypeError as error:
        raise BadSite(file, "", f"{error}; write it in quotes") from error
    for key, reason in _problems(site, file):
        raise BadSite(file, key, reason)
    return site


def _refuse(value: object) -> Any:
    raise TypeError(f"the value {value} is a {type(value).__name__}, which no key takes")


def _key_path(location: tuple[int | str, ...]) -> str:
    """`('columns', 0, 'url')` → `columns[1].url`, counted from 1 as a reader of the file counts."""
    path = ""
    for step in location:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _reason(error: Any) -> str:
    match error["type"]:
        case kind if kind in UNKNOWN_KEY:
            return "unknown key; see docs/site-files.md for the known ones"
        case "missing" | "missing_argument":
            return "missing; every site file needs it"
        case _:
            return f"{error['msg'][0].lower()}{error['msg'][1:]} (is {error['input']!r})"


def _problems(site: Site, file: Path) -> Iterator[tuple[str, str]]:
    """What pydantic cannot know: (key path, reason) of each bad value."""
    if not ID.fullmatch(site.id):
        yield "id", f"{site.id!r} is not made of small letters, digits, '-' and '_'"
    if site.id != file.stem:
        yield "id", f"{site.id!r} is not the file's name; write id = {file.stem!r} or rename the file"
    if not site.name.strip():
        yield "name", "empty"
    if reason := _bad_address(site.home):
        yield "home", reason
    if site.platform not in PLATFORMS:
        yield "platform", f"unknown platform {site.platform!r}; known: {', '.join(sorted(PLATFORMS))}"
    if site.division_code and not DIVISION_CODE.fullmatch(site.division_code):
        yield "division_code", f"{site.division_code!r} is not 6, 9 or 12 digits"
    yield from _column_problems(site)
    yield from _unit_problems(site)
    yield from _rule_problems(site)
    yield from _politeness_problems(site)
    if reason := bad_schedule(site.schedule, site.id):
        yield "schedule", reason
    try:
        Window.read(site.window)
    except ValueError as error:
        yield "window", str(error)
    yield from _absence_problems(site)


def _column_problems(site: Site) -> Iterator[tuple[str, str]]:
    if not site.columns:
        yield "columns", "empty; name at least one column by its path or url"
    seen: set[tuple[str, str]] = set()
    for number, column in enumerate(site.columns, 1):
        key = f"columns[{number}]"
        if not column.url and not column.steps:
            yield key, "has neither path nor url; give one of them"
        if column.url and (reason := _bad_address(column.url)):
            yield f"{key}.url", reason
        if (column.path, column.url) in seen:
            yield key, "is the same column as one above it"
        seen.add((column.path, column.url))


def _unit_problems(site: Site) -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for number, unit in enumerate(site.units, 1):
        if not unit.name.strip() or unit.name in names:
            yield f"units[{number}].name", f"{unit.name!r} is empty or named twice"
        if unit.division_code and not DIVISION_CODE.fullmatch(unit.division_code):
            yield f"units[{number}].division_code", f"{unit.division_code!r} is not 6, 9 or 12 digits"
        names.add(unit.name)


def _rule_problems(site: Site) -> Iterator[tuple[str, str]]:
    selectors = {
        "list.rows": site.list.rows,
        "list.link": site.list.link,
        "list.date": site.list.date,
        "list.next": site.list.next,
        "article.body": site.article.body,
        "article.title": site.article.title,
        "article.breadcrumb": site.article.breadcrumb,
    }
    selectors |= {f"article.remove[{n}]": css for n, css in enumerate(site.article.remove, 1)}
    for number, (field, css) in enumerate(site.article.metadata, 1):
        if field not in FIELD_NAMES:
            yield f"article.metadata[{number}]", f"unknown field {field!r}; known: {', '.join(FIELD_NAMES)}"
        selectors[f"article.metadata[{number}]"] = css
    for key, css in selectors.items():
        if css and (reason := _bad_selector(css)):
            yield key, reason


def _politeness_problems(site: Site) -> Iterator[tuple[str, str]]:
    politeness = site.politeness
    for name in ("delay", "timeout", "max_pages", "max_size", "max_requests", "max_minutes"):
        value = getattr(politeness, name)
        if value is not None and not value <= MOST:
            yield f"politeness.{name}", f"{value} is {'too large' if value > MOST else 'no number'}"
        if value is not None and (value < 0 or (value == 0 and name != "delay")):
            yield f"politeness.{name}", f"{value} is too small"
    if politeness.delay is not None and politeness.delay < MIN_DELAY and not is_loopback(site.home):
        yield (
            "politeness.delay",
            f"{politeness.delay} s: below {MIN_DELAY} s only a loopback site may be asked",
        )


def _absence_problems(site: Site) -> Iterator[tuple[str, str]]:
    """Fewer than two misses would call a passing fault an absence."""
    least = {"misses": 2, "span": 1, "walks": 1, "sudden": 0, "sudden_least": 1, "crowd": 2}
    for name, smallest in least.items():
        value = getattr(site.absence, name)
        if value is not None and value < smallest:
            yield f"absence.{name}", f"{value} is too small; at least {smallest}"


def _bad_address(url: str) -> str:
    """Why `url` is no address that can be crawled, or the empty string."""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        return f"{url!r} is not an address: {error}"
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not port_is_fine
        or re.search(r"\s", url)
    ):
        return f"{url!r} is not an address; it must start with http:// or https:// and a host"
    return ""


def is_address(url: str) -> bool:
    """Whether `url` can be asked for: http or https, a host, a port that is one."""
    return not _bad_address(url)


def _bad_selector(css: str) -> str:
    try:
        CSSSelector(css, translator="html")
    except SyntaxError as error:  # cssselect's errors are SyntaxErrors
        return f"{css!r} is not a CSS selector: {error}"
    return ""


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's own (127.0.0.0/8, ::1, localhost and below: RFC 6761 §6.3)."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.endswith(".localhost") or host.startswith("127.")
