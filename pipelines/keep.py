"""What becomes of an answer: the one way into the archive, for a crawl and for saved pages alike."""

from __future__ import annotations

from dataclasses import replace

from archive.journal import Asked
from archive.records import Kind, Outcome
from archive.store import Archive, Saved
from pipelines.answer import Answer, Ready
from pipelines.kinds import BLOCKED_STATUS


def outcome_of_status(status: int | None) -> Outcome:
    """How an exchange ended, by its HTTP status alone (RFC 9110 §15); a file without one is `ok`."""
    if status is None or status < 300:
        return "ok"
    if status == 304:
        return "unchanged"
    if status < 400:
        return "redirected"
    if status == 404:
        return "not_found"
    if status == 410:
        return "gone"
    return "blocked" if status in BLOCKED_STATUS else "http_error"


def outcome_of(kind: Kind, status: int | None) -> Outcome:
    """How an exchange ended, once its page has been read: an error page answered 200 is a soft 404."""
    by_status = outcome_of_status(status)
    if kind == "blocked":
        return "blocked"
    return "soft_404" if by_status == "ok" and kind == "error_page" else by_status


def keep(
    archive: Archive, crawl: int, fetch: int, answer: Answer, status: int | None, asked: Asked | None = None
) -> Saved | None:
    """Save what a page turned out to be; the saved version for a document, None for anything else.

    `asked`: what for, in a crawl. The rows of a list count only where a list was asked for.

    An article of which a part is missing says so in its warnings, and never passes for a change of one that
    is held with more parts: then its fetch has failed.
    """
    outcome = outcome_of(answer.kind, status)
    if answer.kind == "report" and outcome == "ok":
        if answer.next_part:
            if archive.parts_held(fetch, answer.url) > max(len(answer.parts), 1):
                archive.mark_fetch(fetch, "report", "failed")
                return None
            missing = f"the article goes on at {answer.next_part}, which is not here: the text ends early"
            answer = replace(answer, warnings=(*answer.warnings, missing))
        ready = answer.prepared if isinstance(answer, Ready) else None
        return archive.save_report(crawl, fetch, ready or answer)
    passing = asked is not None and asked.role == "step"
    if answer.kind == "list" and answer.listing is not None and outcome == "ok" and not passing:
        archive.save_listing(fetch, answer.url, answer.listing.rows)
    elif answer.content_digest and outcome == "ok":
        archive.save_file(fetch, answer.content_digest)
    else:
        archive.mark_fetch(fetch, answer.kind, outcome)
    return None
