# ruff: noqa: E501  (markup and rows of tables are easier to check on one line)
"""Extraction beside its peers: fidelity, speed, growth with the size of a page, memory. One command:

    python -m tests.benchmarks.extraction [--pages ../shared/pages] [--rounds 5] [--quick]

prints the tables of docs/benchmarks.md, about two minutes. Peers that are not installed are left out and
named; `docs/benchmarks.md` says how to make an environment that has them all. All readers run in one
process, in turn, over the same pages. Pages that a reader cannot read count with the time they took.

    GONGKAI="python -m tests.benchmarks.extraction --as trafilatura" python ../shared/score_fidelity.py

puts a peer behind the words of `gongkai extract --json`: the shared scorer then judges all that it judges.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import io
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

Read = Callable[[bytes, str], tuple[str, str]]
"""From a page's bytes, and its text decoded beforehand, to (title, text)."""

SMALL = 10 * 1024
"""Bytes. Smaller files of the folder are fragments: a list without its page, an error, a challenge."""


def gongkai(body: bytes, _: str) -> tuple[str, str]:
    """Everything: kind, text, blocks, title, metadata with evidence, what was removed, attachments, lists."""
    from pipelines.answer import Page
    from pipelines.extract import extract

    answer = extract(Page("", body))
    return answer.title, answer.text


def bare_lxml(body: bytes, _: str) -> tuple[str, str]:
    """The tree and nothing else: what no reader built on lxml can be faster than."""
    from lxml import html

    html.document_fromstring(body)
    return "", ""


def trafilatura(body: bytes, _: str) -> tuple[str, str]:
    """The bars it prints between the cells of a table are taken out again, in its favour."""
    from trafilatura import bare_extraction

    found = bare_extraction(body, include_tables=True, favor_recall=True, with_metadata=True)
    return ((found.title or ""), _BARS.sub("", found.text or "")) if found else ("", "")


_BARS = re.compile(r"^\| | \|(?: |$)|^[|-]+$", re.MULTILINE)


def readability(_: bytes, text: str) -> tuple[str, str]:
    import lxml.html
    from readability import Document

    document = Document(text)
    return document.short_title(), lxml.html.fromstring(document.summary()).text_content()


def gne(_: bytes, text: str) -> tuple[str, str]:
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(text)
    return found["title"], found["content"]


def justext(_: bytes, text: str) -> tuple[str, str]:
    """It has no stop words for Chinese; its manual says to set both shares to 0 then."""
    import justext

    found = justext.justext(text, frozenset(), stopwords_low=0, stopwords_high=0)
    return "", "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def resiliparse(_: bytes, text: str) -> tuple[str, str]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(text)
    return tree.title or "", extract_plain_text(tree, main_content=True, alt_texts=False)


READERS: dict[str, tuple[Read, str, str]] = {  # what it gives, and the package it comes from
    "gongkai": (
        gongkai,
        "gongkai",
        "text, blocks, title, metadata with evidence, removed blocks, kind, lists",
    ),
    "bare lxml": (bare_lxml, "lxml", "a tree"),
    "trafilatura": (trafilatura, "trafilatura", "text, title, some metadata"),
    "readability-lxml": (readability, "readability-lxml", "text, title"),
    "GNE": (gne, "gne", "text, title, author, date"),
    "justext": (justext, "justext", "text"),
    "resiliparse": (resiliparse, "resiliparse", "text, title"),
}
_MODULES = {"bare lxml": "lxml", "readability-lxml": "readability", "GNE": "gne", "gongkai": "pipelines"}


def installed() -> tuple[list[str], list[str]]:
    """The readers that can run here, and those that cannot."""
    names = {name: importlib.util.find_spec(_MODULES.get(name, name)) is not None for name in READERS}
    return [n for n, there in names.items() if there], [n for n, there in names.items() if not there]


def tried(read: Read, body: bytes, text: str) -> tuple[str, str]:
    """What a reader says; nothing where it raises: peers do on empty pages and on challenges."""
    try:
        return read(body, text)
    except Exception:
        return "", ""


# The pages


@dataclass(frozen=True)
class Saved:
    """A saved page: its bytes, and the same decoded for readers that want text (untimed, in their favour)."""

    name: str
    body: bytes
    text: str


def saved_pages(folder: Path) -> list[Saved]:
    from pipelines.decode import decode

    pages = [(path.name, path.read_bytes()) for path in sorted((folder / "html").glob("*.html"))]
    return [Saved(name, body, decode(body, "").text.replace("\x00", "")) for name, body in pages]


@cache
def scorer(folder: Path) -> Callable[[str, str, str], tuple[float, float, float]]:
    """`score` of the shared script: (kept, noise, F1)."""
    spec = importlib.util.spec_from_file_location("score_fidelity", folder.parent / "score_fidelity.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Callable[[str, str, str], tuple[float, float, float]] = module.score
    return score


# Fidelity and speed


def fidelity(folder: Path, pages: Sequence[Saved], name: str) -> list[tuple[str, float, float, float]]:
    """(page, kept, noise, F1) for each gold page, the worst first."""
    read, score = READERS[name][0], scorer(folder)
    found = []
    for page in pages:
        gold = folder / "gold" / f"{Path(page.name).stem}.txt"
        if gold.is_file():
            title, text = tried(read, page.body, page.text)
            found.append((page.name, *score(gold.read_text(encoding="utf-8"), text, title)))
    return sorted(found, key=lambda row: row[3])


def race(pages: Sequence[Saved], names: Sequence[str], rounds: int) -> dict[str, list[list[float]]]:
    """Seconds by reader, round and page. The readers take turns, so that a busy moment meets them all."""
    seconds: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            read = READERS[name][0]
            gc.collect()
            taken = []
            for page in pages:
                start = time.perf_counter()
                tried(read, page.body, page.text)
                taken.append(time.perf_counter() - start)
            seconds[name].append(taken)
    return seconds


def rates(seconds: list[list[float]], chosen: Sequence[int]) -> list[float]:
    """Pages a second of each round over some of the pages."""
    return [len(chosen) / sum(taken[i] for i in chosen) for taken in seconds]


def compare(folder: Path, rounds: int) -> None:
    pages = saved_pages(folder)
    names, missing = installed()
    everything = range(len(pages))
    whole = [i for i in everything if len(pages[i].body) > SMALL]
    for name in names:  # imports, and tables that are made once, belong to no page
        tried(READERS[name][0], b"<html><body><p>a</p></body></html>", "<html><body><p>a</p></body></html>")
    scores = {name: fidelity(folder, pages, name) for name in names if name != "bare lxml"}
    seconds = race(pages, names, rounds)

    print(
        f"{len(pages)} pages, {_mean(pages, everything):.0f} kB on average; {len(whole)} of them over 10 kB, "
        f"{_mean(pages, whole):.0f} kB. Median of {rounds} rounds (slowest–fastest), one process, in turn. The last "
        "two columns but one are of the pages over 10 kB; in brackets from the fastest reading of each page.\n"
    )
    print("| | text F1 | exact | pages/s, all | pages/s, over 10 kB | gongkai is | of bare lxml | gives |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    ours, bare = (_times(seconds[name], whole) for name in ("gongkai", "bare lxml"))
    for name in names:
        of_all, of_whole = rates(seconds[name], everything), rates(seconds[name], whole)
        if name in scores:
            rows = scores[name]
            exact = sum(kept >= 0.9995 and noise <= 0.005 for _, kept, noise, _ in rows)
            told = f"{sum(row[3] for row in rows) / len(rows):.4f} | {exact} of {len(rows)}"
        else:
            told = "– | –"
        middle, least = _times(seconds[name], whole)
        times = "" if name == "gongkai" else f"{middle / ours[0]:.2f} × ({least / ours[1]:.2f} ×) as fast"
        share = "" if name == "bare lxml" else f"1/{middle / bare[0]:.1f} (1/{least / bare[1]:.1f})"
        print(
            f"| {name} {_version(name)} | {told} | {_spread(of_all)} | {_spread(of_whole)} | {times} | {share} "
            f"| {READERS[name][2]} |"
        )
    if missing:
        print(f"\nNot installed here, so not measured: {', '.join(missing)}.")

    print("\nThe worst gold page of each, and every page of ours that is not exact:\n")
    for name, rows in scores.items():
        if rows:
            page, kept, noise, f1 = rows[0]
            print(f"- {name}: {page}, F1 {f1:.4f}, kept {kept:.2%}, noise {noise:.2%}")
    for page, kept, noise, _ in scores.get("gongkai", []):
        if kept < 0.9995 or noise > 0.005:
            print(f"- gongkai is not exact on {page}: kept {kept:.3%}, noise {noise:.3%}")

    print("\nOur slowest pages by time per byte (over 10 kB):\n")
    print("| page | kB | ms | ms a MB | bare lxml ms | × bare lxml |\n| --- | --- | --- | --- | --- | --- |")
    best = {
        name: [median(r[i] for r in seconds[name]) for i in everything] for name in ("gongkai", "bare lxml")
    }
    by_byte = sorted(whole, key=lambda i: -best["gongkai"][i] / len(pages[i].body))
    for i in by_byte[:6]:
        took, bare_took, size = best["gongkai"][i], best["bare lxml"][i], len(pages[i].body)
        print(
            f"| {pages[i].name} | {size / 1000:.0f} | {took * 1000:.1f} | {took * 1e9 / size:.0f} | "
            f"{bare_took * 1000:.2f} | {took / bare_took:.1f} |"
        )


def _times(seconds: list[list[float]], chosen: Sequence[int]) -> tuple[float, float]:
    """Seconds for some of the pages: the median round, and the fastest reading of each page."""
    rounds = [sum(taken[i] for i in chosen) for taken in seconds]
    return median(rounds), sum(min(taken[i] for taken in seconds) for i in chosen)


def _mean(pages: Sequence[Saved], chosen: Sequence[int]) -> float:
    return sum(len(pages[i].body) for i in chosen) / max(1, len(chosen)) / 1000


def _spread(values: list[float]) -> str:
    return f"{median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def _version(name: str) -> str:
    try:
        return version(READERS[name][1])
    except PackageNotFoundError:
        return ""


# Growth with the size of a page: pages of our own, made to any size

_TITLE = "清溪镇2023年度法治政府建设情况报告"
_HEAD = (
    f'<html><head><meta charset="utf-8"><title>{_TITLE}_云溪县人民政府</title>'
    f'<meta name="ArticleTitle" content="{_TITLE}"><meta name="PubDate" content="2024-01-17 10:20"></head><body>'
    '<div class="top"><a href="/">首页</a><a href="/a/">政务公开</a></div>'
    f'<table class="xxgk"><tr><td>索引号：</td><td>640000027/2024-00001</td><td>发布机构：</td><td>清溪镇</td></tr></table>'
    f"<h1>{_TITLE}</h1>"
)
_FOOT = '<div class="footer"><p>主办单位：云溪县人民政府办公室</p><p>网站标识码：0000000001</p></div></body></html>'


def _paragraph(n: int) -> str:
    return (
        f"<p>　　（{n}）组织中心组学习{n % 50}次，开展宣讲{n % 90}场，在{n % 9}个村1个社区设置法律顾问，依据"
        f"《行政处罚法》第{n % 86}条办理案件{n}件，受教育群众{n * 3}人次。</p>\n"
    )


def _pasted(n: int) -> str:
    return (
        f'<p class="MsoNormal" style="text-indent:32pt"><span style="font-family:仿宋">开展学习<span lang="EN-US">{n}'
        '<o:p></o:p></span></span><font face="仿宋">次，<span style="font-size:16pt">共\n   办理</span></font>'
        f"<b>{n * 7}</b><span>件。</span></p>\n"
    )


def _row(n: int) -> str:
    return f"<tr><td>第{n}村</td><td>{n}</td><td>{n * 2}</td><td>已办结第{n}件事项</td></tr>"


def _item(n: int) -> str:
    return f'<li><a href="/n/t20240117_{n}.html" title="通知">关于做好第{n}项工作的通知</a><span>2024-01-17</span></li>'


def _within(opening: str, closing: str, piece: Callable[[int], str]) -> Callable[[int], str]:
    def made(size: int) -> str:
        parts, length, n = [], 0, 0
        while length < size:
            n += 1
            part = piece(n)
            parts.append(part)
            length += len(part.encode())
        return f"{_HEAD}{opening}{''.join(parts)}{closing}{_FOOT}"

    return made


def _attributes(number: int) -> str:
    said = " ".join(f'a{n}="1"' for n in range(number))
    return f"<p {said}>字</p>"


_TEXT = "<p>扎实推进法治政府建设各项工作，组织学习7次，办理案件71件。</p>" * 5
_NR, _END = '<div class="nr">', "</div>"
GROWING: dict[str, Callable[[int], str]] = {
    "a report": _within(_NR, _END, _paragraph),
    "a report pasted from Word": _within('<div class="TRS_Editor">', _END, _pasted),
    "one table": _within(f"{_NR}{_TEXT}<table>", "</table></div>", _row),
    "a list": _within("<ul>", "</ul>", _item),
}
HOSTILE: dict[str, Callable[[int], str]] = {
    "nested div": lambda size: f"{_HEAD}{_NR}{_TEXT}{'<div>' * (size // 11)}底{'</div>' * (size // 11)}{_END}{_FOOT}",
    "nested div that never close": _within(_NR + _TEXT, "", lambda n: "<div>字"),
    "spans that never close": _within(_NR + _TEXT, "", lambda n: "<span class=a>字"),
    "links that never close": _within(_NR + _TEXT, "", lambda n: f"<a href=/{n}>字"),
    "tables in tables": _within(_NR + _TEXT, "", lambda n: "<table><tr><td>字"),
    "lists in lists": _within(_NR + _TEXT, "", lambda n: "<ul><li>字"),
    "one tag of many attributes": lambda size: f"{_HEAD}{_NR}{_TEXT}{_attributes(size // 11)}{_END}{_FOOT}",
    "many tags of many attributes": _within(_NR + _TEXT, _END, lambda n: _attributes(60)),
    "one very long attribute": lambda size: f"{_HEAD}{_NR}{_TEXT}<p style='{'a:b;' * (size // 4)}'>字</p>{_END}{_FOOT}",
    "comments": _within(_NR + _TEXT, _END, lambda n: "字<!--注-->"),
    "links": _within(_NR + _TEXT, _END, lambda n: f"<a href=/{n}.html>第{n}条</a>"),
    "line breaks": _within(_NR + _TEXT, _END, lambda n: "字<br>"),
    "hidden in hidden": _within(_NR + _TEXT, "", lambda n: '<div style="display:none">字'),
    "empty elements": _within(_NR + _TEXT, _END, lambda n: "<p></p><span></span>"),
    "names of furniture": _within(_NR + _TEXT, _END, lambda n: f'<div class="share relat fj{n}">字</div>'),
    "labels of metadata": _within(
        _NR + _TEXT, _END, lambda n: f"<p>索引号：64/2024-{n:05}</p><span>发布机构：</span>"
    ),
    "dates": _within(_NR + _TEXT, _END, lambda n: "<p>2024年1月17日 2024-01-17</p>"),
    "days of many digits": _within(_NR + _TEXT, _END, lambda n: "共计12345日，"),
    "angle brackets": lambda size: f"{_HEAD}{_NR}{_TEXT}{'< ' * (size // 2)}{_END}{_FOOT}",
    "entities": _within(_NR + _TEXT, _END, lambda n: "&#23383;&nbsp;&amp;&bogus;"),
    "one word without end": lambda size: f"{_HEAD}{_NR}{_TEXT}<p>{'字' * (size // 3)}</p>{_END}{_FOOT}",
    "one line of digits": lambda size: f"{_HEAD}{_NR}{_TEXT}<p>{'2024' * (size // 4)}</p>{_END}{_FOOT}",
    "white space": lambda size: f"{_HEAD}{_NR}{_TEXT}<p>字{' ' * size}字</p>{_END}{_FOOT}",
    "separators of a breadcrumb": lambda size: f"{_HEAD}<div>{'首页 > ' * (size // 9)}</div>{_NR}{_TEXT}{_END}{_FOOT}",
    "opening quotes": lambda size: f"{_HEAD}{_NR}{_TEXT}<p>{'《“（' * (size // 9)}</p>{_END}{_FOOT}",
    "enumerators": _within(_NR + _TEXT, _END, lambda n: "<p>一是学习。三是培训。</p>"),
    "headlines": _within("", "", lambda n: f"<h1>题{n}</h1>"),
    "hidden cells": _within(f"{_NR}{_TEXT}<table>", "</table></div>", lambda n: f"<tr><td hidden>{n}<td>甲"),
    "small tables": _within(_NR + _TEXT, _END, lambda n: f"<table><tr><td>{n}<td>甲</table>"),
    "marks in one line": _within(f"{_NR}{_TEXT}<p>", "</p></div>", lambda n: f"字<sup>{n}</sup><i hidden>藏</i><a href={n}>链</a>"),
    "files": _within(_NR + _TEXT, _END, lambda n: f"<p>附件{n}：<a href=P{n}.doc>附件{n}.doc</a></p>"),
    "scripts": _within(_NR + _TEXT, _END, lambda n: f"<script>var a='<a href={n}.pdf>附件</a>'</script>"),
    "meta tags": lambda size: _HEAD.replace(
        "</head>", '<meta name="ArticleTitle" content="题">' * (size // 42) + "</head>"
    ) + f"{_NR}{_TEXT}{_END}{_FOOT}",
}  # fmt: skip


_PATIENCE = 2.0
"""Seconds."""


def timed(body: bytes, read: Read, *, most: int = 7) -> float:
    """Seconds for a page: the fastest of at least two tries, of more where they are short."""
    taken: list[float] = []
    while len(taken) < 2 or (len(taken) < most and sum(taken) < 0.3):
        gc.collect()
        start = time.perf_counter()
        tried(read, body, "")
        taken.append(time.perf_counter() - start)
    return min(taken)


def growth(sizes: Sequence[int]) -> None:
    print(
        "Pages of our own, their body repeated; the fastest of up to seven tries; per byte beside the smallest.\n"
    )
    told = " | ".join(f"{size / 1e6:g} MB: ms | ms a MB | per byte" for size in sizes[1:])
    print(f"| | {sizes[0] / 1e6:g} MB: ms | ms a MB | {told} | × bare lxml, largest |")
    print("| --- " * (4 + 3 * (len(sizes) - 1)) + "|")
    for name, make in GROWING.items():
        cells, first = [name], 0.0
        for size in sizes:
            body = make(size).encode()
            took = timed(body, gongkai)
            each = took / len(body)
            cells += [
                f"{took * 1000:.1f}",
                f"{each * 1e9:.0f}",
                *([f"{each / first:.2f} ×"] if first else []),
            ]
            first = first or each
        cells.append(f"{took / timed(body, bare_lxml):.1f}")
        print("| " + " | ".join(cells) + " |")


def hostile(sizes: Sequence[int]) -> None:
    small, large = sizes
    print(f"| | {small / 1e6:g} MB: ms | {large / 1e6:g} MB: ms | per byte | bare lxml: ms | per byte |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, make in HOSTILE.items():
        bodies = [make(size).encode() for size in (small, large)]
        sized = len(bodies[1]) / len(bodies[0])
        ours = [timed(body, gongkai, most=3) for body in bodies]
        bare = [timed(bodies[0], bare_lxml, most=3)]
        told = "– | –"  # libxml2 alone takes a time quadratic in some of them: not waited for
        if bare[0] * sized**2 < _PATIENCE:
            bare.append(timed(bodies[1], bare_lxml, most=3))
            told = f"{bare[1] * 1000:.0f} | {bare[1] / bare[0] / sized:.2f} ×"
        print(
            f"| {name} | {ours[0] * 1000:.1f} | {ours[1] * 1000:.0f} | {ours[1] / ours[0] / sized:.2f} × | {told} |"
        )


# Memory: a process for each, since memory once taken is seldom given back


def memory(sizes: Sequence[int]) -> None:
    print("Peak memory of the process over what it was before the page, each in a process of its own.\n")
    print(
        "| | MB | peak, MB | × the page | bare lxml, MB | × the page |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name in GROWING:
        for size in sizes:
            told = [_peak(name, size, reader) for reader in ("gongkai", "bare lxml")]
            cells = [f"{peak / 1e6:.0f} | {peak / page:.1f}" for peak, page in told]
            print(f"| {name} | {told[0][1] / 1e6:.1f} | {' | '.join(cells)} |")


def _peak(name: str, size: int, reader: str) -> tuple[int, int]:
    command = [sys.executable, "-m", "tests.benchmarks.extraction", "--peak", name, str(size), reader]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(said[0]), int(said[1])


def peak(name: str, size: int, reader: str) -> None:
    """Prints (bytes of memory that reading took at most, bytes of the page)."""
    read = READERS[reader][0]
    read(GROWING[name](2000).encode(), "")
    body = GROWING[name](size).encode()
    gc.collect()
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    read(body, "")
    print(max(0, _status("VmHWM") - before), len(body))


def _status(name: str) -> int:
    """Bytes of memory as Linux counts them."""
    said = Path("/proc/self/status").read_text()
    return int(said.partition(f"{name}:")[2].split()[0]) * 1024


# A peer behind the words of `gongkai extract --json`


def speak(name: str, files: Sequence[str]) -> Iterator[dict[str, Any]]:
    from pipelines.decode import decode

    for file in files:
        body = Path(file).read_bytes()
        title, text = tried(READERS[name][0], body, decode(body, "").text.replace("\x00", ""))
        yield {"file": file, "title": title, "text": text}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--pages", type=Path, default=Path("../shared/pages"), help="folder with html/ and gold/"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("compare", "growth", "hostile", "memory"), help="one table")
    parser.add_argument("--into", type=Path, help="a document whose tables are written anew")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, for a look")
    parser.add_argument("--as", dest="peer", choices=READERS, help="answer as `gongkai extract --json` does")
    parser.add_argument("--peak", nargs=3, help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.peak:
        peak(given.peak[0], int(given.peak[1]), given.peak[2])
        return
    if given.peer:
        for answer in speak(given.peer, [a for a in rest if a not in ("extract", "--json")]):
            print(json.dumps(answer))
        return
    quick = given.quick
    parts: dict[str, Callable[[], None]] = {
        "compare": lambda: compare(given.pages.resolve(), given.rounds),
        "growth": lambda: growth([100_000, 1_000_000, *([] if quick else [10_000_000])]),
        "hostile": lambda: hostile([10_000, 100_000] if quick else [100_000, 1_000_000]),
        "memory": lambda: memory([1_000_000, *([] if quick else [10_000_000])]),
    }
    told = (
        f"Python {platform.python_version()}, lxml {version('lxml')}, {os.cpu_count()} cores, {date.today()}."
    )
    print(told)
    for name in [given.only] if given.only else parts:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            parts[name]()
        print(f"\n## {name}\n\n{said.getvalue()}", flush=True)
        if given.into:
            write_into(
                given.into, name, f"{told}\n\n{said.getvalue()}" if name == "compare" else said.getvalue()
            )


def write_into(document: Path, name: str, said: str) -> None:
    """Puts a table between the two comments of a document that name it. Raises ValueError without them."""
    text = document.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    before, after = text.index(begin) + len(begin), text.index(end)
    document.write_text(f"{text[:before]}\n{said.strip()}\n\n{text[after:]}", encoding="utf-8")


if __name__ == "__main__":
    main()
