"""Peers' extractors behind the words of `gongkai extract --json`, so that the same scorer judges them.

pip install trafilatura readability-lxml
GONGKAI="python tests/benchmarks/peer.py trafilatura" python ../shared/score_fidelity.py
GONGKAI="python tests/benchmarks/peer.py readability" python ../shared/score_fidelity.py
python tests/benchmarks/peer.py --time ../shared/pages/html     # pages a second of each, in turn
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def trafilatura(body: bytes) -> tuple[str, str]:
    from trafilatura import bare_extraction

    found = bare_extraction(body, include_tables=True, favor_recall=True, with_metadata=True)
    return ((found.title or ""), (found.text or "")) if found else ("", "")


def readability(body: bytes) -> tuple[str, str]:
    import lxml.html
    from readability import Document

    document = Document(body.decode("utf-8", "replace"))
    return document.short_title(), lxml.html.fromstring(document.summary()).text_content()


def gongkai(body: bytes) -> tuple[str, str]:
    from pipelines.answer import Page
    from pipelines.extract import extract

    answer = extract(Page("", body))
    return answer.title, answer.text


PEERS: dict[str, Callable[[bytes], tuple[str, str]]] = {
    "gongkai": gongkai,
    "trafilatura": trafilatura,
    "readability": readability,
}


def speak(peer: str, files: list[str]) -> None:
    """An answer a line for each file, as `gongkai extract --json` gives."""
    for file in files:
        try:
            title, text = PEERS[peer](Path(file).read_bytes())
        except Exception as error:
            print(f"{peer}: {file}: {error}", file=sys.stderr)
            title = text = ""
        print(json.dumps({"file": file, "title": title, "text": text}))


def race(folder: Path, rounds: int = 5) -> None:
    """Pages a second of each over the same pages, in turn in one process; the median round of each."""
    pages = [p.read_bytes() for p in sorted(folder.glob("*.html"))]
    rates: dict[str, list[float]] = {name: [] for name in PEERS}
    for _ in range(rounds):
        for name, read in PEERS.items():
            start = time.perf_counter()
            for body in pages:
                try:
                    read(body)
                except Exception:
                    continue
            rates[name].append(len(pages) / (time.perf_counter() - start))
    medians = {name: sorted(values)[rounds // 2] for name, values in rates.items()}
    for name, rate in medians.items():
        print(f"{name}: {rate:.0f} pages/s, gongkai is {medians['gongkai'] / rate:.1f} x")


if __name__ == "__main__":
    if sys.argv[1] == "--time":
        race(Path(sys.argv[2]))
    else:
        speak(sys.argv[1], [a for a in sys.argv[2:] if a not in ("extract", "--json")])
