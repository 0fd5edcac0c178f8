"""`gongkai diff`, as a person and a program run it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import shelf
from click.testing import CliRunner, Result
from rich.console import Console

from archive.compare import apply
from archive.compare.difference import Passage
from archive.compare.held import compare_held, known_bytes, load_versions
from archive.compare.printing import print_difference
from archive.errors import GongkaiError
from archive.printing import Printer
from archive.records import Attachment, Capture, Fetch, Report, SiteRecord
from archive.store import Archive
from crawler.cli import gongkai

URL = "http://yunxi.localhost/2023.html"
FILE = "http://yunxi.localhost/表.pdf"
LATER = "7"
"""The number of the year after: of the fetch that brought it, after three pages and their files."""
BEFORE = "青石镇全年接待群众5516人次，办结率100%。\n柳林镇完善了工作台账并逐项销号。\n举办讲座二十余场次；"
AFTER = "柳林镇完善了工作台账并逐项销号。\n青石镇全年接待群众5561人次，未办结率98%。\n举办讲座三十余场次；"


def capture(number: int, digest: str) -> Capture:
    return Capture("a.warc.gz", number, 10, f"<urn:uuid:{number}>", digest)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Document 1 in three versions, whose file was replaced before the third; document 7 the year after."""
    folder = tmp_path_factory.mktemp("data")
    with Archive.open(folder, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        crawl = archive.start_crawl("yunxi", "crawl")

        def save(day: int, text: str, url: str = URL, **more: object) -> None:
            when, digest = f"2026-11-{day:02d}T00:00:00Z", f"sha256:{day:064d}"
            fetch = archive.save_fetch(
                crawl, Fetch("yunxi", url, when, "ok", 200, capture=capture(day, digest))
            )
            report = Report(
                url, "青石镇\x1b[31m报告", text, metadata={"date_published": "2024-01-17"},
                attachments=(Attachment(FILE, "表.pdf"),), **more,
            )  # fmt: skip
            archive.save_report(crawl, fetch, report)
            file = Fetch(
                "yunxi", FILE, when, "ok", 200, capture=capture(day + 40, f"sha256:f{day // 3:063d}")
            )
            archive.save_file(archive.save_fetch(crawl, file), f"file/1:{day // 3}")

        save(1, BEFORE)
        save(2, AFTER)
        save(3, AFTER + "\n另有\x1b]0;标题\x07一句。")
        save(4, BEFORE.replace("5516", "6120").replace("柳林镇", "白鹭乡"), url=URL.replace("2023", "2024"))
        archive.finish_crawl(crawl, "finished")
    return folder


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(gongkai, ["diff", *arguments, "--data", str(data)])


def asked(data: Path, *arguments: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(run(data, *arguments, "--json").output)
    return answer


def test_the_last_two_versions_are_compared_unless_others_are_named(data: Path) -> None:
    def numbers(*arguments: str) -> tuple[int, int]:
        found = asked(data, *arguments)
        return found["before"]["version"], found["after"]["version"]  # type: ignore[index]

    assert numbers(URL) == (2, 3)
    assert numbers(URL, "1") == (1, 3)
    assert numbers("1", "1", "2") == (1, 2)
    assert numbers("1", "3", "1") == (3, 1)


def test_a_person_reads_signs_and_words_where_there_is_no_colour(data: Path) -> None:
    done = run(data, URL, "1", "2")
    assert done.exit_code == 0
    for said in (
        "5516人次 → 5561人次", "100% → 98%", "二十余场次 → 三十余场次", "{+未+}", "[-5516人次-]{+5561人次+}",
        "silent edit", "moved here 1", "figures 3",
    ):  # fmt: skip
        assert said in done.output, (said, done.output)
    assert "[-5516人次-]" not in run(data, URL, "2", "3").output
    assert "+ 另有" in run(data, URL, "2", "3").output


def test_no_control_character_reaches_the_terminal(data: Path) -> None:
    for arguments in ((URL, "2", "3"), (URL, "3", "1"), ("1", "--with", "2")):
        output = run(data, *arguments).output
        assert "\x1b" not in output and "\x07" not in output


def test_colour_says_no_more_than_the_signs_do(data: Path) -> None:
    with Archive.open_read_only(data) as archive:
        pair = load_versions(archive.db.conn, 1, 1, 2)
    shown = []
    for coloured in (True, False):
        console = Console(
            file=io.StringIO(), force_terminal=coloured, no_color=not coloured, width=80, highlight=False
        )
        print_difference(compare_held(*pair, ({}, {})), Printer(console))
        shown.append(console.file.getvalue())  # type: ignore[attr-defined]
    assert "\x1b[31m" in shown[0] and "\x1b[32m" in shown[0] and "\x1b[3" not in shown[1]
    assert "{+5561人次+}" in shown[0] and "{+5561人次+}" in shown[1]


def test_a_program_can_make_the_later_text_out_of_the_earlier(data: Path) -> None:
    found = asked(data, URL, "1", "2")
    passages = []
    for each in found["passages"]:  # type: ignore[attr-defined]
        start = each["before_start"]
        before = each.get("before", BEFORE[start : start + each.get("before_length", 0)])
        after = each.get("after", AFTER[each["after_start"] :][: each.get("after_length", 0)])
        passages.append(Passage(each["kind"], before, after, start, each["after_start"]))
    assert apply(BEFORE, passages) == AFTER
    assert found["changed"] is True and found["silent"] is True and found["same_bytes"] is False
    assert [f["before"] for f in found["figures"]] == ["5516人次", "100%", "二十余场次"]  # type: ignore[attr-defined]


def test_a_file_replaced_under_its_name_is_found_by_its_bytes(data: Path) -> None:
    (change,) = asked(data, URL, "2", "3")["attachments"]  # type: ignore[misc]
    assert change["kind"] == "replaced" and change["digest_before"] != change["digest_after"]
    assert asked(data, URL, "1", "2")["attachments"] == []
    with Archive.open_read_only(data) as archive:
        before, after = load_versions(archive.db.conn, 1, 1, 3)
        told = {FILE: f"sha256:f{0:063d}"}, {FILE: f"sha256:f{1:063d}"}
        assert known_bytes(archive.db.conn, before, after) == told


def test_two_documents_are_compared_and_what_is_copied_is_told(data: Path) -> None:
    copied = asked(data, "1", "1", "--with", LATER)["copied"]
    assert (copied["forward"], copied["shares"]["figures"]) == (1.0, pytest.approx(1 / 3))  # type: ignore[index]
    done = run(data, "1", "1", "--with", URL.replace("2023", "2024"))
    assert (
        "Copied forward  100% of 3 sentences" in done.output
        and "只换数字 other figures only: 1" in done.output
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((LATER,), f"document {LATER} has one version only"),
        (("1", "7"), "document 1 has no version 7: it has 3"),
        (("1", "1", "9"), "document 1 has no version 9"),
        (("99",), "no document has the number 99"),
        (("1", "--with", "http://yunxi.localhost/none"), "no document is held of"),
    ],
)
def test_what_cannot_be_compared_is_said_in_a_sentence(
    data: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(data, *arguments)
    assert isinstance(done.exception, GongkaiError) and said in str(done.exception)


def test_a_version_number_is_a_number(data: Path) -> None:
    assert run(data, "1", "x").exit_code == run(data, "1", "0").exit_code == 2


def test_the_same_version_twice_differs_in_nothing(data: Path) -> None:
    assert asked(data, "1", "2", "2")["noise"] == []
    assert "nothing differs" in run(data, "1", "2", "2").output


def test_why_the_bytes_differ_where_nothing_visible_changed(tmp_path: Path) -> None:
    """Two documents of the same words: a counter, or only the page's code."""
    with Archive.open(tmp_path, create=True) as archive:
        archive.save_site(SiteRecord("yunxi", "耘溪区", "http://yunxi.localhost/"))
        crawl = archive.start_crawl("yunxi", "crawl")
        for number, text in enumerate((BEFORE, "浏览次数：9\n" + BEFORE, BEFORE), 1):
            url = f"http://yunxi.localhost/{number}"
            fetch = Fetch(
                "yunxi", url, "2026-11-01T00:00:00Z", "ok", 200, capture=capture(number, f"sha256:{number}")
            )
            archive.save_report(crawl, archive.save_fetch(crawl, fetch), Report(url, "报告", text))
    counter, code = run(tmp_path, "1", "--with", "2").output, run(tmp_path, "1", "--with", "3").output
    for output in (counter, code):
        assert "nothing visible changed; the bytes differ because" in output
    assert "浏览次数 view counter × 1" in counter and "网页代码 markup × 1" in code


def test_the_long_report_of_the_shelf(tmp_path: Path) -> None:
    shelf.fill(tmp_path)
    shelf.edit(tmp_path)
    found = asked(tmp_path, "29")
    kinds = {each["kind"] for each in found["passages"]}  # type: ignore[attr-defined]
    assert {"changed", "moved_away", "moved_here", "added"} <= kinds and found["silent"] is True
