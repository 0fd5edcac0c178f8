"""From a page to an answer: what it is, and if it is a document, what it says. A pure function.

The order matters: a page that is no answer (a challenge, an error page, a shell) is recognised before its
words are believed, and only a `report` carries text.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from archive.errors import GongkaiError
from archive.records import Block, Doubt, Evidence, Join, ListRow, Removed
from pipelines.answer import Answer, Listing, Page
from pipelines.body import Body, read_body
from pipelines.dom import Parsed, parse
from pipelines.joins import find_joins, seam
from pipelines.json_blocks import article_json
from pipelines.kinds import Verdict, kind_of, plainly, refusal
from pipelines.listing import read_listing
from pipelines.losses import find_doubts
from pipelines.meta_tags import standard_tags
from pipelines.metadata import read_metadata
from pipelines.metadata_blocks import Found, read_blocks
from pipelines.platforms import Platform, platform_of
from pipelines.scripted import read_scripted
from pipelines.site import Site
from pipelines.title_evidence import title_candidates

REVISION = 3
"""Of the rules of extraction; raised when the same bytes may be read differently than before."""


def _software() -> str:
    try:
        return f"gongkai {version('gongkai')}/{REVISION}"
    except PackageNotFoundError:  # run from a source tree that is not installed
        return f"gongkai/{REVISION}"


EXTRACTOR = _software()


def extract(page: Page, site: Site | None = None, row: ListRow | None = None) -> Answer:
    """Read a page. Whatever its bytes are, the answer is an `Answer`; its `warnings` say what was odd.

    `row` is the row of the list that led to the page: a rival of what the page itself says.
    """
    # A large page makes millions of objects and no cycles: looking for those would take a third of the time.
    with _without_collection():
        return _extract(page, site, row)


@contextmanager
def _without_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _extract(page: Page, site: Site | None, row: ListRow | None) -> Answer:
    parsed = parse(page)
    if (verdict := refusal(parsed)) is not None and not _is_drawn(parsed, verdict):
        return _refused(parsed, verdict)
    platform = platform_of(parsed, site)
    metadata = read_blocks(parsed)
    body = read_body(parsed, site, platform, metadata)
    if (scripted := read_scripted(parsed, body)) is not None:
        return _report(parsed, site, platform, scripted, metadata, row)
    listing = None
    if (plain := plainly(parsed, site, body)) is None:
        listing = _listing(parsed, site, platform, body)
    verdict = plain or kind_of(parsed, site, body, metadata, listing)
    if verdict.kind == "report":
        return _report(parsed, site, platform, body, metadata, row)
    if verdict.kind == "list":
        title = parsed.title
        named = (Evidence("title", title, parsed.words_of_title, "title", "title"),) if title else ()
        return replace(
            _refused(parsed, verdict),
            title=title,
            evidence=named,
            listing=listing or read_listing(parsed, site, platform),
        )
    return _refused(parsed, verdict)


def _is_drawn(parsed: Parsed, verdict: Verdict) -> bool:
    """Whether a shell carries its article in itself, as JSON."""
    return verdict.kind in ("shell", "empty") and parsed.root is not None and article_json(parsed) is not None


def join(answers: Sequence[Answer]) -> Answer:
    """The parts of an article split over pages as one document, in order. The first part names it.

    Raises GongkaiError when a part is not a report: half an article is not passed off as a whole one.
    """
    if not answers:
        raise GongkaiError("An article of no parts cannot be joined; give at least one answer.")
    for answer in answers:
        if answer.kind != "report":
            raise GongkaiError(
                f"{answer.url} is a part of an article but was read as {answer.kind}; "
                f"capture it again before joining the parts of {answers[0].url}."
            )
    first = answers[0]
    if len(answers) == 1:
        return first
    files = {file.url: file for answer in reversed(answers) for file in reversed(answer.attachments)}
    whole = _Whole()
    for answer in answers:
        whole.add(answer)
    blocks = tuple(block for answer in answers for block in answer.blocks)
    doubts = _doubts(whole.text, blocks)  # anew: an enumeration may go on from page to page
    about_pages = [w for a in answers for w in a.warnings if w not in set(map(_told, a.doubts))]
    return replace(
        first,
        text=whole.text,
        blocks=blocks,
        removed=tuple(whole.removed),
        attachments=tuple(reversed(files.values())),
        warnings=tuple(dict.fromkeys((*about_pages, *map(_told, doubts)))),
        joins=tuple(whole.joins),
        doubts=doubts,
        outline=tuple(region for answer in answers for region in answer.outline),
        next_part=answers[-1].next_part,
        parts=tuple(answer.url for answer in answers),
    )


class _Whole:
    """The parts of an article put together: what counts in a part's text counts in the whole one's."""

    def __init__(self) -> None:
        self.text = ""
        self.removed: list[Removed] = []
        self.joins: list[Join] = []

    def add(self, part: Answer) -> None:
        """The next part; the seam between it and what is there is a join."""
        if self.text and part.text:
            self.joins.append(seam(self.text, part.text, len(self.text)))
            self.text += "\n"
        start = len(self.text)
        self.text += part.text
        self.joins += (replace(j, start=j.start + start, end=j.end + start) for j in part.joins)
        self.removed += (r if r.offset is None else replace(r, offset=r.offset + start) for r in part.removed)


def _doubts(text: str, blocks: Sequence[Block]) -> tuple[Doubt, ...]:
    """What looks lost in a text; a digit that the page raises, or marks as a note, is no part of a number."""
    doubts = find_doubts(text)
    if not doubts:
        return ()
    marked: list[tuple[int, int]] = []
    start = 0
    for block in blocks:
        if block.kind != "image" and block.text:
            marked += ((start + s.start, start + s.end) for s in block.spans if s.kind != "link")
            start += len(block.text) + 1
    return tuple(d for d in doubts if not any(d.start < end and begin < d.end for begin, end in marked))


def _told(doubt: Doubt) -> str:
    return f"text[{doubt.start}:{doubt.end}]: {doubt.said}"


def _refused(parsed: Parsed, verdict: Verdict) -> Answer:
    others = (problem for problem in parsed.problems if problem not in verdict.reason)
    warnings = dict.fromkeys((*others, f"{verdict.kind}: {verdict.reason}"))
    return Answer(
        url=parsed.page.url,
        meta_tags=standard_tags(parsed),
        warnings=tuple(warnings),
        encoding=parsed.encoding,
        extractor=EXTRACTOR,
        kind=verdict.kind,
    )


def _listing(parsed: Parsed, site: Site | None, platform: Platform | None, body: Body) -> Listing | None:
    """The rows of the page, read only where its body leaves open whether it is a list."""
    if body.region is not None and body.region.known and len(body.text) > 200:
        return None
    return read_listing(parsed, site, platform)


def _report(
    parsed: Parsed,
    site: Site | None,
    platform: Platform | None,
    body: Body,
    found: Found,
    row: ListRow | None,
) -> Answer:
    numbers = body.region.numbers if body.region is not None else ()
    told = tuple(title_candidates(parsed, body.title, body.headlines, numbers))
    title = body.title.text
    metadata = read_metadata(parsed, site, platform, body.element, title, body.text, found, row, told)
    doubts = _doubts(body.text, body.blocks)
    warnings = [*parsed.problems]
    if not body.text:
        warnings.append("the page is a document by its marks, but no text of one was found in it")
    warnings.extend(map(_told, doubts))
    return Answer(
        url=parsed.page.url,
        title=metadata.title,
        text=body.text,
        blocks=body.blocks,
        metadata=metadata.values,
        evidence=metadata.evidence,
        meta_tags=metadata.meta_tags,
        removed=body.removed,
        attachments=body.attachments,
        warnings=tuple(dict.fromkeys(warnings)),
        encoding=parsed.encoding,
        extractor=EXTRACTOR,
        joins=find_joins(body.blocks),
        doubts=doubts,
        conflicts=metadata.conflicts,
        numbers=metadata.numbers,
        outline=body.outline,
        kind="report",
        next_part=platform.next_part(parsed, site) if platform is not None else "",
    )
