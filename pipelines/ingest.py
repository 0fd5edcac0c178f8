"""Saved pages into the archive, by the same way as a crawl's: captured, read, saved.

A folder gives the addresses of its pages in `INDEX.tsv` (columns `file` and `url`, tab-separated); a WARC
(ISO 28500) or WACZ made by any tool gives its own. What is held already adds nothing.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.errors import GongkaiError
from archive.journal import Asked, Context, Event, event
from archive.numbering import reserve
from archive.records import Capture, ListRow, SiteRecord
from archive.sealing import seal, seal_copies
from archive.store import Archive
from archive.urls import canonical, is_web_address
from archive.warc import FORMAT, Record, WarcFile, digest, new_id, utc_now, warc_date, warc_fields
from archive.warc_reader import Member, copy_whole_members, read_members, utc
from pipelines.recorded import TOO_LARGE, Task, read_task
from pipelines.replay import Happened, Replay, ingested
from pipelines.restore import holds_everything, is_empty, restore
from pipelines.saved_pages import INDEX, Saved, read_bytes, saved_pages
from pipelines.site import Site

SOFTWARE = f"gongkai/{version('gongkai')}"
BOMB = 100
"""Times its packed size that a WARC in a WACZ may be: text packs to a tenth, a bomb to a thousandth."""

SAVED = "saved:"
"""Before the file name of a saved page whose address nobody knows: its identity in the archive."""

SCHEMES = ("http://", "https://", SAVED)

_NOT_EMPTY = (
    "{} is a whole archive of Gongkai; its pages were taken in as somebody else's, since {} is not empty. "
    "Into an empty folder (--data) it is made again as it was."
)

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
    crawls: int = 0  # of an archive that was made again from its WACZ
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
    whole = path.suffix == ".wacz" and holds_everything(path)
    if whole and is_empty(archive):
        made = restore(path, archive.path.parent)
        return Ingested(made.pages, archive.db["documents"].count, crawls=made.crawls, problems=made.problems)
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
            if whole and result.added:
                result.notes.append(_NOT_EMPTY.format(path.name, archive.path.parent))
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


class Intake:
    """One run of ingesting: opens a crawl for each site it meets, and a WARC that says what was taken in.

    What is taken in is put on record first, and then read from the record, as a rebuild will read it.
    """

    def __init__(self, archive: Archive, warc_folder: Path, sites: dict[str, Site]) -> None:
        self.archive = archive
        self.warc_folder = warc_folder
        self.result = Ingested()
        self._sites = {(urlsplit(site.home).hostname or ""): site for site in sites.values()}
        self._crawls: dict[str, int] = {}
        self._definitions: dict[int, str] = {}
        self._warc: WarcFile | None = None
        self._replay = Replay(archive, warc_folder)
        self._rows: dict[str, ListRow] = {}  # of lists read so far, by the address they lead to
        self.result.notes += reserve(archive, warc_folder)

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.result.notes += (
            f"{url}, a part of an article, is not there." for url in self._replay.expected()
        )
        outcome = "finished" if kind is None else "failed"
        for crawl in self._crawls.values():
            self._happened("crawl-ends", {"crawl": crawl, "outcome": outcome, "message": str(error or "")})
        if self._warc is not None:
            seal_copies(self.archive, self._warc)
            seal(self.archive, self._warc, list(self._crawls.values()))
            self._warc.close()

    def take_page(self, saved: Saved) -> None:
        """Keep one saved page: a WARC `resource` record, for there was no exchange to record."""
        url = saved.url or SAVED + saved.name
        record = self._placed(saved.url)
        if self.archive.has_payload(record.id, url, digest(saved.body)):
            self.result.known += 1
            return
        crawl = self._crawl(record)
        context = Context(crawl, self.archive.next_number("fetches"), self._asked(url))
        capture = self._capture(url, utc_now(), saved, context)
        self._take(self._task(crawl, capture.file, capture.offset, capture.length))

    def _capture(self, url: str, date: str, saved: Saved, context: Context) -> Capture:
        """The page as a `resource` record, and the file it came from in a `metadata` record."""
        warc = self._writer()
        common = (("WARC-Target-URI", url), ("WARC-Date", date), ("WARC-Warcinfo-ID", warc.info.id))
        page = Record(
            "resource", (*common, context.field()), payload=saved.body, id=new_id(), content_type="text/html"
        )
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

    def _is_held(self, member: Member) -> bool:
        """Whether the record is held; one without an id is known by its address and bytes."""
        if member.record_id:
            return self.archive.has_record(member.record_id)
        site = self._placed(member.url).id if is_web_address(member.url) else ""
        return self.archive.has_payload(site, member.url, member.payload_digest)

    def _take_member(self, member: Member, file: str) -> None:
        crawl = self._crawl(self._placed(member.url))
        told = {
            "crawl": crawl,
            "fetch": self.archive.next_number("fetches"),
            "file": file,
            "offset": member.offset,
            "length": member.length,
            "asked": self._asked(member.url).told(),
        }
        self._event("ingested", told, datetime.now(UTC))
        self._take(ingested(self.warc_folder, told, self._definitions[crawl]))

    def _asked(self, url: str) -> Asked:
        """A saved page beside the row of the list that led to it, as a crawl reads it."""
        if urlsplit(url).path == "/robots.txt":  # rules for crawlers, and no page
            return Asked("robots")
        return Asked("saved", row=self._rows.get(canonical(url)))

    def _task(self, crawl: int, file: str, offset: int, length: int) -> Task:
        return Task(self.warc_folder, file, offset, length, self._definitions[crawl])

    def _take(self, task: Task) -> None:
        """Read a record and put it into the archive."""
        read = read_task(task)
        if read.broken and read.broken != TOO_LARGE:
            self.result.problems.append(f"{read.fetch.url} could not be read ({read.broken}); it is kept.")
        self._replay.exchanged(read)
        answer = read.answer
        if answer is None:
            self.result.count("attachment")
            return
        for row in answer.listing.rows if answer.listing is not None else ():
            self._rows.setdefault(canonical(row.url), row)
        self.result.count(answer.kind)
        said_page = "html" in (read.fetch.content_type or "html")
        unread = answer.kind in ("empty", "attachment", "shell") and read.status in (None, 200)
        if unread and said_page and answer.warnings:
            self.result.notes.append(f"{answer.url} is no page to read: {answer.warnings[-1]}")

    def _placed(self, url: str) -> SiteRecord:
        """The site a page belongs to: a defined one by host, else one named after the host."""
        if not url or url.startswith(SAVED):
            return UNPLACED
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        if host in self._sites:
            return self._sites[host].record()
        place = parts.netloc.rpartition("@")[2]
        return SiteRecord(self._id(host), host, home=f"{parts.scheme}://{place}/", status="ingested")

    def _id(self, host: str) -> str:
        """The host; a host that is called as a site of ours is, must not be taken for it."""
        taken = host == UNPLACED.id or any(host == site.id for site in self._sites.values())
        return f"host:{host}" if taken else host

    def _crawl(self, record: SiteRecord) -> int:
        if record.id not in self._crawls:
            crawl = self.archive.next_number("crawls")
            told = {"crawl": crawl, "reason": "ingest", "software": SOFTWARE, "site": asdict(record)}
            self._happened("crawl-begins", told)
            self._crawls[record.id], self._definitions[crawl] = crawl, record.definition
        return self._crawls[record.id]

    def _happened(self, name: Event, told: dict[str, Any]) -> None:
        """Put an event on record, then into the archive."""
        moment = datetime.now(UTC)
        self._event(name, told, moment)
        self._replay.happened(Happened(name, told, warc_date(moment)), self._writer().path.name)

    def _event(self, name: Event, told: dict[str, Any], moment: datetime) -> None:
        warc = self._writer()
        common = (("WARC-Date", warc_date(moment)), ("WARC-Warcinfo-ID", warc.info.id))
        warc.append([event(name, told, common)])

    def _writer(self) -> WarcFile:
        if self._warc is None:
            moment = datetime.now(UTC)
            info = (("software", SOFTWARE), *FORMAT)
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
