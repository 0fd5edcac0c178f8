"""What a reader types, as an FTS5 expression that is never an error.

Words are AND; `"…"` is exact; `-词` excludes; `OR` or `|` between two words gives either of them. A word is a
substring: it is found inside longer words, and punctuation inside it stands for any punctuation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.segment import bigrams, coded, fold, han_tokens, runs

LONGEST = 1000
"""Characters of a query that are read."""

MOST_WORDS = 64

NEVER = '"\ue000"'
"""A token no text has: the answer to a query with nothing to look for (FTS5 refuses an empty one)."""

_QUOTES = str.maketrans("“”„‟＂「」『』", '"""""""""')
_PIECE = re.compile(r'(?P<minus>[-－−]?)"(?P<quoted>[^"]*)"?|(?P<bar>[|｜])|(?P<word>[^\s"|｜]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: as typed, and its runs of Han characters or letters and digits."""

    typed: str
    runs: tuple[tuple[str, bool], ...]

    @property
    def phrase(self) -> str:
        """The word as an FTS5 phrase. Its last run, when Han, may go on in the text: no closing token."""
        tokens: list[str] = []
        for run, han in self.runs[:-1]:
            tokens += han_tokens(run) if han else [coded(run)]
        last, han = self.runs[-1]
        if not han:
            return f'"{" ".join([*tokens, coded(last)])}"'
        if len(last) > 1:
            return f'"{" ".join([*tokens, *bigrams(last)])}"'
        return f'"{" ".join([*tokens, coded(last)])}" *'


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: each of `wanted` is a set of alternatives, one of which must stand in the text."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def match(self) -> str:
        """The FTS5 expression; never empty."""
        if not self.wanted:
            return NEVER
        together = " AND ".join(f"({' OR '.join(t.phrase for t in either)})" for either in self.wanted)
        if not self.unwanted:
            return together
        return f"({together}) NOT ({' OR '.join(t.phrase for t in self.unwanted)})"

    @property
    def terms(self) -> tuple[Term, ...]:
        """The words to mark in a text."""
        return tuple(term for either in self.wanted for term in either)

    @property
    def said(self) -> str:
        """The query in words."""
        if not self.wanted:
            return ""
        parts = " 且 ".join("或".join(f"“{t.typed}”" for t in either) for either in self.wanted)
        without = "".join(f"，不含“{t.typed}”" for t in self.unwanted)
        return f"含 {parts}{without}"


def parse(words: str) -> Query:
    """Read a query; whatever cannot be read is left out and said in `messages`."""
    messages: list[str] = []
    if len(words) > LONGEST:
        messages.append(f"检索词过长，只用了前 {LONGEST} 个字。")
        words = words[:LONGEST]
    words = words.translate(_QUOTES).replace("\x00", " ")
    if words.count('"') % 2:
        messages.append("引号没有成对，已当作到末尾为止。")
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    either = False
    for piece in list(_PIECE.finditer(words))[:MOST_WORDS]:
        typed = piece["quoted"] if piece["quoted"] is not None else piece["word"]
        if piece["bar"] or typed == "OR":
            either = bool(wanted)
            continue
        if typed == "AND":
            continue
        excluded = bool(piece["minus"])
        if piece["quoted"] is None and typed[0] in "-－−" and len(typed) > 1:
            excluded, typed = True, typed[1:]
        found = tuple(runs(fold(typed)))
        if not found:
            messages.append(f"“{typed}”里没有可检索的字，已略过。")
            continue
        term = Term(typed.strip(), found)
        if excluded:
            unwanted.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        either = False
    if unwanted and not wanted:
        messages.append("只有要排除的词：请再写上要找的词。")
    return Query(tuple(tuple(e) for e in wanted), tuple(unwanted), tuple(messages))
