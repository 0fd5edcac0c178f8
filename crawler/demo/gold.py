"""What extraction must find on the pages of a fictional site, from the files the pages are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.demo.content import DemoSite, Document, load
from crawler.demo.pages import keywords, pages_of, part_addresses

_YEARLY = ("法治政府建设年度报告", "政府信息公开工作年度报告", "统计公报")


@dataclass(frozen=True)
class Gold:
    """One page. Only a `report` has title, text and metadata; `urls` are all the pages of a split article.

    `metadata` holds every field of `archive.records.FIELDS` that the page prints or that follows from it, and
    no other: a field that is absent here must be absent in the answer.
    """

    url: str
    kind: str
    title: str = ""
    text: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    urls: tuple[str, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()  # (address, name)
    tables: tuple[
        tuple[tuple[str, ...], ...], ...
    ] = ()  # rows of cell texts, a merged cell in each place it covers


def gold(site: str) -> list[Gold]:
    """Every page with a known answer: documents, lists, errors, challenges. Raises `KeyError`."""
    demo = load(site)
    settings, pages = demo.settings, pages_of(site)
    found = [_report(demo, document) for document in demo.documents]
    found.append(Gold(demo.url(settings["home"]), "home"))
    for column in demo.columns:
        numbers = range(1, 2 if settings["family"] == "jpage" else column.pages + 1)
        found += [Gold(demo.url(pages.list_address(column, number)), "list") for number in numbers]
    lost = (*settings["missing"], *settings.get("soft_missing", ()), *settings.get("home_instead", ()))
    found += [Gold(demo.url(address), "error_page") for address in lost]
    found += [Gold(demo.url(a), "blocked") for a in settings.get("challenged", ())]
    files = {address for document in demo.documents for address, _ in document.attachments}
    files |= {row.address for column in demo.columns for row in column.rows if row.address.endswith(".pdf")}
    found += [Gold(demo.url(address), "attachment") for address in sorted(files)]
    return found


def _report(demo: DemoSite, document: Document) -> Gold:
    urls = tuple(demo.url(address) for address in part_addresses(document))
    return Gold(
        urls[0],
        "report",
        document.title,
        document.text,
        {name: value for name, value in _metadata(demo, document).items() if value},
        urls,
        tuple((demo.url(address), name) for address, name in document.attachments),
        tuple(block.grid for part in document.parts for block in part.blocks if block.table),
    )


def _metadata(demo: DemoSite, document: Document) -> dict[str, str]:
    column = demo.column(document)
    return {
        "index_number": document.index_number,
        "document_number": document.document_number,
        "issuer": document.issuer,
        "responsible_unit": document.responsible_unit if demo.settings["family"] != "jpage" else "",
        "date_written": document.written,
        "date_published": document.published[:10],
        "category": column.steps[-1] if demo.settings["family"] != "ucap" else "",
        "disclosure": "主动公开",
        "validity": document.validity if demo.settings["family"] != "jpage" else "",
        "keywords": keywords(demo, document),
        "column_path": column.path,
        "source": document.issuer,
        "genre": document.genre,
        "report_year": document.report_year if document.genre in _YEARLY else "",
        "unit": _unit(demo, document),
    }


def _unit(demo: DemoSite, document: Document) -> str:
    """The unit of the site file that the issuer names: the whole name, or a town's without 人民政府."""
    names = demo.units
    if document.issuer in names:
        return document.issuer
    return next((name for name in names if name in document.issuer), "")
