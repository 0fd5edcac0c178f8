"""What a nightly crawl costs in requests: a site of 1,000 documents that does not change, served on loopback.

    python -m tests.benchmarks.nights [DOCUMENTS]

prints the table of docs/benchmarks.md: the requests of a day by what was asked for, beside a full crawl. Days
between are left out: what is due on a day is what came due since the crawl before it.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hongqi import article, build, list_page, rows, site_file
from loopback import Server, serving
from travelling import night

PER_PAGE = 20
NIGHTS = (1, 2, 3, 8, 9, 29, 30, 31)
SHOWN = (1, 2, 3, 9, 30, 31)


def fill(server: Server, documents: int) -> None:
    """Lists of twenty; a server without validators, which sends the same bytes again."""
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


def main() -> None:
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        fill(server, documents)
        site_file(here / "sites", server)
        counts: dict[int, Counter[str]] = {}
        for number in NIGHTS:
            result = night(here, number)
            found = rows(
                here, "select asked, count(*) from fetches where crawl = ? group by asked", result["crawl"]
            )
            counts[number] = Counter(dict(found))
        print(f"{documents} documents on {-(-documents // PER_PAGE)} list pages, none of which changes.\n")
        print("| day | requests | robots.txt, home, way | list pages | documents | of a full crawl |")
        print("| --- | --- | --- | --- | --- | --- |")
        whole = sum(counts[1].values())
        for number in SHOWN:
            each = counts[number]
            way = each["robots"] + each["home"] + each["step"]
            print(
                f"| {number} | {sum(each.values())} | {way} | {each['list']} | {each['document']} |"
                f" {sum(each.values()) / whole:.1%} |"
            )


if __name__ == "__main__":
    main()
