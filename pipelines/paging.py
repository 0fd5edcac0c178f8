"""Where a list goes on: the calls that draw page links by script. Links are read in `page_links`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import islice

from pipelines.dom import Parsed


@dataclass(frozen=True, slots=True)
class Paging:
    """The address of the next page (empty on the last), and what the page claims of pages and records."""

    next: str = ""
    pages: int | None = None
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call that draws page links: its function, its arguments, and the script it stands in."""

    name: str
    args: tuple[str | int, ...]
    script: str


_CALL = re.compile(r"(?<!function )\b(createPageHTML|createPage|pageControl)\s*\(([^(){};]{3,200})\)")
_LINE_COMMENT = re.compile(r"(?<=[;{}\s])//")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]*))\s*(?:,|$)""")
_MOST_CALLS = 20
"""Calls on a page; one above a list and one below it are the most that are known."""
_ARTICLE_NAME = re.compile(r"t?\d{6,}(?:_\d+)?|[0-9a-f]{24,32}|(?:content|art|post|detail)_\w*\d+")


def script_calls(parsed: Parsed) -> list[Call]:
    """The calls of a page's own scripts, definitions and comments aside; variables stand for their
    numbers.
    """
    calls: list[Call] = []
    for script in parsed.scripts:
        if "createPage" not in script and "pageControl" not in script:
            continue
        code = "\n".join(map(_without_line_comment, _without_comments(script).split("\n")))
        for match in islice(_CALL.finditer(code), _MOST_CALLS - len(calls)):
            calls.append(Call(match[1], _arguments(match[2], code), code))
    return calls


def _without_line_comment(line: str) -> str:
    """A line of a script up to its comment; what stands before a quote may be inside a string."""
    if "//" not in line:
        return line
    if line.lstrip().startswith("//"):
        return ""
    comment = _LINE_COMMENT.search(line, max(line.rfind("'"), line.rfind('"')) + 1)
    return line[: comment.start()] if comment else line


def _without_comments(script: str) -> str:
    pieces: list[str] = []
    end = 0
    while (start := script.find("/*", end)) >= 0:
        pieces.append(script[end:start])
        close = script.find("*/", start + 2)
        if close < 0:
            return "".join(pieces)
        end = close + 2
    return "".join([*pieces, script[end:]])


def _arguments(text: str, code: str) -> tuple[str | int, ...]:
    values: list[str | int] = []
    for match in _ARGUMENT.finditer(text.strip()):
        if match.end() == match.start():
            break
        quoted = match[1] if match[1] is not None else match[2]
        values.append(quoted if quoted is not None else _number(match[3].strip(), code))
    return tuple(values)


def _number(text: str, code: str) -> str | int:
    if text.isdecimal():
        return int(text)
    given = re.search(rf"\b{re.escape(text)}\s*=\s*[\"']?(\d+)", code) if text.isidentifier() else None
    return int(given[1]) if given else text


def is_article_name(name: str) -> bool:
    """Whether the page name in a call is an article's: then the call pages its parts, not a list
    (CMS.md §3.1).
    """
    return _ARTICLE_NAME.fullmatch(name) is not None


def whole(value: str | int | None) -> int | None:
    """A number given as a number or in quotes, else None."""
    if isinstance(value, int):
        return value
    return int(value) if value is not None and value.strip().isdecimal() else None


def numbered(name: str, number: int, extension: str) -> str:
    """`index`, 2, `html` → `index_2.html`, as both families build it."""
    return f"{name}_{number}.{extension.lstrip('.')}"


def recount(pages: int, records: int | None, script: str) -> int:
    """The pages, where the script counts them anew from the records: `Math.ceil(_recordCount/ 20)`
    (Guangxi).
    """
    size = re.search(r"Math\.ceil\(\s*+_?\w{0,40}[rR]ecord\w{0,40}\s*+/\s*(\d+)\s*\)", script)
    if size and records and int(size[1]):
        return math.ceil(records / int(size[1]))
    return pages
