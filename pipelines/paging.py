"""Where a list goes on: the calls that draw page links by script, and the links of pages drawn by the
server.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import islice

from lxml import html

from pipelines.dom import Parsed, short_text, text_of
from pipelines.links import is_address, resolve
from pipelines.site import Site

Element = html.HtmlElement


@dataclass(frozen=True, slots=True)
class Paging:
    """The address of the next page (empty on the last), and what the page claims of pages and records."""

    next: str = ""
    pages: int | None = None
    records: int | None = None


# --- calls in scripts --------------------------------------------------------------------------


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


# --- links -------------------------------------------------------------------------------------

_NEXT = re.compile(r"(?:下一?[页頁]|后一?页|下[页頁]|next(?:\s*page)?)[\s>＞»›]*|[>＞»›]{1,2}", re.IGNORECASE)
_LAST = re.compile(r"(?:尾|末|最后一|最末|最后)[页頁]|last", re.IGNORECASE)
_CURRENT = re.compile(
    r"(?:^|[\s_-])(?:cur|current|curr|on|now|active|select|selected|hover|this|thisclass)(?:$|[\s_-])"
)
_PAGES = re.compile(r"共\s*(\d+)\s*页|(?:页次|当前|第)?\s*[:：]?\s*\d+\s*/\s*(\d+)\s*页")
_RECORDS = re.compile(r"共\s*有?\s*(\d+)\s*(?:条|篇|件|项)|总(?:记录|条)数\s*[:：]?\s*(\d+)")
_LONGEST = 300


def link_paging(parsed: Parsed, site: Site | None = None) -> Paging:
    """Paging as the links of the page say it: 下一页, else the number after the current one."""
    if parsed.root is None:
        return Paging()
    given = parsed.root.cssselect(site.list.next) if site is not None and site.list.next else []
    links = [a for a in parsed.root.iter("a") if not _is_dead(a)]
    following = (
        given[0] if given else next((a for a in links if _NEXT.fullmatch(short_text(a, 12) or "")), None)
    )
    bar = _bar(following) if following is not None else _numbers_bar(links)
    if bar is None:
        return _counts(parsed, Paging(_address(parsed, following)))
    if following is None:
        following = _after_current(bar)
    address = _address(parsed, following)
    current = _current(bar)
    if following is not None and current is not None and current.get("href") == following.get("href"):
        address = ""
    return _told(text_of(bar), Paging(address, _count(bar)))


def _is_dead(link: Element) -> bool:
    """Whether a link is switched off: no address, or marked so."""
    return not is_address(link.get("href") or "") or "disabled" in (link.get("class") or "")


def _address(parsed: Parsed, link: Element | None) -> str:
    if link is None or _is_dead(link):
        return ""
    address = resolve(parsed, link.get("href") or "")
    return "" if address == parsed.page.url.partition("#")[0] else address


def _bar(link: Element) -> Element:
    """The element that holds a page's paging: as large as it gets while it stays short."""
    bar = link
    for above in link.iterancestors():
        if above.tag in ("body", "html") or short_text(above, _LONGEST) is None:
            break
        bar = above
        if (
            sum(_digit(child) is not None for child in above.iter("a", "span", "strong", "b", "em", "li"))
            >= 2
        ):
            break
    return bar


def _numbers_bar(links: list[Element]) -> Element | None:
    """The element around the first links that are numbers, two at least."""
    refused: set[Element] = set()
    for link in links:
        if _digit(link) is None:
            continue
        for above in islice(link.iterancestors(), 2):
            if above in refused:
                continue
            if (
                short_text(above, _LONGEST) is not None
                and sum(_digit(a) is not None for a in above.iter("a")) >= 2
            ):
                return above
            refused.add(above)
    return None


def _digit(element: Element) -> int | None:
    text = (short_text(element, 12) or "").strip("[]【】 ")
    return int(text) if text.isdecimal() and len(text) <= 5 else None


def _current(bar: Element) -> Element | None:
    for element in bar.iter("a", "span", "strong", "b", "em", "li", "font"):
        if _digit(element) is None:
            continue
        dead = element.tag != "li" and not is_address(element.get("href") or "")
        inside = element.tag != "a" and (element.find(".//a") is not None or element.getparent().tag == "a")
        if _CURRENT.search((element.get("class") or "").lower()) or (dead and not inside):
            link = element.find(".//a")
            return element if link is None else link
    return None


def _after_current(bar: Element) -> Element | None:
    current = _current(bar)
    number = _digit(current) if current is not None else None
    if number is None:
        return None
    return next((a for a in bar.iter("a") if _digit(a) == number + 1), None)


def _count(bar: Element) -> int | None:
    """The highest page number, when the link to the last page leads there: else the numbers are a window."""
    links = [(number, a.get("href")) for a in bar.iter("a") if (number := _digit(a)) is not None]
    last = next((a.get("href") for a in bar.iter("a") if _LAST.fullmatch(text_of(a))), None)
    if not links or last is None:
        return None
    highest, address = max(links, key=lambda pair: pair[0])
    return highest if address == last else None


def _told(text: str, paging: Paging) -> Paging:
    """Pages and records as words: 共 5 页, 共 1089 条."""
    pages = _PAGES.search(text)
    records = _RECORDS.search(text)
    return Paging(
        paging.next,
        int(pages[1] or pages[2]) if pages else paging.pages,
        int(records[1] or records[2]) if records else paging.records,
    )


def _counts(parsed: Parsed, paging: Paging) -> Paging:
    """Counts of a page without page links: a short text of its own such as 共 1 页 or 共 8 条."""
    assert parsed.root is not None
    for text in parsed.root.xpath("//body//text()[contains(., '共') and string-length(.) < 40]")[:20]:
        element = text.getparent()
        if element.tag in ("script", "style") or not (around := short_text(element, 40)):
            continue
        told = _told(around, paging)
        if told != paging:
            return told
    return paging
