"""What a reader types, as an FTS5 expression that is never an error and never empty.

Words are AND; `"…"` keeps words together; `-词` excludes; `OR` or `|` between two words wants either, and
binds closer than AND. A word is a substring: it is found inside longer words, but a number or a Latin word
only whole (551 is not in 5516). Punctuation inside a word stands for any punctuation or white space:
`〔2023〕8号` finds `[2023] 8号`, and `全会、系列` finds `全会，系列` but not `全会系列`. All else is
text, also what FTS5 would take for an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.segment import LETTER, Run, runs

LONGEST = 1000
"""Characters of a query that are read."""

MOST_WORDS = 64
"""Words of a query that are read."""

NEVER = '"永never"'
"""A token no text has (Han and Latin are never in one): the answer when there is nothing to look for."""

_QUOTES = str.maketrans("“”„‟＂「」『』", '"""""""""')
_PIECE = re.compile(r'(?P<minus>[-－−]?)"(?P<quoted>[^"]*)"?|(?P<bar>[|｜])|(?P<word>[^\s"|｜]+)')
_OR = frozenset({"OR", "ＯＲ"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: as typed, and its runs."""

    typed: str
    runs: tuple[Run, ...]

    @property
    def phrase(self) -> str:
        """The word as an FTS5 phrase. Its last run, when Han, may go on in the text: no closing token."""
        *before, last = self.runs
        tokens = [token for run in before for token in run.tokens]
        if last.is_han and len(last.text) == 1:
            return f'"{" ".join([*tokens, last.text])}" *'
        return f'"{" ".join([*tokens, *last.pairs])}"'

    @property
    def pattern(self) -> re.Pattern[str]:
        """The same over folded text: where the word stands."""
        parts = []
        for before, run in zip((None, *self.runs), self.runs, strict=False):
            if before is not None:
                parts.append(r"[\W_]+" if before.is_han == run.is_han else r"[\W_]*")
            text = re.escape(run.text)
            parts.append(text if run.is_han else f"(?<!{LETTER}){text}(?!{LETTER})")
        return re.compile("".join(parts))


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: of each tuple in `wanted` a document has one term, of `unwanted` none."""

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
        """The query in words; empty where there is nothing to look for."""
        if not self.wanted:
            return ""
        parts = " 且 ".join(" 或 ".join(f"“{t.typed}”" for t in either) for either in self.wanted)
        without = "".join(f"，不含“{t.typed}”" for t in self.unwanted)
        return f"含 {parts}{without}"


def parse(words: str) -> Query:
    """Read a query; whatever cannot be read is left out and said in `messages`."""
    messages: list[str] = []
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    either = False
    for typed, kind in _pieces(words, messages):
        if kind == "or":
            either = bool(wanted)
            continue
        found = tuple(runs(typed))
        if not found:
            shown = typed.strip() or '""'
            messages.append(f"“{shown}”没有可检索的字，已略过。Nothing to look for in it: left out.")
            continue
        term = Term(typed.strip(), found)
        if kind == "unwanted":
            unwanted.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        either = False
    if unwanted and not wanted:
        messages.append("只有要排除的词，请再写上要找的词。Only words to exclude: add one to find.")
    once = {frozenset(term.phrase for term in either): _each_once(either) for either in wanted}
    return Query(tuple(once.values()), _each_once(unwanted), tuple(messages))


def _each_once(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Terms without repeats: one word sixty times over would be matched, and marked, sixty times."""
    return tuple({term.phrase: term for term in terms}.values())


def _pieces(words: str, messages: list[str]) -> Iterator[tuple[str, str]]:
    """The pieces of a query, and what each is: `wanted`, `unwanted` or `or`."""
    if len(words) > LONGEST:
        messages.append(
            f"检索词过长，只用了前 {LONGEST} 个字。Only its first {LONGEST} characters were used."
        )
    typed = words[:LONGEST].translate(_QUOTES)
    if typed.count('"') % 2:
        messages.append("引号没有成对，当作引到末尾。An open quotation mark: taken to the end.")
    for number, piece in enumerate(_PIECE.finditer(typed)):
        if number == MOST_WORDS:
            messages.append(
                f"检索词过多，只用了前 {MOST_WORDS} 个。Only the first {MOST_WORDS} words were used."
            )
            return
        word = piece["word"]
        if piece["bar"] or word in _OR:
            yield "", "or"
        elif word is None:
            yield piece["quoted"], "unwanted" if piece["minus"] else "wanted"
        elif word[0] in "-－−" and len(word) > 1:
            yield word[1:], "unwanted"
        elif word not in {"AND", "-"}:
            yield word, "wanted"
