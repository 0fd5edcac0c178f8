"""What a nightly crawl costs in requests: a site of 1,000 documents that does not change, served on loopback.

    python -m tests.benchmarks.nights [DOCUMENTS] [DAYS]

prints the table of docs/benchmarks.md: the requests of a day by what was asked for, and of all days, beside a
full crawl each day. Every day is crawled, its clock set to it; the server has validators and answers 304.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hongqi import article, build, list_page, rows, site_file
from loopback import Server, answer, serving
from travelling import night

PER_PAGE = 20
KINDS = ("robots.txt, home, way", "list pages", "documents, 304", "documents, whole")


class Unchanging(Server):
    """Answers 304 to whoever has a page already, by its ETag."""

    def _answer(self, request: bytes) -> bytes | None:
        raw = super()._answer(request) or b""
        tag = f'"{sha256(raw).hexdigest()[:16]}"'
        if f"If-None-Match: {tag}".encode() in request:
            return answer("", "304 Not Modified", etag=tag)
        return raw.replace(b"\r\n\r\n", f"\r\nETag: {tag}\r\n\r\n".encode(), 1)


def fill(server: Server, documents: int) -> int:
    """Lists of twenty rows a page; how many pages."""
    build(server)
    numbers = range(10_000, 10_000 + documents)
    listed = [(f"/fzjs/202501/t20250120_{n}.html", f"第{n}号法治政府建设情况报告") for n in numbers]
    total = -(-documents // PER_PAGE)
    for page in range(total):
        name = "/fzjs/" + (f"index_{page}.html" if page else "")
        part = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
        server.pages[name] = list_page(part, total=total, current=page)
    for address, title in listed:
        server.pages[address] = article(title[:-10])
    return total


def counted(folder: Path, crawl: int) -> Counter[str]:
    """The requests of a crawl by kind."""
    counts: Counter[str] = Counter()
    for asked, outcome, count in rows(
        folder, "select asked, outcome, count(*) from fetches where crawl = ? group by asked, outcome", crawl
    ):
        kind = {"list": 1, "document": 2 if outcome == "unchanged" else 3}.get(asked, 0)
        counts[KINDS[kind]] += count
    return counts


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 31
    with tempfile.TemporaryDirectory() as folder, serving(Unchanging()) as server:
        here = Path(folder)
        total = fill(server, documents)
        site_file(here / "sites", server)
        each = {number: counted(here, night(here, number)["crawl"]) for number in range(1, days + 1)}
    print(f"{documents} documents on {total} list pages, none of which changes.\n")
    print("| day | requests | " + " | ".join(KINDS) + " | of a full crawl |")
    print("| --- | " + "--- | " * (len(KINDS) + 2))
    whole = each[1].total()
    shown = {str(n): each[n] for n in sorted({1, 2, 3, 8, 30, days} & each.keys())}
    later = [each[n] for n in each if n > 1]
    shown |= {f"2 to {days}, the dearest": max(later, key=Counter.total)}
    shown |= {f"1 to {days}, all": sum(each.values(), Counter())}
    for name, counts in shown.items():
        beside = whole * (days if name.endswith("all") else 1)
        cells = [counts.total(), *(counts[kind] for kind in KINDS)]
        print(f"| {name} | " + " | ".join(f"{n:,}" for n in cells) + f" | {counts.total() / beside:.1%} |")
    print(f"\nA full crawl each day would be {whole * days:,} requests.")


if __name__ == "__main__":
    main()
