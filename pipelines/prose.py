"""What the body of a page says, for telling a document from a list and from a few words of a server's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import ListRow
from pipelines import boilerplate, marks
from pipelines.body import Body
from pipelines.dom import Parsed
from pipelines.locate import signature
from pipelines.metadata_blocks import Found

FEW_ROWS = 5
SOME_SENTENCES = 50
"""Rows of a list, and characters of sentences: what has as many rows and fewer sentences is no article."""
FEW_WORDS = 80
"""Characters. A text as short, without any mark of a document, may be an error in words nobody foresaw."""
FEW_FOREIGN_WORDS = 600
"""The same without a Chinese character: servers and firewalls speak English, and at greater length."""
_HAN = re.compile(r"[一-鿿]")
_LONG_TITLE = 10
"""Characters. Names of columns are shorter."""
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_SENTENCE = 150
"""Characters a mark on average, in the longest-winded prose."""
_OPENING = 4000
"""Characters of the page in which a day of publication is looked for."""


def _lines(body: Body) -> Iterator[str]:
    """The body's lines and cells."""
    for block in body.blocks:
        if block.kind != "image":
            yield from re.split(r"[\t\n]", block.text)


def sentences(body: Body) -> int:
    """The characters of the body's lines and cells that are sentences, which rows of a list are not."""
    said = (line for line in _lines(body) if _SENTENCE.search(line))
    return sum(len(line) for line in said if not boilerplate.set_apart(line))


def bears_mark(parsed: Parsed, body: Body, text: str) -> bool:
    """Whether a page bears a document's mark: a title, a day of publication beside the title or the body, a
    signature 落款 under the text."""
    if marks.titled(parsed) or marks.is_document_title(body.title.text) or is_headed(parsed, body):
        return True
    if marks.dated(parsed.visible[:_OPENING]):
        return True
    return _ends_signed(text)


def is_headed(parsed: Parsed, body: Body) -> bool:
    """Whether a headline of the page is in `<title>` too, before the site's name, and is longer than the
    names of columns: servers and firewalls title their pages with no site's name."""
    said = marks.headline(parsed)
    if said == parsed.title or body.title.text != said or not body.title.rule.startswith("headline"):
        return False
    return may_head_an_article(said)


def may_head_an_article(title: str) -> bool:
    """Whether a headline may be an article's: longer than the names of columns, Chinese, and no error."""
    long = len(title) >= _LONG_TITLE and len(_HAN.findall(title)) > _LONG_TITLE // 2
    return long and marks.may_be_an_article(title)


def _ends_signed(text: str) -> bool:
    last = text.rpartition("\n")[2]
    return last != text and len(last) <= 60 and signature(last)


def is_signed(body: Body) -> bool:
    """Whether a text with a signature 落款 stands under a headline that is a document's."""
    return marks.is_document_title(body.title.text) and _ends_signed(body.text)


def says_little(parsed: Parsed, body: Body, metadata: Found) -> bool:
    """Whether a page says a few words, and bears no mark of a document: neither title, day, signature,
    catalogue entry nor file. An address is no mark: soft errors come in answer to articles' addresses."""
    text = body.text
    if not text or body.attachments or len(text) > 10 * FEW_WORDS:
        return False
    # A footer and the like that was taken for a part of the text says nothing for it.
    limit = FEW_WORDS if _HAN.search(text) else FEW_FOREIGN_WORDS
    if sum(len(line) for line in _lines(body) if not boilerplate.set_apart(line)) >= limit:
        return False
    if any(pair.raw for block in metadata.blocks for pair in block.pairs):
        return False
    return not bears_mark(parsed, body, text)


def heads_a_text(body: Body) -> bool:
    """Whether sentences stand under a headline that is a document's and no column's (通知公告, 权力清单)."""
    title = body.title.text
    long = len(title) >= _LONG_TITLE or "关于" in title
    return long and marks.is_document_title(title) and sentences(body) >= SOME_SENTENCES


def stands_apart(parsed: Parsed, body: Body, rows: tuple[ListRow, ...]) -> bool:
    """Whether sentences or a table stand under a document's headline, and the page's rows elsewhere."""
    if not (marks.is_document_title(body.title.text) or is_headed(parsed, body)):
        return False
    if any(row.title in body.text for row in rows[:5]):
        return False
    return any(b.kind == "table" or (b.kind == "paragraph" and b.text.endswith("。")) for b in body.blocks)


def is_digest(body: Body, rows: tuple[ListRow, ...]) -> bool:
    """Whether the body is a list with an abstract below each row: it opens with the first of them, holds
    them all, and each has its day. An article's own list of links comes after its words."""
    if len(rows) < FEW_ROWS or not all(row.date for row in rows) or heads_a_text(body):
        return False
    text = body.text
    return rows[0].title in text[: _LONG_TITLE + 2 * len(rows[0].title)] and all(
        row.title in text for row in rows
    )


def lost_links(parsed: Parsed, body: Body) -> bool:
    """Whether a page nested too deep was read without most of its links: then what is left of a list looks
    like running text, but has hardly a sentence in it."""
    if not any("nested" in problem for problem in parsed.problems):
        return False
    assert parsed.root is not None
    read = sum(1 for _ in parsed.root.iter("a"))
    if parsed.text.count("<a ") < 2 * read + FEW_ROWS:
        return False
    text = body.text
    return len(text) > _LONGEST_SENTENCE * len(_SENTENCE.findall(text))
