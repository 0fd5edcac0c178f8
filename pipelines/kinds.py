"""What a page is, decided before anything is believed of it, and why.

Two questions in turn: is it an answer at all (`refusal`: files, challenges, redirects, empty shells), and if
so, an error page in its own words, a document, a list or a front page (`plainly`, then `kind_of` by links)?
Words such as 不存在 or 访问 occur in real reports: they count only in titles and on short pages without a
document's marks (`pipelines.marks`). docs/page-kinds.md has every rule with its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import Kind
from archive.urls import canonical
from pipelines import challenges, fronts, marks, prose, shells, soft_errors
from pipelines.answer import Listing
from pipelines.body import Body
from pipelines.challenges import ROOTS
from pipelines.dom import Parsed, path_of
from pipelines.locate import find_known
from pipelines.metadata_blocks import Found
from pipelines.site import Site

_SHORT = 400
"""Characters. Error pages, challenges and shells say less than this outside their navigation."""
_AT_LENGTH = 1500
"""Characters. A firewall that explains itself says less than this, under a title of its own."""

BLOCKED_STATUS = frozenset({401, 403, 405, 407, 412, 418, 429, 503, 521})
"""Statuses of somebody who may not or must not come in: 412 is 瑞数's, 521 加速乐's, 405 a cloud firewall's;
429 and 503 ask for quiet."""

_ARTICLE_URL = re.compile(
    r"/t\d{6,8}_\d+(?:_\d+)?\.s?html?|/t\d{5,}\.s?html?|/art/\d{4}/|/art_[\w_]+\.html?|/content/?post_\d+|content_\d+\.s?html?"
    r"|/[0-9a-f]{20,}\.s?html?|/info/\d+/\d+\.html?|/\d{6,8}/[\w-]+\.s?html?|/post_\d+\.html?"
)
_LONGEST_PATH = 2000
_PAGING = re.compile(
    r"createPage(?:HTML)?\s{0,5}\(|pageControl\s{0,5}\(|\.pagination\s{0,5}\(|laypage|<totalpage>|dataproxy\.jsp"
)
_PAGING_NAMES = ("createPage", "pageControl", ".pagination", "laypage", "<totalpage>", "dataproxy.jsp")
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind and the reason for it, a sentence for a person."""

    kind: Kind
    reason: str


def refusal(parsed: Parsed) -> Verdict | None:
    """Why a page is no answer to anybody's question; None when it may be one. Needs no body."""
    status = parsed.page.status
    if status is not None and status >= 300:
        if status >= 400:
            return _refusing_status(parsed, status)
        if sent := challenges.redirected(parsed):
            return _verdict(sent)
    if parsed.root is None:
        told = "; ".join(parsed.problems) or "the page has no content"
        return Verdict("attachment" if parsed.file_type else "empty", told)
    if shells.frameset(parsed):
        return Verdict("shell", "frames only: the content is at their addresses")
    length = _length(parsed, _AT_LENGTH)
    return _of_short(parsed, length) if length < _AT_LENGTH else None


def _length(parsed: Parsed, enough: int) -> int:
    """Characters of the visible text, white space aside; a long page is counted only until it is `enough`."""
    text = parsed.tree.text
    opening = len("".join(text[: 4 * enough].split()))
    return opening if opening >= enough else len("".join(text.split()))


def _refusing_status(parsed: Parsed, status: int) -> Verdict:
    """What a status of 400 and above means. A firewall's leftover script on a site's own 404 makes it no
    challenge: only one that has nothing to say is."""
    firewall = challenges.challenge(parsed)
    silent = parsed.root is None or _length(parsed, _SHORT) < 60
    if status in BLOCKED_STATUS or (firewall and (silent or challenges.words_of(parsed.visible[:_SHORT]))):
        by = f" with a challenge of {firewall}" if firewall else ""
        return Verdict("blocked", f"the server answered {status}{by}")
    return Verdict("error_page", f"the server answered {status}")


def _of_short(parsed: Parsed, length: int) -> Verdict | None:
    """What a page of few words is, where it is no answer."""
    visible = parsed.visible
    if length < _SHORT and (reason := shells.shell(parsed, visible, length)):
        return _instead_of(Verdict("shell", reason), parsed, visible, length)
    if marks.is_document(parsed, visible):
        return None
    if length < _SHORT:
        if _has_body(parsed):
            return None
        if sent := challenges.onward(parsed, visible, length):
            return _verdict(sent)
        if reason := challenges.kept_out(parsed, visible, length):
            return Verdict("blocked", reason)
        return _without_content(parsed, visible, length)
    if (reason := challenges.explained(parsed, visible)) and not _has_body(parsed):
        return Verdict("blocked", reason)
    return None


def _verdict(told: tuple[Kind, str]) -> Verdict:
    return Verdict(*told)


def _instead_of(shell: Verdict, parsed: Parsed, visible: str, length: int) -> Verdict:
    """A page that shows nothing may be more than a shell: a challenge, an alert, a page that sends one on."""
    if length >= 150:
        return shell
    said = " ".join(challenges.alerts(parsed)) if length == 0 else ""
    if reason := challenges.kept_out(parsed, visible, length):
        return Verdict("blocked", reason)
    if said and (error := soft_errors.says_error(said)):
        return Verdict("error_page", f"a box says: {error.group()[:60]}")
    if sent := challenges.onward(parsed, visible, length):
        return _verdict(sent)
    return shell


def _without_content(parsed: Parsed, visible: str, length: int) -> Verdict | None:
    root = parsed.root
    assert root is not None
    titles = [parsed.title, *map(parsed.tree.text_of, parsed.tree.by_tag.get("h1", ()))]
    if length < 200 and any(challenges.MOVED_TITLE.fullmatch(title) for title in titles):
        return Verdict("empty", "a server's notice that the page is at another address")
    if length == 0:
        if next(root.iter("img", "embed", "object", "video", "canvas"), None) is None:
            return Verdict("empty", "; ".join(parsed.problems) or "markup without any text")
    elif length < 12 and not _HAN.search(visible) and not marks.is_error_title(visible):
        return Verdict("empty", f"a stub: {visible}")
    return None


def _has_body(parsed: Parsed) -> bool:
    """Whether a family's container of an article holds text: firewalls leave their scripts on real pages."""
    region = find_known(parsed)
    return region is not None and sum(map(parsed.tree.size, region.numbers)) >= 10


def plainly(parsed: Parsed, site: Site | None, body: Body) -> Verdict | None:
    """What a page is by marks that need no look at its links; None where they do not decide."""
    text = body.text
    if said := soft_errors.error_said(parsed, body, text):
        return Verdict("error_page", said)
    if placeholder := shells.unfilled(text):
        return Verdict("shell", f"an application whose template is not filled in: {placeholder}")
    if site is not None and parsed.page.url and canonical(parsed.page.url) == canonical(site.home):
        return Verdict("home", "the site's own home page")
    if marks.tagged(parsed):
        return Verdict("report", "it names its ArticleTitle")
    known = body.region is not None and body.region.known
    if known and (
        body.attachments
        or len(text) >= prose.FEW_WORDS
        or (text and (_is_editors(body) or prose.bears_mark(parsed, body, text)))
    ):
        # A container with next to nothing outside its links is a list put into an article's template.
        if body.attachments or (body.running > 0.2 * len(text) and not prose.lost_links(parsed, body)):
            return Verdict("report", "it has the container of an article's body")
    elif known and body.blocks and prose.bears_mark(parsed, body, text):
        return Verdict("report", "it has the container of an article's body, with an image in it")
    return None


def _is_editors(body: Body) -> bool:
    """Whether the body is an editor's own container, under a headline longer than the names of columns."""
    if body.region is None or not body.region.typed or not body.title.rule.startswith("headline"):
        return False
    return prose.may_head_an_article(body.title.text)


def kind_of(
    parsed: Parsed, site: Site | None, body: Body, metadata: Found, listing: Listing | None
) -> Verdict:
    """Whether a page that is not `plainly` anything is a document, a list or a front page, by its links."""
    assert parsed.root is not None
    tree = parsed.tree
    links = [tree.text_of(i) for i in tree.by_tag.get("a", ()) if tree.nodes[i].get("href") is not None]
    linked = sum(map(len, links))
    rows = listing.rows if listing is not None else ()
    lost = prose.lost_links(parsed, body)
    running = 0 if lost else body.running
    reads_on = len(rows) < prose.FEW_ROWS or prose.sentences(body) >= prose.SOME_SENTENCES
    path = path_of(parsed.page.url)[:_LONGEST_PATH]
    asked = path not in ROOTS and _ARTICLE_URL.search(path) is not None
    at_root = bool(parsed.page.url) and path in ROOTS
    headed = not at_root and 1 <= len(metadata.blocks) <= 2 and bool(body.title.text)
    if not headed and fronts.front_with_words(parsed, site, links):
        return _front_verdict(asked)
    digest = (
        Verdict("list", f"its text is its rows ({len(rows)} rows)") if prose.is_digest(body, rows) else None
    )
    if digest is not None and not asked:
        return digest
    if digest is None and reads_on and running >= max(400, 0.3 * linked):
        return Verdict("report", "it has the running text of an article")
    paged = any(name in parsed.text for name in _PAGING_NAMES) and bool(_PAGING.search(parsed.text))
    thin = asked and fronts.thin_front(parsed, site, body, links)
    if not headed and (at_root or thin or fronts.front(parsed, site, links, paged)):
        return _front_verdict(asked)
    if digest is not None:
        return digest
    paging = paged or bool(listing is not None and rows and listing.next)
    if not paging and soft_errors.is_empty_template(parsed, body, metadata, asked, len(rows)):
        return Verdict("error_page", "an article's template without an article: no text, and empty labels")
    if not paging and not rows and prose.says_little(parsed, body, metadata):
        return Verdict("empty", f"a few words that nothing marks as a document's: {body.text[:40]}")
    pictured = bool(body.blocks) and not body.text and prose.bears_mark(parsed, body, "")
    if running >= 4 or body.attachments or pictured:  # a document may be one picture 图解
        if headed and (len(rows) < 2 or len(metadata.blocks) == 1):
            return Verdict("report", "a text under a line of date and source")
        if asked and reads_on:
            return Verdict("report", "text at the address of an article")
    if pictured and len(rows) < 2 and not paging:
        return Verdict("report", "a picture under the headline of a document")
    if running >= 6 and not paging and prose.stands_apart(parsed, body, rows):
        return Verdict("report", "a text under the headline of a document, beside a list of others")
    if running >= 6 and not paging and prose.is_signed(body):
        return Verdict("report", "a signed text under the headline of a document, with links beside")
    if reads_on and not paging and running >= max(20, 0.15 * linked, sum(len(row.title) for row in rows)):
        return Verdict("report", "more text than links")
    if reads_on and not paging and running >= 0.15 * linked and prose.heads_a_text(body):
        return Verdict("report", "sentences under the headline of a document, with links beside")
    if not rows and not paging and not running and shells.framed(parsed):
        return Verdict("shell", "furniture round a frame: the content is at its address")
    if rows or paging or lost or len(links) >= 5:
        return Verdict(
            "list", f"links rather than text ({len(rows)} rows)" if rows else "links rather than text"
        )
    if body.blocks or body.attachments:
        return Verdict("report", "a short page with text of its own")
    return Verdict("empty", "no text beside the page's furniture")


def _front_verdict(asked: bool) -> Verdict:
    if asked:
        return Verdict("error_page", "a site's front page in answer to the address of an article")
    return Verdict("home", "a site's front page")
