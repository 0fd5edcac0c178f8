"""Whether an address shows another document than before: a mark of a version, not a state of an address.

A state says whether something is there, and something is: the address never missed. What changed is what was
published there, which is what versions are for; so the new version is marked, and the version before it keeps
its text. As a state, `replaced` would end at the next visit, and the mark would be lost among states.
"""

from __future__ import annotations

import re

from sqlite_utils import Database

RUN = 8
"""Characters of a run that is looked for: long enough not to be a stock phrase of the genre."""

KEPT = 0.3
"""Share of the earlier text's runs below which the later one is another text. Reports of one town for two
years share their headings and stock sentences; an edited document keeps most of its own."""

_PLAIN = re.compile(r"[\W_]+")


def kept_share(before: str, after: str) -> float:
    """The share of the earlier text's runs of characters that the later one still has, 0 to 1; punctuation
    and white space aside. An empty text keeps nothing and loses nothing: 1."""
    runs, held = _runs(before), _runs(after)
    return len(runs & held) / len(runs) if runs else 1.0


def is_replaced(title_before: str, text_before: str, title_after: str, text_after: str) -> bool:
    """Whether another title and another text stand where a document stood. A title alone that was corrected,
    or a text alone that was rewritten, is an edit."""
    return _plain(title_before) != _plain(title_after) and kept_share(text_before, text_after) < KEPT


def mark_replaced(db: Database, crawl: int) -> None:
    """Mark the versions of a crawl that are other documents. Needs an open transaction."""
    for row in db.execute(_CHANGED, [crawl]).fetchall():
        version, before, *texts = row
        if not is_replaced(*texts):
            continue
        kept = kept_share(texts[1], texts[3])
        said = f"another document: 《{texts[0]}》 was here before; {kept:.0%} of its text is left"
        db.execute("insert or replace into replacements values (?, ?, ?, ?)", [version, before, kept, said])


def _runs(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[n : n + RUN] for n in range(max(len(plain) - RUN + 1, min(len(plain), 1)))}


def _plain(text: str) -> str:
    return _PLAIN.sub("", text)


_CHANGED = """
select v.id, b.id, b.title, b.text, v.title, v.text
from fetches f
join versions v on v.document = f.document and v."fetch" = f.id
join versions b on b.document = v.document and b.number = v.number - 1
where f.crawl = ? and f.change = 'changed'
"""
