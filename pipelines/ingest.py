"""Saved pages into the archive, by the same way as a crawl's: captured, read, saved.

A folder gives the addresses of its pages in `INDEX.tsv` (columns `file` and `url`, tab-separated); a WARC
(ISO 28500) or WACZ made by any tool gives its own. What is held already adds nothing.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import GongkaiError
from archive.records import Capture, Fetch, ListRow, SiteRecord
from archive.store import Archive
from archive.urls import canonical, is_web_address
from archive.warc import FORMAT, Record, WarcFile, digest, new_id, utc_now, warc_date, warc_fields
from archive.warc_reader import Member, copy_whole_members, read_members
from pipelines.answer import Answer, Page
from pipelines.extract import extract, join
from pipelines.keep import keep, outcome_of_status
from pipelines.saved_pages import INDEX, Saved, read_bytes, saved_pages
from pipelines.site import Site

BOMB = 100
"""Times its packed size that a WARC in a WACZ may be: text packs to a tenth, a bomb to a thousandth."""

SAVED = "saved:"
"""Before the file name of a saved page whose address nobody knows: its identity in the archive."""

SCHEMES = ("http://", "https://", SAVED)

UNPLACED = SiteRecord("unplaced", "地址不明的网页 Pages without a known address", home="", status="ingested")
"""Where a saved page goes whose file says nothing of its address: none is invented for it."""


@dataclass
class Ingested:
    """What one path brought: counts of pages, and each problem as a sentence."""

    added: int = 0
    reports: int = 0
    lists: int = 0
    other: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what is kept, but is not what a reader would expect

    def count(self, kind: str) -> None:
        self.added += 1
        if kind == "report":
            self.reports += 1
        elif kind == "list":
            self.lists += 1
        else:
            self.other += 1


def ingest_path(path: Path, archive: Archive, warc_folder: Path, sites: dict[str, Site]) -> Ingested:
    """Keep what `path` holds; raises GongkaiError where it cannot be read at all."""
    if not path.exists():
        raise GongkaiError(f"{path} does not exist; give a folder, a page, a .warc.gz or a .wacz.")
    with Intake(archive, warc_folder, sites) as intake:
        result = intake.result
        if path.is_dir():
            take_folder(path, intake)
            if not result.added and not result.known and not result.problems:
                raise GongkaiError(
                    f"{path} holds nothing to keep; expected {INDEX}, .html files or WARCs in it."
                )
        elif is_warc(path.name):
            intake.take_warc(path, path.name)
        elif path.suffix == ".wacz":
            take_wacz(path, intake)
        else:
            intake.take_page(Saved(path.name, "", read_bytes(path)))
        return result


def take_folder(folder: Path, intake: Intake) -> None:
    """The pages of a folder, and the WARCs that lie in it."""
    for saved in saved_pages(folder, intake.result.problems, intake.result.notes):
        intake.take_page(saved)
    for warc in sorted(p for p in folder.iterdir() if p.is_file() and not p.is_symlink() and is_warc(p.name)):
        intake.take_warc(warc, warc.name)


def is_warc(name: str) -> bool:
    return name.endswith((".warc", ".warc.gz"))


def take_wacz(path: Path, intake: Intake) -> None:
    """Every WARC of a WACZ 1.1.1 (a ZIP with its WARCs under archive/)."""
    try:
        with zipfile.ZipFile(path) as bundle:
            warcs = [
                i for i in bundle.infolist() if i.filename.startswith("archive/") and is_warc(i.filename)
            ]
            if not warcs:
                raise GongkaiError(f"{path} holds no WARC under archive/; it is not a WACZ.")
            for warc in warcs:
                _take_from(bundle, warc, path, intake)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise GongkaiError(f"{path} is no ZIP file, or damaged ({error}); a .wacz is one.") from error
    except (
        RuntimeError,
        NotImplementedError,
    ) as error:  # zipfile's words for encrypted, and for packed oddly
        raise GongkaiError(f"{path} cannot be unpacked ({error}); pack it anew without.") from error


def _take_from(bundle: zipfile.ZipFile, warc: zipfile.ZipInfo, path: Path, intake: Intake) -> None:
    """One WARC of a WACZ. Its name is the stranger's and is not used for a file."""
    shown = f"{path.name}/{warc.filename[:200]}"
    if warc.file_size > BOMB * max(warc.compress_size, 1):
        intake.result.problems.append(
            f"{shown} unpacks to more than {BOMB} times its size, as no WARC does; it was passed over."
        )
        return
    inner = intake.warc_folder / f".incoming{'.warc.gz' if warc.filename.endswith('.gz') else '.warc'}"
    intake.warc_folder.mkdir(parents=True, exist_ok=True)
    try:
        with bundle.open(warc) as source, inner.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        intake.take_warc(inner, shown)
    finally:
        inner.unlink(missing_ok=True)


@dataclass
class Chain:
    """An article split over pages, as far as its parts have come."""

    crawl: int
    fetch: int
    page: Page
    answers: list[Answer]
    parts: list[int]


class Intake:
    """One run of ingesting: opens a crawl for each site it meets, a WARC when one is needed."""

    def __init__(self, archive: Archive, warc_folder: Path, sites: dict[str, Site]) -> None:
        self.archive = archive
        self.warc_folder = warc_folder
        self.result = Ingested()
        self._sites = {(urlsplit(site.home).hostname or ""): site for site in sites.values()}
        self._crawls: dict[str, int] = {}
        self._warc: WarcFile | None = None
        self._rows: dict[str, ListRow] = {}  # of lists read so far, by the address they lead to
        self._waiting: dict[str, Chain] = {}  # articles of several parts, by the address of the next

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._warc is not None:
            self._warc.close()
        for crawl in self._crawls.values():
            self.archive.finish_crawl(crawl, "finished" if kind is None else "failed", str(error or ""))

    def take_page(self, saved: Saved) -> None:
        """Keep one saved page: a WARC `resource` record, for there was no exchange to record."""
        url = saved.url or SAVED + saved.name
        site, record = self._placed(saved.url)
        if self.archive.has_payload(record.id, url, digest(saved.body)):
            self.result.known += 1
            return
        crawl = self._crawl(record)
        date = utc_now()
        capture, size = self._capture(url, date, saved), len(saved.body)
        row = Fetch(record.id, url, date, "ok", content_type="text/html", size=size, capture=capture)
        fetch = self.archive.save_fetch(crawl, row)
        self._read(crawl, fetch, Page(url, saved.body), site)

    def _capture(self, url: str, date: str, saved: Saved) -> Capture:
        """The page as a `resource` record, and the file it came from in a `metadata` record."""
        warc = self._writer()
        common = (("WARC-Target-URI", url), ("WARC-Date", date), ("WARC-Warcinfo-ID", warc.info.id))
        page = Record("resource", common, payload=saved.body, id=new_id(), content_type="text/html")
        via = warc_fields([("via", saved.name)])
        note = Record("metadata", (*common, ("WARC-Concurrent-To", page.id)), payload=via, id=new_id())
        return warc.append([page, note])[0]

    def take_warc(self, path: Path, shown: str) -> None:
        """Keep the responses of a WARC we do not hold yet; its whole records are copied byte for byte."""
        wanted: set[int] = set()
        empty, end = True, 0
        for member in read_members(path):
            empty, end = False, max(end, member.offset + member.length)
            if member.problem:
                self.result.problems.append(f"{shown}: {member.problem}")
            elif member.type in ("response", "resource") and member.url.lower().startswith(SCHEMES):
                if self._is_held(member):
                    self.result.known += 1
                elif wrong := wrong_with(member):
                    self.result.problems.append(
                        f"{shown}: the record at byte {member.offset} {wrong}; it was passed over."
                    )
                else:
                    wanted.add(member.offset)
        if empty:
            self.result.problems.append(f"{shown}: holds no records; is it the right file?")
        if not wanted:
            return
        kept = copy_whole_members(path, self.warc_folder, end)
        for member in read_members(kept):  # once more, one at a time: a WARC may be larger than the memory
            if member.offset in wanted and not member.problem:
                self._take_member(member, kept.name)
        for chain in list(self._waiting.values()):
            self.result.notes.append(
                f"{chain.answers[-1].next_part}, a part of an article, is not in {shown}."
            )
            self._finish(chain)
        self._waiting.clear()

    def _is_held(self, member: Member) -> bool:
        """Whether the record is held; one without an id is known by its address and bytes."""
        if member.record_id:
            return self.archive.has_record(member.record_id)
        site = self._placed(member.url)[1].id if is_web_address(member.url) else ""
        return self.archive.has_payload(site, member.url, member.payload_digest)

    def _take_member(self, member: Member, file: str) -> None:
        site, record = self._placed(member.url)
        crawl = self._crawl(record)
        capture = Capture(file, member.offset, member.length, member.record_id, member.payload_digest)
        page = Page(member.url, member.body, member.headers, member.status)
        fetch = self.archive.save_fetch(
            crawl,
            Fetch(
                record.id,
                member.url,
                utc(member.date),
                outcome_of_status(member.status),
                status=member.status,
                content_type=page.header("content-type"),
                size=member.size,
                redirected_to=page.header("location"),
                capture=capture,
            ),
        )
        if urlsplit(member.url).path == "/robots.txt":
            self.archive.mark_fetch(fetch, "attachment")  # rules for crawlers, and no page
            self.result.count("attachment")
        else:
            self._read_part(crawl, fetch, page, site)

    def _read_part(self, crawl: int, fetch: int, page: Page, site: Site | None) -> None:
        """A page of a WARC, which may be one of the parts of an article: those are one document."""
        answer = self._extract(page, site)
        chain = self._waiting.pop(canonical(page.url), None)
        if answer.kind != "report" or (chain is None and not answer.next_part):
            if chain is not None:
                self._finish(chain)
            self._keep(crawl, fetch, page, answer)
            return
        if chain is None:
            chain = Chain(crawl, fetch, page, [answer], [])
        else:
            chain.answers.append(answer)
            chain.parts.append(fetch)
            self.result.count("report part")
        if answer.next_part:
            self._waiting[canonical(answer.next_part)] = chain
        else:
            self._finish(chain)

    def _finish(self, chain: Chain) -> None:
        """Keep an article with the parts of it that were there."""
        self._keep(chain.crawl, chain.fetch, chain.page, join(chain.answers))
        for part in chain.parts:
            self.archive.mark_fetch(part, "report")

    def _read(self, crawl: int, fetch: int, page: Page, site: Site | None) -> None:
        self._keep(crawl, fetch, page, self._extract(page, site))

    def _extract(self, page: Page, site: Site | None) -> Answer:
        """Read a page as the crawl does: beside the row of the list that led to it."""
        answer = extract(page, site, self._rows.get(canonical(page.url)))
        for row in answer.listing.rows if answer.listing is not None else ():
            self._rows.setdefault(canonical(row.url), row)
        return answer

    def _keep(self, crawl: int, fetch: int, page: Page, answer: Answer) -> None:
        keep(self.archive, crawl, fetch, answer, page.status)
        self.result.count(answer.kind)
        said_page = "html" in (page.header("content-type") or "html")
        unread = answer.kind in ("empty", "attachment", "shell") and page.status in (None, 200)
        if unread and said_page and answer.warnings:
            self.result.notes.append(f"{page.url} is no page to read: {answer.warnings[-1]}")

    def _placed(self, url: str) -> tuple[Site | None, SiteRecord]:
        """The site a page belongs to: a defined one by host, else one named after the host."""
        if not url or url.startswith(SAVED):
            return None, UNPLACED
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if host in self._sites:
            return self._sites[host], self._sites[host].record()
        place = parts.netloc.rpartition("@")[2]
        return None, SiteRecord(self._id(host), host, home=f"{parts.scheme}://{place}/", status="ingested")

    def _id(self, host: str) -> str:
        """The host; a host that is called as a site of ours is, must not be taken for it."""
        taken = host == UNPLACED.id or any(host == site.id for site in self._sites.values())
        return f"host:{host}" if taken else host

    def _crawl(self, record: SiteRecord) -> int:
        if record.id not in self._crawls:
            self.archive.save_site(record)
            self._crawls[record.id] = self.archive.start_crawl(record.id, "ingest")
        return self._crawls[record.id]

    def _writer(self) -> WarcFile:
        if self._warc is None:
            moment = datetime.now(UTC)
            info = (("software", f"gongkai/{version('gongkai')}"), *FORMAT)
            name = f"ingest-{moment:%Y%m%dT%H%M%S%fZ}.warc.gz"
            self._warc = WarcFile(self.warc_folder, name, info, moment)
        return self._warc


def wrong_with(member: Member) -> str:
    """Why a record cannot be kept, or nothing: without a date, nobody knows when its page was there."""
    if not is_web_address(member.url) and not member.url.startswith(SAVED):
        return f"is of {member.url[:200]!r}, which is no address"
    if not utc(member.date):
        return f"has the date {member.date[:40]!r}, which is none"
    if member.status is not None and member.status > 999:
        return "has no HTTP status"
    return ""


def utc(date: str) -> str:
    """A WARC-Date (ISO 28500 §5.4: W3C date and time, UTC), or nothing where it is none or yet to come.

    One of another zone, against the standard, is put into UTC: times are compared as they are written.
    """
    try:
        moment = datetime.fromisoformat(date)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    if moment > datetime.now(UTC) + timedelta(days=1):
        return ""
    return date if date.endswith("Z") and len(date) > len("2024-01-17T") else warc_date(moment)
